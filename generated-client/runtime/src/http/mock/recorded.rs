//! Requests as the mock got them.

use std::{fmt, future::poll_fn, io, pin::Pin};

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use futures_core::Stream;
use serde_core::de::DeserializeOwned;
use url::Url;

use crate::http::{DecodeError, RawResponse, RequestBody, TransportRequest};

/// How many bytes are kept of a body that comes piece by piece.
pub(super) const KEPT: usize = 16 * 1024 * 1024;

/// A request that came. Secrets in it are there to be looked at: unlike everything else here, it hides nothing from
/// its accessors, but `Debug` prints no values.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(super) operation: Option<&'static str>,
    pub(super) method: ::http::Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// By a mock behind a port.
    pub(super) came_over_the_wire: bool,
    pub(super) body_length: u64,
}

impl RecordedRequest {
    /// Takes the request as a server would: a body from a file or a stream is read to its end.
    pub(super) async fn new(request: TransportRequest) -> io::Result<Self> {
        let TransportRequest { method, url, headers, body, .. } = request;
        let (body, body_length) = match &body {
            None => (Bytes::new(), 0),
            Some(body) => taken(body).await?,
        };
        Ok(Self { operation: None, method, url, headers, body, body_length, came_over_the_wire: false })
    }

    /// The `operationId` of the expectation that answered it; `None` where there was none.
    pub fn operation_id(&self) -> Option<&'static str> {
        self.operation
    }

    /// The method, `GET`.
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The address as it was sent.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The path as it was sent, percent-encoded, with the path of the base URL.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// Names and values of the query, decoded, in order.
    pub fn query(&self) -> Vec<(String, String)> {
        self.url.query_pairs().into_owned().collect()
    }

    /// The first value of a query parameter, decoded.
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bytes of the body; empty where there was none. Of one that came piece by piece, from a file or a stream, these
    /// are the first 16 MiB.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How many bytes the body had, kept or not.
    pub fn body_length(&self) -> u64 {
        self.body_length
    }

    /// The body as text, with a mark for what is no UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON of a type, for example one of the generated models.
    ///
    /// # Errors
    /// It is no JSON, or not of this type; the error names the place.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        RawResponse::new(StatusCode::OK, HeaderMap::new(), self.body.clone()).json()
    }

    /// Method, path and query on one line.
    pub(super) fn line(&self) -> String {
        line(&self.method, &self.url)
    }
}

/// The beginning of a body, and the length of the whole.
async fn taken(body: &RequestBody) -> io::Result<(Bytes, u64)> {
    if let Some(bytes) = body.as_bytes().filter(|_| !body.is_streamed()) {
        return Ok((bytes.clone(), bytes.len() as u64));
    }
    let mut chunks = body.open().await?;
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(piece) = poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
        let piece = piece?;
        length += piece.len() as u64;
        kept.extend_from_slice(&piece[..piece.len().min(KEPT - kept.len())]);
    }
    Ok((kept.into(), length))
}

/// Method, path and query on one line.
pub(super) fn line(method: &::http::Method, url: &Url) -> String {
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{method} {}{query}", url.path())
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body_length))
            .finish_non_exhaustive()
    }
}
