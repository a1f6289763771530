//! Does any schema contain itself by `allOf`, or choose itself by `anyOf` and `oneOf`?
//!
//! In: the tree and the references that the shape check met. Out: diagnostics only; each cycle is reported once.
//! Such a schema says that a value must be valid if it is valid, which is nothing. Cycles through both kinds of
//! keywords are left alone: a base whose children are its variants is one. A `$ref` to a `$ref` to
//! itself is told by [`references`](super::references).

use std::collections::BTreeSet;

use serde_json::Value;

use super::shape::Reference;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::refs::target;
use crate::pointer::{Place, Pointer};

/// Keywords whose items are looked at, and how a cycle through them is told.
struct Kind {
    keywords: &'static [&'static str],
    told: &'static str,
    help: &'static str,
}

const KINDS: [Kind; 2] = [
    Kind {
        keywords: &["allOf"],
        told: "the schema is a part of itself by `allOf`",
        help: "take one of the parts out of its `allOf`",
    },
    Kind {
        keywords: &["anyOf", "oneOf"],
        told: "the schema is a choice of itself",
        help: "take the branch that leads back out of the choice",
    },
];

/// Checks every schema that is referred to from such a keyword.
pub fn check(tree: &Value, references: &[Reference], diagnostics: &mut Diagnostics) {
    for kind in &KINDS {
        let mut done = BTreeSet::new();
        for reference in references.iter().filter(|reference| reference.kind == "Schema") {
            if let Some(start) = reference.at.parent().filter(|schema| kind.is_part(schema)) {
                walk(tree, start, kind, &mut done, diagnostics);
            }
        }
    }
}

/// A schema on the way, and the parts of it that are still to be looked at.
struct Step {
    schema: Pointer,
    parts: Vec<Pointer>,
}

/// Depth first, without recursion: chains of `allOf` may be as long as the document.
fn walk(
    tree: &Value,
    start: Pointer,
    kind: &Kind,
    done: &mut BTreeSet<Pointer>,
    diagnostics: &mut Diagnostics,
) {
    if done.contains(&start) {
        return;
    }
    let mut open = BTreeSet::from([start.clone()]);
    let mut way = vec![Step { parts: kind.parts(tree, &start), schema: start }];
    while let Some(step) = way.last_mut() {
        let Some(next) = step.parts.pop() else {
            open.remove(&step.schema);
            done.insert(step.schema.clone());
            way.pop();
            continue;
        };
        if open.contains(&next) {
            let members: Vec<&Pointer> =
                way.iter().map(|step| &step.schema).skip_while(|schema| **schema != next).collect();
            if let Some(told) = kind.told(tree, &members) {
                diagnostics.report(told);
            }
        } else if !done.contains(&next) {
            open.insert(next.clone());
            way.push(Step { parts: kind.parts(tree, &next), schema: next });
        }
    }
}

impl Kind {
    /// The schemas that matter wherever this one does: the target of its `$ref`, and what the keywords list.
    fn parts(&self, tree: &Value, schema: &Pointer) -> Vec<Pointer> {
        let Some(value) = tree.pointer(schema.as_str()) else { return Vec::new() };
        let mut parts = Vec::new();
        for keyword in self.keywords {
            let listed = value.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            let list = schema.child(keyword);
            parts.extend((0..listed).rev().map(|index| list.index(index)));
        }
        parts.extend(value.get("$ref").and_then(Value::as_str).and_then(target));
        parts
    }

    /// True for an item of one of the keywords.
    fn is_part(&self, schema: &Pointer) -> bool {
        let keyword = schema.parent().and_then(|list| list.last());
        keyword.is_some_and(|keyword| self.keywords.contains(&keyword.as_str()))
    }

    fn told(&self, tree: &Value, members: &[&Pointer]) -> Option<Diagnostic> {
        let (parts, mut whole): (Vec<&Pointer>, Vec<&Pointer>) =
            members.iter().copied().partition(|schema| self.is_part(schema));
        // Without an item it is a chain of references.
        parts.first()?;
        let first = whole.iter().enumerate().min_by_key(|(_, schema)| **schema)?.0;
        whole.rotate_left(first);
        let names = whole.iter().map(|schema| format!("`{schema}`")).collect::<Vec<_>>().join(" → ");
        let message = format!("{}: {names} → `{}`", self.told, whole[0]);
        let reference = parts.iter().copied().filter(|part| {
            tree.pointer(part.as_str()).is_some_and(|part| part.get("$ref").is_some_and(Value::is_string))
        });
        let at = Place::document(reference.min()?.child("$ref"));
        Some(Diagnostic::new(&codes::CYCLIC_REF, &at, message).help(self.help))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::pointer::Pointer;

    fn told(schemas: &Value, references: &[(&str, &str)]) -> Vec<String> {
        let tree = json!({"components": {"schemas": schemas}});
        let references: Vec<Reference> = references
            .iter()
            .map(|(at, target)| Reference {
                at: Pointer::parse(&format!("/components/schemas/{at}/$ref")),
                target: (*target).to_owned(),
                kind: "Schema",
            })
            .collect();
        let mut diagnostics = Diagnostics::default();
        check(&tree, &references, &mut diagnostics);
        let line = |told: &crate::diagnostics::Diagnostic| {
            format!("{} {} {}", told.code.id, told.at.pointer, told.message)
        };
        diagnostics.iter().map(|told| line(told).replace("#/components/schemas/", "")).collect()
    }

    #[test]
    fn schemas_that_are_parts_of_each_other_are_told_once() {
        let (a, b) = ("#/components/schemas/A", "#/components/schemas/B");
        let schemas = json!({
            "A": {"allOf": [{"type": "object"}, {"$ref": b}]},
            "B": {"allOf": [{"$ref": a}]},
            "C": {"allOf": [{"$ref": a}]},
        });
        assert_eq!(
            told(&schemas, &[("A/allOf/1", b), ("B/allOf/0", a), ("C/allOf/0", a)]),
            ["OA0102 A/allOf/1/$ref the schema is a part of itself by `allOf`: `A` → `B` → `A`"]
        );
    }

    #[test]
    fn a_schema_may_be_its_own_part() {
        let a = "#/components/schemas/A";
        assert_eq!(
            told(&json!({"A": {"allOf": [{"$ref": a}]}}), &[("A/allOf/0", a)]),
            ["OA0102 A/allOf/0/$ref the schema is a part of itself by `allOf`: `A` → `A`"]
        );
    }

    #[test]
    fn a_choice_of_itself_is_told() {
        let a = "#/components/schemas/A";
        assert_eq!(
            told(&json!({"A": {"anyOf": [{"type": "string"}, {"$ref": a}]}}), &[("A/anyOf/1", a)]),
            ["OA0102 A/anyOf/1/$ref the schema is a choice of itself: `A` → `A`"]
        );
        let list = json!({"A": {"anyOf": [{"type": "array", "items": {"$ref": a}}]}});
        assert_eq!(told(&list, &[("A/anyOf/0/items", a)]), [""; 0]);
    }

    #[test]
    fn what_a_schema_contains_is_no_part_of_it() {
        let a = "#/components/schemas/A";
        let schemas = json!({
            "A": {"properties": {"next": {"$ref": a}}, "oneOf": [{"$ref": "#/components/schemas/B"}]},
            "B": {"allOf": [{"$ref": a}, {"$ref": a}]},
        });
        let references = [("A/properties/next", a), ("B/allOf/0", a), ("B/allOf/1", a)];
        assert_eq!(told(&schemas, &references), [""; 0]);
    }
}
