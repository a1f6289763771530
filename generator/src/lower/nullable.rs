//! Whether null is a valid value, in every spelling.
//!
//! OpenAPI 3.0 has `nullable`, 3.1 has `type: [.., "null"]`; besides there are `enum` and `const` with null,
//! a null branch in `oneOf` or `anyOf`, and `nullable` beside `$ref` or `allOf`, which strictly says nothing and which servers
//! mean all the same.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{SchemaView, refs};
use crate::pointer::Pointer;

/// How deep schemas are looked through; deeper ones are taken as not nullable.
const MAX_DEPTH: usize = 32;

/// What is known of the targets of references. Each is looked at once: choices may share their branches, and the ways to one
/// branch may double with every level. A target that is still being looked at adds nothing to itself.
type Known = BTreeMap<Pointer, bool>;

/// True when null is valid for the intersection of these schemas.
pub(super) fn admits_null(root: &Value, parts: &[SchemaView<'_>]) -> bool {
    all_admit(root, parts, 0, &mut Known::new())
}

fn all_admit(root: &Value, parts: &[SchemaView<'_>], depth: usize, known: &mut Known) -> bool {
    let mut asserting = parts.iter().filter(|part| !part.is_annotation()).peekable();
    if asserting.peek().is_none() {
        return parts.iter().any(SchemaView::says_nullable);
    }
    parts.iter().any(|part| part.is_annotation() && part.says_nullable())
        || asserting.all(|part| admits(root, part, depth, known))
}

fn admits(root: &Value, view: &SchemaView<'_>, depth: usize, known: &mut Known) -> bool {
    if view.says_nullable() {
        return true;
    }
    if depth == MAX_DEPTH {
        return false;
    }
    if let Some(reference) = view.reference() {
        let Some(target) = refs::follow(root, reference) else { return false };
        let at = target.at.pointer.clone();
        if let Some(answer) = known.get(&at) {
            return *answer;
        }
        known.insert(at.clone(), false);
        let answer = admits(root, &SchemaView::new(target), depth + 1, known);
        known.insert(at, answer);
        return answer;
    }
    let all = view.schemas("allOf");
    if !all.is_empty() {
        return all_admit(root, &all, depth + 1, known);
    }
    ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|keyword| view.schemas(keyword))
        .any(|branch| admits(root, &branch, depth + 1, known))
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn null_belongs_to_each_use_whatever_its_spelling() {
        let text = types(
            "Text: {type: string, nullable: true}
Wrapped: {allOf: [{$ref: '#/components/schemas/Text'}]}
Choice: {oneOf: [{$ref: '#/components/schemas/Text'}, {type: integer}]}
Uses:
  type: object
  required: [a, b, c, d, e]
  properties:
    a: {$ref: '#/components/schemas/Text'}
    b: {$ref: '#/components/schemas/Wrapped'}
    c: {$ref: '#/components/schemas/Choice'}
    d: {type: array, items: {type: string, nullable: true}}
    e: {type: string, enum: [x, null]}",
        );
        assert!(text.starts_with("alias Text = String\nalias Wrapped = Text\n"), "{text}");
        let expected = "struct Uses
  a: Text | null
  b: Wrapped | null
  c: Choice | null
  d: [String | null]
  e: Uses.e | null
";
        assert!(text.contains(expected), "{text}");
    }

    /// Each choice names the one before twice: there are 2^60 ways to the first.
    #[test]
    fn choices_that_share_their_branches_take_no_time() {
        use std::fmt::Write as _;

        let mut schemas = "C0: {oneOf: [{type: string, nullable: true}, {type: integer}]}".to_owned();
        for level in 1..=60 {
            let below = format!("$ref: '#/components/schemas/C{}'", level - 1);
            write!(schemas, "\nC{level}: {{oneOf: [{{{below}}}, {{{below}}}, {{type: boolean}}]}}")
                .expect("writing to a string never fails");
        }
        let text =
            types(&format!("{schemas}\nUses: {{properties: {{c: {{$ref: '#/components/schemas/C10'}}}}}}"));
        assert!(text.contains("c?: C10 | null"), "{text}");
    }
}
