//! Types that contain themselves: where a value needs indirection, and which aliases must become types of
//! their own.
//!
//! Fields of structs are boxed first; variants of unions only where a cycle is left that has no field in it. Every field
//! on a cycle is boxed, not one of them, so that the result does not depend on the order of the document.

use super::components::cycles;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Id as _, TypeId, TypeKind, TypeRef, TypeUse};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    endless_aliases(api);
    recursive_aliases(api);
    box_fields(api);
    box_variants(api);
}

/// Aliases that stand for nothing but each other hold no value at all. The cyclic reference was reported.
fn endless_aliases(api: &mut Api) {
    let edges = edges(api, |kind| match kind {
        TypeKind::Alias(alias) => by_value(&alias.ty),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => Vec::new(),
    });
    let cyclic = cycles(&edges);
    for (id, def) in api.types.iter_mut() {
        if let TypeKind::Alias(alias) = &mut def.kind
            && cyclic[id.index()].is_some()
        {
            alias.ty = TypeUse::plain(TypeRef::Any);
        }
    }
}

/// Aliases that contain each other through lists and maps: Rust has no recursive `type`.
fn recursive_aliases(api: &mut Api) {
    let edges = edges(api, |kind| match kind {
        TypeKind::Alias(_) => kind.named(),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => Vec::new(),
    });
    let cyclic = cycles(&edges);
    for (id, def) in api.types.iter_mut() {
        if let TypeKind::Alias(alias) = &mut def.kind {
            alias.recursive = cyclic[id.index()].is_some();
        }
    }
}

fn box_fields(api: &mut Api) {
    let edges = edges(api, |kind| match kind {
        TypeKind::Struct(shape) => shape.fields.iter().flat_map(|field| by_value(&field.ty)).collect(),
        TypeKind::Union(shape) => shape.variants.iter().flat_map(|variant| by_value(&variant.ty)).collect(),
        TypeKind::Alias(alias) => by_value(&alias.ty),
        TypeKind::Enum(_) => Vec::new(),
    });
    let cyclic = cycles(&edges);
    for (id, def) in api.types.iter_mut() {
        let TypeKind::Struct(shape) = &mut def.kind else { continue };
        for field in &mut shape.fields {
            field.boxed = closes(&cyclic, id, &field.ty);
        }
    }
}

fn box_variants(api: &mut Api) {
    let edges = edges(api, |kind| match kind {
        TypeKind::Struct(shape) => {
            shape.fields.iter().filter(|field| !field.boxed).flat_map(|field| by_value(&field.ty)).collect()
        }
        TypeKind::Union(shape) => shape.variants.iter().flat_map(|variant| by_value(&variant.ty)).collect(),
        TypeKind::Alias(alias) => by_value(&alias.ty),
        TypeKind::Enum(_) => Vec::new(),
    });
    let cyclic = cycles(&edges);
    for (id, def) in api.types.iter_mut() {
        let TypeKind::Union(shape) = &mut def.kind else { continue };
        for variant in &mut shape.variants {
            variant.boxed = closes(&cyclic, id, &variant.ty);
        }
    }
}

/// True when a use inside the type leads back to it.
fn closes(cyclic: &[Option<usize>], id: TypeId, ty: &TypeUse) -> bool {
    let component = cyclic[id.index()];
    component.is_some() && by_value(ty).iter().any(|used| cyclic[used.index()] == component)
}

fn edges(api: &Api, targets: impl Fn(&TypeKind) -> Vec<TypeId>) -> Vec<Vec<usize>> {
    api.types.iter().map(|(_, def)| targets(&def.kind).into_iter().map(TypeId::index).collect()).collect()
}

/// The types whose values stand inside a value, not behind a list or map.
fn by_value(ty: &TypeUse) -> Vec<TypeId> {
    match &ty.ty {
        TypeRef::Named(id) => vec![*id],
        TypeRef::Tuple(items) => items.iter().flat_map(by_value).collect(),
        TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Any => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{analysed, components};

    #[test]
    fn fields_on_a_cycle_are_boxed_and_lists_need_no_box() {
        let outcome = analysed(&components(
            "Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, all: {type: array, items: {$ref: '#/components/schemas/Node'}}, leaf: {$ref: '#/components/schemas/Leaf'}}}
Leaf: {type: object, properties: {name: {type: string}}}
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {allOf: [{$ref: '#/components/schemas/A'}]}",
        ));
        assert_eq!(
            outcome.types(),
            "struct Node
  next?: Node boxed
  all?: [Node]
  leaf?: Leaf
struct Leaf
  name?: String
struct A
  b?: B boxed
alias B = A
"
        );
    }

    #[test]
    fn a_variant_is_boxed_only_where_no_field_is() {
        let outcome = analysed(&components(
            "Or: {oneOf: [{$ref: '#/components/schemas/Not'}, {type: string}]}
Not: {type: object, properties: {inner: {$ref: '#/components/schemas/Or'}}}
Or2: {oneOf: [{$ref: '#/components/schemas/Or3'}, {type: integer}]}
Or3: {oneOf: [{$ref: '#/components/schemas/Or2'}, {type: boolean}]}",
        ));
        let text = outcome.types();
        assert!(text.contains("struct Not\n  inner?: Or boxed\n"), "{text}");
        assert!(text.contains("  Not: Not of [Object]\n"), "{text}");
        assert!(text.contains("  Or3: Or3") && text.contains("  Or2: Or2"), "{text}");
        assert_eq!(text.matches(" boxed").count(), 3, "{text}");
    }

    #[test]
    fn an_alias_that_contains_itself_becomes_a_type_and_one_that_is_itself_is_any() {
        let outcome = analysed(&components(
            "Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
Deep: {type: object, additionalProperties: {type: array, items: {$ref: '#/components/schemas/Deep'}}}
Me: {$ref: '#/components/schemas/Me'}",
        ));
        assert_eq!(
            outcome.types(),
            "alias Tree = [Tree] recursive\nalias Deep = {*: [Deep]} recursive\nalias Me = any\n"
        );
    }
}
