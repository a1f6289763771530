//! `enum` and `const` (JSON Schema validation, sections 6.1.2 and 6.1.3).

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::Lowering;
use super::schemas::Shape;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::SchemaView;
use crate::ir::{EnumDef, EnumRepr, EnumValue, JsonType, SpecName, TypeKind};

/// The shape of a schema with constants; `None` when it has none, or when its type says it all.
pub(super) fn enumeration(cx: &mut Lowering<'_>, view: &SchemaView<'_>) -> Option<Shape> {
    let values = values(cx, view);
    let booleans = values.iter().all(|value| value.value.is_boolean());
    let structured = values.iter().any(|value| value.value.is_object() || value.value.is_array());
    if values.is_empty() || booleans || structured {
        return None;
    }
    Some(Shape::Kind(TypeKind::Enum(definition(values, &view.types()))))
}

/// An enumeration of these values. Where the schema says `number`, a value that is not listed may have a fraction.
pub(super) fn definition(values: Vec<EnumValue>, types: &[JsonType]) -> EnumDef {
    let all = |test: fn(&Value) -> bool| values.iter().all(|value| test(&value.value));
    let repr = if all(Value::is_string) {
        EnumRepr::String
    } else if all(Value::is_i64) && !types.contains(&JsonType::Number) {
        EnumRepr::Integer
    } else {
        EnumRepr::Json
    };
    EnumDef { repr, values }
}

/// The constants of a schema, without null and without duplicates, with their names.
pub(super) fn values(cx: &mut Lowering<'_>, view: &SchemaView<'_>) -> Vec<EnumValue> {
    let names = view.texts(&["x-enum-varnames", "x-enumNames", "x-enum-names"]);
    let descriptions = view.texts(&["x-enum-descriptions", "x-enumDescriptions"]);
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known = BTreeSet::new();
    for (index, value) in view.enum_values().into_iter().enumerate() {
        if value.is_null() {
            continue;
        }
        let value = as_typed(cx, view, index, value);
        // Lists of time zones and currencies are long: no value is compared with all others.
        if !known.insert(value.to_string()) {
            continue;
        }
        let name = match names.get(index).copied().flatten() {
            Some(name) => name.to_owned(),
            None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        let description = descriptions.get(index).copied().flatten().map(str::to_owned);
        values.push(EnumValue { value, name: SpecName::Required(name), description });
    }
    values
}

/// A constant in the type that the schema declares. YAML reads an unquoted `1.0` or `true` as a number or
/// boolean where the document says `type: string`, and tools write every constant as a string; the type is what travels.
fn as_typed(cx: &mut Lowering<'_>, view: &SchemaView<'_>, index: usize, value: &Value) -> Value {
    let types = view.types();
    let [json_type] = types.as_slice() else { return value.clone() };
    let Some(meant) = meant(*json_type, value) else { return value.clone() };
    let message = format!("`{value}` is no `{}`; it is taken as {meant}", json_type.name());
    let listed = view.at.child("enum").index(index);
    let at = if view.has("enum") { listed } else { view.at.child("const") };
    cx.report(Diagnostic::new(&codes::ENUM_TYPE, &at, message));
    meant
}

/// What a constant of another type plainly means; `None` for one that is of the type, or means nothing in it.
fn meant(json_type: JsonType, value: &Value) -> Option<Value> {
    match (json_type, value) {
        (JsonType::String, Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        (JsonType::Integer, Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        (JsonType::Number, Value::String(text)) => text.trim().parse::<Number>().ok().map(Value::Number),
        (JsonType::Boolean, Value::String(text)) => match text.trim() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, lowered};

    #[test]
    fn constants_are_of_one_type_or_json_without_null_and_duplicates() {
        let outcome = lowered(&components(
            "Text: {type: string, enum: [b, a, b, null], x-enum-varnames: [Bee, Ay], x-enum-descriptions: [second, first]}
Number: {type: integer, enum: [1, 2], x-enum-varnames: [One, Two]}
Mixed: {enum: [1, x]}
Quoted: {type: string, enum: [1.5]}
Level: {type: integer, enum: ['1', '2', high]}
Rate: {type: number, enum: [1, 2]}
Switch: {type: boolean, enum: ['true', 'false']}
Five: {type: string, const: 5}
Flag: {type: boolean, enum: [true]}
Large: {enum: [18446744073709551615, 1]}
Constant: {const: fixed}",
        ));
        assert_eq!(
            outcome.types(),
            "enum Text of strings
  Bee = \"b\" \"second\"
  Ay = \"a\" \"first\"
enum Number of integers
  One = 1
  Two = 2
enum Mixed of values
  1 = 1
  x = \"x\"
enum Quoted of strings
  1.5 = \"1.5\"
enum Level of values
  1 = 1
  2 = 2
  high = \"high\"
enum Rate of values
  1 = 1
  2 = 2
alias Switch = Bool
enum Five of strings
  5 = \"5\"
alias Flag = Bool {only true}
enum Large of values
  18446744073709551615 = 18446744073709551615
  1 = 1
enum Constant of strings
  fixed = \"fixed\"
"
        );
        assert_eq!(
            outcome.reported,
            [
                "OA0311 #/components/schemas/Quoted/enum/0",
                "OA0311 #/components/schemas/Level/enum/0",
                "OA0311 #/components/schemas/Level/enum/1",
                "OA0311 #/components/schemas/Switch/enum/0",
                "OA0311 #/components/schemas/Switch/enum/1",
                "OA0311 #/components/schemas/Five/const",
                "OA0318 #/components/schemas/Flag/enum"
            ]
        );
    }
}
