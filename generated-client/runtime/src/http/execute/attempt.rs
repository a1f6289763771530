//! One attempt: the request, the redirects that it leads to, and the body of the last response.

use std::{
    error::Error as StdError,
    future::poll_fn,
    task::{Context as TaskContext, Poll, ready},
    time::Duration,
};

use ::http::{
    HeaderMap, Method,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT},
};
use ::url::Url;
use bytes::Bytes;

use super::{
    plan::Plan,
    reading::{Gathered, Reading},
};
use crate::http::{
    AuthScheme, BoxFuture, ErrorKind, RawResponse, RequestBody, TokenError, TransportError,
    TransportErrorKind, TransportRequest, TransportResponse,
    address::share_origin,
    auth::Ready,
    redirect::{self, Redirect},
};

/// How many redirects are followed in one attempt.
const MAX_REDIRECTS: u32 = 10;

/// The response that an attempt ended with. It is passed on boxed, as it is large.
pub(crate) struct Arrival {
    pub(crate) response: RawResponse,
    /// Where it came from, if that is another address than the one that was meant.
    pub(crate) redirected: Option<Box<Url>>,
    /// The credentials were in the request that it answers.
    pub(super) had_credentials: bool,
    /// It answers the request that was meant, at this address or another, and not the GET for what came of it.
    pub(super) is_direct: bool,
    /// How many attempts there were, once it is the end of a call.
    pub(crate) attempts: u32,
}

impl Arrival {
    /// Its body has not arrived.
    #[cold]
    #[inline(never)]
    fn broken(&self, plan: &Plan<'_>, error: TransportError) -> Box<Failure> {
        let url = self.redirected.as_deref().cloned().unwrap_or_else(|| plan.url());
        let mut failure = Failure::transport(error, &url, false);
        if failure.kind != ErrorKind::Timeout {
            failure.kind = ErrorKind::Transport;
            "the body did not arrive as a whole".clone_into(&mut failure.message);
            failure.unconnected = false;
        }
        failure
    }
}

/// Why an attempt gave no complete response.
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    /// There was no connection, or no token for now, so that another attempt does no harm where one may be made.
    pub(super) unconnected: bool,
    /// Status and headers, where they arrived.
    pub(crate) response: Option<RawResponse>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Failure {
    /// Boxed, since it is large, rare, and passed on by everything that usually succeeds.
    #[cold]
    fn new(kind: ErrorKind, message: impl Into<String>) -> Box<Self> {
        let message = message.into();
        Box::new(Self { kind, message, unconnected: false, response: None, source: None })
    }

    fn with_response(mut self: Box<Self>, response: RawResponse) -> Box<Self> {
        self.response = Some(response);
        self
    }

    #[cold]
    pub(super) fn timeout(missing: &str, limit: Duration) -> Box<Self> {
        Self::new(ErrorKind::Timeout, format!("no {missing} within {limit:?}"))
    }

    #[cold]
    pub(super) fn token(scheme: &AuthScheme, error: &TokenError) -> Box<Self> {
        let mut failure = Self::new(ErrorKind::Token, format!("there is no token for {scheme}: {error}"));
        failure.unconnected = error.is_temporary();
        failure
    }

    #[cold]
    fn transport(error: TransportError, url: &Url, was_redirected: bool) -> Box<Self> {
        let origin = url.origin().ascii_serialization();
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
        let mut failure = Self::new(kind, message);
        failure.unconnected = error.kind() == TransportErrorKind::Connect;
        let source = error.into_source();
        #[cfg(feature = "mock")]
        if source.is::<crate::http::mock::Unexpected>() {
            failure.message = source.to_string();
            return failure;
        }
        failure.source = Some(source);
        failure
    }

    /// There is no token for another attempt: what the server said to the one before is told, and why it stays at that.
    #[cold]
    pub(super) fn after(self, answer: RawResponse) -> Box<Self> {
        let mut failure = Self::new(ErrorKind::Status, "").with_response(answer);
        failure.source = Some(self.message.into());
        failure
    }
}

/// What all requests of an attempt are made of.
pub(super) struct Sending<'a, 'p> {
    pub(super) plan: &'a Plan<'p>,
    /// Headers instead of those of the plan.
    pub(super) own: Option<&'a HeaderMap>,
    pub(super) body: Option<&'a RequestBody>,
    /// For the transport to keep, where nobody else does.
    pub(super) timeout: Option<Duration>,
}

/// Sends the request and follows redirects. Credentials and everything else that the caller or the document
/// put into the request go to the origin of its address only, which was checked to be one that may have them; once an
/// attempt has left it, they stay out. `url` is the address until a request takes it.
#[expect(clippy::manual_async_fn, reason = "an `async fn` keeps its arguments twice")]
pub(super) fn attempt(
    sending: &Sending<'_, '_>,
    url: &mut Option<Url>,
    credentials: &[Ready<'_>],
) -> impl Future<Output = Result<Box<Arrival>, Box<Failure>>> {
    async move {
        let plan = sending.plan;
        let mut way = Way { body: sending.body, target: None, at_home: true, is_direct: true, redirects: 0 };
        let (mut arrival, mut reading) = loop {
            let mut sent = {
                let at_home = way.at_home.then_some(credentials);
                plan.settings().transport.send(request(sending, url, at_home, &way))
            };
            let led = poll_fn(|context| way.poll(plan, credentials, &mut sent, context));
            match led.await? {
                Led::On => {}
                Led::Open(arrival) => return Ok(arrival),
                Led::Here(arrival, reading) => break (arrival, reading),
            }
        };
        let broken = |error| arrival.broken(plan, error);
        match poll_fn(|context| reading.poll(context, broken)).await {
            Ok(body) => {
                arrival.response.body = body;
                Ok(arrival)
            }
            Err(failure) => Err(failure.with_response(arrival.response)),
        }
    }
}

/// Where an attempt has been led so far.
struct Way<'a> {
    body: Option<&'a RequestBody>,
    /// Another address than the one that was meant.
    target: Option<Box<Url>>,
    /// It has not left the origin of the address that was meant.
    at_home: bool,
    is_direct: bool,
    redirects: u32,
}

/// What follows from a response.
enum Led {
    /// There is another address to ask.
    On,
    /// The last response, with its body or with one that is not waited for.
    Open(Box<Arrival>),
    /// The last response, and its body, which is still to be read.
    Here(Box<Arrival>, Reading),
}

impl Way<'_> {
    /// The address that is asked.
    fn url(&self, plan: &Plan<'_>) -> Url {
        self.target.as_deref().cloned().unwrap_or_else(|| plan.url())
    }

    fn method<'p>(&self, plan: &'p Plan<'_>) -> &'p Method {
        if self.is_direct { &plan.method } else { &Method::GET }
    }

    /// Waits for a response. Apart from what sends the request, whose stack is smaller for it.
    #[inline(never)]
    fn poll(
        &mut self,
        plan: &Plan<'_>,
        credentials: &[Ready<'_>],
        sent: &mut BoxFuture<'_, Result<TransportResponse, TransportError>>,
        context: &mut TaskContext<'_>,
    ) -> Poll<Result<Led, Box<Failure>>> {
        let sent = ready!(sent.as_mut().poll(context));
        Poll::Ready(self.led(plan, credentials, sent))
    }

    /// Puts a response where it stays.
    #[inline(never)]
    fn led(
        &mut self,
        plan: &Plan<'_>,
        credentials: &[Ready<'_>],
        sent: Result<TransportResponse, TransportError>,
    ) -> Result<Led, Box<Failure>> {
        let mut response = sent.map_err(|error| self.failed(plan, error))?;
        if response.status.is_redirection() && self.follow(plan, credentials, &mut response)? {
            return Ok(Led::On);
        }
        if plan.leaves_open(&response) {
            return Ok(Led::Open(self.opened(plan, response)));
        }
        let TransportResponse { status, headers, body } = response;
        let limit = plan.settings().max_response_bytes;
        let length = headers.get(CONTENT_LENGTH);
        let announced =
            length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok()).unwrap_or_default();
        let response = RawResponse::new(status, headers, Bytes::new());
        if self.method(plan) != Method::HEAD && announced > limit {
            return Err(too_large(limit).with_response(response));
        }
        Ok(Led::Here(
            self.arrived(response),
            Reading { body, announced, limit, gathered: Gathered::One(Bytes::new()) },
        ))
    }

    #[cold]
    #[inline(never)]
    fn failed(&self, plan: &Plan<'_>, error: TransportError) -> Box<Failure> {
        Failure::transport(error, &self.url(plan), self.redirects > 0)
    }

    #[inline(never)]
    fn opened(&mut self, plan: &Plan<'_>, response: TransportResponse) -> Box<Arrival> {
        let response = plan.left_open(response, &self.url(plan));
        self.arrived(response)
    }

    fn arrived(&mut self, response: RawResponse) -> Box<Arrival> {
        let redirected = self.target.take();
        let (had_credentials, is_direct) = (self.at_home, self.is_direct);
        Box::new(Arrival { response, redirected, had_credentials, is_direct, attempts: 0 })
    }

    /// Turns to where a response leads. `false` where it leads nowhere.
    #[cold]
    fn follow(
        &mut self,
        plan: &Plan<'_>,
        credentials: &[Ready<'_>],
        response: &mut TransportResponse,
    ) -> Result<bool, Box<Failure>> {
        let operation = plan.draft.operation;
        if !operation.follows_redirects() {
            return Ok(false);
        }
        let url = self.url(plan);
        let (method, has_body) = (self.method(plan), self.body.is_some());
        match redirect::of(operation, response.status, &response.headers, &url, method, has_body) {
            Redirect::No => Ok(false),
            Redirect::Refused(reason) => {
                let headers = std::mem::take(&mut response.headers);
                let response = RawResponse::new(response.status, headers, Bytes::new());
                Err(Failure::new(ErrorKind::Redirect, reason).with_response(response))
            }
            Redirect::To { url: next, .. } if !credentials.is_empty() && is_upgrade(&url, &next) => {
                Err(Failure::new(ErrorKind::Redirect, UPGRADE))
            }
            Redirect::To { .. } if self.redirects == MAX_REDIRECTS => {
                let message = format!("it was redirected more than {MAX_REDIRECTS} times");
                Err(Failure::new(ErrorKind::Redirect, message))
            }
            Redirect::To { url: mut next, as_get } => {
                if !as_get && self.body.is_some_and(|body| !body.is_replayable()) {
                    let message = "it was redirected, and its body cannot be sent twice";
                    return Err(Failure::new(ErrorKind::Redirect, message));
                }
                self.redirects += 1;
                self.at_home &= share_origin(&next, &plan.url());
                if !self.at_home {
                    for credential in credentials {
                        credential.strip(&mut next);
                    }
                }
                self.target = Some(Box::new(next));
                if as_get {
                    self.is_direct = false;
                    self.body = None;
                }
                Ok(true)
            }
        }
    }
}

/// The next request: with credentials at home, and elsewhere without everything that is not for all to see. The address is
/// taken where it is there.
fn request(
    sending: &Sending<'_, '_>,
    url: &mut Option<Url>,
    at_home: Option<&[Ready<'_>]>,
    way: &Way<'_>,
) -> TransportRequest {
    let plan = sending.plan;
    let mut headers = sending.own.cloned().unwrap_or_else(|| plan.headers());
    let mut url = match &way.target {
        Some(target) => Url::clone(target),
        None => url.take().unwrap_or_else(|| plan.url()),
    };
    match at_home {
        Some(credentials) => {
            for credential in credentials {
                credential.apply(&mut headers, &mut url);
            }
        }
        None => headers = public(&headers),
    }
    if way.body.is_none() {
        headers.remove(CONTENT_TYPE);
    }
    TransportRequest {
        method: way.method(plan).clone(),
        url,
        headers,
        body: way.body.cloned(),
        timeout: sending.timeout,
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

#[cold]
pub(super) fn too_large(limit: usize) -> Box<Failure> {
    Failure::new(ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"))
}
