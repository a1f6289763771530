//! Requests as the mock got them.

use std::fmt;

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_core::de::DeserializeOwned;
use url::Url;

use crate::http::{DecodeError, RawResponse, TransportRequest};

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
}

impl RecordedRequest {
    pub(super) fn new(request: TransportRequest) -> Self {
        let body = request.body.as_ref().and_then(|body| body.as_bytes()).cloned().unwrap_or_default();
        let TransportRequest { method, url, headers, .. } = request;
        Self { operation: None, method, url, headers, body, came_over_the_wire: false }
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

    /// The bytes of the body; empty where there was none.
    pub fn body(&self) -> &Bytes {
        &self.body
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
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
