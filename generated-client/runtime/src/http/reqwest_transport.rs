//! The transport over reqwest.

#[cfg(target_arch = "wasm32")]
mod browser;

#[cfg(not(target_arch = "wasm32"))]
use std::{
    future::ready,
    pin::{Pin, pin},
    task::{Context as TaskContext, Poll},
};

use ::http::{HeaderMap, StatusCode};
#[cfg(not(target_arch = "wasm32"))]
use bytes::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use futures_core::Stream;
use url::Url;

#[cfg(not(target_arch = "wasm32"))]
use super::{
    BoxFuture, RequestBody, ResponseBody, Transport, TransportRequest, TransportResponse,
    body::{Fault, HyperBody},
    clock,
};
use super::{TransportError, TransportErrorKind, address::share_origin, builder::BuildError};

/// A client of the caller's that took the request to another origin by itself: that must not stay unnoticed, since
/// API keys in headers went along.
#[cfg(not(target_arch = "wasm32"))]
const FOLLOWED: &str = "the HTTP client followed a redirect to another origin by itself; build it with \
                        `redirect(Policy::none())`";
/// Nobody asks a browser not to follow redirects, and it tells where it has been led only afterwards.
#[cfg(target_arch = "wasm32")]
const FOLLOWED: &str = "the browser followed a redirect to another origin by itself";

/// Sends requests with a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    http: reqwest::Client,
    /// It was made by the caller, or by a platform that does not ask, and may go elsewhere by itself.
    may_follow: bool,
}

impl ReqwestTransport {
    /// A transport over a client, which must not follow redirects itself.
    pub fn new(client: reqwest::Client) -> Self {
        Self { http: client, may_follow: true }
    }

    /// Redirects are followed above the transport, where it is known which headers are credentials; a `Referer`
    /// would carry the query of one address to another.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn build(http: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        install_crypto();
        let http = http.redirect(reqwest::redirect::Policy::none()).referer(false);
        let http = http.build().map_err(|error| BuildError::http(&error))?;
        Ok(Self { http, may_follow: false })
    }

    /// The browser decides about connections and redirects.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn build(http: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        http.build().map(Self::new).map_err(|error| BuildError::http(&error))
    }
}

/// TLS by ring, unless the program has chosen another provider of cryptography: ring builds in a tenth of the
/// time of the one that is reqwest's default, and needs no other tools.
#[cfg(not(target_arch = "wasm32"))]
fn install_crypto() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may have come first; then its choice holds.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Transport for ReqwestTransport {
    /// What is large is passed on as it came, and neither borrowed nor kept, either of which would copy it: all this is on
    /// the stack while the request is begun.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        if !clock::has_timers() {
            return homeless();
        }
        let TransportRequest { body: None, .. } = request else { return self.send_with(request) };
        let mut home = None;
        let sent = self.http.execute(self.without_body(request, &mut home));
        Box::pin(async move { answered(sent.await, home, failed) })
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl ReqwestTransport {
    /// The request as the HTTP client has it. Its address goes to `home`, too, where the client may follow redirects.
    #[inline(never)]
    fn without_body(&self, request: TransportRequest, home: &mut Option<Box<Url>>) -> reqwest::Request {
        let TransportRequest { method, url, headers, timeout, .. } = request;
        *home = self.may_follow.then(|| Box::new(url.clone()));
        let mut outgoing = reqwest::Request::new(method, url);
        *outgoing.headers_mut() = headers;
        // Even none would be kept in a map of its own.
        if timeout.is_some() {
            *outgoing.timeout_mut() = timeout;
        }
        outgoing
    }

    /// Apart, since it is large and most requests have no body.
    #[inline(never)]
    fn send_with(
        &self,
        mut request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = request.body.take();
        let mut home = None;
        let mut outgoing = self.without_body(request, &mut home);
        Box::pin(async move {
            let fault = Fault::default();
            if let Some(body) = body {
                *outgoing.body_mut() = Some(outgoing_body(&body, &fault).await?);
            }
            let unread = |error| TransportError::new(TransportErrorKind::Body, error);
            let sent = self.http.execute(outgoing).await;
            let why = |error| fault.take().map_or_else(|| failed(error), unread);
            answered(sent, home, why)
        })
    }
}

/// Outside of tokio, where the HTTP client panics.
#[cfg(not(target_arch = "wasm32"))]
#[cold]
fn homeless<'a>() -> BoxFuture<'a, Result<TransportResponse, TransportError>> {
    let why = "the HTTP client works in a runtime of tokio only, and there is none";
    Box::pin(ready(Err(TransportError::new(TransportErrorKind::Other, why))))
}

/// The response to a request for an address at `home`, which may have been taken elsewhere where there is one. Its body comes
/// piece by piece.
#[cfg(not(target_arch = "wasm32"))]
#[inline(never)]
fn answered(
    sent: reqwest::Result<reqwest::Response>,
    home: Option<Box<Url>>,
    why: impl FnOnce(reqwest::Error) -> TransportError,
) -> Result<TransportResponse, TransportError> {
    let mut response = sent.map_err(why)?;
    let (status, headers) = head(&mut response, home)?;
    Ok(TransportResponse { status, headers, body: ResponseBody::Chunks(Box::pin(Chunks(response))) })
}

fn head(
    response: &mut reqwest::Response,
    home: Option<Box<Url>>,
) -> Result<(StatusCode, HeaderMap), TransportError> {
    if home.is_some_and(|home| !share_origin(response.url(), &home)) {
        return Err(TransportError::new(TransportErrorKind::Other, FOLLOWED));
    }
    Ok((response.status(), std::mem::take(response.headers_mut())))
}

/// Bytes as they are, everything else piece by piece.
#[cfg(not(target_arch = "wasm32"))]
async fn outgoing_body(body: &RequestBody, fault: &Fault) -> Result<reqwest::Body, TransportError> {
    match body.as_bytes() {
        Some(bytes) if !body.is_streamed() => Ok(bytes.clone().into()),
        Some(_) | None => {
            let unreadable = |error| TransportError::new(TransportErrorKind::Body, error);
            let chunks = body.open().await.map_err(unreadable)?;
            Ok(reqwest::Body::wrap(HyperBody::new(chunks, fault.clone())))
        }
    }
}

/// The body, piece by piece.
#[cfg(not(target_arch = "wasm32"))]
struct Chunks(reqwest::Response);

#[cfg(not(target_arch = "wasm32"))]
impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        // What waits for a piece keeps nothing that would be lost with it: all is in the response.
        let piece = pin!(self.0.chunk());
        piece.poll(context).map(|piece| piece.map_err(failed).transpose())
    }
}

/// The address is taken out: its query may hold a key.
#[cfg(not(target_arch = "wasm32"))]
#[cold]
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error)
}
