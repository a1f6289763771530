//! The transport over reqwest.

#[cfg(not(target_arch = "wasm32"))]
use super::body::HyperBody;
use super::{
    BoxFuture, RequestBody, ResponseBody, Transport, TransportError, TransportErrorKind, TransportRequest,
    TransportResponse, body::Fault, builder::BuildError,
};

/// A client of the caller's that took the request to another origin by itself: that must not stay unnoticed, since
/// API keys in headers went along.
const FOLLOWED: &str = "the HTTP client followed a redirect to another origin by itself; build it with \
                        `redirect(Policy::none())`";

/// Sends requests with a [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A transport over a client, which must not follow redirects itself.
    pub fn new(client: reqwest::Client) -> Self {
        Self(client)
    }

    /// Redirects are followed above the transport, where it is known which headers are credentials; a `Referer`
    /// would carry the query of one address to another.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn build(http: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        install_crypto();
        let http = http.redirect(reqwest::redirect::Policy::none()).referer(false);
        http.build().map(Self).map_err(|error| BuildError::http(&error))
    }

    /// The browser decides about connections and redirects.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn build(http: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        http.build().map(Self).map_err(|error| BuildError::http(&error))
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

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let origin = request.url.origin();
            let fault = Fault::default();
            let mut outgoing = reqwest::Request::new(request.method, request.url);
            *outgoing.headers_mut() = request.headers;
            *outgoing.body_mut() = match &request.body {
                None => None,
                Some(body) => Some(outgoing_body(body, &fault).await?),
            };
            *outgoing.timeout_mut() = request.timeout;
            let unread = |error| TransportError::new(TransportErrorKind::Body, error);
            let mut response = match self.0.execute(outgoing).await {
                Ok(response) => response,
                Err(error) => return Err(fault.take().map_or_else(|| failed(error), unread)),
            };
            if response.url().origin() != origin {
                return Err(TransportError::new(TransportErrorKind::Other, FOLLOWED));
            }
            Ok(TransportResponse {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
                body: body(response).await?,
            })
        })
    }
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

/// The browser takes a body as a whole.
#[cfg(target_arch = "wasm32")]
async fn outgoing_body(body: &RequestBody, _: &Fault) -> Result<reqwest::Body, TransportError> {
    let whole = body.collect().await;
    whole.map(Into::into).map_err(|error| TransportError::new(TransportErrorKind::Body, error))
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::unused_async, reason = "the other platform has to wait for its body here")]
async fn body(response: reqwest::Response) -> Result<ResponseBody, TransportError> {
    Ok(ResponseBody::Chunks(Box::new(Chunks(response))))
}

#[cfg(target_arch = "wasm32")]
async fn body(response: reqwest::Response) -> Result<ResponseBody, TransportError> {
    response.bytes().await.map(ResponseBody::Bytes).map_err(failed)
}

#[cfg(not(target_arch = "wasm32"))]
struct Chunks(reqwest::Response);

#[cfg(not(target_arch = "wasm32"))]
impl super::ResponseChunks for Chunks {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<bytes::Bytes>, TransportError>> {
        Box::pin(async move { self.0.chunk().await.map_err(failed) })
    }
}

/// The address is taken out: its query may hold a key.
#[cold]
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    #[cfg(not(target_arch = "wasm32"))]
    let connect = error.is_connect();
    #[cfg(target_arch = "wasm32")]
    let connect = false;
    let kind = if connect {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error)
}
