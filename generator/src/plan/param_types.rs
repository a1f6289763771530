//! Rust types of values that stand alone: parameters and whole bodies.
//!
//! In: a [`TypeUse`] outside of any struct. Out: a [`RustType`], for parameters without a wrapper for null, because an argument
//! that is null is one that is not given, and without aliases, because a list behind a name is still passed as a list.

use super::types::{is_nullable, plain_type};
use super::{RustType, ShapePlan, TypePlan};
use crate::ir::{Api, Id as _, Scalar, TypeKind, TypeRef, TypeUse};

/// The type of a whole JSON text, which can be null.
pub(super) fn json_type(api: &Api, types: &[TypePlan], used: &TypeUse) -> RustType {
    match body_type(api, types, used) {
        already @ (RustType::Value | RustType::Option(_)) => already,
        plain if is_nullable(api, used) => RustType::Option(Box::new(plain)),
        plain => plain,
    }
}

/// The type of a whole body that is there.
pub(super) fn body_type(api: &Api, types: &[TypePlan], used: &TypeUse) -> RustType {
    resolved(types, plain_type(api, &used.ty))
}

/// The type of a parameter, which is always text in the end.
pub(super) fn param_type(api: &Api, types: &[TypePlan], used: &TypeUse) -> RustType {
    match body_type(api, types, used) {
        RustType::File | RustType::Secret => RustType::String,
        other => other,
    }
}

/// What stands behind an alias.
pub(super) fn resolved(types: &[TypePlan], mut ty: RustType) -> RustType {
    for _ in 0..=types.len() {
        let RustType::Named(id) = ty else { break };
        let ShapePlan::Alias(target) = &types[id.index()].shape else { break };
        ty = target.clone();
    }
    ty
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
