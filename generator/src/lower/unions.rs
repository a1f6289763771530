//! `oneOf`, `anyOf`, `discriminator` and type lists (OpenAPI 3.0.3, "Discriminator Object").
//!
//! What is no choice at all is not made a union: a single branch beside null, constants of the same type, several
//! spellings of one type. Which values of a tag select a branch: [`tags`]. How a value finds its variant is decided later, by `analyse::discriminate`.

use super::atoms;
use super::schemas::{Shape, lower_parts, shape};
use super::{Lowering, all_of, arrays, constants, formats, naming, objects, tags};
use crate::document::{SchemaView, refs};
use crate::ir::{Discrimination, JsonType, Scalar, SpecName, TypeKind, TypeRef, TypeUse, UnionDef, Variant};

/// The shape of a choice between the branches at `keyword`, each of which holds together with `shared`.
pub(super) fn union<'a>(
    cx: &mut Lowering<'a>,
    view: &SchemaView<'a>,
    keyword: &str,
    shared: &[SchemaView<'a>],
) -> Shape {
    let all = view.schemas(keyword);
    // `anyOf: [X, {type: object, nullable: true}]` is how OData says that X may be null.
    let objects = all.iter().any(|branch| branch.reference().is_some());
    let null = |branch: &SchemaView<'a>| is_null(cx, branch) || (objects && is_null_object(branch));
    let branches: Vec<SchemaView<'a>> = all.into_iter().filter(|branch| !null(branch)).collect();
    if let [only] = branches.as_slice() {
        let parts = with(shared, only);
        return if shared.is_empty() { shape(cx, &parts) } else { all_of::merge(cx, &parts) };
    }
    if shared.is_empty()
        && view.discriminator().is_none()
        && let Some(constants) = constants::one_enumeration(cx, &branches)
    {
        return constants;
    }
    let tags = tags::of_branches(cx, view, &branches);
    let default = view.default_mapping().and_then(|text| tags::mapping_target(cx, text));
    let mut fallback = None;
    let mut variants: Vec<Variant> = Vec::new();
    let mut open = false;
    for (branch, tags) in branches.iter().zip(tags) {
        let ty = lower_parts(cx, &with(shared, branch), &branch.at);
        let variant = Variant {
            name: variant_name(cx, branch, &ty),
            tags,
            ty: TypeUse { nullable: false, ..ty },
            boxed: false,
        };
        open |= variant.ty.ty == TypeRef::Any;
        if default.is_some() && branch.reference().and_then(refs::target) == default {
            fallback = Some(variant.ty.ty.clone());
        }
        add(&mut variants, variant);
    }
    // What fits any value is no variant, but one variant alone would refuse what does not fit it.
    if open && variants.len() == 1 {
        return Shape::any();
    }
    collapse(view, variants, fallback.as_ref())
}

fn with<'a>(shared: &[SchemaView<'a>], branch: &SchemaView<'a>) -> Vec<SchemaView<'a>> {
    shared.iter().cloned().chain([branch.clone()]).collect()
}

/// The union of a `type` with several names.
pub(super) fn type_list<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>, types: &[JsonType]) -> Shape {
    let mut variants = Vec::new();
    for json_type in types {
        if *json_type == JsonType::Integer && types.contains(&JsonType::Number) {
            continue;
        }
        let ty = match json_type {
            JsonType::Object => match objects::object(cx, std::slice::from_ref(view)) {
                Shape::Use(ty) => ty,
                Shape::Kind(kind) => TypeUse::plain(TypeRef::Named(naming::member_type(cx, view, kind))),
            },
            JsonType::Array => arrays::array(cx, view),
            scalar => formats::scalar(cx, view, *scalar),
        };
        let name = SpecName::Suggested(vec![type_name(&ty)]);
        add(&mut variants, Variant { name, ty, tags: Vec::new(), boxed: false });
    }
    collapse(view, variants, None)
}

/// Adds a variant, unless one of the same type is there, which then gets its tags. What fits any value is no
/// variant: every union keeps values that fit none.
pub(super) fn add(variants: &mut Vec<Variant>, variant: Variant) {
    if variant.ty.ty == TypeRef::Any {
        return;
    }
    if let Some(known) = variants.iter_mut().find(|known| known.ty.ty == variant.ty.ty) {
        known.tags.extend(variant.tags);
        known.ty.constraints = known.ty.constraints.either(&variant.ty.constraints);
        return;
    }
    let wider = variants.iter_mut().find_map(|known| {
        let ty = wider(&known.ty.ty, &variant.ty.ty)?;
        Some((known, ty))
    });
    match wider {
        Some((known, ty)) => known.ty = TypeUse::plain(ty),
        None => variants.push(variant),
    }
}

/// The type that holds the numbers of both types, which are of one JSON type.
fn wider(one: &TypeRef, other: &TypeRef) -> Option<TypeRef> {
    let (TypeRef::Scalar(one), TypeRef::Scalar(other)) = (one, other) else { return None };
    match (one, other) {
        (Scalar::I32 | Scalar::I64 | Scalar::U32, Scalar::I32 | Scalar::I64 | Scalar::U32) => {
            Some(TypeRef::Scalar(Scalar::I64))
        }
        (Scalar::F32 | Scalar::F64, Scalar::F32 | Scalar::F64) => Some(TypeRef::Scalar(Scalar::F64)),
        _ => None,
    }
}

fn collapse(view: &SchemaView<'_>, mut variants: Vec<Variant>, fallback: Option<&TypeRef>) -> Shape {
    let texts = variants.iter().all(|variant| is_text(&variant.ty.ty));
    match variants.as_slice() {
        [] => Shape::any(),
        [_] => Shape::Use(variants.remove(0).ty),
        // Dates, ids and plain strings look alike on the wire: only the string is certain.
        [_, _, ..] if texts => Shape::Use(TypeUse::plain(TypeRef::Scalar(Scalar::String))),
        [_, _, ..] => Shape::Kind(TypeKind::Union(UnionDef {
            fallback: variants.iter().position(|variant| Some(&variant.ty.ty) == fallback),
            variants,
            discrimination: Discrimination::Undecided,
            tag_property: view.discriminator().map(str::to_owned),
        })),
    }
}

fn is_text(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::Scalar(
            Scalar::String
                | Scalar::Uuid
                | Scalar::DateTime
                | Scalar::Date
                | Scalar::Time
                | Scalar::Base64
                | Scalar::Secret
        )
    )
}

/// True for a branch that is null and nothing else, followed through references.
pub(super) fn is_null(cx: &Lowering<'_>, branch: &SchemaView<'_>) -> bool {
    let resolved = match branch.reference() {
        Some(reference) => refs::follow(cx.document.root, reference).map(SchemaView::new),
        None => Some(branch.clone()),
    };
    resolved.is_some_and(|view| view.is_only_null())
}

/// True for an object of which nothing is said but that it may be null.
fn is_null_object(branch: &SchemaView<'_>) -> bool {
    branch.types() == [JsonType::Object] && branch.says_nullable() && branch.asserts_nothing_but(&["type"])
}

fn variant_name(cx: &Lowering<'_>, branch: &SchemaView<'_>, ty: &TypeUse) -> SpecName {
    let target = branch.reference().and_then(refs::target);
    if let Some(target) = target {
        return match target.last() {
            Some(name) if atoms::is_component_schema(&target) => SpecName::Required(name),
            _ => SpecName::Suggested(naming::inline_name(cx, &target).0),
        };
    }
    match branch.text("title") {
        Some(title) if !title.trim().is_empty() => SpecName::Suggested(vec![title.to_owned()]),
        _ => SpecName::Suggested(vec![match &ty.ty {
            TypeRef::Named(_) => naming::branch_name(cx, branch),
            TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => {
                type_name(ty)
            }
        }]),
    }
}

/// A word for a type without a name.
fn type_name(ty: &TypeUse) -> String {
    let word = match &ty.ty {
        TypeRef::Named(_) | TypeRef::Map(_) => "object",
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "boolean",
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => "integer",
            Scalar::F32 | Scalar::F64 => "number",
            Scalar::String => "string",
            Scalar::Uuid => "uuid",
            Scalar::DateTime => "date time",
            Scalar::Date => "date",
            Scalar::Time => "time",
            Scalar::Base64 | Scalar::Binary => "bytes",
            Scalar::Secret => "secret",
            Scalar::External(_) => "value",
        },
        TypeRef::List(item) => return format!("{} list", type_name(item)),
        TypeRef::Tuple(_) => "tuple",
        TypeRef::Any => "any",
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn null_branches_and_single_branches_make_no_union() {
        let text = types(
            "A: {type: object, properties: {a: {type: string}}}
NullEnum: {enum: [null]}
Uses:
  type: object
  properties:
    one: {oneOf: [{$ref: '#/components/schemas/A'}]}
    any: {anyOf: [{type: integer, format: int32}, {type: 'null'}]}
    by_ref: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/NullEnum'}]}
    list: {type: [string, 'null']}
    dates: {oneOf: [{type: string, format: date}, {type: string, format: date-time}]}
    only_required: {type: object, properties: {x: {type: string}, y: {type: string}}, anyOf: [{required: [x]}, {required: [y]}]}",
        );
        let expected = "struct Uses
  one?: A
  any?: I32 | null
  by_ref?: A | null
  list?: String | null
  dates?: String
  only_required?: Uses.only_required
";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn properties_beside_a_choice_are_in_every_variant() {
        let text = types(
            "Event:
  type: object
  required: [id]
  properties: {id: {type: string}}
  oneOf:
    - {title: Created, type: object, required: [at], properties: {at: {type: string, format: date-time}}}
    - {type: object, required: [reason], properties: {reason: {type: string}}}",
        );
        assert_eq!(
            text,
            "union Event by ?
  Created: Event.Created
  variant 2: Event.variant 2
struct Event.Created in Event
  summary \"Created\"
  id: String
  at: DateTime
struct Event.variant 2 in Event
  id: String
  reason: String
"
        );
    }

    #[test]
    fn what_null_and_numbers_of_several_widths_are() {
        let text = types(
            "A: {type: object, properties: {a: {type: string}}}
Uses:
  type: object
  properties:
    odata: {anyOf: [{$ref: '#/components/schemas/A'}, {type: object, nullable: true}]}
    free: {anyOf: [{type: string}, {type: object, nullable: true}]}
    wide: {oneOf: [{type: integer, format: int32}, {type: integer}, {type: integer, format: uint32}]}
    fraction: {oneOf: [{type: number, format: float}, {type: number, format: double}]}",
        );
        let expected = "struct Uses
  odata?: A | null
  free?: Uses.free | null
  wide?: I64
  fraction?: F64
";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn a_type_list_is_a_union_of_json_types() {
        let text = types("Id: {type: [string, integer, object], properties: {a: {type: string}}}");
        assert_eq!(
            text,
            "union Id by ?
  string: String
  integer: I64
  object: Id.object
struct Id.object in Id
  a?: String
"
        );
    }
    #[test]
    fn branches_of_one_type_demand_only_what_they_share() {
        let text = types(
            "Text: {anyOf: [{type: string, pattern: a, maxLength: 3}, {type: string, pattern: b, maxLength: 5}]}
Number: {oneOf: [{type: integer, maximum: 1}, {type: integer, minimum: 5}]}
Free: {anyOf: [{type: string, pattern: a}, {type: string}]}",
        );
        assert_eq!(text, "alias Text = String {max_length 5}\nalias Number = I64\nalias Free = String\n");
    }
}
