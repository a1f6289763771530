//! Intersections: `allOf` with several parts, siblings of `$ref`, keywords beside `oneOf` (JSON Schema core,
//! "allOf"; OpenAPI 3.0.3, "Composition and Inheritance").

use super::atoms::{self, Atom, Follow, Part};
use super::schemas::{Shape, own_shape};
use super::{Lowering, formats, objects, unions};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{SchemaView, refs};
use crate::ir::{Bound, Constraints, JsonType, TypeRef, TypeUse};

/// The shape of several schemas that hold together.
pub(super) fn merge<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>]) -> Shape {
    if cx.too_much_merged.is_some() {
        return Shape::any();
    }
    let atoms = atoms::atoms(cx.document.root, parts, Follow::All);
    // Choices between schemas that are choices themselves have as many types as there are ways through them.
    if let Some(at) = parts.last().map(|part| &part.at)
        && !cx.merges(atoms.places.len(), at)
    {
        return Shape::any();
    }
    let mut bounds = Constraints::default();
    let mut typed: Vec<SchemaView<'a>> = Vec::new();
    let mut choices: Vec<Atom<'a>> = Vec::new();
    for atom in &atoms.list {
        match atom.part {
            Part::Own if atoms::is_bound(atom) => narrow(&mut bounds, atom.view.constraints()),
            Part::Own => typed.push(atom.view.own_keywords()),
            // A base that lists its children, met from a child: the child is one of them already.
            Part::Union(keyword) if leads_into(cx, &atom.view, keyword, &atoms.places) => {}
            Part::Union(_) => choices.push(atom.clone()),
            Part::Reference(_) => {}
        }
    }
    let objects = typed.iter().all(is_object);
    if let Some(Atom { part: Part::Union(keyword), view }) = choices.first()
        && (objects || !typed.iter().any(|view| view.has("enum") || view.has("const")))
    {
        if let Some(second) = choices.get(1) {
            let message = "a second choice of types is combined with the first; it is ignored";
            let told = Diagnostic::new(&codes::ALL_OF_CONFLICT, &second.view.at, message);
            cx.report(told.related(&view.at, "the first"));
        }
        let shared = if objects { typed.as_slice() } else { &[] };
        return unions::union(cx, view, keyword, shared);
    }
    let mut shape = match typed.as_slice() {
        [] => Shape::any(),
        [..] if objects => objects::object(cx, &typed),
        [..] => most_specific(cx, parts, &typed),
    };
    if let Shape::Use(ty) = &mut shape {
        narrow(&mut ty.constraints, bounds);
    }
    shape
}

/// True when several schemas together need a type with a name.
pub(super) fn needs_name(cx: &Lowering<'_>, parts: &[SchemaView<'_>]) -> bool {
    let all = || atoms::atoms(cx.document.root, parts, Follow::All).list;
    cx.too_much_merged.is_none()
        && all().iter().any(|atom| match atom.part {
            Part::Union(_) => true,
            Part::Own => is_object(&atom.view),
            Part::Reference(_) => false,
        })
}

fn is_object(view: &SchemaView<'_>) -> bool {
    formats::json_types(view) == [JsonType::Object] && view.enum_values().is_empty()
}

/// True when a branch refers to a schema that is being merged.
fn leads_into(
    cx: &Lowering<'_>,
    view: &SchemaView<'_>,
    keyword: &str,
    places: &std::collections::BTreeSet<crate::pointer::Pointer>,
) -> bool {
    view.schemas(keyword).iter().any(|branch| {
        branch
            .reference()
            .and_then(|reference| refs::follow(cx.document.root, reference))
            .is_some_and(|target| places.contains(&target.at.pointer))
    })
}

/// Parts that are not all objects: the one that says most about the value is its type.
fn most_specific<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>], typed: &[SchemaView<'a>]) -> Shape {
    let rank = |view: &SchemaView<'a>| {
        if !view.enum_values().is_empty() {
            3
        } else if view.has("format") || view.has("items") || view.has("properties") {
            2
        } else {
            u8::from(!formats::json_types(view).is_empty())
        }
    };
    // Of equals the last: what a schema says itself overrides what it inherits.
    let best = (0..typed.len()).max_by_key(|index| rank(&typed[*index])).unwrap_or(0);
    let best = &typed[best];
    let expected = formats::json_types(best);
    for other in typed {
        let found = formats::json_types(other);
        let fits = found.is_empty()
            || expected.is_empty()
            || found.iter().any(|one| expected.contains(one) || number_of(*one, &expected));
        if !fits {
            let (told, kept) = (type_names(&found), type_names(&expected));
            let message = format!(
                "{told} contradicts {kept}, as which another part of `allOf` describes the value; it is ignored"
            );
            let told = Diagnostic::new(&codes::ALL_OF_CONFLICT, &other.at, message);
            cx.report(told.related(&best.at, format!("the value is read as {kept}")));
        }
    }
    let named = cx.known.get(std::slice::from_ref(&best.at.pointer)).copied();
    let mut shape = match named {
        Some(id) if !parts.iter().any(|part| part.at == best.at) => {
            Shape::Use(TypeUse::plain(TypeRef::Named(id)))
        }
        _ => own_shape(cx, best),
    };
    if let Shape::Use(ty) = &mut shape {
        for other in typed.iter().filter(|other| other.at != best.at) {
            narrow(&mut ty.constraints, other.constraints());
        }
    }
    shape
}

fn number_of(one: JsonType, expected: &[JsonType]) -> bool {
    let numeric = |one: JsonType| matches!(one, JsonType::Integer | JsonType::Number);
    numeric(one) && expected.iter().any(|other| numeric(*other))
}

/// `string` or `integer`, in backticks.
fn type_names(types: &[JsonType]) -> String {
    let names: Vec<String> = types.iter().map(|ty| format!("`{}`", ty.name())).collect();
    names.join(" or ")
}

/// Adds constraints to others that hold as well: the narrower bound of each pair is kept.
pub(super) fn narrow(constraints: &mut Constraints, other: Constraints) {
    let highest = |one: Option<u64>, two: Option<u64>| one.max(two);
    let lowest = |one: Option<u64>, two: Option<u64>| match (one, two) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    };
    constraints.min_length = highest(constraints.min_length, other.min_length);
    constraints.max_length = lowest(constraints.max_length, other.max_length);
    constraints.min_items = highest(constraints.min_items, other.min_items);
    constraints.max_items = lowest(constraints.max_items, other.max_items);
    constraints.min_properties = highest(constraints.min_properties, other.min_properties);
    constraints.max_properties = lowest(constraints.max_properties, other.max_properties);
    constraints.unique_items |= other.unique_items;
    constraints.minimum = tighter(constraints.minimum.take(), other.minimum, f64::gt);
    constraints.maximum = tighter(constraints.maximum.take(), other.maximum, f64::lt);
    constraints.multiple_of = constraints.multiple_of.take().or(other.multiple_of);
    for pattern in other.patterns {
        if !constraints.patterns.contains(&pattern) {
            constraints.patterns.push(pattern);
        }
    }
    constraints.format = constraints.format.take().or(other.format);
}

fn tighter(one: Option<Bound>, two: Option<Bound>, wins: fn(&f64, &f64) -> bool) -> Option<Bound> {
    match (one, two) {
        (Some(one), Some(two)) => {
            let value = |bound: &Bound| bound.value.as_f64().unwrap_or_default();
            let second = wins(&value(&two), &value(&one)) || (one.value == two.value && two.exclusive);
            Some(if second { two } else { one })
        }
        (one, two) => one.or(two),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, configured, lowered, types};

    #[test]
    fn one_reference_with_annotations_is_a_plain_use() {
        let text = types(
            "Base: {type: object, properties: {a: {type: string}}}
Uses:
  type: object
  properties:
    plain: {allOf: [{$ref: '#/components/schemas/Base'}], description: words}
    typed: {type: object, allOf: [{$ref: '#/components/schemas/Base'}]}
    null_beside: {nullable: true, allOf: [{$ref: '#/components/schemas/Base'}]}
    siblings: {$ref: '#/components/schemas/Base', nullable: true, description: words}
    read: {readOnly: true, allOf: [{$ref: '#/components/schemas/Base'}]}",
        );
        assert_eq!(
            text,
            "struct Base
  a?: String
struct Uses
  plain?: Base
    description \"words\"
  typed?: Base
  null_beside?: Base | null
  siblings?: Base | null
    description \"words\"
  read?: Base read-only
"
        );
    }

    #[test]
    fn objects_are_merged_with_what_each_part_requires() {
        let text = types(
            "Base: {type: object, required: [a], properties: {a: {type: string}, b: {type: integer}}}
Child:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {type: object, properties: {c: {type: boolean}}, additionalProperties: {type: string}}
  required: [b]",
        );
        assert_eq!(
            text,
            "struct Base
  a: String
  b?: I64
struct Child
  a: String
  b: I64
  c?: Bool
  additional: String
"
        );
    }

    #[test]
    fn a_property_in_several_parts_is_their_intersection() {
        let outcome = lowered(&components(
            "Base: {type: object, properties: {kind: {type: string}, size: {type: integer, minimum: 1}, same: {type: string}, odd: {type: string}}}
Child:
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      properties:
        kind: {enum: [child]}
        size: {description: how big, maximum: 9}
        same: {type: string}
        odd: {type: integer}",
        ));
        assert_eq!(
            outcome.types(),
            "struct Base
  kind?: String
  size?: I64 {minimum 1}
  same?: String
  odd?: String
struct Child
  kind?: Child.kind
  size?: I64 {minimum 1, maximum 9}
    description \"how big\"
  same?: String
  odd?: I64
enum Child.kind of strings in Child
  child = \"child\"
"
        );
        assert_eq!(outcome.reported, ["OA0313 #/components/schemas/Base/properties/odd"]);
    }

    #[test]
    fn both_places_of_a_contradiction_are_told() {
        let outcome = lowered(&components("Odd: {allOf: [{type: string}, {type: integer}]}"));
        assert_eq!(outcome.types(), "alias Odd = I64\n");
        assert_eq!(outcome.reported, ["OA0313 #/components/schemas/Odd/allOf/0"]);
        assert_eq!(outcome.related, ["#/components/schemas/Odd/allOf/1 the value is read as `integer`"]);
    }

    #[test]
    fn a_base_that_lists_its_children_ends() {
        let text = types(
            "Base:
  type: object
  properties: {kind: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Child'}]
Child:
  allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {c: {type: string}}}]",
        );
        assert!(text.contains("struct Child\n  kind?: String\n  c?: String\n"), "{text}");
    }

    /// Every choice stands beside properties and leads to two more: 2^30 types, each a way through.
    #[test]
    fn choices_of_choices_beside_properties_end_at_the_limit() {
        let mut schemas = Vec::new();
        for layer in 0..30 {
            for name in ["A", "B"] {
                let below =
                    ["A", "B"].map(|other| format!("{{$ref: '#/components/schemas/{other}{}'}}", layer + 1));
                schemas.push(format!(
                    "{name}{layer}: {{type: object, properties: {{{name}{layer}: {{type: string}}}}, oneOf: [{}]}}",
                    below.join(", ")
                ));
            }
        }
        schemas.push("A30: {type: object, properties: {a: {type: string}}}".to_owned());
        schemas.push("B30: {type: object, properties: {b: {type: string}}}".to_owned());
        let outcome = configured(&components(&schemas.join("\n")), "limits = { merged = 500 }");
        assert_eq!(outcome.reported.iter().filter(|told| told.starts_with("OA0004 ")).count(), 1);
        assert!(outcome.api.types.len() < 500, "{}", outcome.api.types.len());
    }
}
