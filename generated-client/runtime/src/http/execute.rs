//! The one way in which every call is sent: a request comes in, a successful response or an error goes out.
//!
//! Arguments and credentials are checked before anything is sent. Then come attempts, each of them bounded in
//! time ([`attempt`]), until one succeeds, fails for good, or the policy or the deadline ends them.

mod attempt;
mod plan;
mod url;

use std::{borrow::Cow, time::Duration};

use ::http::{HeaderMap, StatusCode};

pub(crate) use self::attempt::{Arrival, Failure};
#[cfg(feature = "mock")]
pub(crate) use self::plan::address;
use self::{
    attempt::attempt,
    plan::{Plan, is_success, plan},
};
use super::{
    BoxFuture, ErrorKind, Operation, RawResponse, Request, RequestBody, TokenContext,
    auth::Ready,
    clock::{self, Deadline, Stopwatch},
    error::{AnyError, Context},
    idempotency,
    request::Draft,
    response::Answer,
    retry::is_retryable_status,
    retry_after, span,
};

/// Sends a request. The future is boxed, so that what waits for it is small for every type of result.
pub(crate) fn execute(request: Request) -> BoxFuture<'static, Result<Answer, AnyError>> {
    Box::pin(async move {
        let draft = &*request.0;
        span::observe(draft, run(draft)).await
    })
}

async fn run(draft: &Draft) -> Result<Answer, AnyError> {
    let settings = draft.client.settings();
    let mut plan = plan(draft).map_err(|(kind, message)| {
        let path = draft.operation.path_template().into();
        AnyError::new(kind, Context { operation: draft.operation, path, attempts: 0 }, message)
    })?;
    let policy = draft.retry.unwrap_or(settings.retry);
    let replayable = plan.body.as_ref().is_none_or(RequestBody::is_replayable);
    let can_repeat = replayable && policy.repeats() && clock::has_timers();
    let has_key = idempotency::fill(draft.operation, &mut plan.headers, can_repeat);
    let may_repeat = can_repeat && (draft.operation.is_idempotent() || has_key);
    let timeout = draft.timeout.or(settings.timeout);
    // What is sent piece by piece takes the time that it takes; the client's usual bounds are for short calls.
    let streamed = plan.body.as_ref().is_some_and(RequestBody::is_streamed);
    let deadline = Deadline::after(draft.deadline.or(settings.deadline.filter(|_| !streamed)));
    let mut attempts = 0;
    let mut renewed = false;
    // What the server said to the attempt before.
    let mut answered = None;
    loop {
        attempts += 1;
        let limit = [timeout.filter(|_| !streamed), deadline.left()].into_iter().flatten().min();
        let headers = announced(draft.operation, &plan, attempts);
        let watch = Stopwatch::start();
        let mut credentials = Vec::new();
        let limited = clock::within(limit, async {
            // No body moves while a token is waited for.
            credentials = match clock::within(timeout.filter(|_| streamed), ready(&plan)).await? {
                Ok(ready) => ready,
                Err(failure) => return Some(Err(failure)),
            };
            if streamed {
                patiently(&plan, &headers, &credentials, timeout).await
            } else {
                Some(attempt(&plan, &headers, &credentials, limit, None).await)
            }
        });
        let outcome = match limited.await.flatten() {
            Some(outcome) => outcome,
            None => Err(Failure::timeout(limit.or(timeout).unwrap_or_default())),
        };
        span::attempt(attempts, &outcome);
        if let Some(hook) = &settings.hooks.response {
            hook(&told(draft.operation, attempts, &outcome, watch.elapsed()));
        }
        // A token can end before its time. What was refused was not done, so it can be sent again whatever it is.
        if let Ok(arrival) = &outcome
            && has_refused(arrival)
            && is_renewed(&credentials)
            && arrival.is_direct
            && replayable
            && !renewed
        {
            renewed = true;
            answered = outcome.ok().map(|arrival| arrival.response);
            continue;
        }
        let (response, url) = match outcome {
            Ok(Arrival { response, url, .. }) if is_success(response.status, plan.follow_redirects) => {
                if attempts == 1 {
                    settings.budget.refund();
                }
                response.with_arriving(|body| {
                    body.context.attempts = attempts;
                    body.pause = timeout;
                    body.limit = settings.max_response_bytes;
                    // Not under a key, which stands for one request: the server has taken this one.
                    let may_resume = may_repeat && draft.operation.is_idempotent();
                    body.again = may_resume.then(|| Request(Box::new(draft.clone())));
                });
                return Ok(Answer { response, operation: draft.operation, url, attempts });
            }
            Ok(Arrival { response, url, .. }) => (Ok(response), url),
            Err(failure) => (Err(failure), plan.url.clone()),
        };
        if may_repeat
            && let Some(asked) = repeatable(&response)
            && let Some(pause) = policy.pause(attempts, asked)
            && deadline.left().is_none_or(|left| pause < left)
            && settings.budget.take()
        {
            clock::pause(pause).await;
            answered = response.ok();
            continue;
        }
        let response = match (response, answered) {
            (Err(failure), Some(answer)) if failure.kind == ErrorKind::Token => Err(failure.after(answer)),
            (response, _) => response,
        };
        let context =
            Context { operation: draft.operation, path: draft.operation.shown_path(&url), attempts };
        return Err(failed(context, response));
    }
}

/// An attempt with a body that is sent piece by piece: it may take any time, as long as pieces are taken. `None` when
/// nothing happens for longer than the limit.
async fn patiently(
    plan: &Plan<'_>,
    headers: &HeaderMap,
    credentials: &[Ready<'_>],
    limit: Option<Duration>,
) -> Option<Result<Arrival, Failure>> {
    let activity = clock::Activity::new();
    let attempt = attempt(plan, headers, credentials, None, Some(&activity));
    clock::while_active(limit, &activity, attempt).await
}

/// The headers of an attempt, with what the caller's hook adds to them; it adds nothing for an origin that only the
/// document names.
fn announced<'p>(operation: &'static Operation, plan: &'p Plan<'_>, number: u32) -> Cow<'p, HeaderMap> {
    let Some(hook) = &plan.settings.hooks.request else { return Cow::Borrowed(&plan.headers) };
    let mut headers = plan.headers.clone();
    hook(&mut super::Attempt { operation, number, headers: &mut headers });
    if plan.is_home { Cow::Owned(headers) } else { Cow::Borrowed(&plan.headers) }
}

/// What the caller's hook is told of an attempt.
fn told<'a>(
    operation: &'static Operation,
    number: u32,
    outcome: &'a Result<Arrival, Failure>,
    elapsed: Duration,
) -> super::Outcome<'a> {
    let (response, failure) = match outcome {
        Ok(arrival) => (Some(&arrival.response), None),
        Err(failure) => (failure.response.as_ref(), Some(failure.kind)),
    };
    let status = response.map(RawResponse::status);
    super::Outcome {
        operation,
        number,
        status,
        headers: response.map(RawResponse::headers),
        failure,
        elapsed,
    }
}

/// The credentials for one attempt, with tokens that are good now.
async fn ready<'p>(plan: &Plan<'p>) -> Result<Vec<Ready<'p>>, Failure> {
    let context = TokenContext { transport: &plan.settings.transport, base_url: &plan.settings.base };
    let mut credentials = Vec::with_capacity(plan.credentials.len());
    for credential in &plan.credentials {
        let ready = credential.ready(context).await;
        credentials.push(ready.map_err(|error| Failure::token(credential.scheme, &error))?);
    }
    Ok(credentials)
}

/// Whether the server has seen the credentials and will not have them.
fn has_refused(arrival: &Arrival) -> bool {
    arrival.had_credentials && arrival.response.status == StatusCode::UNAUTHORIZED
}

/// Tells every provider that its token was refused. `true` where one of them can give another.
fn is_renewed(credentials: &[Ready<'_>]) -> bool {
    credentials.iter().fold(false, |renewed, credential| credential.refused() | renewed)
}

/// Whether the outcome is one that time may mend, and the pause that the server asks for.
#[expect(clippy::option_option, reason = "not repeatable, repeatable, and repeatable after the given time")]
fn repeatable(outcome: &Result<RawResponse, Failure>) -> Option<Option<Duration>> {
    match outcome {
        Ok(response) if is_retryable_status(response.status) => Some(retry_after::of(&response.headers)),
        Err(failure) if failure.unconnected => Some(None),
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
