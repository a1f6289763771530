//! A request with everything in its place: arguments and credentials are checked before anything is sent.
//!
//! In: what the caller said. Out: address, headers, body and credentials, or what is wrong with them.

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
    request::Draft,
};

/// A request with everything in its place, to be sent as often as needed.
pub(super) struct Plan<'d> {
    pub(super) settings: &'d Settings,
    pub(super) method: Method,
    pub(super) url: Url,
    /// The caller has named the origin of `url`.
    pub(super) is_home: bool,
    /// What is sent to the origin of `url`, without credentials.
    pub(super) headers: HeaderMap,
    pub(super) body: Option<RequestBody>,
    pub(super) credentials: Vec<&'d Prepared>,
    pub(super) follow_redirects: bool,
    /// Which successful responses are given out before their body is there.
    opens: Option<fn(&RawResponse) -> bool>,
    /// Who reads such a body.
    pub(super) context: Context,
}

impl Plan<'_> {
    /// Whether the body of a response is to be read piece by piece.
    pub(super) fn leaves_open(&self, response: &TransportResponse) -> bool {
        self.opens.filter(|_| is_success(response.status, self.follow_redirects)).is_some_and(|opens| {
            opens(&RawResponse::new(response.status, response.headers.clone(), Bytes::new()))
        })
    }

    /// The response, its body still to come.
    pub(super) fn left_open(&self, response: TransportResponse, url: &Url) -> RawResponse {
        let TransportResponse { status, headers, body } = response;
        let path = self.context.operation.shown_path(url);
        let context = Context { path, ..self.context.clone() };
        RawResponse::arriving(Arriving::new(body, status, headers, context))
    }
}

/// Checks arguments and credentials and puts everything in its place.
pub(super) fn plan(draft: &Draft) -> Result<Plan<'_>, (ErrorKind, String)> {
    let invalid = |message: String| (ErrorKind::InvalidRequest, message);
    let settings = draft.client.settings();
    let operation = draft.operation;
    let method = operation.method().to_http().ok_or_else(|| invalid("the method is not valid".to_owned()))?;
    let url = address(draft).map_err(invalid)?;
    let is_home = settings.is_home(&url);
    // What the caller gives for this call replaces what the client has for all.
    let credentials = auth::select(operation.auth_alternatives(), &settings.credentials, &draft.headers)
        .map_err(|message| (ErrorKind::MissingCredential, message))?;
    let mut headers = settings.headers.clone();
    // A server that only the document names gets what belongs to the operation, and nothing of the client's.
    if !is_home {
        if !credentials.is_empty() {
            let origin = url.origin().ascii_serialization();
            let message = format!(
                "the document serves it at {origin}, which is not the origin of the base URL; credentials go there after \
                 `operation_server` on the builder"
            );
            return Err((ErrorKind::MissingCredential, message));
        }
        let agent = headers.remove(USER_AGENT);
        headers = agent.into_iter().map(|agent| (USER_AGENT, agent)).collect();
    }
    headers.entry(ACCEPT).or_insert_with(|| draft.accept.clone());
    if let Some(body) = &draft.body {
        headers.insert(CONTENT_TYPE, body.media_type.clone());
    }
    for (name, value) in &draft.headers {
        headers.insert(name.clone(), value.clone());
    }
    for (name, value) in draft.cookies.all() {
        append_cookie(&mut headers, &format!("{name}={value}"));
    }
    let body = draft.body.as_ref().map(|body| body.body.clone());
    let follow_redirects = operation.follows_redirects();
    let context = Context { operation, path: operation.path_template().into(), attempts: 0 };
    let opens = draft.opens;
    Ok(Plan { settings, method, url, is_home, headers, body, credentials, follow_redirects, opens, context })
}

/// Where the request goes, without credentials. The error says which argument cannot be sent.
pub(crate) fn address(draft: &Draft) -> Result<Url, String> {
    if let Some(fault) = &draft.fault {
        return Err(fault.to_string());
    }
    if let Some(target) = &draft.target {
        return Ok(target.clone());
    }
    let base = draft.client.settings().base_of(draft.operation)?;
    let query_string = draft.query_string.as_deref();
    url::of(&base, draft.operation.path_template(), &draft.path, draft.query.all(), query_string)
}

pub(super) fn is_success(status: StatusCode, follow_redirects: bool) -> bool {
    status.is_success() || (status.is_redirection() && !follow_redirects)
}
