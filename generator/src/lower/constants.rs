//! Choices between constants: an enumeration written as `oneOf` or `anyOf` (JSON Schema core, sections 10.2.1.2 and 10.2.1.3).
//!
//! In this form each constant can have a `title` and a `description`, which an `enum` has no place for: they are the name and
//! the words of the value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::atoms::{self, Follow, Part};
use super::schemas::{Shape, shape};
use super::{Lowering, enums};
use crate::document::{SchemaView, refs};
use crate::ir::{EnumValue, JsonType, Scalar, SpecName, TypeKind, TypeRef, TypeUse};

/// The longest title that is a name, in characters; longer ones are sentences.
const LONGEST_NAME: usize = 40;

/// A branch that lists constants.
struct Listed<'a> {
    /// As it is written.
    branch: SchemaView<'a>,
    /// Where the constants stand, references followed.
    settled: SchemaView<'a>,
}

/// Branches that all list strings, or all list numbers, as one open enumeration. A branch for any string or any integer beside
/// them adds nothing to that: `anyOf: [string, enum]` is how documents say that more values may come.
pub(super) fn one_enumeration<'a>(cx: &mut Lowering<'a>, branches: &[SchemaView<'a>]) -> Option<Shape> {
    let mut listed: Vec<Listed<'a>> = Vec::new();
    let mut plain: Option<JsonType> = None;
    for branch in branches {
        let settled = settle(cx, branch)?;
        if settled.enum_values().is_empty() {
            let json_type = any_of_a_type(&settled)?;
            if plain.replace(json_type).is_some_and(|known| known != json_type) {
                return None;
            }
        } else {
            listed.push(Listed { branch: branch.clone(), settled });
        }
    }
    let constants =
        || listed.iter().flat_map(|one| one.settled.enum_values()).filter(|value| !value.is_null());
    let fits = match plain {
        None => constants().all(Value::is_string) || constants().all(Value::is_number),
        Some(JsonType::Integer) => constants().all(Value::is_i64),
        Some(_) => constants().all(Value::is_string),
    };
    // `true` or `false`, each with a title: all that there is.
    let both = [true, false].iter().all(|flag| constants().any(|value| value == flag));
    if both && plain.is_none() && constants().all(Value::is_boolean) {
        return Some(Shape::Use(TypeUse::plain(TypeRef::Scalar(Scalar::Bool))));
    }
    match listed.as_slice() {
        [] => None,
        _ if !fits => None,
        // Enumerations are open in any case, so the named one is all that is needed.
        [one] if one.settled.at != one.branch.at => Some(shape(cx, std::slice::from_ref(&one.branch))),
        several => {
            let types = several.iter().flat_map(|one| one.settled.types()).collect::<Vec<_>>();
            Some(Shape::Kind(TypeKind::Enum(enums::definition(joined(cx, several), &types))))
        }
    }
}

/// The type of which a schema admits any value, if it is one of those whose enumerations are open to all of it.
fn any_of_a_type(view: &SchemaView<'_>) -> Option<JsonType> {
    match view.types().as_slice() {
        [JsonType::String] if view.asserts_nothing_but(&["type"]) => Some(JsonType::String),
        [JsonType::Integer] if view.asserts_nothing_but(&["type", "format"]) => Some(JsonType::Integer),
        _ => None,
    }
}

/// The constants of all branches, the first of equal ones.
fn joined(cx: &mut Lowering<'_>, listed: &[Listed<'_>]) -> Vec<EnumValue> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for title in listed.iter().filter_map(title) {
        *uses.entry(title).or_default() += 1;
    }
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known = BTreeSet::new();
    for one in listed {
        let mut more = enums::values(cx, &one.settled);
        // What is said of several constants together names none of them.
        if let [value] = more.as_mut_slice() {
            say(one, value, |title| uses.get(title) == Some(&1));
        }
        values.extend(more.into_iter().filter(|value| known.insert(value.value.to_string())));
    }
    values
}

/// Names a constant and describes it as its branch does. A number is no name, so one without a title is called like its component.
fn say(listed: &Listed<'_>, value: &mut EnumValue, is_name: impl Fn(&str) -> bool) {
    let title = title(listed).filter(|title| is_name(title));
    let (name, sentence) = match title {
        Some(title) if title.chars().count() > LONGEST_NAME => (None, Some(title)),
        other => (other, None),
    };
    let unnamed = matches!(&value.name, SpecName::Required(name) if *name == spelled(&value.value));
    if let Some(name) =
        name.or_else(|| component(listed).filter(|_| value.value.is_number())).filter(|_| unnamed)
    {
        value.name = SpecName::Required(name);
    }
    if value.description.is_none() {
        value.description = text(listed, "description").or(sentence);
    }
}

fn spelled(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn title(listed: &Listed<'_>) -> Option<String> {
    text(listed, "title")
}

/// The text of a keyword, at the branch rather than at what it refers to.
fn text(listed: &Listed<'_>, keyword: &str) -> Option<String> {
    let written = [&listed.branch, &listed.settled].into_iter().filter_map(|view| view.text(keyword));
    written.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
}

/// The name of the component schema that the branch refers to.
fn component(listed: &Listed<'_>) -> Option<String> {
    let target = listed.branch.reference().and_then(refs::target)?;
    target.last().filter(|_| atoms::is_component_schema(&target))
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

    #[test]
    fn numbers_are_one_enumeration_with_the_names_and_words_of_their_branches() {
        let text = types(
            "Level: {oneOf: [{const: 1, title: Low, description: Hardly.}, {const: 2, title: High}, {const: 3}]}
Typed: {type: integer, anyOf: [{enum: [1], title: One}, {enum: [2], x-enum-varnames: [Two], title: Not this}]}
Open: {anyOf: [{const: -1, title: Unlimited}, {type: integer, format: int64}]}
Bounded: {anyOf: [{const: -1, title: Unlimited}, {type: integer, minimum: 1}]}
Number: {oneOf: [{type: number, const: 1, title: One}, {type: number, const: 2}]}
Fraction: {oneOf: [{const: 1.5, title: One and a half}, {const: 2, title: Two}]}
Switch: {oneOf: [{const: true, title: On}, {const: false, title: Off}]}
Red: {const: 7}
ByName: {oneOf: [{$ref: '#/components/schemas/Red'}, {type: integer, const: 8, title: Green}]}
Mixed: {oneOf: [{const: 1}, {const: a}]}",
        );
        let expected = "enum Level of integers
  Low = 1 \"Hardly.\"
  High = 2
  3 = 3
enum Typed of integers
  One = 1
  Two = 2
enum Open of integers
  Unlimited = -1
union Bounded by ?
  Unlimited: Bounded.Unlimited
  integer: I64 {minimum 1}
enum Number of values
  One = 1
  2 = 2
enum Fraction of values
  One and a half = 1.5
  Two = 2
alias Switch = Bool
enum Red of integers
  7 = 7
enum ByName of integers
  Red = 7
  Green = 8
union Mixed by ?
  variant 1: Mixed.variant 1
  variant 2: Mixed.variant 2
";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn titles_of_strings_are_names_unless_they_name_several() {
        let text = types(
            "Size: {oneOf: [{const: s, title: Small, description: For one.}, {const: l, title: Large}]}
Kind: {anyOf: [{const: a, title: Kind}, {const: b, title: Kind}]}
Pair: {oneOf: [{enum: [a, b], title: The first two}, {const: c, title: Third}]}
Prose: {oneOf: [{const: a, title: A sentence that says what the value means}, {const: b}]}
One: {anyOf: [{const: a, title: Ay}, {type: string}]}",
        );
        assert_eq!(
            text,
            "enum Size of strings
  Small = \"s\" \"For one.\"
  Large = \"l\"
enum Kind of strings
  a = \"a\"
  b = \"b\"
enum Pair of strings
  a = \"a\"
  b = \"b\"
  Third = \"c\"
enum Prose of strings
  a = \"a\" \"A sentence that says what the value means\"
  b = \"b\"
enum One of strings
  Ay = \"a\"
"
        );
    }
}
