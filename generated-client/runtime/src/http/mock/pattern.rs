//! What a call would send, as a pattern for requests.

use ::http::{HeaderMap, HeaderName, HeaderValue, header::COOKIE};
use url::Url;

use super::{RecordedRequest, body::Body, recorded};
use crate::http::{ApiClient, Operation, execute, request::Draft};

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
    headers: HeaderMap,
    cookies: Vec<String>,
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
        Ok(Self {
            operation,
            client: draft.client.clone(),
            base: draft.client.settings().base_of(operation)?.path().trim_end_matches('/').to_owned(),
            method: operation.method().to_http().ok_or("the method is not valid")?,
            url: execute::address(draft)?,
            any_path: false,
            any_query: false,
            headers: draft.headers.clone(),
            cookies: draft.cookies.all().iter().map(|(name, value)| format!("{name}={value}")).collect(),
            body: Body::of(draft.body.as_ref()),
        })
    }

    /// Only operation and credentials matter.
    pub(super) fn any_arguments(&mut self) {
        self.any_path = true;
        self.headers.clear();
        self.cookies.clear();
        self.any_query();
        self.body = Body::Any;
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
        for pair in &self.cookies {
            if !sent.as_ref().is_some_and(|sent| sent.split("; ").any(|known| known == pair)) {
                distance += 1;
                reasons.push(format!("cookie `{pair}` is missing"));
            }
        }
        if let Some(reason) = self.body.difference(request) {
            distance += 1;
            reasons.push(reason);
        }
        Differences { distance, reasons }
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
