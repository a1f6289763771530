//! Unions of nothing but strings are no unions: the constants of all variants make one open enumeration, and
//! without constants it is a string.
//!
//! Lowering sees this only where the branches are written in place; here components and unions inside unions are known as
//! well.

use std::collections::BTreeSet;

use super::shapes::settled;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{
    AliasDef, Api, EnumDef, EnumRepr, EnumValue, Scalar, TypeId, TypeKind, TypeRef, TypeUse, UnionDef, Users,
};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    let users = Users::of(api);
    let mut open: Vec<TypeId> = api.types.ids().collect();
    while let Some(id) = open.pop() {
        let TypeKind::Union(shape) = &api.types[id].kind else { continue };
        if let Some(kind) = as_text(api, shape) {
            api.types[id].kind = kind;
            // A union may become text once the unions in it are.
            users.for_each(api, id, &mut |user| open.push(user));
        }
    }
}

/// What a union becomes when every variant is text.
fn as_text(api: &Api, shape: &UnionDef) -> Option<TypeKind> {
    let mut values: Vec<EnumValue> = Vec::new();
    let mut known = BTreeSet::new();
    for variant in &shape.variants {
        let constants = constants(api, &variant.ty)?;
        values.extend(constants.iter().filter(|value| known.insert(value.value.as_str())).cloned());
    }
    if values.is_empty() {
        let ty = TypeUse::plain(TypeRef::Scalar(Scalar::String));
        return Some(TypeKind::Alias(AliasDef { ty, recursive: false }));
    }
    Some(TypeKind::Enum(EnumDef { repr: EnumRepr::String, values }))
}

/// The constants of a type that is text, none for a plain string; `None` for any other type.
fn constants<'a>(api: &'a Api, ty: &'a TypeUse) -> Option<&'a [EnumValue]> {
    match &settled(api, ty).ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Enum(shape) if shape.repr == EnumRepr::String => Some(&shape.values),
            TypeKind::Enum(_) | TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        TypeRef::Scalar(Scalar::String) => Some(&[]),
        TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{analysed, components};

    #[test]
    fn nested_unions_of_strings_are_one_enumeration() {
        let outcome = analysed(&components(
            "All: {anyOf: [{$ref: '#/components/schemas/Some'}, {type: string, enum: [c]}]}
Some: {anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
A: {type: string, enum: [a, b]}",
        ));
        assert_eq!(
            outcome.types().lines().take(4).collect::<Vec<_>>(),
            ["enum All of strings", "  a = \"a\"", "  b = \"b\"", "  c = \"c\""]
        );
    }
}
