//! Choices between constants: an enumeration written as `oneOf` or `anyOf` (JSON Schema core, sections 10.2.1.2 and 10.2.1.3).

use std::collections::BTreeSet;

use super::atoms::{self, Follow, Part};
use super::schemas::{Shape, shape};
use super::{Lowering, enums};
use crate::document::SchemaView;
use crate::ir::{EnumValue, JsonType, TypeKind};

/// Branches that are all string constants or plain strings, as one open enumeration:
/// `anyOf: [string, enum]` is how documents say that more values may come.
pub(super) fn one_enumeration<'a>(cx: &mut Lowering<'a>, branches: &[SchemaView<'a>]) -> Option<Shape> {
    let mut listed: Vec<(SchemaView<'a>, SchemaView<'a>)> = Vec::new();
    for branch in branches {
        let settled = settle(cx, branch)?;
        if settled.enum_values().is_empty() {
            let plain = settled.types() == [JsonType::String] && settled.asserts_nothing_but(&["type"]);
            plain.then_some(())?;
        } else {
            settled.enum_values().iter().all(|value| value.is_string() || value.is_null()).then_some(())?;
            listed.push((branch.clone(), settled));
        }
    }
    match listed.as_slice() {
        [] => None,
        // Enumerations are open in any case, so the named one is all that is needed.
        [(branch, _)] => Some(shape(cx, std::slice::from_ref(branch))),
        several => {
            let mut values: Vec<EnumValue> = Vec::new();
            let mut known = BTreeSet::new();
            for (_, settled) in several {
                let more = enums::values(cx, settled);
                values.extend(more.into_iter().filter(|value| known.insert(value.value.to_string())));
            }
            Some(Shape::Kind(TypeKind::Enum(enums::definition(values))))
        }
    }
}

/// The one schema that says what a branch is, through references and `allOf` of one.
fn settle<'a>(cx: &Lowering<'a>, branch: &SchemaView<'a>) -> Option<SchemaView<'a>> {
    if cx.too_much_merged.is_some() {
        return None;
    }
    let atoms = atoms::atoms(cx.document.root, std::slice::from_ref(branch), Follow::All).list;
    match atoms.as_slice() {
        [one] if matches!(one.part, Part::Own) => Some(one.view.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn strings_beside_constants_are_one_open_enumeration() {
        let text = types(
            "Model: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}
Named: {type: string, enum: [c]}
Uses:
  type: object
  properties:
    named: {anyOf: [{type: string}, {$ref: '#/components/schemas/Named'}]}
    blank: {oneOf: [{$ref: '#/components/schemas/Named'}, {enum: ['']}]}",
        );
        assert_eq!(
            text,
            "enum Model of strings
  a = \"a\"
  b = \"b\"
enum Named of strings
  c = \"c\"
struct Uses
  named?: Named
  blank?: Uses.blank
enum Uses.blank of strings in Uses
  c = \"c\"
   = \"\"
"
        );
    }
}
