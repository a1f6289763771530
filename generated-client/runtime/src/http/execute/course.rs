//! What follows from an attempt: the end of the call, or another attempt.
//!
//! In: how the attempt went, and what was decided before the first one. Out: a result, or a pause. Nothing here waits, so that
//! little has to be kept while a call does.

use std::{ops::ControlFlow, time::Duration};

use ::http::StatusCode;
use ::url::Url;

use super::{
    attempt::{Arrival, Failure},
    plan::Plan,
};
use crate::http::{
    ErrorKind, RawResponse, Request, RetryPolicy,
    auth::Ready,
    clock::{Deadline, Moment},
    error::{AnyError, Context},
    retry::is_retryable_status,
    retry_after,
};

/// A call between its attempts.
pub(super) struct Course<'p> {
    pub(super) policy: &'p RetryPolicy,
    /// Nothing bad comes of sending it again.
    pub(super) may_repeat: bool,
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Deadline,
    pub(super) attempts: u32,
    /// A token was refused, and there was another.
    pub(super) is_renewed: bool,
    /// What the server said to the attempt before.
    pub(super) answered: Option<Box<RawResponse>>,
}

/// How a call ends: with a successful response, or with an error.
pub(super) type End = Result<Box<Arrival>, AnyError>;

impl Course<'_> {
    /// How long an attempt may take that began at this moment.
    pub(super) fn limit(&self, plan: &Plan<'_>, began: Moment) -> Option<Duration> {
        let left = self.deadline.left_at(began);
        // What is sent piece by piece takes the time that it takes.
        [self.timeout.filter(|_| !plan.is_streamed()), left].into_iter().flatten().min()
    }

    /// An attempt that began at this moment has taken too long; so much of its credentials was there.
    #[cold]
    pub(super) fn overdue(&self, plan: &Plan<'_>, credentials: &[Ready<'_>], began: Moment) -> Box<Failure> {
        let limit = self.limit(plan, began);
        // What was left for the last of several attempts is no time that anybody has set.
        let is_call = self.attempts > 1 && limit.is_some() && limit == self.deadline.left_at(began);
        let whole = if is_call { plan.deadline() } else { None };
        let missing = if credentials.len() < plan.credentials.len() { "token" } else { "complete answer" };
        Failure::timeout(missing, whole.or(limit).or(self.timeout).unwrap_or_default())
    }

    /// The end of the call, or the pause before another attempt.
    pub(super) fn after(
        &mut self,
        plan: &Plan<'_>,
        credentials: &[Ready<'_>],
        outcome: Result<Box<Arrival>, Box<Failure>>,
    ) -> ControlFlow<End, Option<Duration>> {
        // A token can end before its time. What was refused was not done, so it can be sent again whatever it is.
        if let Ok(arrival) = &outcome
            && has_refused(arrival)
            && are_renewed(credentials)
            && arrival.is_direct
            && plan.is_replayable()
            && !self.is_renewed
        {
            self.is_renewed = true;
            self.answered = outcome.ok().map(|arrival| Box::new(arrival.response));
            return ControlFlow::Continue(None);
        }
        match outcome {
            Ok(mut arrival) if plan.is_success(arrival.response.status) => {
                arrival.attempts = self.attempts;
                self.succeeded(plan, &arrival.response);
                ControlFlow::Break(Ok(arrival))
            }
            Ok(arrival) => {
                let Arrival { response, redirected, .. } = *arrival;
                self.failed(plan, redirected, Ok(response))
            }
            Err(failure) => self.failed(plan, None, Err(failure)),
        }
    }

    fn succeeded(&self, plan: &Plan<'_>, response: &RawResponse) {
        let settings = plan.settings();
        if self.attempts == 1 {
            settings.budget.refund();
        }
        response.with_arriving(|body| {
            body.context.attempts = self.attempts;
            body.pause = self.timeout;
            body.limit = settings.max_response_bytes;
            // Not under a key, which stands for one request: the server has taken this one.
            let may_resume = self.may_repeat && plan.draft.operation.is_idempotent();
            body.again = may_resume.then(|| Request(Box::new(plan.draft.clone())));
        });
    }

    #[cold]
    fn failed(
        &mut self,
        plan: &Plan<'_>,
        redirected: Option<Box<Url>>,
        response: Result<RawResponse, Box<Failure>>,
    ) -> ControlFlow<End, Option<Duration>> {
        if self.may_repeat
            && let Some(asked) = repeatable(&response)
            && let Some(pause) = self.policy.pause(self.attempts, asked)
            && self.deadline.left().is_none_or(|left| pause < left)
            && plan.settings().budget.take()
        {
            self.answered = response.ok().map(Box::new);
            return ControlFlow::Continue(Some(pause));
        }
        let response = match (response, self.answered.take()) {
            (Err(failure), Some(answer)) if failure.kind == ErrorKind::Token => Err(failure.after(*answer)),
            (response, _) => response,
        };
        let operation = plan.draft.operation;
        let url = redirected.map_or_else(|| plan.url(), |url| *url);
        let context = Context { operation, path: operation.shown_path(&url), attempts: self.attempts };
        ControlFlow::Break(Err(error(context, response)))
    }
}

/// Whether the server has seen the credentials and will not have them.
fn has_refused(arrival: &Arrival) -> bool {
    arrival.had_credentials && arrival.response.status == StatusCode::UNAUTHORIZED
}

/// Tells every provider that its token was refused. `true` where one of them can give another.
fn are_renewed(credentials: &[Ready<'_>]) -> bool {
    credentials.iter().fold(false, |renewed, credential| credential.refused() | renewed)
}

/// Whether the outcome is one that time may mend, and the pause that the server asks for.
#[expect(clippy::option_option, reason = "not repeatable, repeatable, and repeatable after the given time")]
fn repeatable(outcome: &Result<RawResponse, Box<Failure>>) -> Option<Option<Duration>> {
    match outcome {
        Ok(response) if is_retryable_status(response.status) => Some(retry_after::of(&response.headers)),
        Err(failure) if failure.unconnected => Some(None),
        Ok(_) | Err(_) => None,
    }
}

fn error(context: Context, outcome: Result<RawResponse, Box<Failure>>) -> AnyError {
    match outcome {
        Ok(response) => AnyError::new(ErrorKind::Status, context, "").with_response(response),
        Err(failure) => {
            let mut error = AnyError::new(failure.kind, context, failure.message);
            if failure.unconnected {
                error = error.unconnected();
            }
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
