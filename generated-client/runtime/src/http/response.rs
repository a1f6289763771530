//! Responses: as they came, and with a decoded body.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use ::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use bytes::Bytes;
use serde_core::de::DeserializeOwned;
use url::Url;

use super::{
    DeclaredHeaders, DecodeError, Error, ErrorBody, HeaderError, NoHeaders, Request,
    arriving::Arriving,
    charset,
    error::{AnyError, Context},
    execute::{Arrival, address_again},
    whole_numbers::Spelled,
};

/// A result with the status and the headers that came with it; `H` are the headers that the document declares.
#[non_exhaustive]
pub struct Response<T, H = NoHeaders> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The result.
    pub body: T,
    pub(crate) declared: std::marker::PhantomData<fn() -> H>,
}

impl<T, H: DeclaredHeaders> Response<T, H> {
    /// The headers that the document declares for the operation, by their types. They are read only now: one that is
    /// not what the document says costs nobody the body.
    ///
    /// # Errors
    /// A header that must be there is missing, or one is not of its type.
    pub fn declared_headers(&self) -> Result<H, HeaderError> {
        H::read(&self.headers)
    }
}

impl<T: Clone, H> Clone for Response<T, H> {
    fn clone(&self) -> Self {
        let Self { status, headers, body, declared } = self;
        Self { status: *status, headers: headers.clone(), body: body.clone(), declared: *declared }
    }
}

/// Headers may hold cookies: their names are printed, their values are not.
impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
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
    /// A body that was not waited for; whoever decodes the response takes it.
    arriving: Option<Arc<Mutex<Option<Arriving>>>>,
}

impl RawResponse {
    /// A response of these parts, for tests and for transports that answer from memory.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), arriving: None }
    }

    /// A response whose body is still to come.
    pub(crate) fn arriving(body: Arriving) -> Self {
        let (status, headers) = (body.status, body.headers.clone());
        let arriving = Some(Arc::new(Mutex::new(Some(body))));
        Self { status, headers, body: Bytes::new(), arriving }
    }

    /// Changes a body that is still to come.
    pub(crate) fn with_arriving(&self, change: impl FnOnce(&mut Arriving)) {
        if let Some(arriving) = &self.arriving
            && let Some(body) = &mut *arriving.lock().unwrap_or_else(PoisonError::into_inner)
        {
            change(body);
        }
    }

    /// The body that is still to come, or the one that is there.
    pub(crate) fn take_arriving(&self) -> Arriving {
        let taken = self
            .arriving
            .as_ref()
            .and_then(|arriving| arriving.lock().unwrap_or_else(PoisonError::into_inner).take());
        taken.unwrap_or_else(|| Arriving::of(self))
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

    /// The body read as JSON. Integers may be written with a fraction of zero or an exponent (`1.0`, `1e3`).
    ///
    /// # Errors
    /// It is no JSON, or not of this type; the error names the place.
    #[inline]
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        // Some servers begin with a byte order mark, which is no JSON (RFC 8259, section 8.1, allows to ignore it).
        let json = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        let mut spelled = Spelled::default();
        loop {
            match serde_json::from_slice(spelled.or(json)) {
                Ok(value) => return Ok(value),
                Err(error) => spelled.again(json, error).map_err(|error| DecodeError::json(&error, self))?,
            }
        }
    }

    /// The body read as JSON, or `None` where it is empty.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    #[inline]
    pub fn json_or_empty<T: DeserializeOwned>(&self) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() { Ok(None) } else { self.json().map(Some) }
    }

    /// The body read as text, in the `charset` of its media type: UTF-8 unless it says otherwise, UTF-16, ISO 8859-1.
    ///
    /// # Errors
    /// It is not in that charset, or the charset is none of these.
    pub fn text(&self) -> Result<String, DecodeError> {
        charset::decode(&self.body, self.header("content-type").unwrap_or_default())
            .map_err(|fault| DecodeError::text(fault, self))
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
            .finish_non_exhaustive()
    }
}

/// A response with a successful status, and what an error about it would have to say.
pub(crate) struct Answer {
    pub(crate) arrival: Box<Arrival>,
    /// What was asked for.
    pub(crate) request: Request,
}

impl Answer {
    /// The address that answered.
    pub(crate) fn url(&self) -> Url {
        self.arrival.redirected.as_deref().cloned().unwrap_or_else(|| address_again(&self.request.0))
    }

    pub(crate) fn context(&self, url: &Url) -> Context {
        let operation = self.request.0.operation;
        Context { operation, path: operation.shown_path(url), attempts: self.arrival.attempts }
    }

    #[inline]
    pub(crate) fn into_body<T, E: ErrorBody>(
        self,
        decode: fn(&RawResponse) -> Result<T, DecodeError>,
    ) -> Result<T, Error<E>> {
        decode(&self.arrival.response).map_err(|error| Error::new(self.undecodable(error)))
    }

    #[inline]
    pub(crate) fn into_typed<T, E: ErrorBody, H>(
        self,
        decode: fn(&RawResponse) -> Result<T, DecodeError>,
    ) -> Result<Response<T, H>, Error<E>> {
        match decode(&self.arrival.response) {
            Ok(body) => {
                let RawResponse { status, headers, .. } = self.arrival.response;
                Ok(Response { status, headers, body, declared: std::marker::PhantomData })
            }
            Err(error) => Err(Error::new(self.undecodable(error))),
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn undecodable(self, error: DecodeError) -> AnyError {
        let context = self.context(&self.url());
        AnyError::undecodable(context, self.arrival.response, error)
    }
}
