//! Headers that a document declares for responses, by their types (OpenAPI 3.0.3, "Header Object").
//!
//! In: the headers of a response. Out: a generated struct with a field for each declared header. Values are spelled in
//! style `simple`, or as JSON where the document describes them by `content`.

mod text;

use std::fmt;

use ::http::{HeaderMap, header::SET_COOKIE};
use serde_core::de::DeserializeOwned;

use super::ErrorBody;

/// Declared headers as a struct. Generated; operations with the same headers share one.
pub trait DeclaredHeaders: Sized {
    /// Reads them.
    ///
    /// # Errors
    /// A header that must be there is missing, or one is not of its type.
    fn read(headers: &HeaderMap) -> Result<Self, HeaderError>;
}

/// Error bodies of operations whose errors have declared headers. Generated.
pub trait ErrorHeaders: ErrorBody {
    /// The headers of all errors together. They depend on the status, so that each may be absent.
    type Headers: DeclaredHeaders;
}

/// For operations that declare no headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoHeaders;

impl DeclaredHeaders for NoHeaders {
    fn read(_: &HeaderMap) -> Result<Self, HeaderError> {
        Ok(Self)
    }
}

/// Why a declared header cannot be read. The value is not in it, since headers may hold secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    #[cold]
    fn new(name: &'static str, reason: impl Into<String>) -> Self {
        Self { name, reason: reason.into() }
    }

    /// The name of the header.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "header `{}`: {}", self.name, self.reason)
    }
}

impl std::error::Error for HeaderError {}

/// A header that must be there.
///
/// # Errors
/// It is not, or is not of its type.
#[doc(hidden)]
pub fn required<T: DeserializeOwned>(headers: &HeaderMap, name: &'static str) -> Result<T, HeaderError> {
    present(optional(headers, name)?, name)
}

/// A header that may be there. Several lines of it count as one list, those of `Set-Cookie` as an item each.
///
/// # Errors
/// It is not of its type.
#[doc(hidden)]
pub fn optional<T: DeserializeOwned>(
    headers: &HeaderMap,
    name: &'static str,
) -> Result<Option<T>, HeaderError> {
    let Some(lines) = lines(headers, name)? else { return Ok(None) };
    let value = if SET_COOKIE.as_str().eq_ignore_ascii_case(name) {
        text::Value::Lines(lines)
    } else {
        text::Value::Text(lines.join(","))
    };
    T::deserialize(value).map(Some).map_err(|error| HeaderError::new(name, error.to_string()))
}

/// A header with JSON in it that must be there.
///
/// # Errors
/// It is not, or is not of its type.
#[doc(hidden)]
pub fn required_json<T: DeserializeOwned>(headers: &HeaderMap, name: &'static str) -> Result<T, HeaderError> {
    present(optional_json(headers, name)?, name)
}

/// A header with JSON in it that may be there.
///
/// # Errors
/// It is not of its type.
#[doc(hidden)]
pub fn optional_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    name: &'static str,
) -> Result<Option<T>, HeaderError> {
    let Some(lines) = lines(headers, name)? else { return Ok(None) };
    // The message of the JSON reader may quote the value; where it stopped says enough.
    serde_json::from_str(&lines.join(",")).map(Some).map_err(|error| {
        HeaderError::new(name, format!("not the declared JSON, from column {}", error.column()))
    })
}

fn present<T>(value: Option<T>, name: &'static str) -> Result<T, HeaderError> {
    value.ok_or_else(|| HeaderError::new(name, "missing"))
}

/// The values of all lines of a header, where it is there.
fn lines(headers: &HeaderMap, name: &'static str) -> Result<Option<Vec<String>>, HeaderError> {
    let text = |value: &::http::HeaderValue| match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(_) => Err(HeaderError::new(name, "not text")),
    };
    let lines: Vec<_> = headers.get_all(name).iter().map(text).collect::<Result<_, _>>()?;
    Ok(Some(lines).filter(|lines| !lines.is_empty()))
}

/// Reads declared headers: one line per header, which says how it is found.
#[doc(hidden)]
#[macro_export]
macro_rules! declared_headers {
    ($name:ident { $($field:ident $wire:literal $read:ident,)* }) => {
        impl $crate::http::DeclaredHeaders for $name {
            fn read(
                headers: &$crate::http::HeaderMap,
            ) -> ::std::result::Result<Self, $crate::http::HeaderError> {
                Ok(Self { $($field: $crate::http::header_value::$read(headers, $wire)?,)* })
            }
        }
    };
}

/// How a generated struct reads one header.
#[doc(hidden)]
pub mod value {
    pub use super::{optional, optional_json, required, required_json};
}
