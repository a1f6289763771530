//! One attempt: the request, the redirects that it leads to, and the body of the last response.

use std::{error::Error as StdError, time::Duration};

use ::http::{
    HeaderMap, Method,
    header::{ACCEPT, CONTENT_LENGTH, USER_AGENT},
};
use ::url::Url;
use bytes::{Bytes, BytesMut};

use super::plan::Plan;
use crate::http::{
    AuthScheme, ErrorKind, RawResponse, ResponseBody, TokenError, TransportError, TransportErrorKind,
    TransportRequest, TransportResponse,
    auth::Ready,
    clock::{self, Activity},
    redirect::{self, Redirect},
};

/// How many redirects are followed in one attempt.
const MAX_REDIRECTS: u32 = 10;

/// The response that an attempt ended with.
pub(crate) struct Arrival {
    pub(crate) response: RawResponse,
    /// Where it came from.
    pub(super) url: Url,
    /// The credentials were in the request that it answers.
    pub(super) had_credentials: bool,
    /// It answers the request that was meant, at this address or another, and not the GET for what came of it.
    pub(super) is_direct: bool,
}

/// Why an attempt gave no complete response.
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// There was no connection, so that another attempt does no harm where one may be made.
    pub(super) unconnected: bool,
    /// Status and headers, where they arrived.
    pub(crate) response: Option<RawResponse>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    #[cold]
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), unconnected: false, response: None, source: None }
    }

    #[cold]
    pub(super) fn timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("no complete answer within {limit:?}"))
    }

    #[cold]
    pub(super) fn token(scheme: &AuthScheme, error: &TokenError) -> Self {
        Self::new(ErrorKind::Token, format!("there is no token for {scheme}: {error}"))
    }

    #[cold]
    fn transport(error: TransportError, url: &Url, was_redirected: bool) -> Self {
        let origin = url.origin().ascii_serialization();
        let unconnected = error.kind() == TransportErrorKind::Connect;
        let (kind, message) = match error.kind() {
            TransportErrorKind::Connect if was_redirected => {
                (ErrorKind::Transport, format!("it was redirected, and there is no connection to {origin}"))
            }
            TransportErrorKind::Connect => (ErrorKind::Connect, format!("no connection to {origin}")),
            TransportErrorKind::Timeout => (ErrorKind::Timeout, format!("no answer from {origin} in time")),
            TransportErrorKind::Body => {
                (ErrorKind::File, "the body of the request cannot be read".to_owned())
            }
            TransportErrorKind::Other => (ErrorKind::Transport, format!("the connection to {origin} broke")),
        };
        Self { unconnected, source: Some(error.into_source()), ..Self::new(kind, message) }
    }

    /// There is no token for another attempt: what the server said to the one before is told, and why it stays at that.
    #[cold]
    pub(super) fn after(self, answer: RawResponse) -> Self {
        let source = Some(self.message.into());
        Self { response: Some(answer), source, ..Self::new(ErrorKind::Status, "") }
    }
}

/// Sends the request and follows redirects. Credentials and everything else that the caller or the document
/// put into the request go to the origin of its address only, which was checked to be one that may have them; once an
/// attempt has left it, they stay out.
pub(super) async fn attempt(
    plan: &Plan<'_>,
    own: &HeaderMap,
    credentials: &[Ready<'_>],
    limit: Option<Duration>,
    activity: Option<&Activity>,
) -> Result<Arrival, Failure> {
    let settings = plan.settings;
    let mut method = plan.method.clone();
    let mut url = plan.url.clone();
    let mut body = plan.body.clone();
    if let (Some(body), Some(activity)) = (&mut body, activity) {
        body.watch(activity);
    }
    let mut at_home = true;
    let mut is_direct = true;
    let mut redirects = 0;
    loop {
        let mut headers = if at_home { own.clone() } else { public(own) };
        for credential in credentials {
            if at_home {
                credential.apply(&mut headers, &mut url);
            } else {
                credential.strip(&mut url);
            }
        }
        if body.is_none() {
            headers.remove(::http::header::CONTENT_TYPE);
        }
        let timeout = if clock::has_timers() { None } else { limit };
        let request = TransportRequest {
            method: method.clone(),
            url: url.clone(),
            headers,
            body: body.clone(),
            timeout,
        };
        let sent = settings.transport.send(request).await;
        let response = sent.map_err(|error| Failure::transport(error, &url, redirects > 0))?;
        if plan.follow_redirects {
            let operation = plan.context.operation;
            match redirect::of(operation, response.status, &response.headers, &url, &method, body.is_some()) {
                Redirect::No => {}
                Redirect::Refused(reason) => {
                    let response = RawResponse::new(response.status, response.headers, Bytes::new());
                    return Err(Failure {
                        response: Some(response),
                        ..Failure::new(ErrorKind::Redirect, reason)
                    });
                }
                Redirect::To { url: target, .. } if !credentials.is_empty() && is_upgrade(&url, &target) => {
                    return Err(Failure::new(ErrorKind::Redirect, UPGRADE));
                }
                Redirect::To { .. } if redirects == MAX_REDIRECTS => {
                    let message = format!("it was redirected more than {MAX_REDIRECTS} times");
                    return Err(Failure::new(ErrorKind::Redirect, message));
                }
                Redirect::To { url: target, as_get } => {
                    if !as_get && body.as_ref().is_some_and(|body| !body.is_replayable()) {
                        let message = "it was redirected, and its body cannot be sent twice";
                        return Err(Failure::new(ErrorKind::Redirect, message));
                    }
                    redirects += 1;
                    at_home &= target.origin() == plan.url.origin();
                    url = target;
                    if as_get {
                        is_direct = false;
                        method = Method::GET;
                        body = None;
                    }
                    continue;
                }
            }
        }
        let response = if plan.leaves_open(&response) {
            plan.left_open(response, &url)
        } else {
            read(response, &method, settings.max_response_bytes, &url).await?
        };
        return Ok(Arrival { response, url, had_credentials: at_home, is_direct });
    }
}

/// The server wants the same by https. Credentials would not go there, and did go over a line that anybody can read.
const UPGRADE: &str = "it redirects from http to https; begin the base URL with https://";

fn is_upgrade(from: &Url, to: &Url) -> bool {
    from.scheme() == "http" && to.scheme() == "https" && from.host() == to.host()
}

/// What another origin may see: what is wanted, and from whom.
fn public(headers: &HeaderMap) -> HeaderMap {
    [ACCEPT, USER_AGENT]
        .into_iter()
        .filter_map(|name| {
            let value = headers.get(&name)?.clone();
            Some((name, value))
        })
        .collect()
}

/// Reads the body up to the limit. Failures keep status and headers.
async fn read(
    response: TransportResponse,
    method: &Method,
    limit: usize,
    url: &Url,
) -> Result<RawResponse, Failure> {
    let TransportResponse { status, headers, body } = response;
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let read = if *method != Method::HEAD && announced.is_some_and(|length| length > limit) {
        Err(too_large(limit))
    } else {
        collect(body, limit, url).await
    };
    match read {
        Ok(body) => Ok(RawResponse::new(status, headers, body)),
        Err(failure) => {
            let response = RawResponse::new(status, headers, Bytes::new());
            Err(Failure { response: Some(response), ..failure })
        }
    }
}

async fn collect(body: ResponseBody, limit: usize, url: &Url) -> Result<Bytes, Failure> {
    let mut chunks = match body {
        ResponseBody::Bytes(bytes) if bytes.len() > limit => return Err(too_large(limit)),
        ResponseBody::Bytes(bytes) => return Ok(bytes),
        ResponseBody::Chunks(chunks) => chunks,
    };
    let mut whole = BytesMut::new();
    let mut first = Bytes::new();
    while let Some(chunk) = chunks.next().await.map_err(|error| broken(error, url))? {
        if whole.len() + first.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        if whole.is_empty() && first.is_empty() {
            first = chunk;
        } else {
            whole.extend_from_slice(&std::mem::take(&mut first));
            whole.extend_from_slice(&chunk);
        }
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

#[cold]
fn too_large(limit: usize) -> Failure {
    Failure::new(ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"))
}

#[cold]
fn broken(error: TransportError, url: &Url) -> Failure {
    let failure = Failure::transport(error, url, false);
    match failure.kind {
        ErrorKind::Timeout => failure,
        _ => Failure {
            kind: ErrorKind::Transport,
            message: "the body did not arrive as a whole".to_owned(),
            unconnected: false,
            ..failure
        },
    }
}
