//! Intersections: `allOf` with several parts, siblings of `$ref`, keywords beside `oneOf` (JSON Schema core,
//! "allOf"; OpenAPI 3.0.3, "Composition and Inheritance").

use super::atoms::{self, Atom, Follow, Part};
use super::schemas::{Shape, typed_shape, view_at};
use super::{Lowering, formats, objects, unions};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{SchemaView, refs};
use crate::ir::{Constraints, JsonType, TypeKind, TypeRef, TypeUse};
use crate::pointer::Place;

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
            Part::Own if atoms::is_bound(atom) => bounds.narrow(atom.view.constraints()),
            Part::Own => typed.push(atom.view.own_keywords()),
            // A base that lists its children, met from a child: the child is one of them already.
            Part::Union(keyword) if leads_into(cx, &atom.view, keyword, &atoms.places) => {}
            Part::Union(_) => choices.push(atom.clone()),
            Part::Reference(_) => {}
        }
    }
    let objects = typed.iter().all(is_object);
    let shape = if let Some(Atom { part: Part::Union(keyword), view }) = choices.first()
        && (objects || !typed.iter().any(|view| view.has("enum") || view.has("const")))
    {
        if let Some(second) = choices.get(1) {
            let message = "a second choice of types is combined with the first; it is ignored";
            let told = Diagnostic::new(&codes::ALL_OF_CONFLICT, &second.view.at, message);
            cx.report(told.related(&view.at, "the first"));
        }
        if objects {
            unions::union(cx, view, keyword, &typed)
        } else {
            for view in &typed {
                bounds.narrow(view.constraints());
            }
            unions::union(cx, view, keyword, &[])
        }
    } else if typed.is_empty() {
        Shape::any()
    } else {
        held_by_all(cx, parts, &typed)
    };
    bounded(shape, &bounds)
}

/// The shape that the `type`s of schemas give them, where their other keywords leave it open: the choice in `{type: string,
/// anyOf: [{format: ipv4}, {format: ipv6}]}` is none between types. `None` where no type is stated.
pub(super) fn stated<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>]) -> Option<Shape> {
    let atoms = atoms::atoms(cx.document.root, parts, Follow::All);
    let places = atoms.places.iter().map(|pointer| view_at(cx, &Place::document(pointer.clone())));
    let typed: Vec<SchemaView<'a>> =
        places.map(|view| view.own_keywords()).filter(|view| !view.types().is_empty()).collect();
    if typed.is_empty() {
        return None;
    }
    let mut bounds = Constraints::default();
    atoms.list.iter().filter(|atom| atoms::is_bound(atom)).for_each(|atom| {
        bounds.narrow(atom.view.constraints());
    });
    Some(bounded(held_by_all(cx, parts, &typed), &bounds))
}

fn held_by_all<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>], typed: &[SchemaView<'a>]) -> Shape {
    if typed.iter().all(is_object) { objects::object(cx, typed) } else { most_specific(cx, parts, typed) }
}

/// A shape with bounds that hold for it as well: for each variant of a union, since a choice has none of its own.
pub(super) fn bounded(mut shape: Shape, bounds: &Constraints) -> Shape {
    match &mut shape {
        Shape::Use(used) => used.constraints.narrow(bounds.clone()),
        Shape::Kind(TypeKind::Struct(object)) => {
            let (min_properties, max_properties) = (bounds.min_properties, bounds.max_properties);
            let sizes = Constraints { min_properties, max_properties, ..Constraints::default() };
            object.constraints.narrow(sizes);
        }
        Shape::Kind(TypeKind::Union(union)) => {
            union.variants.iter_mut().for_each(|one| one.ty.constraints.narrow(bounds.clone()));
        }
        Shape::Kind(TypeKind::Enum(_) | TypeKind::Alias(_)) => {}
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
    no_common_constant(cx, typed, best);
    // The one that says most may leave the type to another: `[{type: string}, {format: ipv4}]`.
    let open = expected.is_empty();
    let told = typed.iter().map(formats::json_types).find(|types| {
        // What is a number and an integer is an integer.
        let narrower = expected == [JsonType::Number] && *types == [JsonType::Integer];
        (open && !types.is_empty()) || narrower
    });
    let named = cx.known.get(std::slice::from_ref(&best.at.pointer)).copied();
    let mut shape = match named {
        Some(id) if told.is_none() && !parts.iter().any(|part| part.at == best.at) => {
            Shape::Use(TypeUse::plain(TypeRef::Named(id)))
        }
        _ => typed_shape(cx, best, &told.unwrap_or(expected)),
    };
    if let Shape::Use(ty) = &mut shape {
        for other in typed.iter().filter(|other| other.at != best.at) {
            ty.constraints.narrow(other.constraints());
        }
    }
    shape
}

/// Tells of a part whose constants are all none of those that are used.
fn no_common_constant<'a>(cx: &mut Lowering<'a>, typed: &[SchemaView<'a>], best: &SchemaView<'a>) {
    let kept = best.enum_values();
    for other in typed.iter().filter(|other| other.at != best.at) {
        let constants = other.enum_values();
        if constants.is_empty() || kept.is_empty() || constants.iter().any(|one| kept.contains(one)) {
            continue;
        }
        let message = "no value is listed here and in another part of `allOf`, whose values are used";
        let keyword = if other.has("enum") { "enum" } else { "const" };
        let told = Diagnostic::new(&codes::ALL_OF_CONFLICT, &other.at.child(keyword), message);
        cx.report(told.related(&best.at, "the values that are used"));
    }
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
    fn lists_of_constants_that_share_none_are_told() {
        let outcome = lowered(&components(
            "Odd: {allOf: [{type: string, enum: [a]}, {type: string, enum: [b, c]}]}
Even: {allOf: [{type: string, enum: [a, b]}, {type: string, enum: [b]}]}",
        ));
        assert_eq!(outcome.reported, ["OA0313 #/components/schemas/Odd/allOf/0/enum"]);
        assert_eq!(outcome.related, ["#/components/schemas/Odd/allOf/1 the values that are used"]);
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

    #[test]
    fn a_choice_between_bounds_leaves_the_type_beside_it() {
        let text = types(
            "Ip: {type: string, anyOf: [{format: ipv4}, {format: ipv6}]}
Text: {type: string, minLength: 2, oneOf: [{pattern: '^a'}, {maxLength: 4}]}
Number: {type: integer, anyOf: [{minimum: 5}, {maximum: 1}]}
List: {type: array, items: {type: string}, oneOf: [{minItems: 2}, {maxItems: 0}]}
Parts: {allOf: [{type: string, maxLength: 9}, {anyOf: [{pattern: a}, {pattern: b}]}]}
Several: {type: [string, integer], anyOf: [{minLength: 3}, {minimum: 3}]}
Null: {type: object, properties: {ip: {type: [string, 'null'], anyOf: [{format: ipv4}, {format: ipv6}]}}}
Open: {anyOf: [{minLength: 3}, {minimum: 3}]}",
        );
        assert_eq!(
            text,
            "alias Ip = String
alias Text = String {min_length 2}
alias Number = I64
alias List = [String]
alias Parts = String {max_length 9}
union Several by ?
  string: String
  integer: I64
struct Null
  ip?: String | null
alias Open = any
"
        );
    }

    #[test]
    fn a_type_and_what_says_more_of_it_are_one() {
        let text = types(
            "Format: {allOf: [{type: string}, {format: ipv4}]}
Narrow: {allOf: [{type: integer}, {format: int32}, {minimum: 1}]}
Bounds: {type: string, allOf: [{minLength: 1}, {pattern: x}]}
Whole: {allOf: [{type: integer}, {type: number, minimum: 1}]}
Word: {format: ipv4}
ByName: {allOf: [{$ref: '#/components/schemas/Word'}, {type: string}]}",
        );
        assert_eq!(
            text,
            "alias Format = String {format ipv4}
alias Narrow = I32 {minimum 1}
alias Bounds = String {min_length 1, pattern \"x\"}
alias Whole = I64 {minimum 1}
alias Word = any
alias ByName = String {format ipv4}
"
        );
    }

    #[test]
    fn bounds_beside_a_choice_hold_for_each_of_its_types() {
        let text = types(
            "Id: {oneOf: [{type: string}, {type: array, items: {type: string}}], minLength: 3}
Day: {allOf: [{type: string, maxLength: 9}, {oneOf: [{format: uuid}, {format: date}]}]}
Tags: {type: object, maxProperties: 2, oneOf: [{properties: {a: {type: string}}}]}",
        );
        assert_eq!(
            text,
            "union Id by ?
  string: String {min_length 3}
  string list: [String] {min_length 3}
alias Day = String {max_length 9}
struct Tags
  a?: String
  object {max_properties 2}
"
        );
    }
}
