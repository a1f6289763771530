//! Rust types of values that stand alone: parameters and whole bodies.
//!
//! In: a [`TypeUse`] outside of any struct. Out: a [`RustType`] without a wrapper for null, because an argument
//! that is null is one that is not given.

use super::types::scalar_type;
use super::{RustType, ShapePlan, TypePlan};
use crate::ir::{Api, Id as _, Scalar, TypeKind, TypeRef, TypeUse};

/// The type of a parameter or body.
pub(super) fn param_type(api: &Api, types: &[TypePlan], used: &TypeUse) -> RustType {
    match &used.ty {
        TypeRef::Named(id) => match &types[id.index()].shape {
            ShapePlan::Alias(target) => target.clone(),
            ShapePlan::Struct { .. }
            | ShapePlan::Enum { .. }
            | ShapePlan::Union { .. }
            | ShapePlan::Newtype(_) => RustType::Named(*id),
        },
        TypeRef::Scalar(scalar) => scalar_type(*scalar),
        TypeRef::List(item) => RustType::List(Box::new(item_type(api, types, item))),
        TypeRef::Map(value) => RustType::Map(Box::new(item_type(api, types, value))),
        TypeRef::Tuple(items) => {
            RustType::Tuple(items.iter().map(|item| item_type(api, types, item)).collect())
        }
        TypeRef::Any => RustType::Value,
    }
}

fn item_type(api: &Api, types: &[TypePlan], used: &TypeUse) -> RustType {
    let plain = param_type(api, types, used);
    if used.nullable { RustType::Option(Box::new(plain)) } else { plain }
}

/// True for raw bytes, also behind an alias.
pub(super) fn is_binary(api: &Api, used: &TypeUse) -> bool {
    match &used.ty {
        TypeRef::Scalar(scalar) => *scalar == Scalar::Binary,
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(alias) => !alias.recursive && is_binary(api, &alias.ty),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => false,
        },
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => false,
    }
}
