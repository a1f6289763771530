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
pub mod features;
mod floats;
mod groups;
pub mod growth;
mod headers;
mod layout;
pub(crate) mod methods;
pub mod naming;
mod needs;
mod operation_layout;
mod operations;
pub mod outcome;
mod paging;
mod param_types;
mod reserved;
mod scripts;
mod servers;
mod signature;
mod statics;
mod types;
mod webhooks;
mod words;

use self::checks::Checks;
use self::defaults::{Fill, Filled};
use self::features::Gate;
pub use self::operations::{
    AlternativePlan, ArgumentPlan, BodyPlan, ErrorSetPlan, GroupPlan, HeaderFieldPlan, HeaderSetPlan,
    OperationModule, OperationPlan, PagingPlan, PagingStep, StatusPlan, StreamForm, StreamPlan, SuccessPlan,
};
use crate::config::{Config, Dependency, FormatChoice};
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
    /// What operations need of them, in the order of the constants.
    pub needs: Vec<NeedsPlan>,
    /// The servers to choose from, in the order of [`Api::servers`](crate::ir::Api::servers); empty where there is no choice.
    pub servers: Vec<ServerPlan>,
    /// One entry per webhook, in the order of [`Api::webhooks`](crate::ir::Api::webhooks).
    pub webhooks: Vec<WebhookPlan>,
    /// Paths of types of other crates, one per entry of [`Config::formats`]; empty for those that choose a built-in type.
    pub externals: Vec<String>,
    /// The packages that these types come from, in name order.
    pub dependencies: Vec<(String, Dependency)>,
    /// Files of the client crate that hold operations, in name order.
    pub operation_modules: Vec<OperationModule>,
    /// Some identifier is not ASCII.
    pub beyond_ascii: bool,
    /// Some value must match a regular expression.
    pub has_patterns: bool,
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
    floats::decide(api, &mut types);
    defaults::decide(api, config, &mut types);
    let model_modules = layout::modules(api, &mut types);
    let model_parts = layout::parts(&model_modules);
    let mut plan = Plan { packages, types, model_modules, model_parts, ..Plan::default() };
    plan.externals = config
        .formats
        .iter()
        .map(|rule| match &rule.ty {
            FormatChoice::Path(path) => path.clone(),
            FormatChoice::BuiltIn(_) => String::new(),
        })
        .collect();
    plan.dependencies =
        config.dependencies().into_iter().map(|(name, dependency)| (name.to_owned(), dependency)).collect();
    client::complete(api, config, &mut plan);
    plan.beyond_ascii = scripts::beyond_ascii(&plan);
    plan.has_patterns = checks::has_patterns(&plan.types);
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
    /// A type of another crate, by its place in [`Plan::externals`].
    External(usize),
    /// Raw bytes of a whole body.
    Bytes,
    /// Runtime `Download`: the body of a response, piece by piece.
    Download,
    /// A stream of items in the body of a response.
    Stream(Box<StreamPlan>),
    /// `()`.
    Unit,
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
    /// It has room for numbers that JSON cannot write.
    pub floats: bool,
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
    /// Perhaps absent, and null is a value like any other: `Option<Value>`.
    Anything,
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
    /// The groups that need one of them.
    pub gate: Gate,
}

/// A file that lists some of the modules of the model crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelPart {
    /// The module, which is also the file's stem.
    pub module: String,
    /// Which of [`Plan::model_modules`] it lists.
    pub modules: std::ops::Range<usize>,
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

/// What some operations need of the security schemes, in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedsPlan {
    /// The schemes of each alternative, as indices into [`Plan::auth`]; none where nothing will do, too.
    pub alternatives: Vec<Vec<usize>>,
    /// The constant that holds them: `NEEDS_AUTHENTIK_OR_NONE`.
    pub constant: String,
}

/// A setter that asks a token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSetter {
    /// Its name: `authentik_client_credentials`.
    pub ident: String,
    /// The address, perhaps relative to that of the API.
    pub token_url: String,
}
