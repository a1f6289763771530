//! The only place that knows what the runtime crate calls things.
//!
//! In: nothing. Out: names and paths of the runtime, as text and as tokens.

/// The runtime crate in paths.
pub(crate) const CRATE: &str = "client_runtime";

/// The oldest Rust that compiles the runtime and generated code.
pub(crate) const RUST_VERSION: &str = "1.90";

/// Names at the root of the runtime that models are spelled with.
pub(crate) mod root {
    /// Absent, null or a value.
    pub(crate) const PATCH: &str = "Patch";
    /// A text that does not show.
    pub(crate) const SECRET: &str = "Secret";
    /// A value that does not show.
    pub(crate) const HIDDEN: &str = "Hidden";
    /// A point in time (RFC 3339).
    pub(crate) const DATE_TIME: &str = "DateTime";
    /// A day (RFC 3339).
    pub(crate) const DATE: &str = "Date";
    /// A time of day (RFC 3339).
    pub(crate) const TIME: &str = "Time";
    /// Bytes that travel as base64.
    pub(crate) const BASE64: &str = "Base64";
    /// A UUID (RFC 9562).
    pub(crate) const UUID: &str = "Uuid";
    /// Any JSON value.
    pub(crate) const VALUE: &str = "Value";
    /// A file in a multipart body.
    pub(crate) const FILE: &str = "FilePart";
    /// What the model crate hands on to its users.
    pub(crate) const REEXPORTED: &[&str] = &[
        BASE64,
        DATE,
        DATE_TIME,
        HIDDEN,
        PATCH,
        SECRET,
        TIME,
        UUID,
        VALUE,
        "Validate",
        "ValidationErrors",
        "WithDefaults",
    ];
}

/// Names of what clients share.
pub(crate) mod http {
    /// Reads a struct of declared headers.
    pub(crate) const DECLARED_HEADERS: &str = "client_runtime::declared_headers!";
}

/// Macros that implement the wire format of a type, one line per part of it.
pub(crate) mod wire {
    /// A struct.
    pub(crate) const RECORD: &str = "client_runtime::record!";
    /// An enumeration of texts.
    pub(crate) const TEXT_ENUM: &str = "client_runtime::text_enum!";
    /// An enumeration of integers.
    pub(crate) const INTEGER_ENUM: &str = "client_runtime::integer_enum!";
    /// An enumeration of other constants.
    pub(crate) const JSON_ENUM: &str = "client_runtime::json_enum!";
    /// A union.
    pub(crate) const UNION: &str = "client_runtime::union!";
    /// What a value must satisfy beyond its type.
    pub(crate) const VALIDATE: &str = "client_runtime::validate!";
    /// The table of examples that tests use.
    pub(crate) const EXAMPLES: &str = "client_runtime::examples!";
    /// A union or newtype with defaults inside.
    pub(crate) const DEFAULTS: &str = "client_runtime::defaults!";
    /// A struct that travels like its only field.
    pub(crate) const NEWTYPE: &str = "client_runtime::newtype!";
}
