//! The intermediate representation: what an API *is*, apart from how OpenAPI spells it and from how
//! Rust will name it.
//!
//! [`crate::lower`] builds it, [`crate::analyse`] completes it, and from then on it is read-only.
//!
//! **Invariants**
//! - No `$ref` survives: a reference is a [`TypeId`], and nodes live in [`Arena`]s under typed ids.
//! - No `openapiv3`, `serde_yaml` or `syn` type appears here.
//! - No Rust name appears here: a [`SpecName`] says what the document calls a thing, the plan decides
//!   what Rust calls it.
//! - What diagnostics speak of carries the [`Place`] that it came from: types, fields, operations, parameters, schemes, webhooks.
//! - Fields, parameters and enum values keep the order of the document.

pub mod aliases;
pub mod arena;
pub mod auth;
#[cfg(test)]
pub(crate) mod build;
pub mod constraints;
pub mod docs;
pub mod dump;
pub mod enums;
pub mod media;
pub mod name;
pub mod operation;
pub mod pagination;
pub mod params;
pub mod scalar;
pub mod server;
pub mod shape;
pub mod types;
pub mod unions;
pub mod users;
pub mod walk;
pub mod webhook;

pub use arena::{Arena, ErrorSetId, GroupId, Id, OperationId, TypeId};
pub use auth::{ApiKeyLocation, AuthRequirement, AuthScheme, AuthSchemeKind, OAuthFlow, OAuthFlowKind};
pub use constraints::{Bound, Constraints};
pub use docs::Docs;
pub use enums::{EnumDef, EnumRepr, EnumValue};
pub use media::{
    Body, Described, ErrorSet, HeaderSpelling, MediaKind, MediaType, PartEncoding, Response, ResponseHeader,
    StatusMatch,
};
pub use name::SpecName;
pub use operation::{Group, HttpMethod, Operation, PathSegment, PathTemplate};
pub use pagination::{FieldPath, Pagination, PaginationStyle};
pub use params::{Param, ParamLocation, ParamStyle};
pub use scalar::{External, Scalar};
pub use server::{Server, ServerVariable};
pub use shape::{PropertyShape, Shape};
pub use types::{
    Access, Additional, AliasDef, Direction, Field, Presence, StructDef, TypeDef, TypeKind, TypeRef, TypeUse,
};
pub use unions::{Discrimination, JsonType, UnionDef, Variant};
pub use users::Users;
pub use webhook::Webhook;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Place;

/// A whole API, with every reference resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// Title of the document (`info.title`).
    pub title: String,
    /// Version of the document (`info.version`), free text.
    pub version: String,
    /// Description of the whole API.
    pub docs: Docs,
    /// Where the API is served, in document order; never empty (OpenAPI 3.0.3, "Servers": default `/`).
    pub servers: Vec<Server>,
    /// Every type that a name can be given to: component schemas first, then inline ones.
    pub types: Arena<TypeId, TypeDef>,
    /// Groups of operations, one per first tag, in the order of first use.
    pub groups: Arena<GroupId, Group>,
    /// Every operation, in document order.
    pub operations: Arena<OperationId, Operation>,
    /// Operations are missing because of errors that were reported: what refers to them is no second mistake.
    pub incomplete: bool,
    /// Maps from error status to body; operations that declare the same map share one entry.
    pub error_sets: Arena<ErrorSetId, ErrorSet>,
    /// What the API sends, in document order.
    pub webhooks: Vec<Webhook>,
    /// Declared security schemes, in document order.
    pub auth_schemes: Vec<AuthScheme>,
    /// Examples of types of other crates, by the entry of the configuration that chooses them.
    pub external_examples: BTreeMap<usize, Value>,
    /// Which types belong to the API.
    pub extent: Extent,
    /// The root of the document.
    pub at: Place,
}

/// Which types belong to an API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Those that operations send or receive. A document without operations is a library of types: all of
    /// them belong to it.
    #[default]
    Operations,
    /// All component schemas, each of them as something that is sent and as something that is received.
    Components,
}
