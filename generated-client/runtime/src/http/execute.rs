//! The one way in which every call is sent: a request comes in, a successful response or an error goes out.
//!
//! Arguments and credentials are checked before anything is sent. Then come attempts, each of them bounded in
//! time ([`mod@attempt`]), until one succeeds, fails for good, or the policy or the deadline ends them.

mod attempt;
mod course;
mod plan;
mod reading;
mod url;

use std::{ops::ControlFlow, pin::pin, time::Duration};

use ::http::HeaderMap;
use ::url::Url;

pub(crate) use self::attempt::{Arrival, Failure};
#[cfg(feature = "mock")]
pub(crate) use self::plan::address;
pub(crate) use self::plan::address_again;
use self::{
    attempt::{Sending, attempt},
    course::{Course, End},
    plan::{Plan, plan},
};
use super::{
    BoxFuture, Operation, RawResponse, Request, TokenContext,
    auth::Ready,
    clock::{self, Moment},
    error::{AnyError, Context},
    few::Few,
    idempotency::Key,
    request::Draft,
    response::Answer,
    span,
};

/// Sends a request. The future is boxed, so that what waits for it is small for every type of result.
pub(crate) fn execute(request: Request) -> BoxFuture<'static, Result<Answer, AnyError>> {
    Box::pin(async move {
        let arrival = {
            let draft = &*request.0;
            let call = pin!(run(draft));
            span::observe(draft, call).await?
        };
        Ok(Answer { arrival, request })
    })
}

async fn run(draft: &Draft) -> End {
    let settings = draft.client.settings();
    let (mut plan, url) = plan(draft).map_err(|(kind, message)| {
        let path = draft.operation.path_template().into();
        AnyError::new(kind, Context { operation: draft.operation, path, attempts: 0 }, message)
    })?;
    let policy = draft.retry();
    let mut url = Some(url);
    let has_timers = clock::has_timers();
    let can_repeat = plan.is_replayable() && policy.repeats() && has_timers;
    plan.key = Key::of(draft.operation, can_repeat, |name| plan.headers().contains_key(name));
    let may_repeat = can_repeat && (draft.operation.is_idempotent() || plan.key.is_there());
    let timeout = draft.rare().and_then(|rare| rare.timeout).or(settings.timeout);
    let mut now = Moment::now();
    let deadline = now.after(plan.deadline());
    let (is_renewed, answered) = (false, None);
    let mut course = Course { policy, may_repeat, timeout, deadline, attempts: 0, is_renewed, answered };
    loop {
        course.attempts += 1;
        if course.attempts > 1 {
            now = Moment::now();
        }
        let headers = announced(&plan, course.attempts);
        let timeout = course.limit(&plan, now).filter(|_| !has_timers);
        let sending = Sending { plan: &plan, own: headers.as_deref(), body: plan.body(), timeout };
        let mut credentials = Few::None;
        let outcome = {
            let attempted = pin!(async {
                if plan.is_streamed() {
                    // Rare, and larger than the other.
                    return Box::pin(patiently(&sending, &mut url, &mut credentials, course.timeout)).await;
                }
                credentials = match ready(&plan).await {
                    Ok(ready) => ready,
                    Err(failure) => return Some(Err(failure)),
                };
                Some(attempt(&sending, &mut url, &credentials).await)
            });
            let end = now.after(course.limit(&plan, now).filter(|_| has_timers));
            clock::until(end, attempted).await.flatten()
        };
        let outcome = outcome.unwrap_or_else(|| Err(course.overdue(&plan, &credentials, now)));
        span::attempt(course.attempts, &outcome);
        if let Some(hook) = &settings.hooks.response {
            hook(&told(draft.operation, course.attempts, &outcome, now.elapsed()));
        }
        let pause = match course.after(&plan, &credentials, outcome) {
            ControlFlow::Continue(pause) => pause,
            ControlFlow::Break(end) => return end,
        };
        if let Some(pause) = pause {
            clock::pause(pause).await;
        }
    }
}

/// An attempt with a body that is sent piece by piece: it may take any time, as long as pieces are taken. `None` when
/// nothing happens for longer than the limit.
async fn patiently<'p>(
    sending: &Sending<'_, 'p>,
    url: &mut Option<Url>,
    credentials: &mut Few<Ready<'p>>,
    limit: Option<Duration>,
) -> Option<Result<Box<Arrival>, Box<Failure>>> {
    // No body moves while a token is waited for.
    *credentials = match clock::within(limit, ready(sending.plan)).await? {
        Ok(ready) => ready,
        Err(failure) => return Some(Err(failure)),
    };
    let activity = clock::Activity::new();
    let mut body = sending.body.cloned();
    if let Some(body) = &mut body {
        body.watch(&activity);
    }
    let sending = Sending { body: body.as_ref(), timeout: None, ..*sending };
    clock::while_active(limit, &activity, attempt(&sending, url, credentials)).await
}

/// The headers of an attempt, where the caller has a hook that adds to them; it adds nothing for an origin that only the
/// document names.
fn announced(plan: &Plan<'_>, number: u32) -> Option<Box<HeaderMap>> {
    let hook = plan.settings().hooks.request.as_ref()?;
    let mut headers = plan.headers();
    hook(&mut super::Attempt { operation: plan.draft.operation, number, headers: &mut headers });
    plan.is_home.then(|| Box::new(headers))
}

/// What the caller's hook is told of an attempt.
fn told<'a>(
    operation: &'static Operation,
    number: u32,
    outcome: &'a Result<Box<Arrival>, Box<Failure>>,
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
async fn ready<'p>(plan: &Plan<'p>) -> Result<Few<Ready<'p>>, Box<Failure>> {
    let settings = plan.settings();
    let context = TokenContext { transport: &settings.transport, base_url: &settings.base };
    let mut credentials = Few::None;
    for credential in &*plan.credentials {
        let ready = credential.ready(context).await;
        credentials.push(ready.map_err(|error| Failure::token(credential.scheme, &error))?);
    }
    Ok(credentials)
}
