//! The one way in which every call is sent: a request comes in, a successful response or an error goes out.
//!
//! Arguments and credentials are checked before anything is sent. Then come attempts, each of them bounded in
//! time ([`attempt`]), until one succeeds, fails for good, or the policy or the deadline ends them.

mod attempt;
mod url;

use std::time::Duration;

use ::http::{
    HeaderMap, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, USER_AGENT},
};
use ::url::Url;

pub(crate) use self::attempt::Failure;
use self::attempt::attempt;
use super::{
    BoxFuture, ErrorKind, RawResponse, Request, RequestBody,
    auth::{self, Prepared, append_cookie},
    client::Settings,
    clock::{self, Deadline},
    error::{AnyError, Context},
    request::Draft,
    response::Answer,
    retry::is_retryable_status,
    retry_after, span,
};

/// A request with everything in its place, to be sent as often as needed.
struct Plan<'d> {
    settings: &'d Settings,
    method: Method,
    url: Url,
    /// What is sent to the origin of `url`, without credentials.
    headers: HeaderMap,
    body: Option<RequestBody>,
    credentials: Vec<&'d Prepared>,
    follow_redirects: bool,
}

/// Sends a request. The future is boxed, so that what waits for it is small for every type of result.
pub(crate) fn execute(request: Request) -> BoxFuture<'static, Result<Answer, AnyError>> {
    Box::pin(async move {
        let draft = &*request.0;
        span::observe(draft.operation, draft.client.base_url(), run(draft)).await
    })
}

async fn run(draft: &Draft) -> Result<Answer, AnyError> {
    let settings = draft.client.settings();
    let plan = plan(draft).map_err(|(kind, message)| {
        let path = draft.operation.path_template().into();
        AnyError::new(kind, Context { operation: draft.operation, path, attempts: 0 }, message)
    })?;
    let policy = draft.retry.unwrap_or(settings.retry);
    let replayable = plan.body.as_ref().is_none_or(RequestBody::is_replayable);
    let may_repeat = draft.operation.is_idempotent() && replayable && clock::has_timers();
    let timeout = draft.timeout.or(settings.timeout);
    let deadline = Deadline::after(draft.deadline.or(settings.deadline));
    let mut attempts = 0;
    loop {
        attempts += 1;
        let limit = [timeout, deadline.left()].into_iter().flatten().min();
        let outcome = match clock::within(limit, attempt(&plan, limit)).await {
            Some(outcome) => outcome,
            None => Err(Failure::timeout(limit.unwrap_or_default())),
        };
        span::attempt(attempts, &outcome);
        let (response, url) = match outcome {
            Ok((response, url)) if is_success(response.status, plan.follow_redirects) => {
                return Ok(Answer { response, operation: draft.operation, url, attempts });
            }
            Ok((response, url)) => (Ok(response), url),
            Err(failure) => (Err(failure), plan.url.clone()),
        };
        if may_repeat
            && let Some(asked) = repeatable(&response)
            && let Some(pause) = policy.pause(attempts, asked)
            && deadline.left().is_none_or(|left| pause < left)
        {
            clock::pause(pause).await;
            continue;
        }
        let context =
            Context { operation: draft.operation, path: draft.operation.shown_path(&url), attempts };
        return Err(failed(context, response));
    }
}

/// Checks arguments and credentials and puts everything in its place.
fn plan(draft: &Draft) -> Result<Plan<'_>, (ErrorKind, String)> {
    let invalid = |message: String| (ErrorKind::InvalidRequest, message);
    if let Some(fault) = &draft.fault {
        return Err(invalid(fault.to_string()));
    }
    let settings = draft.client.settings();
    let operation = draft.operation;
    let method = operation.method().to_http().ok_or_else(|| invalid("the method is not valid".to_owned()))?;
    let url = if let Some(target) = &draft.target {
        target.clone()
    } else {
        let base = settings.base_of(operation).map_err(invalid)?;
        let query_string = draft.query_string.as_deref();
        self::url::of(&base, operation.path_template(), &draft.path, &draft.query, query_string)
            .map_err(invalid)?
    };
    let mut credentials = auth::select(operation.auth_alternatives(), &settings.credentials)
        .map_err(|message| (ErrorKind::MissingCredential, message))?;
    // What the caller gives for this call replaces what the client has for all.
    credentials.retain(|credential| !credential.is_among(&draft.headers));
    let mut headers = settings.headers.clone();
    // A server that only the document names gets what belongs to the operation, and nothing of the client's.
    if !settings.is_home(&url) {
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
    draft.cookies.iter().for_each(|pair| append_cookie(&mut headers, pair));
    let body = draft.body.as_ref().map(|body| body.body.clone());
    let follow_redirects = operation.follows_redirects();
    Ok(Plan { settings, method, url, headers, body, credentials, follow_redirects })
}

fn is_success(status: StatusCode, follow_redirects: bool) -> bool {
    status.is_success() || (status.is_redirection() && !follow_redirects)
}

/// Whether the outcome is one that time may mend, and the pause that the server asks for.
#[expect(clippy::option_option, reason = "not repeatable, repeatable, and repeatable after the given time")]
fn repeatable(outcome: &Result<RawResponse, Failure>) -> Option<Option<Duration>> {
    match outcome {
        Ok(response) if is_retryable_status(response.status) => Some(retry_after::of(&response.headers)),
        Err(failure) if failure.kind == ErrorKind::Connect => Some(None),
        Ok(_) | Err(_) => None,
    }
}

#[cold]
#[inline(never)]
fn failed(context: Context, outcome: Result<RawResponse, Failure>) -> AnyError {
    match outcome {
        Ok(response) => AnyError::new(ErrorKind::Status, context, "").with_response(response),
        Err(failure) => {
            let mut error = AnyError::new(failure.kind, context, failure.message);
            if let Some(response) = failure.response {
                error = error.with_response(response);
            }
            if let Some(source) = failure.source {
                error = error.with_source(source);
            }
            error
        }
    }
}
