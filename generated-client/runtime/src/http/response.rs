//! Responses: as they came, and with a decoded body.

use std::fmt;

use ::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use bytes::Bytes;
use serde_core::de::DeserializeOwned;
use url::Url;

use super::{
    DecodeError, Error, ErrorBody, Operation,
    error::{AnyError, Context},
};

/// A result with the status and the headers that came with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The result.
    pub body: T,
}

/// Headers may hold cookies: their names are printed, their values are not.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}

/// A response as it came: status, headers and the bytes of its body.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawResponse {
    /// A response of these parts, for tests and for transports that answer from memory.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The status as a number.
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text; `None` where it is absent or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The media type in lower case, without its parameters.
    pub fn media_type(&self) -> Option<String> {
        let value = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The bytes of the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// It is no JSON, or not of this type; the error names the place.
    #[inline]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        serde_json::from_slice(&self.body).map_err(|error| DecodeError::json(&error, self))
    }

    /// The body read as JSON, or `None` where it is empty.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    #[inline]
    pub fn json_or_empty<T: DeserializeOwned>(&self) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() { Ok(None) } else { self.json().map(Some) }
    }

    /// The body read as UTF-8 text.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        std::str::from_utf8(&self.body).map(str::to_owned).map_err(|error| DecodeError::text(&error, self))
    }
}

/// Bodies may hold secrets, headers may hold cookies: neither is printed.
impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.keys().collect();
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// A response with a successful status, and what an error about it would have to say.
pub(crate) struct Answer {
    pub(crate) response: RawResponse,
    pub(crate) operation: &'static Operation,
    pub(crate) url: Url,
    pub(crate) attempts: u32,
}

impl Answer {
    #[inline]
    pub(crate) fn into_typed<T, E: ErrorBody>(
        self,
        decode: fn(&RawResponse) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error<E>> {
        match decode(&self.response) {
            Ok(body) => Ok(Response { status: self.response.status, headers: self.response.headers, body }),
            Err(error) => Err(Error::new(self.undecodable(error))),
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn undecodable(self, error: DecodeError) -> AnyError {
        let path = self.operation.shown_path(&self.url);
        let context = Context { operation: self.operation, path, attempts: self.attempts };
        AnyError::undecodable(context, self.response, error)
    }
}
