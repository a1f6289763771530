//! Types with a name of their own, and how they are used.

use serde_json::Value;

use super::{Constraints, Docs, EnumDef, Scalar, SpecName, TypeId, UnionDef};
use crate::pointer::Place;

/// A type that gets a name: a component schema, or an inline schema that needs one.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// What the document calls it.
    pub name: SpecName,
    /// The named type whose file holds this one, for inline types; `None` for component schemas.
    pub owner: Option<TypeId>,
    /// Prose and example.
    pub docs: Docs,
    /// Its shape.
    pub kind: TypeKind,
    /// Which way values of it travel; set by `analyse::direction`.
    pub direction: Direction,
    /// Where it is declared.
    pub at: Place,
}

impl TypeDef {
    /// True for an object that only comes in, with properties whose absence means something.
    pub fn comes_in_with_defaults(&self) -> bool {
        let TypeKind::Struct(object) = &self.kind else { return false };
        let Direction { sent, received } = self.direction;
        received && !sent && object.fields.iter().any(|field| field.absent_means().is_some())
    }
}

/// The shape of a named type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object with known properties.
    Struct(StructDef),
    /// One of a list of constants.
    Enum(EnumDef),
    /// One of several types.
    Union(UnionDef),
    /// Another name for a scalar, list, map or other type.
    Alias(AliasDef),
}

/// An object with known properties (JSON Schema `properties`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StructDef {
    /// The properties, in document order; wire names are unique.
    pub fields: Vec<Field>,
    /// What happens to properties that are not listed.
    pub additional: Additional,
    /// `minProperties` and `maxProperties`.
    pub constraints: Constraints,
}

/// What a struct does with properties that it does not list (`additionalProperties`).
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// The keyword is absent: unknown properties are ignored.
    #[default]
    Ignored,
    /// The keyword is `false`: unknown properties are still ignored, because servers grow.
    Forbidden,
    /// The keyword is `true` or a schema: unknown properties are kept and go out again.
    Kept(Box<TypeUse>),
}

/// One property of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name on the wire.
    pub wire_name: String,
    /// Its type at this place.
    pub ty: TypeUse,
    /// Whether it may be left out.
    pub presence: Presence,
    /// Which way it travels.
    pub access: Access,
    /// `default`, as written.
    pub default: Option<Value>,
    /// The value is a secret: hidden in `Debug`.
    pub secret: bool,
    /// Needs indirection because the type contains itself; set by `analyse::cycles`.
    pub boxed: bool,
    /// Prose and example.
    pub docs: Docs,
    /// Where the property is declared.
    pub at: Place,
}

impl Field {
    /// What it means that the property is absent: its default, where it has one. A property that must be there, or cannot be null,
    /// takes no such default.
    pub fn absent_means(&self) -> Option<&Value> {
        let fits = |value: &&Value| !value.is_null() || self.ty.nullable;
        self.default.as_ref().filter(|_| self.presence == Presence::Optional).filter(fits)
    }
}

/// Whether a property or parameter may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Listed in `required`.
    Required,
    /// May be absent.
    Optional,
}

/// Which way a property travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// Both ways.
    #[default]
    ReadWrite,
    /// `readOnly`: only from the server; never sent.
    ReadOnly,
    /// `writeOnly`: only to the server; never required to come in.
    WriteOnly,
}

/// Which way values of a type travel, over all operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Direction {
    /// Some request contains it.
    pub sent: bool,
    /// Some response contains it.
    pub received: bool,
}

/// Another name for a type that needs none of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct AliasDef {
    /// What it stands for.
    pub ty: TypeUse,
    /// Contains itself, so that it must become a type of its own; set by `analyse::cycles`.
    pub recursive: bool,
}

/// A type at one place of use.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeUse {
    /// The type, without null.
    pub ty: TypeRef,
    /// Null is a valid value here.
    pub nullable: bool,
    /// What a value at this place must satisfy, besides what a named type demands by itself.
    pub constraints: Constraints,
}

impl TypeUse {
    /// A use without null and without constraints.
    pub fn plain(ty: TypeRef) -> Self {
        Self { ty, nullable: false, constraints: Constraints::default() }
    }
}

/// A type, by structure.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRef {
    /// A type with a name.
    Named(TypeId),
    /// A leaf.
    Scalar(Scalar),
    /// A JSON array, all items alike.
    List(Box<TypeUse>),
    /// A JSON object used as a map from text.
    Map(Box<TypeUse>),
    /// A JSON array of one length, with one type per position (`prefixItems`).
    Tuple(Vec<TypeUse>),
    /// Any JSON value: nothing more is known of it.
    Any,
}
