//! A request with everything in its place: arguments and credentials are checked before anything is sent.
//!
//! In: what the caller said. Out: address and credentials, and headers for every attempt; or what is wrong with them.

use std::time::Duration;

use ::http::{
    HeaderMap, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, USER_AGENT},
};
use ::url::Url;
use bytes::Bytes;

use super::url;
use crate::http::{
    ErrorKind, RawResponse, RequestBody, TransportResponse,
    arriving::Arriving,
    auth::{self, Prepared, append_cookie},
    client::Settings,
    error::Context,
    few::Few,
    idempotency::Key,
    request::Draft,
};

/// A request with everything in its place, to be sent as often as needed.
pub(super) struct Plan<'d> {
    pub(super) draft: &'d Draft,
    pub(super) method: Method,
    /// The caller has named the origin of the address.
    pub(super) is_home: bool,
    pub(super) key: Key,
    pub(super) credentials: Few<&'d Prepared>,
}

impl<'d> Plan<'d> {
    pub(super) fn settings(&self) -> &'d Settings {
        self.draft.client.settings()
    }

    pub(super) fn body(&self) -> Option<&'d RequestBody> {
        self.draft.body.as_ref().map(|body| &body.body)
    }

    /// How long the call may take with all its attempts. What is sent piece by piece takes the time that it takes; the client's usual
    /// bounds are for short calls.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let usual = || self.settings().deadline.filter(|_| !self.is_streamed());
        self.draft.rare().and_then(|rare| rare.deadline).or_else(usual)
    }

    /// What is sent is sent piece by piece.
    pub(super) fn is_streamed(&self) -> bool {
        self.body().is_some_and(RequestBody::is_streamed)
    }

    /// The address once more.
    pub(super) fn url(&self) -> Url {
        address_again(self.draft)
    }

    /// What is sent can be sent again.
    pub(super) fn is_replayable(&self) -> bool {
        self.body().is_none_or(RequestBody::is_replayable)
    }

    /// What is sent to the origin of the address, without credentials. A server that only the document names gets what belongs to
    /// the operation, and nothing of the client's.
    pub(super) fn headers(&self) -> HeaderMap {
        let (draft, general) = (self.draft, &self.settings().headers);
        // With room for what comes now, and for a credential.
        let rare = draft.rare();
        let own = rare.map_or(0, |rare| rare.headers.len());
        let mut headers = HeaderMap::with_capacity(general.len() + own + 3);
        headers.insert(ACCEPT, draft.accept.clone());
        for (name, value) in general.iter().filter(|(name, _)| self.is_home || *name == USER_AGENT) {
            headers.insert(name, value.clone());
        }
        if let Some(body) = &draft.body {
            headers.insert(CONTENT_TYPE, body.media_type.clone());
        }
        if let Some(rare) = rare {
            for (name, value) in &rare.headers {
                headers.insert(name, value.clone());
            }
            for (name, value) in rare.cookies.all() {
                append_cookie(&mut headers, &format!("{name}={value}"));
            }
        }
        if let Key::Made(key) = &self.key {
            headers.insert(key.0.clone(), key.1.clone());
        }
        headers
    }

    /// Whether the response is a successful one.
    pub(super) fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || (status.is_redirection() && !self.draft.operation.follows_redirects())
    }

    /// Whether the body of a response is to be read piece by piece.
    pub(super) fn leaves_open(&self, response: &TransportResponse) -> bool {
        self.draft.opens.filter(|_| self.is_success(response.status)).is_some_and(|opens| {
            opens(&RawResponse::new(response.status, response.headers.clone(), Bytes::new()))
        })
    }

    /// The response, its body still to come.
    pub(super) fn left_open(&self, response: TransportResponse, url: &Url) -> RawResponse {
        let TransportResponse { status, headers, body } = response;
        let operation = self.draft.operation;
        let context = Context { operation, path: operation.shown_path(url), attempts: 0 };
        RawResponse::arriving(Arriving::new(body, status, headers, context))
    }
}

/// Checks arguments and credentials and puts everything in its place; the address is for the first request.
pub(super) fn plan(draft: &Draft) -> Result<(Plan<'_>, Url), (ErrorKind, String)> {
    let invalid = |message: String| (ErrorKind::InvalidRequest, message);
    let settings = draft.client.settings();
    let operation = draft.operation;
    let method = operation.method().to_http().ok_or_else(|| invalid("the method is not valid".to_owned()))?;
    let url = address(draft).map_err(invalid)?;
    let is_home = settings.is_home(&url);
    let own = draft.rare().map(|rare| &rare.headers);
    // What the caller gives for this call replaces what the client has for all.
    let credentials = auth::select(operation.auth_alternatives(), &settings.credentials, own)
        .map_err(|message| (ErrorKind::MissingCredential, message))?;
    if !is_home && !credentials.is_empty() {
        let origin = url.origin().ascii_serialization();
        let message = format!(
            "the document serves it at {origin}, which is not the origin of the base URL; credentials go there after \
             `operation_server` on the builder"
        );
        return Err((ErrorKind::MissingCredential, message));
    }
    Ok((Plan { draft, method, is_home, key: Key::Absent, credentials }, url))
}

/// The address of a request that was sent, once more: the first attempt gives it away, and most calls do without it from then
/// on.
#[inline(never)]
pub(crate) fn address_again(draft: &Draft) -> Url {
    address(draft).unwrap_or_else(|_| draft.client.base_url().clone())
}

/// Where the request goes, without credentials. The error says which argument cannot be sent.
pub(crate) fn address(draft: &Draft) -> Result<Url, String> {
    let rare = draft.rare();
    if let Some(fault) = rare.and_then(|rare| rare.fault.as_ref()) {
        return Err(fault.to_string());
    }
    if let Some(target) = rare.and_then(|rare| rare.target.as_ref()) {
        return Ok(target.clone());
    }
    let base = draft.client.settings().base_of(draft.operation)?;
    let query_string = rare.and_then(|rare| rare.query_string.as_deref());
    url::of(&base, draft.operation.path_template(), &draft.path, draft.query.all(), query_string)
}
