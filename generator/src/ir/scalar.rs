//! Leaf types: one JSON value without parts.

use std::fmt;

use super::JsonType;

/// A primitive schema after `type` and `format` are understood (OpenAPI 3.0.3, "Data Types").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// `boolean`.
    Bool,
    /// `integer` with format `int32` (also `int8`, `int16`).
    I32,
    /// `integer` without a format, or with `int64`.
    I64,
    /// `integer` with format `uint32` (also `uint8`, `uint16`).
    U32,
    /// `integer` with format `uint64`.
    U64,
    /// A number of single precision. Only the configuration asks for it: servers send more digits than it has.
    F32,
    /// `number`, also with format `float` or `double`.
    F64,
    /// `string`, and every string format that has no type of its own.
    String,
    /// `string` with format `uuid`.
    Uuid,
    /// `string` with format `date-time` (RFC 3339).
    DateTime,
    /// `string` with format `date` (RFC 3339 full-date).
    Date,
    /// `string` with format `time` (RFC 3339 full-time).
    Time,
    /// `string` with format `byte` (or `contentEncoding: base64`): bytes, base64 on the wire.
    Base64,
    /// `string` with format `binary`: raw bytes, only as a whole body or a multipart part.
    Binary,
    /// `string` with format `password`, or marked secret in the configuration.
    Secret,
    /// A value of a type that the configuration chooses from another crate.
    External(External),
}

impl Scalar {
    /// What a value is on the wire.
    pub const fn json_type(self) -> JsonType {
        match self {
            Self::Bool => JsonType::Boolean,
            Self::I32 | Self::I64 | Self::U32 | Self::U64 => JsonType::Integer,
            Self::F32 | Self::F64 => JsonType::Number,
            Self::String
            | Self::Uuid
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Base64
            | Self::Binary
            | Self::Secret => JsonType::String,
            Self::External(external) => external.json_type,
        }
    }
}

/// A type of another crate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct External {
    /// The entry of [`Config::formats`](crate::config::Config::formats) that chooses it.
    pub rule: usize,
    /// What its values are on the wire.
    pub json_type: JsonType,
}

impl fmt::Debug for External {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} by formats[{}]", self.json_type.name(), self.rule)
    }
}
