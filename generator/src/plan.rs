//! Every Rust-specific decision: names, modules, files, types, derives and signatures.
//!
//! In: the finished IR. Out: a [`Plan`] that answers every question an emitter has. Names are allocated
//! here and nowhere else, once per scope, in an order that does not depend on the order of the document.
//! The emitters print; they decide nothing.

pub mod auth;
pub mod checks;
pub mod client;
pub mod constructor;
mod containment;
pub mod defaults;
mod derives;
mod errors;
mod groups;
pub mod growth;
mod headers;
mod layout;
pub mod naming;
mod operation_layout;
pub mod outcome;
mod paging;
mod param_types;
mod reserved;
mod servers;
mod signature;
mod types;
mod webhooks;
mod words;

use self::checks::Checks;
use self::defaults::{Fill, Filled};
use crate::config::Config;
use crate::ir::{Api, Id as _};
use crate::ir::{ErrorSetId, GroupId, OperationId, TypeId};

/// The Rust side of an [`Api`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Names of the packages.
    pub packages: Packages,
    /// One entry per type, by [`TypeId`].
    pub types: Vec<TypePlan>,
    /// Files of the model crate, in name order.
    pub model_modules: Vec<ModelModule>,
    /// The files that list the modules, where there are too many for the root of the crate.
    pub model_parts: Vec<ModelPart>,
    /// One entry per group, by [`GroupId`].
    pub groups: Vec<GroupPlan>,
    /// One entry per operation, by [`OperationId`].
    pub operations: Vec<OperationPlan>,
    /// One entry per error set, by [`ErrorSetId`].
    pub error_sets: Vec<ErrorSetPlan>,
    /// Structs of declared response headers.
    pub headers: Vec<HeaderSetPlan>,
    /// One entry per security scheme, in the order of [`Api::auth_schemes`](crate::ir::Api::auth_schemes).
    pub auth: Vec<AuthPlan>,
    /// The servers to choose from, in the order of [`Api::servers`](crate::ir::Api::servers); empty where there is no choice.
    pub servers: Vec<ServerPlan>,
    /// One entry per webhook, in the order of [`Api::webhooks`](crate::ir::Api::webhooks).
    pub webhooks: Vec<WebhookPlan>,
    /// Files of the client crate that hold operations, in name order.
    pub operation_modules: Vec<OperationModule>,
}

impl Plan {
    /// The plan of a type.
    pub fn ty(&self, id: TypeId) -> &TypePlan {
        &self.types[id.index()]
    }

    /// The plan of an operation.
    pub fn operation(&self, id: OperationId) -> &OperationPlan {
        &self.operations[id.index()]
    }

    /// The plan of a group.
    pub fn group(&self, id: GroupId) -> &GroupPlan {
        &self.groups[id.index()]
    }

    /// The plan of an error set.
    pub fn error_set(&self, id: ErrorSetId) -> &ErrorSetPlan {
        &self.error_sets[id.index()]
    }
}

/// Names of the packages, with hyphens; crate names follow by Cargo's rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packages {
    /// The model crate.
    pub models: String,
    /// The client crate.
    pub client: String,
    /// The runtime crate.
    pub runtime: String,
    /// Where the runtime crate is, seen from the folder of the model crate and of the client crate, which are
    /// neighbours: `../runtime`.
    pub runtime_path: String,
}

impl Packages {
    /// Packages of one API: `NAME-models` and `NAME-client` beside `client-runtime`.
    pub fn named(name: &str) -> Self {
        Self {
            models: format!("{name}-models"),
            client: format!("{name}-client"),
            runtime: "client-runtime".to_owned(),
            runtime_path: "../runtime".to_owned(),
        }
    }
}

/// Decides everything: names, files, types and signatures of the model crate and of the client crate.
pub fn plan(api: &Api, config: &Config, packages: Packages) -> Plan {
    let mut types = types::types(api, config);
    derives::decide(api, &mut types);
    checks::decide(api, &mut types);
    defaults::decide(api, config, &mut types);
    let model_modules = layout::modules(api, &mut types);
    let model_parts = layout::parts(&model_modules);
    let mut plan = Plan { packages, types, model_modules, model_parts, ..Plan::default() };
    client::complete(api, config, &mut plan);
    plan
}

/// A Rust type, by structure; the emitters know its spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// A generated type.
    Named(TypeId),
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// Runtime `Uuid` (re-exported).
    Uuid,
    /// Runtime `DateTime`.
    DateTime,
    /// Runtime `Date`.
    Date,
    /// Runtime `Time`.
    Time,
    /// Runtime `Base64`.
    Base64,
    /// Runtime `Secret`.
    Secret,
    /// Runtime `Hidden<_>`: a secret that is not a text.
    Hidden(Box<RustType>),
    /// Runtime `FilePart`: bytes with file name and media type, in multipart bodies.
    File,
    /// `Vec<_>`.
    List(Box<RustType>),
    /// `BTreeMap<String, _>`.
    Map(Box<RustType>),
    /// A tuple.
    Tuple(Vec<RustType>),
    /// `Option<_>`.
    Option(Box<RustType>),
    /// Runtime `Patch<_>`: absent, null or a value.
    Patch(Box<RustType>),
    /// `Box<_>`.
    Boxed(Box<RustType>),
    /// `serde_json::Value`, re-exported by the runtime.
    Value,
    /// Raw bytes of a whole body.
    Bytes,
    /// Runtime `Download`: the body of a response, piece by piece.
    Download,
    /// A stream of items in the body of a response.
    Stream(Box<StreamPlan>),
    /// `()`.
    Unit,
}

/// A stream of items in the body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPlan {
    /// The type of one item.
    pub item: RustType,
    /// What an item is.
    pub form: StreamForm,
}

/// What the items of a stream are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamForm {
    /// Server-sent events with JSON as data.
    JsonEvents,
    /// Server-sent events with text as data.
    TextEvents,
    /// Server-sent events, described as objects of `event`, `data` and so on.
    WholeEvents,
    /// JSON values, one per line or after a separator.
    JsonValues,
}

/// Derives that hold for a type besides `Clone`, `Debug` and `PartialEq`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one flag per derive, all independent")]
pub struct Derives {
    /// `Copy`.
    pub copy: bool,
    /// `Eq`.
    pub eq: bool,
    /// `Hash`.
    pub hash: bool,
    /// `Default`: only where an all-absent value is valid.
    pub default: bool,
}

/// A named type in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypePlan {
    /// Its identifier, unique in the model crate without regard to case.
    pub ident: String,
    /// The module, which is also the file's stem, that holds it.
    pub module: String,
    /// Its derives.
    pub derives: Derives,
    /// Shape-specific names, in the order of the IR.
    pub shape: ShapePlan,
    /// What `validate()` demands of the value itself: of the number of its properties, or of what a newtype holds.
    pub checks: Checks,
    /// When its defaults are filled in.
    pub filled: Filled,
}

/// Shape-specific part of a [`TypePlan`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapePlan {
    /// A struct: its fields, and the name of the field that keeps additional properties.
    Struct {
        /// In the order of [`StructDef::fields`](crate::ir::StructDef::fields).
        fields: Vec<FieldPlan>,
        /// The map of additional properties, where they are kept.
        additional: Option<FieldPlan>,
    },
    /// An enum: identifiers of the variants, then that of the catch-all.
    Enum {
        /// In the order of [`EnumDef::values`](crate::ir::EnumDef::values).
        variants: Vec<String>,
        /// Usually `Unknown`.
        unknown: String,
    },
    /// A union: identifiers and types of the variants, then the catch-all.
    Union {
        /// In the order of [`UnionDef::variants`](crate::ir::UnionDef::variants).
        variants: Vec<VariantPlan>,
        /// Usually `Unknown`.
        unknown: String,
    },
    /// `type X = …`.
    Alias(RustType),
    /// `struct X(pub …)`: an alias that contains itself.
    Newtype(RustType),
}

/// A struct field in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPlan {
    /// Its identifier, raw (`r#type`) where it must be.
    pub ident: String,
    /// Its complete type, `Option`, `Patch` and `Box` included.
    pub ty: RustType,
    /// What absence and null mean for it.
    pub slot: Slot,
    /// What `validate()` demands of it.
    pub checks: Checks,
    /// What `with_defaults()` does to it.
    pub fill: Fill,
}

/// A variant of a union in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantPlan {
    /// Its identifier.
    pub ident: String,
    /// What it holds, `Box` included.
    pub ty: RustType,
    /// What `validate()` demands of it.
    pub checks: Checks,
    /// It has defaults inside.
    pub filled: bool,
}

/// What absence and null mean for a field; decides the outermost layer of its type and how it is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Always there and never null: `T`.
    Required,
    /// Always there and perhaps null: `Option<T>`.
    Nullable,
    /// Perhaps absent: `Option<T>`.
    Optional,
    /// Perhaps absent, perhaps null: `Patch<T>`.
    Patch,
    /// Holds the properties that no other field takes: `BTreeMap<String, T>`.
    Additional,
}

/// A file of the model crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelModule {
    /// The module, which is also the file's stem.
    pub module: String,
    /// The types in it: first the one that it is named for, then those inside that one, in name order.
    pub types: Vec<TypeId>,
}

/// A file that lists some of the modules of the model crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelPart {
    /// The module, which is also the file's stem.
    pub module: String,
    /// Which of [`Plan::model_modules`] it lists.
    pub modules: std::ops::Range<usize>,
}

/// A group of operations in Rust: `client.stages()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPlan {
    /// The accessor on the client: `stages`.
    pub accessor: String,
    /// The type that carries the methods: `Stages`.
    pub ident: String,
    /// The module of the client crate: `stages`.
    pub module: String,
}

/// A file of the client crate with the operations of one group below one path prefix; a group with many
/// operations is spread over several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationModule {
    /// The group.
    pub group: GroupId,
    /// Module path below the group's module; `None` when the group has one file.
    pub module: String,
    /// The operations, in document order.
    pub operations: Vec<OperationId>,
}

/// An operation in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationPlan {
    /// The method on the group: `authenticator_sms_list`.
    pub method: String,
    /// The `static` that describes it: `AUTHENTICATOR_SMS_LIST`.
    pub constant: String,
    /// The request type with setters, where there are optional inputs: `AuthenticatorSmsList`.
    pub request: Option<String>,
    /// The struct that holds the arguments, where there are too many to pass them by position: `CreateParams`.
    pub params: Option<String>,
    /// Arguments: path and other required parameters; the body follows them.
    pub arguments: Vec<ArgumentPlan>,
    /// Setters for optional parameters.
    pub setters: Vec<ArgumentPlan>,
    /// The body argument, where there is a body.
    pub body: Option<BodyPlan>,
    /// Methods of their own for the other ways to send the body.
    pub alternatives: Vec<AlternativePlan>,
    /// What a successful call returns.
    pub success: SuccessPlan,
    /// What the operation can answer instead, where the caller asks for a stream.
    pub stream: Option<StreamPlan>,
    /// Headers of the successful responses: an index into [`Plan::headers`].
    pub headers: Option<usize>,
    /// Paging methods, where the list continues.
    pub paging: Option<PagingPlan>,
    /// Path of the operation's documentation page, relative to the client crate's `docs` folder.
    pub docs_file: String,
}

/// A parameter as an argument or setter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentPlan {
    /// Index into [`Operation::params`](crate::ir::Operation::params).
    pub param: usize,
    /// Its identifier.
    pub ident: String,
    /// Its type.
    pub ty: RustType,
}

/// The body as an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPlan {
    /// Its identifier, usually `body`.
    pub ident: String,
    /// Its type.
    pub ty: RustType,
    /// Index into [`Body::content`](crate::ir::Body::content) of the media type that is sent.
    pub media: usize,
    /// The caller may leave it out.
    pub optional: bool,
}

/// The same operation with its body in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativePlan {
    /// The method on the group: `create_as_form`.
    pub method: String,
    /// The body argument.
    pub body: BodyPlan,
}

/// What a successful call returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuccessPlan {
    /// One type for every success status.
    One {
        /// The type; [`RustType::Unit`] for no body.
        ty: RustType,
        /// How it is decoded.
        kind: Option<crate::ir::MediaKind>,
    },
    /// Different types by status: an enum of its own.
    ByStatus {
        /// Its identifier.
        ident: String,
        /// Variants in the order of [`Operation::success`](crate::ir::Operation::success).
        variants: Vec<(String, RustType)>,
    },
}

/// Paging of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagingPlan {
    /// The type of one item.
    pub item: RustType,
    /// Field identifiers from the page to the items, and whether each step is optional.
    pub items: Vec<PagingStep>,
    /// Field identifiers from the page to what names the next one; empty where the style needs none.
    pub next: Vec<PagingStep>,
    /// The type of what names the next page.
    pub next_ty: Option<RustType>,
}

/// One step from a page to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagingStep {
    /// The field.
    pub ident: String,
    /// How it is held: plain, `Option` or `Patch`.
    pub ty: RustType,
}

/// An error set in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorSetPlan {
    /// Its identifier: `BadRequestForbiddenError`.
    pub ident: String,
    /// Variants in the order of [`ErrorSet::entries`](crate::ir::ErrorSet::entries).
    pub variants: Vec<(String, RustType)>,
    /// Headers of all of them: an index into [`Plan::headers`].
    pub headers: Option<usize>,
}

/// A struct of declared response headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderSetPlan {
    /// Its identifier: `ListPetsHeaders`.
    pub ident: String,
    /// Its fields, in document order.
    pub fields: Vec<HeaderFieldPlan>,
}

/// A declared response header in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFieldPlan {
    /// Its identifier.
    pub ident: String,
    /// Name on the wire.
    pub wire_name: String,
    /// Its complete type; `Option` where it may be absent.
    pub ty: RustType,
    /// How its value is spelled.
    pub spelling: crate::ir::HeaderSpelling,
    /// What the document says about it.
    pub description: Option<String>,
}

/// A server of the document in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerPlan {
    /// The constant or, where the address has variables, the type.
    pub ident: String,
    /// The setters of the variables, in the order of [`Server::variables`](crate::ir::Server::variables).
    pub setters: Vec<String>,
}

/// A webhook in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookPlan {
    /// The variant.
    pub ident: String,
    /// What it holds; [`RustType::Unit`] for no body.
    pub ty: RustType,
}

/// A security scheme in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthPlan {
    /// The setter on the builder named for the scheme: `authentik`.
    pub setter: String,
    /// The `static` that describes it: `AUTHENTIK`.
    pub constant: String,
    /// The setter for what gives tokens, where the scheme takes one: `authentik_provider`.
    pub provider: Option<String>,
    /// The setter for OAuth 2 client credentials, and the token endpoint.
    pub client_credentials: Option<TokenSetter>,
    /// The setter for an OAuth 2 refresh token, and the endpoint that takes it.
    pub refresh_token: Option<TokenSetter>,
}

/// A setter that asks a token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSetter {
    /// Its name: `authentik_client_credentials`.
    pub ident: String,
    /// The address, perhaps relative to that of the API.
    pub token_url: String,
}
