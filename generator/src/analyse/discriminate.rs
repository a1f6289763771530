//! How a value finds its variant in a union, decided from the shapes alone: by a tag, by its JSON type, by a
//! key that only one variant requires – or not for certain.
//!
//! Relies on shapes being final. Decoding is then one look at the value, not one attempt per variant.

use std::collections::BTreeSet;

use super::shapes::{field, json_types, structure};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{
    Api, Discrimination, EnumRepr, JsonType, Presence, StructDef, TypeKind, TypeRef, UnionDef, Variant,
};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, diagnostics: &mut Diagnostics) {
    let ids: Vec<_> = api.types.ids().collect();
    for id in ids {
        let TypeKind::Union(shape) = &api.types[id].kind else { continue };
        let decided = decide(api, shape);
        if let Some((one, other)) = &decided.ambiguous {
            let message =
                format!("`{one}` and `{other}` cannot be told apart for certain; they are tried in order");
            diagnostics.report(Diagnostic::new(&codes::AMBIGUOUS_UNION, &api.types[id].at, message));
        }
        let TypeKind::Union(shape) = &mut api.types[id].kind else { continue };
        shape.discrimination = decided.discrimination;
        for (variant, tags) in shape.variants.iter_mut().zip(decided.tags) {
            variant.tags = tags;
        }
    }
}

struct Decided {
    discrimination: Discrimination,
    /// Tags of each variant where the document gives none; empty to leave them.
    tags: Vec<Vec<String>>,
    /// Two variants that look alike.
    ambiguous: Option<(String, String)>,
}

impl From<Discrimination> for Decided {
    fn from(discrimination: Discrimination) -> Self {
        Self { discrimination, tags: Vec::new(), ambiguous: None }
    }
}

fn decide(api: &Api, shape: &UnionDef) -> Decided {
    if let Some(property) = &shape.tag_property
        && shape.variants.iter().all(|variant| !variant.tags.is_empty())
    {
        return Discrimination::Tag { property: property.clone() }.into();
    }
    if let Some(types) = distinct_types(api, &shape.variants) {
        return Discrimination::JsonType(types).into();
    }
    let structs: Option<Vec<&StructDef>> =
        shape.variants.iter().map(|variant| structure(api, &variant.ty)).collect();
    if let Some(structs) = &structs {
        if let Some((property, tags)) = constant_property(api, structs) {
            return Decided { tags, ..Discrimination::Tag { property }.into() };
        }
        if let Some(keys) = own_keys(structs) {
            return Discrimination::RequiredKey(keys).into();
        }
    }
    Decided { ambiguous: ambiguous(api, &shape.variants), ..Discrimination::Ordered.into() }
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

/// For each variant the required keys that no other variant knows. One variant may be without: it is what is
/// left. Of its own keys the whole set must be there, so that a stray key decides nothing.
fn own_keys(structs: &[&StructDef]) -> Option<Vec<Vec<String>>> {
    let keys: Vec<Vec<String>> = structs
        .iter()
        .enumerate()
        .map(|(index, shape)| {
            let others = || structs.iter().enumerate().filter(|(other, _)| *other != index);
            required(shape)
                .filter(|key| !others().any(|(_, other)| field(other, key).is_some()))
                .map(str::to_owned)
                .collect()
        })
        .collect();
    (keys.iter().filter(|own| own.is_empty()).count() <= 1).then_some(keys)
}

fn required(shape: &StructDef) -> impl Iterator<Item = &str> {
    shape
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .map(|field| field.wire_name.as_str())
}

/// Two variants of which the first may accept a value that was meant for the second.
fn ambiguous(api: &Api, variants: &[Variant]) -> Option<(String, String)> {
    for (index, first) in variants.iter().enumerate() {
        for second in &variants[index + 1..] {
            let distinct = json_types(api, &first.ty).is_disjoint(&json_types(api, &second.ty));
            let refused = match (structure(api, &first.ty), structure(api, &second.ty)) {
                (Some(first), Some(second)) => required(first).any(|key| field(second, key).is_none()),
                _ => false,
            };
            if !distinct && !refused {
                return Some((first.name.text(), second.name.text()));
            }
        }
    }
    None
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
    fn what_cannot_be_told_apart_is_reported() {
        let (text, reported) = union(
            "U: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
A: {type: object, properties: {id: {type: string}}}
B: {type: object, properties: {id: {type: string}, name: {type: string}}}",
        );
        assert_eq!(text, "union U by order\n  A: A\n  B: B\n");
        assert_eq!(reported, 1);
    }
}
