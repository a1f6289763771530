//! What sends requests: a small trait, so that tests and other HTTP stacks can stand in for reqwest.

use std::{error::Error as StdError, fmt, future::poll_fn, pin::Pin, time::Duration};

use ::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use futures_core::Stream;
use url::Url;

use super::RequestBody;

/// A boxed future. It is `Send` on `wasm32`, too, where futures of JavaScript are not: run them with
/// `wasm_bindgen_futures::spawn_local`, and wait here for what they send.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and gives the response, whatever its status.
///
/// A transport does not follow redirects, does not retry and adds no credentials: that is done above it, alike
/// for all transports.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. The future ends when status and headers are there; the body may follow in chunks.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// A request, ready for the wire.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportRequest {
    /// The method.
    pub method: Method,
    /// The address, with query.
    pub url: Url,
    /// All headers but those that the transport makes itself (`Host`, `Content-Length`).
    pub headers: HeaderMap,
    /// The body, if any.
    pub body: Option<RequestBody>,
    /// How long the attempt may take, where that is for the transport to see to: outside of tokio, but for `wasm32`, where
    /// JavaScript has timers.
    pub timeout: Option<Duration>,
}

/// Secrets are in headers, queries and sometimes in the path: only names and the server are printed.
impl fmt::Debug for TransportRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.keys().collect();
        formatter
            .debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("origin", &self.url.origin().ascii_serialization())
            .field("headers", &headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A response as the transport gives it.
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: ResponseBody,
}

/// The body of a response.
pub enum ResponseBody {
    /// It is there.
    Bytes(Bytes),
    /// It arrives piece by piece.
    Chunks(ResponseChunks),
}

/// Pieces of a body: a stream that ends after the last of them.
pub type ResponseChunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The next piece of a body; `None` after the last.
pub(crate) async fn next_chunk(chunks: &mut ResponseChunks) -> Result<Option<Bytes>, TransportError> {
    poll_fn(|context| chunks.as_mut().poll_next(context)).await.transpose()
}

/// Why a request got no response, or not all of it.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// What went wrong, as far as retries care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: nothing was sent.
    Connect,
    /// It took too long.
    Timeout,
    /// The body of the request cannot be read.
    Body,
    /// Everything else; something may have been sent.
    Other,
}

impl TransportError {
    /// An error with its cause, which must not contain the query or headers of the request.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// What went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(crate) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection",
            TransportErrorKind::Timeout => "it took too long",
            TransportErrorKind::Body => "the body cannot be read",
            TransportErrorKind::Other => "the connection broke",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
