//! Which attempts are repeated and when. Time is paused: pauses take none, and can be measured exactly.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use client_runtime::http::{
    ApiClient, BoxFuture, Bytes, Error, ErrorKind, HeaderName, HeaderValue, Method, Operation, ResponseBody,
    RetryClass, RetryPolicy, StatusCode, Transport, TransportError, TransportErrorKind, TransportRequest,
    TransportResponse,
};
use serde_json::Value;
use tokio::time::Instant;

use crate::support::{GET, POST, Reply, Script, builder, client};

type Outcome = Result<Value, Error<Infallible>>;

async fn send(client: &ApiClient, operation: &'static Operation) -> Outcome {
    client.call(operation).json().send().await
}

fn done() -> Reply {
    Reply::new(200, "application/json", "1")
}

fn busy(status: u16) -> Reply {
    Reply::empty(status)
}

#[tokio::test(start_paused = true)]
async fn what_time_may_mend_is_repeated() {
    for first in
        [408, 429, 502, 503, 504].map(busy).into_iter().chain([Reply::error(TransportErrorKind::Connect)])
    {
        let script = Script::new([first.clone(), first, done()]);
        let outcome = send(&client(&script), &GET).await;
        assert_eq!(outcome.ok(), Some(Value::from(1)));
        assert_eq!(script.requests().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_come_to_an_end() {
    let script = Script::new([503, 503, 503].map(busy));
    let error = send(&client(&script), &GET).await.expect_err("busy");
    assert_eq!((error.attempts(), script.requests().len()), (3, 3));
    assert!(error.is_retryable());
    assert_eq!(
        format!("{error:#}"),
        "things_read: GET /api/v3/things/ answered 503 Service Unavailable (after 3 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_final_is_not_repeated() {
    for reply in [
        busy(400),
        busy(401),
        busy(404),
        busy(500),
        busy(501),
        Reply::error(TransportErrorKind::Other),
        Reply::error(TransportErrorKind::Timeout),
        Reply::new(200, "application/json", "{"),
    ] {
        let script = Script::new([reply]);
        let error = send(&client(&script), &GET).await.expect_err("final");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_idempotent_is_never_repeated() {
    static AGAIN: Operation = Operation::new(Method::Post, "again", "/").retry(RetryClass::Idempotent);
    static PATCH: Operation = Operation::new(Method::Patch, "patch", "/");
    static ONCE: Operation = Operation::new(Method::Get, "once", "/").retry(RetryClass::Never);
    for operation in [&POST, &PATCH, &ONCE] {
        for reply in
            [busy(503), busy(429).header("retry-after", "1"), Reply::error(TransportErrorKind::Connect)]
        {
            let script = Script::new([reply]);
            let error = send(&client(&script), operation).await.expect_err("busy");
            assert_eq!((error.attempts(), script.requests().len()), (1, 1), "{operation:?}");
        }
    }
    for method in [Method::Head, Method::Put, Method::Delete, Method::Options] {
        assert!(Operation::new(method, "x", "/").is_idempotent());
    }
    let script = Script::new([busy(503), done()]);
    assert!(send(&client(&script), &AGAIN).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_turned_off() {
    let script = Script::new([busy(503), busy(503)]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = builder("https://h").no_retries().transport(transport.clone()).build().expect("valid");
    assert_eq!(send(&client, &GET).await.expect_err("busy").attempts(), 1);
    let client = builder("https://h").transport(transport).build().expect("valid");
    let call = client.call(&GET).json::<Value, Infallible>().retry(RetryPolicy::none());
    assert_eq!(call.send().await.expect_err("busy").attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_body_is_sent_again() {
    static PUT: Operation = Operation::new(Method::Put, "put", "/");
    let script = Script::new([busy(503), done()]);
    let call = client(&script).call(&PUT).json_body(&[1, 2]).json::<Value, Infallible>();
    call.send().await.expect("answered");
    assert!(script.requests().iter().all(|request| crate::support::body(request) == "[1,2]"));
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_followed() {
    let start = Instant::now();
    let script =
        Script::new([busy(429).header("retry-after", "17"), busy(503).header("retry-after", "0"), done()]);
    assert!(send(&client(&script), &GET).await.is_ok());
    assert_eq!(start.elapsed().as_secs(), 17);
}

#[tokio::test(start_paused = true)]
async fn a_long_retry_after_is_left_to_the_caller() {
    let start = Instant::now();
    let script = Script::new([busy(429).header("retry-after", "61")]);
    let error = send(&client(&script), &GET).await.expect_err("busy");
    assert_eq!((error.attempts(), start.elapsed()), (1, Duration::ZERO));
    assert_eq!(
        error.headers().and_then(|headers| headers.get("retry-after")).map(|wait| wait == "61"),
        Some(true)
    );
}

#[tokio::test(start_paused = true)]
async fn no_pause_passes_the_deadline() {
    let start = Instant::now();
    let script = Script::new([busy(429).header("retry-after", "30"), busy(429).header("retry-after", "30")]);
    let call = client(&script).call(&GET).json::<Value, Infallible>().deadline(Duration::from_secs(45));
    let error = call.send().await.expect_err("busy");
    assert_eq!((error.attempts(), start.elapsed().as_secs()), (2, 30));
}

/// Never answers.
struct Silence;

impl Transport for Silence {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_timeout() {
    let start = Instant::now();
    let client = builder("https://h").transport(Arc::new(Silence)).build().expect("valid");
    let error = send(&client, &GET).await.expect_err("silent");
    assert_eq!((error.kind(), error.attempts(), start.elapsed().as_secs()), (ErrorKind::Timeout, 1, 30));
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(error.to_string(), "things_read: GET /api/v3/things/ failed: no complete answer within 30s");

    let start = Instant::now();
    let call = client.call(&GET).json::<Value, Infallible>();
    assert!(call.clone().timeout(Duration::from_secs(2)).send().await.is_err_and(|error| error.is_timeout()));
    assert!(call.deadline(Duration::from_secs(3)).send().await.is_err_and(|error| error.is_timeout()));
    assert_eq!(start.elapsed().as_secs(), 5);
}

/// Is busy for half a minute, and then never answers.
#[derive(Default)]
struct BusyThenSilent(AtomicBool);

impl Transport for BusyThenSilent {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        if self.0.swap(true, Ordering::Relaxed) {
            return Box::pin(std::future::pending());
        }
        let wait = (HeaderName::from_static("retry-after"), HeaderValue::from_static("30"));
        let (status, headers) = (StatusCode::SERVICE_UNAVAILABLE, [wait].into_iter().collect());
        let response = TransportResponse { status, headers, body: ResponseBody::Bytes(Bytes::new()) };
        Box::pin(async { Ok(response) })
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_told_and_not_what_was_left_of_it() {
    let start = Instant::now();
    let transport = Arc::new(BusyThenSilent::default());
    let client = builder("https://h").transport(transport).build().expect("valid");
    let call = client.call(&GET).json::<Value, Infallible>().deadline(Duration::from_secs(45));
    let error = call.send().await.expect_err("silent");
    assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, 45));
    assert_eq!(
        format!("{error:#}"),
        "things_read: GET /api/v3/things/ failed: no complete answer within 45s (after 2 attempts)"
    );
}
