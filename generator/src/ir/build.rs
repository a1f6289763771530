//! Small pieces of IR for unit tests, each with nothing set that the test does not name.

use serde_json::Value;

use super::{
    Access, AliasDef, Constraints, Direction, Docs, EnumDef, EnumRepr, EnumValue, Field, Presence, Scalar,
    SpecName, StructDef, TypeDef, TypeId, TypeKind, TypeRef, TypeUse,
};
use crate::pointer::{Place, Pointer};

/// A component schema.
pub(crate) fn component(name: &str, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: SpecName::Required(name.to_owned()),
        owner: None,
        docs: Docs::default(),
        kind,
        direction: Direction::default(),
        at: Place::document(Pointer::from_segments(["components", "schemas", name])),
    }
}

/// A schema inside of another one.
pub(crate) fn inline(owner: TypeId, path: &[&str], kind: TypeKind) -> TypeDef {
    TypeDef {
        name: SpecName::Suggested(path.iter().map(|&part| part.to_owned()).collect()),
        owner: Some(owner),
        ..component(&path.join("/"), kind)
    }
}

/// An object.
pub(crate) fn object(fields: Vec<Field>) -> TypeKind {
    TypeKind::Struct(StructDef { fields, ..StructDef::default() })
}

/// An enumeration of constants that are named for their values.
pub(crate) fn constants(repr: EnumRepr, values: impl IntoIterator<Item = Value>) -> TypeKind {
    let values = values.into_iter().map(|value| EnumValue {
        name: SpecName::Required(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        value,
        description: None,
    });
    TypeKind::Enum(EnumDef { repr, values: values.collect() })
}

/// Another name for a type.
pub(crate) fn alias(ty: TypeUse) -> TypeKind {
    TypeKind::Alias(AliasDef { ty, recursive: false })
}

/// A property that must be there.
pub(crate) fn required(wire_name: &str, ty: TypeUse) -> Field {
    Field {
        wire_name: wire_name.to_owned(),
        ty,
        presence: Presence::Required,
        access: Access::ReadWrite,
        default: None,
        secret: false,
        boxed: false,
        docs: Docs::default(),
        at: Place::default(),
    }
}

/// A property that may be absent.
pub(crate) fn optional(wire_name: &str, ty: TypeUse) -> Field {
    Field { presence: Presence::Optional, ..required(wire_name, ty) }
}

/// A leaf.
pub(crate) fn leaf(scalar: Scalar) -> TypeUse {
    TypeUse::plain(TypeRef::Scalar(scalar))
}

/// A text with constraints.
pub(crate) fn text(constraints: Constraints) -> TypeUse {
    TypeUse { constraints, ..leaf(Scalar::String) }
}

/// A type with a name.
pub(crate) fn named(id: TypeId) -> TypeUse {
    TypeUse::plain(TypeRef::Named(id))
}

/// An array.
pub(crate) fn list(item: TypeUse) -> TypeUse {
    TypeUse::plain(TypeRef::List(Box::new(item)))
}

/// The same, or null.
pub(crate) fn nullable(ty: TypeUse) -> TypeUse {
    TypeUse { nullable: true, ..ty }
}
