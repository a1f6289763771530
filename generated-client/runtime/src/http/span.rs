//! What a call tells `tracing`: one span per call with the names of OpenTelemetry's HTTP conventions, one event per
//! attempt. No arguments, addresses with values, headers or bodies.

#[cfg(feature = "tracing")]
use std::borrow::Cow;

#[cfg(feature = "tracing")]
use url::Url;

use super::{
    error::AnyError,
    execute::{Arrival, Failure},
    request::Draft,
};

/// Runs a call in its span. It is given pinned, as it is large.
#[cfg(feature = "tracing")]
pub(crate) async fn observe(
    draft: &Draft,
    call: impl Future<Output = Result<Box<Arrival>, AnyError>>,
) -> Result<Box<Arrival>, AnyError> {
    use tracing::{Instrument, field};

    let operation = draft.operation;
    let settings = draft.client.settings();
    let target = draft.rare().and_then(|rare| rare.target.as_ref());
    let server = target.map(Cow::Borrowed).or_else(|| settings.base_of(operation).ok());
    let server = server.as_deref();

    let span = tracing::info_span!(
        "call",
        otel.name = %format_args!("{} {}", operation.method(), operation.path_template()),
        otel.kind = "client",
        otel.status_code = field::Empty,
        operation.id = operation.id(),
        http.request.method = operation.method().as_str(),
        url.template = operation.path_template(),
        url.scheme = server.map(Url::scheme),
        server.address = server.and_then(Url::host_str),
        server.port = server.and_then(Url::port_or_known_default),
        http.response.status_code = field::Empty,
        http.request.resend_count = field::Empty,
        error.type = field::Empty,
    );
    let outcome = call.instrument(span.clone()).await;
    let (status, attempts) = match &outcome {
        Ok(arrival) => (Some(arrival.response.status), arrival.attempts),
        Err(error) => (error.status(), error.attempts()),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Err(error) = &outcome {
        span.record("otel.status_code", "ERROR");
        match error.status().filter(|_| error.kind() == super::ErrorKind::Status) {
            Some(status) => span.record("error.type", status.as_str()),
            None => span.record("error.type", field::debug(error.kind())),
        };
    }
    outcome
}

/// Nothing is told.
#[cfg(not(feature = "tracing"))]
pub(crate) fn observe<F: Future<Output = Result<Box<Arrival>, AnyError>>>(_: &Draft, call: F) -> F {
    call
}

/// A future for another thread, with the span and the subscriber of this one.
#[cfg(all(feature = "tracing", feature = "blocking", not(target_arch = "wasm32")))]
pub(crate) fn carried<F: Future>(future: F) -> impl Future<Output = F::Output> + use<F> {
    use tracing::{Instrument, instrument::WithSubscriber};

    future.in_current_span().with_current_subscriber()
}

/// The future as it is: nothing is told.
#[cfg(all(not(feature = "tracing"), feature = "blocking", not(target_arch = "wasm32")))]
pub(crate) fn carried<F: Future>(future: F) -> F {
    future
}

/// An attempt has ended.
#[cfg(feature = "tracing")]
pub(crate) fn attempt(number: u32, outcome: &Result<Box<Arrival>, Box<Failure>>) {
    match outcome {
        Ok(arrival) => {
            tracing::debug!(
                attempt = number,
                http.response.status_code = arrival.response.code(),
                "answered"
            );
        }
        Err(failure) => tracing::debug!(attempt = number, error.type = ?failure.kind, "failed"),
    }
}

/// Nothing is told.
#[cfg(not(feature = "tracing"))]
pub(crate) fn attempt(_: u32, _: &Result<Box<Arrival>, Box<Failure>>) {}
