//! What operations are in Rust, as data: groups, files, methods with arguments and bodies, results, errors, headers.

use super::RustType;
use super::features::Gate;
use crate::ir::{GroupId, OperationId};

/// A group of operations in Rust: `client.stages()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupPlan {
    /// The accessor on the client: `stages`.
    pub accessor: String,
    /// The type that carries the methods: `Stages`.
    pub ident: String,
    /// The module of the client crate: `stages`.
    pub module: String,
    /// The Cargo feature of both crates: `stages`; `None` where there is no other group.
    pub feature: Option<String>,
}

/// A file of the client crate with the operations of one group below one path prefix; a group with many
/// operations is spread over several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationModule {
    /// The group.
    pub group: GroupId,
    /// The module below that of the group; empty for the operations that stand in the group's own file.
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
    /// Headers of the successful responses: an index into [`Plan::headers`](super::Plan::headers).
    pub headers: Option<usize>,
    /// What it needs of the security schemes: an index into [`Plan::needs`](super::Plan::needs); `None` for nothing.
    pub needs: Option<usize>,
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
    /// The `static` that describes it, where its style is not the default of its place: `LIST_PK_IN`.
    pub definition: Option<String>,
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
    /// It has room for numbers that JSON cannot write.
    pub floats: bool,
    /// The `static` with the encodings of single properties, where the document gives any: `CREATE_PART_ENCODING`.
    pub encodings: Option<String>,
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
        variants: Vec<StatusPlan>,
    },
}

/// What comes with one status: a variant of a result or of an error set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPlan {
    /// The variant: `NotFound`.
    pub ident: String,
    /// What it holds; [`RustType::Unit`] for no body.
    pub ty: RustType,
    /// How that is decoded.
    pub kind: Option<crate::ir::MediaKind>,
}

/// Paging of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagingPlan {
    /// The type of one item.
    pub item: RustType,
    /// Field identifiers from the page to the items, and whether each step is optional.
    pub items: Vec<PagingStep>,
    /// Field identifiers from the page to what names the next one, or says that there is one; empty where the style needs
    /// none.
    pub next: Vec<PagingStep>,
    /// The field identifier of an item that names the next page, where the last item does.
    pub key: Option<String>,
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
    /// The module below `errors` that holds it, which is also a file: `bad_request_forbidden_error`.
    pub module: String,
    /// Variants in the order of [`ErrorSet::entries`](crate::ir::ErrorSet::entries).
    pub variants: Vec<StatusPlan>,
    /// Headers of all of them: an index into [`Plan::headers`](super::Plan::headers).
    pub headers: Option<usize>,
    /// The groups whose operations can fail so.
    pub gate: Gate,
}

/// A struct of declared response headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderSetPlan {
    /// Its identifier: `ListPetsHeaders`.
    pub ident: String,
    /// The module below `headers` that holds it, which is also a file: `list_pets_headers`.
    pub module: String,
    /// Its fields, in document order.
    pub fields: Vec<HeaderFieldPlan>,
    /// The groups whose operations have them.
    pub gate: Gate,
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
