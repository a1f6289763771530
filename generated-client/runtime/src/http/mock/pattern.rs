//! What a call would send, as a pattern for requests.

use ::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, USER_AGENT},
};
use url::Url;

use super::{RecordedRequest, body::Body, recorded};
use crate::http::{
    ApiClient, ApiKeyLocation, AuthKind, Operation, events::LAST_EVENT_ID, execute,
    param::encode::unreserved, request::Draft,
};

/// What is demanded of a request.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) operation: &'static Operation,
    client: ApiClient,
    /// The path of the operation's server.
    base: String,
    method: ::http::Method,
    /// With query.
    url: Url,
    any_path: bool,
    any_query: bool,
    any_headers: bool,
    headers: HeaderMap,
    cookies: Vec<String>,
    /// The media type of the body, without parameters.
    media_type: Option<String>,
    pub(super) body: Body,
}

/// How far a request is from an expectation, and why.
pub(super) struct Differences {
    /// The smaller, the nearer; 0 for a fit.
    pub(super) distance: usize,
    pub(super) reasons: Vec<String>,
}

impl Pattern {
    /// The error says why the call could not be sent.
    pub(super) fn of(draft: &Draft) -> Result<Self, String> {
        let operation = draft.operation;
        let cookies = draft.rare().into_iter().flat_map(|rare| rare.cookies.all());
        Ok(Self {
            operation,
            client: draft.client.clone(),
            base: draft.client.settings().base_of(operation)?.path().trim_end_matches('/').to_owned(),
            method: operation.method().to_http().ok_or("the method is not valid")?,
            url: execute::address(draft)?,
            any_path: false,
            any_query: false,
            any_headers: false,
            headers: draft.rare().map(|rare| rare.headers.clone()).unwrap_or_default(),
            cookies: cookies.map(|(name, value)| format!("{name}={value}")).collect(),
            media_type: draft.body.as_ref().map(|body| essence(&body.media_type)),
            body: Body::of(draft.body.as_deref()),
        })
    }

    /// Only operation and credentials matter.
    pub(super) fn any_arguments(&mut self) {
        self.any_path = true;
        self.headers.clear();
        self.cookies.clear();
        self.any_headers();
        self.any_query();
        self.any_body();
    }

    /// Headers and cookies that are not demanded do not matter.
    pub(super) fn any_headers(&mut self) {
        self.any_headers = true;
    }

    pub(super) fn any_body(&mut self) {
        self.takes(Body::Any);
    }

    /// Another body, of any media type.
    pub(super) fn takes(&mut self, body: Body) {
        self.media_type = None;
        self.body = body;
    }

    pub(super) fn any_query(&mut self) {
        self.any_query = true;
    }

    pub(super) fn header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Everything in which the request is not as demanded.
    pub(super) fn differences(&self, request: &RecordedRequest) -> Differences {
        let mut distance = 0;
        let mut reasons = Vec::new();
        if request.method != self.method {
            distance += 8;
            reasons.push(format!("the method is {}", request.method));
        }
        if !self.path_fits(request.path()) {
            distance += 4 + unlike_segments(self.url.path(), request.path()) * 4;
            reasons.push(format!("the path is {}", request.path()));
        }
        if !self.any_query {
            let mut url = request.url.clone();
            for credential in &self.client.settings().credentials {
                credential.strip(&mut url);
            }
            let (missing, more) = compared(pairs(&self.url), pairs(&url));
            distance += missing.len() + more.len();
            reasons.extend(missing.iter().map(|pair| format!("the query lacks `{pair}`")));
            reasons.extend(more.iter().map(|pair| format!("`{pair}` in the query was not expected")));
        }
        for (name, value) in &self.headers {
            let sent = request.headers.get(name);
            if sent != Some(value) {
                distance += 1;
                let expected = String::from_utf8_lossy(value.as_bytes());
                reasons.push(match sent {
                    Some(sent) => {
                        let sent = String::from_utf8_lossy(sent.as_bytes());
                        format!("header `{name}` is `{sent}`, and `{expected}` was expected")
                    }
                    None => format!("header `{name}` is missing, `{expected}` was expected"),
                });
            }
        }
        let sent = request.headers.get(COOKIE).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let sent: Vec<_> = sent.iter().flat_map(|line| line.split("; ")).collect();
        for pair in &self.cookies {
            if !sent.contains(&pair.as_str()) {
                distance += 1;
                reasons.push(format!("cookie `{pair}` is missing"));
            }
        }
        for reason in self.unexpected(request, &sent) {
            distance += 1;
            reasons.push(reason);
        }
        let media_type = request.headers.get(CONTENT_TYPE).map(essence);
        if let (Some(expected), Some(sent)) = (&self.media_type, media_type)
            && *expected != sent
        {
            distance += 1;
            reasons.push(format!("the body is {sent}, and {expected} was expected"));
        }
        if let Some(reason) = self.body.difference(request) {
            distance += 1;
            reasons.push(reason);
        }
        Differences { distance, reasons }
    }

    /// Headers and cookies that the expected call would not have. What a program adds that is no client of ours is its own
    /// affair, and nobody can tell what a hook adds.
    fn unexpected(&self, request: &RecordedRequest, cookies: &[&str]) -> Vec<String> {
        let settings = self.client.settings();
        if self.any_headers || request.came_over_the_wire || settings.hooks.request.is_some() {
            return Vec::new();
        }
        let kinds = || settings.credentials.iter().map(|credential| credential.scheme.kind());
        let of_a_credential = |place: ApiKeyLocation, name: &str| {
            kinds().any(|kind| match kind {
                AuthKind::ApiKey { location, name: known } if location == place => match place {
                    ApiKeyLocation::Header => known.eq_ignore_ascii_case(name),
                    ApiKeyLocation::Query | ApiKeyLocation::Cookie => unreserved(known) == name,
                },
                _ => false,
            })
        };
        let usual = [ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, USER_AGENT, LAST_EVENT_ID];
        let key = self.operation.idempotency_header();
        let more_headers = request.headers.keys().filter(|name| {
            !usual.contains(name)
                && !self.headers.contains_key(*name)
                && !settings.headers.contains_key(*name)
                && !key.is_some_and(|key| key.eq_ignore_ascii_case(name.as_str()))
                && !of_a_credential(ApiKeyLocation::Header, name.as_str())
        });
        let more_cookies = cookies.iter().filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !settings.headers.contains_key(COOKIE)
                && !self.headers.contains_key(COOKIE)
                && !self.cookies.iter().any(|known| known == *pair)
                && !of_a_credential(ApiKeyLocation::Cookie, name)
        });
        let headers = more_headers.map(|name| format!("header `{name}` was not expected"));
        headers.chain(more_cookies.map(|pair| format!("cookie `{pair}` was not expected"))).collect()
    }

    fn path_fits(&self, path: &str) -> bool {
        if !self.any_path {
            return self.url.path() == path;
        }
        let template = self.operation.path_template().split(['?', '#']).next().unwrap_or_default();
        let Some(rest) = path.strip_prefix(self.base.as_str()) else { return false };
        let (wanted, given): (Vec<_>, Vec<_>) = (template.split('/').collect(), rest.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(given).all(|(wanted, given)| {
                if wanted.contains('{') { !given.is_empty() } else { *wanted == given }
            })
    }

    /// `stages_list: GET /stages/?page=2`.
    pub(super) fn line(&self) -> String {
        let id = self.operation.id();
        if self.any_path {
            let template = self.operation.path_template();
            return format!("{id}: {} {template} with any arguments", self.method);
        }
        let line = recorded::line(&self.method, &self.url);
        let any = if self.any_query { " with any query" } else { "" };
        format!("{id}: {line}{any}")
    }
}

/// A media type without its parameters.
fn essence(media_type: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(media_type.as_bytes());
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How many segments of two paths are not the same.
fn unlike_segments(left: &str, right: &str) -> usize {
    let (left, right): (Vec<_>, Vec<_>) = (left.split('/').collect(), right.split('/').collect());
    let unlike = left.iter().zip(&right).filter(|(left, right)| left != right).count();
    unlike + left.len().abs_diff(right.len())
}

fn pairs(url: &Url) -> Vec<String> {
    url.query_pairs().map(|(name, value)| format!("{name}={value}")).collect()
}

/// What is in the first list only, and in the second only; the order of pairs does not matter.
fn compared(expected: Vec<String>, mut sent: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut missing = Vec::new();
    for pair in expected {
        match sent.iter().position(|known| *known == pair) {
            Some(at) => drop(sent.remove(at)),
            None => missing.push(pair),
        }
    }
    (missing, sent)
}
