//! What pays for repetitions, what makes them safe, and who is told of them.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use client_runtime::http::{
    AnyError, ApiClient, BuildError, Call, ClientBuilder, ErrorKind, HeaderValue, Method, Operation,
    RetryBudget, RetryClass, RetryPolicy, Transport, TransportErrorKind,
};
use serde_json::{Value, json};

use super::support::{BEARER_ONLY, GET, Reply, Script, TOKEN, builder};

static PAY: Operation =
    Operation::new(Method::Post, "pay", "/payments/").auth(BEARER_ONLY).idempotency_key("Idempotency-Key");
static NEVER: Operation = Operation::new(Method::Post, "never", "/payments/")
    .auth(BEARER_ONLY)
    .idempotency_key("Idempotency-Key")
    .retry(RetryClass::Never);

fn client(script: &Arc<Script>, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    configure(builder("https://api.example.com")).transport(transport).build().expect("valid settings")
}

fn call(client: &ApiClient, operation: &'static Operation) -> Call<Value, Infallible> {
    client.call(operation).json()
}

fn keys(script: &Script) -> Vec<Option<String>> {
    let of = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    script.requests().iter().map(|one| one.headers.get("idempotency-key").and_then(of)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_key_makes_a_post_repeatable_and_stays_the_same() {
    let busy = || Reply::empty(503);
    let script = Script::new([busy(), busy(), Reply::json(200, &json!(1)), Reply::json(200, &json!(2))]);
    let client = client(&script, |builder| builder);
    assert_eq!(call(&client, &PAY).send().await.expect("paid"), 1);
    assert_eq!(call(&client, &PAY).send().await.expect("paid"), 2);
    let keys = keys(&script);
    let first = keys[0].as_deref().expect("a key");
    assert_eq!(first.len(), 36);
    assert_eq!(keys[1].as_deref(), Some(first));
    assert_eq!(keys[2].as_deref(), Some(first));
    assert_ne!(keys[3].as_deref(), Some(first));
}

#[tokio::test(start_paused = true)]
async fn the_key_of_the_caller_is_kept_and_counts_as_one() {
    let script = Script::new([Reply::empty(503), Reply::json(200, &json!(1))]);
    let client = client(&script, |builder| builder);
    call(&client, &PAY).header("idempotency-key", "mine").send().await.expect("paid");
    assert_eq!(keys(&script), [Some("mine".to_owned()), Some("mine".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn no_key_where_nothing_is_repeated() {
    let script = Script::new([Reply::empty(503), Reply::empty(503)]);
    let client = client(&script, |builder| builder);
    let error = call(&client, &PAY).retry(RetryPolicy::none()).send().await.expect_err("busy");
    assert_eq!(error.attempts(), 1);
    assert_eq!(call(&client, &NEVER).send().await.expect_err("busy").attempts(), 1);
    assert_eq!(keys(&script), [None, None]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_down_is_not_asked_three_times_by_everybody() {
    let script = Script::new((0..7).map(|_| Reply::empty(503)).chain([
        Reply::empty(200),
        Reply::empty(503),
        Reply::empty(503),
    ]));
    let client = client(&script, |builder| builder.retry_budget(RetryBudget::new(3, 1)));
    let get = || client.call(&GET).empty::<Infallible>();
    let mut attempts = Vec::new();
    for _ in 0..4 {
        attempts.push(get().send().await.expect_err("busy").attempts());
    }
    // Three repetitions are there at once; the others are sent once.
    assert_eq!(attempts, [3, 2, 1, 1]);
    get().send().await.expect("answered");
    assert_eq!(get().send().await.expect_err("busy").attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn hooks_see_every_attempt_and_no_credentials() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (before, after) = (told.clone(), told.clone());
    let script = Script::new([
        Reply::error(TransportErrorKind::Connect),
        Reply::empty(503),
        Reply::json(200, &json!(1)).header("x-request-id", "7"),
    ]);
    let client = client(&script, |builder| {
        builder
            .on_request(move |attempt| {
                attempt.headers.insert("traceparent", HeaderValue::from(attempt.number));
                let seen = attempt.headers.contains_key("authorization");
                before.lock().expect("one thread").push(format!("{} {seen}", attempt.operation.id()));
            })
            .on_response(move |outcome| {
                let status = outcome.status.map(|status| status.as_u16());
                let id = outcome.headers.and_then(|headers| headers.get("x-request-id")).is_some();
                let line = format!("{} {status:?} {:?} {id}", outcome.number, outcome.failure);
                after.lock().expect("one thread").push(line);
            })
    });
    call(&client, &GET).send().await.expect("answered");
    assert_eq!(
        *told.lock().expect("one thread"),
        [
            "things_read false",
            "1 None Some(Connect) false",
            "things_read false",
            "2 Some(503) None false",
            "things_read false",
            "3 Some(200) None true",
        ]
    );
    let sent: Vec<_> = script.requests().iter().map(|one| one.headers["traceparent"].clone()).collect();
    assert_eq!(sent, ["1", "2", "3"]);
}

#[tokio::test]
async fn building_and_calling_fail_with_one_type() {
    fn building() -> Result<ApiClient, AnyError> {
        Ok(ClientBuilder::new("not a url", "").build()?)
    }
    let error = building().expect_err("no address");
    let told: BuildError = ClientBuilder::new("not a url", "").build().expect_err("no address");
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(error.to_string(), told.to_string());
    assert_eq!((error.operation_id(), error.attempts()), ("", 0));
}

#[tokio::test]
async fn a_server_that_wants_https_is_not_followed_with_credentials() {
    let redirect = || Reply::empty(301).header("location", "https://api.example.com/api/v3/things/");
    let script = Script::new([redirect(), redirect()]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = builder("http://api.example.com").transport(transport).build().expect("valid settings");
    for operation in [&GET, &super::support::POST] {
        let error = call(&client, operation).send().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(error.to_string().ends_with("begin the base URL with https://"), "{error}");
        assert!(!format!("{error:#} {error:?}").contains(TOKEN));
    }
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn nothing_is_told_twice() {
    use std::error::Error as _;
    let script =
        Script::new([Reply::new(200, "text/html", "<html>"), Reply::new(404, "text/html", "<html>")]);
    let client = client(&script, |builder| builder);
    let error = call(&client, &GET).send().await.expect_err("no JSON");
    assert!(error.to_string().contains("not JSON") && error.source().is_none(), "{error}");
}
