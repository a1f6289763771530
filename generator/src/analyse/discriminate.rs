//! How a value finds its variant in a union, decided from the types alone: by a tag, by its JSON type, by a
//! key that only one variant requires, or by what the whole value looks like.
//!
//! Relies on types being final. Decoding is then one look at the value, not one attempt per variant.

use std::collections::{BTreeMap, BTreeSet};

use super::likeness;
use super::shapes::{field, json_types, structure};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{
    Additional, Api, Direction, Discrimination, EnumRepr, JsonType, Presence, PropertyShape, Shape,
    StructDef, TypeKind, TypeRef, TypeUse, UnionDef, Variant,
};

/// No more than this many properties with constants are tried as a tag that is shared: variants may have any number in common.
const MOST_TAGS: usize = 20;

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, diagnostics: &mut Diagnostics) {
    let ids: Vec<_> = api.types.ids().collect();
    for id in ids {
        let def = &api.types[id];
        let TypeKind::Union(shape) = &def.kind else { continue };
        let decided = decide(api, shape, def.direction);
        // Where values are only sent, the caller has chosen.
        let only_sent = def.direction.sent && !def.direction.received;
        if let Some(alike) = decided.alike.as_ref().filter(|_| !only_sent) {
            diagnostics.report(Diagnostic::new(&codes::AMBIGUOUS_UNION, &def.at, alike.message()));
        }
        let fallback = shape.fallback.filter(|index| keeps_tag(api, shape, &decided, *index));
        let TypeKind::Union(shape) = &mut api.types[id].kind else { continue };
        shape.discrimination = decided.discrimination;
        shape.fallback = fallback;
        for (variant, tags) in shape.variants.iter_mut().zip(decided.tags) {
            variant.tags = tags;
        }
    }
}

/// True where a variant keeps a tag that is not its own, so that the value goes out as it came.
fn keeps_tag(api: &Api, union: &UnionDef, decided: &Decided, index: usize) -> bool {
    let Discrimination::Tag { property } = &decided.discrimination else { return false };
    structure(api, &union.variants[index].ty).is_some_and(|shape| {
        matches!(shape.additional, Additional::Kept(_))
            || shape.fields.iter().any(|field| field.wire_name == *property)
    })
}

struct Decided {
    discrimination: Discrimination,
    /// Tags of each variant where the document gives none; empty to leave them.
    tags: Vec<Vec<String>>,
    /// Two variants that look alike.
    alike: Option<Alike>,
}

/// Two variants that some values do not tell apart.
struct Alike {
    one: String,
    other: String,
    /// The property and the constant of these values; all values where there is none.
    shared: Option<(String, String)>,
}

impl Alike {
    fn message(&self) -> String {
        let Self { one, other, shared } = self;
        match shared {
            None => format!("`{one}` and `{other}` look the same; what comes in is read as `{one}`"),
            Some((property, constant)) => {
                let constant = constant.escape_debug();
                format!(
                    "`{property}` may be `{constant}` in `{one}` and in `{other}`; what comes in with it is read as the one that it fits better, else as `{one}`"
                )
            }
        }
    }
}

impl From<Discrimination> for Decided {
    fn from(discrimination: Discrimination) -> Self {
        Self { discrimination, tags: Vec::new(), alike: None }
    }
}

fn decide(api: &Api, shape: &UnionDef, direction: Direction) -> Decided {
    let object = |variant: &Variant| json_types(api, &variant.ty).contains(&JsonType::Object);
    if let Some(property) = &shape.tag_property
        && shape.variants.iter().all(|variant| !variant.tags.is_empty() && object(variant))
        && are_distinct(&shape.variants)
    {
        return Discrimination::Tag { property: property.clone() }.into();
    }
    if let Some(types) = distinct_types(api, &shape.variants) {
        return Discrimination::JsonType(types).into();
    }
    let structs: Vec<(usize, &StructDef)> = shape
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| Some((index, structure(api, &variant.ty)?)))
        .collect();
    let objects: Vec<&StructDef> = structs.iter().map(|(_, shape)| *shape).collect();
    if objects.len() == shape.variants.len() {
        if let Some((property, tags)) = constant_property(api, &objects) {
            let only_received = direction.received && !direction.sent;
            if only_received && some_may_lack(&objects, &property) {
                return by_shape(api, shape, &structs);
            }
            return Decided { tags, ..Discrimination::Tag { property }.into() };
        }
        if let Some(keys) = own_keys(&objects) {
            return Discrimination::RequiredKey(keys).into();
        }
    }
    by_shape(api, shape, &structs)
}

/// True where some of the objects may do without the tag and others may not: a value without it is one of the former. Where
/// values are sent as well, the tag alone decides, so that it always goes out.
fn some_may_lack(objects: &[&StructDef], tag: &str) -> bool {
    let lacking = objects.iter().filter(|object| may_lack(object, tag)).count();
    0 < lacking && lacking < objects.len()
}

fn may_lack(object: &StructDef, tag: &str) -> bool {
    field(object, tag).is_some_and(|field| field.presence == Presence::Optional || field.ty.nullable)
}

/// By what the whole value looks like.
fn by_shape(api: &Api, union: &UnionDef, structs: &[(usize, &StructDef)]) -> Decided {
    let variants: Vec<&TypeUse> = union.variants.iter().map(|variant| &variant.ty).collect();
    let mut shapes = likeness::of(api, &variants);
    if let Some((property, tags)) = tagged(api, union, structs) {
        for ((index, object), tags) in structs.iter().zip(tags) {
            if let Shape::Object(properties) = &mut shapes[*index] {
                properties.retain(|one| one.named().is_none_or(|(name, _)| name != property));
                // What may do without the tag is also reached without it.
                let tag =
                    if may_lack(object, &property) { PropertyShape::MayTag } else { PropertyShape::Tag };
                properties.insert(0, tag(property.clone(), tags));
            }
        }
    }
    let alike = alike(&union.variants, &shapes).or_else(|| share_a_constant(api, union, structs));
    likeness::reduce(&mut shapes);
    Decided { alike, ..Discrimination::Shape(shapes).into() }
}

/// The property whose constants tell the objects apart, if any, and the constants of each of them.
fn tagged(api: &Api, union: &UnionDef, structs: &[(usize, &StructDef)]) -> Option<(String, Vec<Shape>)> {
    if let Some(property) = &union.tag_property
        && structs.iter().all(|(index, _)| !union.variants[*index].tags.is_empty())
    {
        let tags = structs.iter().map(|(index, _)| Shape::Text(union.variants[*index].tags.clone()));
        return Some((property.clone(), tags.collect()));
    }
    let objects: Vec<&StructDef> = structs.iter().map(|(_, shape)| *shape).collect();
    if objects.len() < 2 {
        return None;
    }
    if let Some((property, tags)) = constant_property(api, &objects) {
        return Some((property, tags.into_iter().map(Shape::Text).collect()));
    }
    other_constant(api, &objects)
}

/// Two variants that look the same as far as can be seen.
fn alike(variants: &[Variant], shapes: &[Shape]) -> Option<Alike> {
    let mut seen: BTreeMap<&Shape, usize> = BTreeMap::new();
    for (index, shape) in shapes.iter().enumerate() {
        if let Some(first) = seen.insert(shape, index) {
            let (one, other) = (variants[first].name.text(), variants[index].name.text());
            return Some(Alike { one, other, shared: None });
        }
    }
    None
}

/// Two objects without required keys of their own that nearly have a tag: a property that every variant requires and restricts to
/// constants, one of which both of them have.
fn share_a_constant(api: &Api, union: &UnionDef, structs: &[(usize, &StructDef)]) -> Option<Alike> {
    let (_, first) = structs.first()?;
    if structs.len() < union.variants.len() {
        return None;
    }
    let in_first = required(first).filter(|name| constants(api, first, name).is_some());
    in_first.take(MOST_TAGS).find_map(|property| {
        let in_others = |other: &&StructDef| {
            let is_required = field(other, property)?.presence == Presence::Required;
            constants(api, other, property).filter(|_| is_required)
        };
        let listed: Option<Vec<Vec<String>>> = structs.iter().map(|(_, object)| in_others(object)).collect();
        let listed = listed?;
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        listed.iter().enumerate().flat_map(|(index, all)| all.iter().map(move |one| (index, one))).find_map(
            |(index, constant)| {
                let owner = *owners.entry(constant).or_insert(index);
                let apart = owner == index
                    || listed[owner] == listed[index]
                    || own_keys(&[structs[owner].1, structs[index].1]).is_some();
                (!apart).then(|| Alike {
                    one: union.variants[owner].name.text(),
                    other: union.variants[index].name.text(),
                    shared: Some((property.to_owned(), constant.clone())),
                })
            },
        )
    })
}

/// True when no tag selects two variants: otherwise the tag alone decides nothing.
fn are_distinct(variants: &[Variant]) -> bool {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tags = variants
        .iter()
        .enumerate()
        .flat_map(|(index, variant)| variant.tags.iter().map(move |tag| (index, tag)));
    tags.all(|(index, tag)| *owners.entry(tag).or_insert(index) == index)
}

/// The JSON types of each variant, when no two variants share one.
fn distinct_types(api: &Api, variants: &[Variant]) -> Option<Vec<Vec<JsonType>>> {
    let mut seen = BTreeSet::new();
    variants
        .iter()
        .map(|variant| {
            let types = json_types(api, &variant.ty);
            let distinct = !types.is_empty() && types.iter().all(|one| seen.insert(*one));
            distinct.then(|| types.into_iter().collect())
        })
        .collect()
}

/// A property that every variant declares with constants that no other variant has, and these constants. One
/// that every variant requires is preferred.
fn constant_property(api: &Api, structs: &[&StructDef]) -> Option<(String, Vec<Vec<String>>)> {
    let first = structs.first()?;
    let required = first.fields.iter().filter(|field| field.presence == Presence::Required);
    let optional = first.fields.iter().filter(|field| field.presence == Presence::Optional);
    required.chain(optional).find_map(|candidate| {
        let mut seen = BTreeSet::new();
        let tags: Option<Vec<Vec<String>>> = structs
            .iter()
            .map(|shape| {
                let constants = constants(api, shape, &candidate.wire_name)?;
                constants.iter().all(|tag| seen.insert(tag.clone())).then_some(constants)
            })
            .collect();
        Some((candidate.wire_name.clone(), tags?))
    })
}

fn constants(api: &Api, shape: &StructDef, property: &str) -> Option<Vec<String>> {
    let field = field(shape, property)?;
    let TypeRef::Named(id) = super::shapes::settled(api, &field.ty).ty else { return None };
    match &api.types[id].kind {
        TypeKind::Enum(constants) if constants.repr == EnumRepr::String => {
            constants.values.iter().map(|value| value.value.as_str().map(str::to_owned)).collect()
        }
        TypeKind::Enum(_) | TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
    }
}

/// Like [`constant_property`], for integers and booleans that every object requires.
fn other_constant(api: &Api, structs: &[&StructDef]) -> Option<(String, Vec<Shape>)> {
    let required = structs.first()?.fields.iter().filter(|field| field.presence == Presence::Required);
    required.map(|field| &field.wire_name).find_map(|name| {
        let mut seen = BTreeSet::new();
        let mut is_new = |constant: Shape| seen.insert(constant);
        let shapes: Option<Vec<Shape>> = structs
            .iter()
            .map(|shape| {
                let constant = likeness::of(api, &[&field(shape, name)?.ty]).pop()?;
                let distinct = match &constant {
                    Shape::Integers(values) => {
                        values.iter().all(|value| is_new(Shape::Integers(vec![*value])))
                    }
                    Shape::Only(_) => is_new(constant.clone()),
                    _ => false,
                };
                distinct.then_some(constant)
            })
            .collect();
        Some((name.clone(), shapes?))
    })
}

/// For each variant the required keys that no other variant knows. One variant may be without: it is what is
/// left. Of its own keys the whole set must be there, so that a stray key decides nothing.
fn own_keys(structs: &[&StructDef]) -> Option<Vec<Vec<String>>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for field in structs.iter().flat_map(|shape| &shape.fields) {
        *known.entry(&field.wire_name).or_default() += 1;
    }
    let own = |shape: &&StructDef| required(shape).filter(|key| known[key] == 1).map(str::to_owned).collect();
    let keys: Vec<Vec<String>> = structs.iter().map(own).collect();
    (keys.iter().filter(|own| own.is_empty()).count() <= 1).then_some(keys)
}

fn required(shape: &StructDef) -> impl Iterator<Item = &str> {
    shape
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .map(|field| field.wire_name.as_str())
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{analysed, components};

    fn union(schemas: &str) -> (String, usize) {
        let outcome = analysed(&components(schemas));
        let text = outcome.types();
        let end = text.find("struct ").unwrap_or(text.len());
        (text[..end].to_owned(), outcome.reported.len())
    }

    #[test]
    fn the_discriminator_decides_where_there_is_one() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
A: {type: object, properties: {kind: {type: string}}}
B: {type: object, properties: {kind: {type: string}}}",
        );
        assert_eq!(text, "union U by tag \"kind\"\n  A: A of \"A\"\n  B: B of \"B\"\n");
        assert_eq!(reported, 0);
    }

    #[test]
    fn constants_decide_without_a_discriminator() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [kind], properties: {kind: {type: string, enum: [a, aa]}}}
B: {type: object, required: [kind], properties: {kind: {const: b}}}",
        );
        assert_eq!(text, "union U by tag \"kind\"\n  A: A of \"a\", \"aa\"\n  B: B of \"b\"\n");
        assert_eq!(reported, 0);
    }

    #[test]
    fn json_types_decide_where_no_two_variants_share_one() {
        let (text, _) =
            union("U: {oneOf: [{type: string}, {type: integer}, {type: array, items: {type: string}}]}");
        assert_eq!(
            text,
            "union U by json type\n  string: String of [String]\n  integer: I64 of [Integer]\n  string list: [String] of [Array]\n"
        );
    }

    #[test]
    fn a_required_key_of_its_own_decides_and_one_variant_may_be_left() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [id], properties: {id: {type: string}, extra: {type: string}}}
B: {type: object, required: [id, name], properties: {id: {type: string}, name: {type: string}}}",
        );
        assert_eq!(text, "union U by required key\n  A: A with []\n  B: B with [\"name\"]\n");
        assert_eq!(reported, 0);
    }

    #[test]
    fn otherwise_the_properties_that_not_all_variants_have_decide() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, properties: {id: {type: string}, size: {type: string}, at: {type: string}}}
B: {type: object, required: [size], properties: {id: {type: string}, size: {type: integer}, name: {type: string}}}",
        );
        assert_eq!(
            text,
            "union U by shape\n  A: A like {size?: string, at?: any}\n  B: B like {size: integer, name?: any}\n"
        );
        assert_eq!(reported, 0);
    }

    #[test]
    fn json_types_come_first_where_some_variants_share_one() {
        let (text, reported) = union(
            "U: {anyOf: [{type: string, format: date}, {type: string}, {type: array, items: {type: string}}, {type: array, items: {$ref: '#/components/schemas/A'}}, {$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [type], properties: {type: {type: string, enum: [a]}, id: {type: string}}}
B: {type: object, required: [type], properties: {type: {type: string, enum: [b]}, id: {type: string}}}",
        );
        let expected = "union U by shape
  date: Date like date
  string: String like string
  string list: [String] like [string]
  A list: [A] like [{type: \"a\", id?: string}]
  A: A like {type = \"a\"}
  B: B like {type = \"b\"}
";
        assert_eq!(text.replace("object list", "A list"), expected);
        assert_eq!(reported, 0);
    }

    #[test]
    fn a_tag_that_is_not_required_may_be_absent() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}, {type: string}, {type: string, format: date}]}
A: {type: object, required: [type], properties: {type: {type: string, enum: [a]}, id: {type: string}}}
B: {type: object, properties: {type: {type: string, enum: [b]}, id: {type: string}}}
C: {type: object, required: [type, id], properties: {type: {type: ['null', string], enum: [c, null]}, id: {type: string}}}",
        );
        let expected = "union U by shape
  A: A like {type = \"a\", id?: any}
  B: B like {type? = \"b\", id?: any}
  C: C like {type? = \"c\", id: any}
  string: String like string
  date: Date like date
";
        assert_eq!(text, expected);
        assert_eq!(reported, 0);
    }

    #[test]
    fn what_is_only_received_is_also_found_without_a_tag_that_one_variant_may_lack() {
        let schemas = "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, properties: {type: {type: string, enum: [a]}, id: {type: string}}}
B: {type: object, required: [type], properties: {type: {type: string, enum: [b]}, id: {type: string}}}";
        let of = |operations: &str| {
            let content = "content: {application/json: {schema: {$ref: '#/components/schemas/U'}}}";
            let paths = format!("paths: {{/u: {{{operations}}}}}").replace("CONTENT", content);
            analysed(&components(schemas).replace("paths: {}", &paths)).types()
        };
        let received = "get: {responses: {'200': {description: U, CONTENT}}}";
        let text = of(received);
        let expected =
            "union U by shape (received)\n  A: A like {type? = \"a\"}\n  B: B like {type = \"b\"}\n";
        assert!(text.starts_with(expected), "{text}");

        let text = of(&format!(
            "{received}, put: {{requestBody: {{CONTENT}}, responses: {{'204': {{description: done}}}}}}"
        ));
        let expected = "union U by tag \"type\" (sent, received)\n  A: A of \"a\"\n  B: B of \"b\"\n";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn integers_that_are_pinned_decide() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [type], properties: {type: {type: integer, enum: [1]}}}
B: {type: object, required: [type], properties: {type: {type: integer, enum: [2, 3]}}}",
        );
        assert_eq!(text, "union U by shape\n  A: A like {type = 1}\n  B: B like {type = 2|3}\n");
        assert_eq!(reported, 0);
    }

    #[test]
    fn what_looks_the_same_is_reported_where_it_comes_in() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, properties: {id: {type: string}}}
B: {type: object, properties: {id: {type: string}}}",
        );
        assert_eq!(text, "union U by shape\n  A: A like {}\n  B: B like {}\n");
        assert_eq!(reported, 1);
    }

    #[test]
    fn a_constant_that_two_variants_share_is_reported() {
        let (_, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, required: [kind], properties: {kind: {type: string, enum: [a, c]}, x: {type: string}}}
B: {type: object, required: [kind], properties: {kind: {type: string, enum: [b, c]}, y: {type: string}}}",
        );
        assert_eq!(reported, 1);
        // A key that only one of them knows, and must have, tells them apart all the same.
        let (_, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
A: {type: object, required: [kind, x], properties: {kind: {type: string, enum: [a, c]}, x: {type: string}}}
B: {type: object, required: [kind], properties: {kind: {type: string, enum: [b, c]}, y: {type: string}}}
C: {type: object, required: [kind], properties: {kind: {type: string, enum: [d]}, z: {type: string}}}",
        );
        assert_eq!(reported, 0);
    }
}
