//! When a refused token is renewed and the request sent again, and what is told when there is no other token.

use std::{
    convert::Infallible,
    error::Error as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use client_runtime::Secret;
use client_runtime::http::{
    ApiClient, AuthKind, AuthScheme, BoxFuture, Call, ClientBuilder, Credential, ErrorKind, HeaderMap,
    Method, OAuth2, Operation, RequestBody, ResponseBody, RetryPolicy, StatusCode, TokenContext, TokenError,
    TokenProvider, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
use serde_json::{Value, json};

use crate::support::{Reply, Script};

static OAUTH: AuthScheme = AuthScheme::new("my_oauth", AuthKind::Bearer);
static GET: Operation = Operation::new(Method::Get, "things_read", "/things/").auth(&[&[&OAUTH]]);
static POST: Operation = Operation::new(Method::Post, "things_create", "/things/").auth(&[&[&OAUTH]]);

fn client_of(transport: Arc<dyn Transport>, credential: Credential) -> ApiClient {
    let builder = ClientBuilder::new("https://api.example.com", "").credential(&OAUTH, credential);
    builder.transport(transport).build().expect("valid")
}

fn client(script: &Arc<Script>) -> ApiClient {
    let tokens = OAuth2::client_credentials("https://login.example.com/token", "me", "s3cret");
    client_of(script.clone(), Credential::provider(tokens))
}

fn call(client: &ApiClient, operation: &'static Operation) -> Call<Value, Infallible> {
    client.call(operation).json()
}

fn token(text: &str) -> Reply {
    Reply::json(200, &json!({"access_token": text, "token_type": "Bearer", "expires_in": 3600}))
}

fn ok() -> Reply {
    Reply::json(200, &json!(1))
}

fn see_other(location: &str) -> Reply {
    Reply::empty(303).header("location", location)
}

/// Method, host and token of each request, `-` where it has none.
fn sent(script: &Script) -> Vec<String> {
    let line = |request: &TransportRequest| {
        let sent = request.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("");
        let token = sent.strip_prefix("Bearer ").unwrap_or("-");
        format!("{} {} {token}", request.method, request.url.host_str().unwrap_or_default())
    };
    script.requests().iter().map(line).collect()
}

#[tokio::test]
async fn what_was_done_is_not_sent_again_when_its_result_is_refused() {
    let script = Script::new([
        token("one"),
        see_other("https://elsewhere.example.com/receipt"),
        Reply::empty(401),
        ok(),
    ]);
    let client = client(&script);
    let error = call(&client, &POST).send().await.expect_err("refused elsewhere");
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 1));
    // What another origin says without having seen the token is nothing against it.
    call(&client, &GET).send().await.expect("answered");
    assert_eq!(
        sent(&script),
        [
            "POST login.example.com -",
            "POST api.example.com one",
            "GET elsewhere.example.com -",
            "GET api.example.com one",
        ]
    );
}

#[tokio::test]
async fn a_token_that_is_refused_behind_a_redirect_is_renewed_for_the_next_call() {
    let script = Script::new([token("one"), see_other("/receipt"), Reply::empty(401), token("two"), ok()]);
    let client = client(&script);
    assert_eq!(call(&client, &POST).send().await.expect_err("refused").attempts(), 1);
    call(&client, &POST).send().await.expect("answered");
    assert_eq!(
        sent(&script),
        [
            "POST login.example.com -",
            "POST api.example.com one",
            "GET api.example.com one",
            "POST login.example.com -",
            "POST api.example.com two",
        ]
    );
}

#[tokio::test]
async fn a_redirect_of_the_same_request_does_not_keep_a_token_from_being_renewed() {
    let moved = || Reply::empty(308).header("location", "/v2/things/");
    let script = Script::new([token("one"), moved(), Reply::empty(401), token("two"), moved(), ok()]);
    call(&client(&script), &POST).send().await.expect("answered");
    assert_eq!(
        sent(&script),
        [
            "POST login.example.com -",
            "POST api.example.com one",
            "POST api.example.com one",
            "POST login.example.com -",
            "POST api.example.com two",
            "POST api.example.com two",
        ]
    );
}

#[tokio::test]
async fn a_refused_token_is_forgotten_also_where_the_body_cannot_be_sent_again() {
    let script = Script::new([token("one"), Reply::empty(401), token("two"), ok()]);
    let client = client(&script);
    for expected in [Some(401), None] {
        let body = RequestBody::reader(&b"once"[..], 4);
        let upload = client.call(&POST).bytes_body("text/plain", body).json::<Value, Infallible>();
        let outcome = upload.send().await;
        assert_eq!(outcome.err().and_then(|error| error.status()).map(|status| status.as_u16()), expected);
    }
    assert_eq!(
        sent(&script),
        [
            "POST login.example.com -",
            "POST api.example.com one",
            "POST login.example.com -",
            "POST api.example.com two",
        ]
    );
}

/// Never answers.
struct Silence;

impl Transport for Silence {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_waits_for_its_token_no_longer_than_a_call() {
    let tokens = OAuth2::client_credentials("https://login.example.com/token", "me", "s3cret");
    let client = client_of(Arc::new(Silence), Credential::provider(tokens));
    let began = tokio::time::Instant::now();
    for waited in [30, 60] {
        let body = RequestBody::reader(&b"once"[..], 4);
        let upload = client.call(&POST).bytes_body("text/plain", body).json::<Value, Infallible>();
        assert!(upload.send().await.expect_err("silent").is_timeout());
        assert_eq!(began.elapsed().as_secs(), waited);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_has_waited_for_its_token_says_so() {
    let tokens = OAuth2::client_credentials("https://login.example.com/token", "me", "s3cret");
    let client = client_of(Arc::new(Silence), Credential::provider(tokens));
    let call = call(&client, &GET).timeout(Duration::from_secs(2));
    let error = call.send().await.expect_err("silent");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.to_string(), "things_read: GET /things/ failed: no token within 2s");
}

#[tokio::test(start_paused = true)]
async fn the_life_of_a_token_may_be_written_with_a_fraction() {
    let token =
        |text: &str, life: Value| Reply::json(200, &json!({"access_token": text, "expires_in": life}));
    let script = Script::new([
        token("one", json!(100.0)),
        ok(),
        token("two", json!("100.5")),
        ok(),
        token("three", json!(-1)),
        ok(),
        ok(),
    ]);
    let client = client(&script);
    for _ in 0..4 {
        call(&client, &GET).send().await.expect("answered");
        tokio::time::advance(Duration::from_secs(71)).await;
    }
    let tokens: Vec<_> = sent(&script)
        .iter()
        .filter_map(|line| line.strip_prefix("GET api.example.com ").map(str::to_owned))
        .collect();
    assert_eq!(tokens, ["one", "two", "three", "three"]);
}

#[tokio::test]
async fn the_refusal_is_told_where_there_is_no_other_token() {
    let script = Script::new([token("one"), Reply::empty(401), Reply::empty(500)]);
    let error = call(&client(&script), &POST).send().await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 2));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(error.to_string(), "things_create: POST /things/ answered 401 Unauthorized");
    let why = error.source().expect("why it was not sent again").to_string();
    assert_eq!(
        why,
        "there is no token for `my_oauth` (bearer token): the token endpoint at https://login.example.com answered 500"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_busy_is_asked_again() {
    let script = Script::new([Reply::empty(503), token("one"), ok()]);
    call(&client(&script), &GET).send().await.expect("answered");
    assert_eq!(
        sent(&script),
        ["POST login.example.com -", "POST login.example.com -", "GET api.example.com one"]
    );

    let script = Script::new([Reply::error(TransportErrorKind::Connect), token("one"), ok()]);
    call(&client(&script), &GET).send().await.expect("answered");

    // A call that must not be repeated is not, and says that it may help to try again.
    let script = Script::new([Reply::empty(503)]);
    let error = call(&client(&script), &POST).send().await.expect_err("busy");
    assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Token, true, 1));
    let script = Script::new([Reply::empty(400)]);
    let error = call(&client(&script), &GET).send().await.expect_err("refused");
    assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Token, false, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_that_may_have_been_taken_is_not_sent_again() {
    for (reply, is_sent_again) in [
        (Reply::error(TransportErrorKind::Connect), true),
        (Reply::empty(503), true),
        (Reply::error(TransportErrorKind::Other), false),
        (Reply::empty(504), false),
    ] {
        let script = Script::new([reply, token("one"), ok()]);
        let tokens = OAuth2::refresh_token("https://login.example.com/token", "r3fresh");
        let client = client_of(script.clone(), Credential::provider(tokens));
        let answer = call(&client, &GET).send().await;
        assert_eq!((answer.is_ok(), sent(&script).len()), (is_sent_again, if is_sent_again { 3 } else { 1 }));
    }
}

/// A token endpoint that says after a while that it has none.
#[derive(Default)]
struct Busy(AtomicUsize);

impl Transport for Busy {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let body = ResponseBody::Bytes("{}".into());
            Ok(TransportResponse { status: StatusCode::SERVICE_UNAVAILABLE, headers: HeaderMap::new(), body })
        })
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_a_token_do_not_ask_one_after_the_other() {
    let endpoint = Arc::new(Busy::default());
    let tokens = OAuth2::client_credentials("https://login.example.com/token", "me", "s3cret");
    let client = client_of(endpoint.clone(), Credential::provider(tokens));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let call = call(&client, &GET).retry(RetryPolicy::none());
        calls.spawn(async move { call.send().await.expect_err("no token").to_string() });
    }
    let errors = calls.join_all().await;
    assert_eq!(endpoint.0.load(Ordering::SeqCst), 1);
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    assert!(
        errors[0].ends_with("the token endpoint at https://login.example.com answered 503"),
        "{errors:?}"
    );
    // A call that comes later asks anew.
    call(&client, &GET).retry(RetryPolicy::none()).send().await.expect_err("no token");
    assert_eq!(endpoint.0.load(Ordering::SeqCst), 2);
}

/// Gives one token, and no more.
#[derive(Default)]
struct One(std::sync::atomic::AtomicBool);

impl TokenProvider for One {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let was_given = self.0.swap(true, std::sync::atomic::Ordering::SeqCst);
        let token = if was_given { Err(TokenError::new("out of tokens")) } else { Ok(Secret::new("one")) };
        Box::pin(async { token })
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_a_token_does_not_hide_the_one_before() {
    let script = Script::new([Reply::empty(503)]);
    let client = client_of(script.clone(), Credential::provider(One::default()));
    let error = call(&client, &GET).send().await.expect_err("busy");
    assert_eq!(
        format!("{error:#}"),
        "things_read: GET /things/ answered 503 Service Unavailable (after 2 attempts): there is no token for \
         `my_oauth` (bearer token): out of tokens"
    );

    let script = Script::new([Reply::error(TransportErrorKind::Connect)]);
    let client = client_of(script, Credential::provider(One::default()));
    let error = call(&client, &GET).send().await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Token);
    assert_eq!(
        error.to_string(),
        "things_read: GET /things/ was not sent again: there is no token for `my_oauth` (bearer token): out of tokens"
    );
}

#[tokio::test(start_paused = true)]
async fn no_connection_behind_a_redirect_does_not_mean_that_nothing_was_sent() {
    let gone =
        || [see_other("https://elsewhere.example.com/receipt"), Reply::error(TransportErrorKind::Connect)];
    let script = Script::new([token("one")].into_iter().chain(gone()).chain(gone()).chain([ok()]));
    let client = client(&script);
    let error = call(&client, &POST).send().await.expect_err("nobody is there");
    assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Transport, false, 1));
    assert_eq!(
        error.to_string(),
        "things_create: POST /things/ failed: it was redirected, and there is no connection to \
         https://elsewhere.example.com"
    );
    // What may be repeated still is.
    call(&client, &GET).retry(RetryPolicy::default()).send().await.expect("the second attempt");
}

/// A token endpoint that takes a while, gives a new refresh token each time and takes each only once. The first request
/// it never answers where it is told so.
struct Rotating {
    hangs_first: bool,
    asked: AtomicUsize,
}

impl Transport for Rotating {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let mut status = 200;
            let mut answer = json!(1);
            if request.url.path() == "/token" {
                let number = self.asked.fetch_add(1, Ordering::SeqCst);
                if self.hangs_first && number == 0 {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(Duration::from_secs(5)).await;
                let expected = if self.hangs_first { "=r0&" } else { ["=r0&", "=r1&"][number] };
                if crate::support::body(&request).contains(expected) {
                    let next = format!("r{}", number + 1);
                    answer = json!({"access_token": format!("t{number}"), "refresh_token": next, "expires_in": 60});
                } else {
                    status = 400;
                    answer = json!({"error": "invalid_grant"});
                }
            }
            let status = StatusCode::from_u16(status).expect("a status");
            let body = ResponseBody::Bytes(answer.to_string().into());
            Ok(TransportResponse { status, headers: HeaderMap::new(), body })
        })
    }
}

/// A client whose tokens rotate, and the refresh tokens that it was told of.
fn rotating(hangs_first: bool) -> (Arc<Rotating>, ApiClient, Arc<Mutex<Vec<String>>>) {
    let stored = Arc::new(Mutex::new(Vec::new()));
    let store = stored.clone();
    let tokens = OAuth2::refresh_token("https://login.example.com/token", "r0")
        .client("public", "")
        .on_new_refresh_token(move |token| store.lock().expect("one thread").push(token.expose().to_owned()));
    let transport = Arc::new(Rotating { hangs_first, asked: AtomicUsize::new(0) });
    (transport.clone(), client_of(transport, Credential::provider(tokens)), stored)
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_not_lost_with_the_call_that_is_given_up() {
    let (transport, client, stored) = rotating(false);
    let short = call(&client, &GET).timeout(Duration::from_secs(1));
    assert!(short.send().await.expect_err("too slow").is_timeout());
    // Long after the answer would have come.
    tokio::time::advance(Duration::from_secs(600)).await;
    call(&client, &GET).send().await.expect("answered");
    assert_eq!(*stored.lock().expect("one thread"), ["r1"]);
    tokio::time::advance(Duration::from_secs(60)).await;
    call(&client, &GET).send().await.expect("answered");
    assert_eq!(*stored.lock().expect("one thread"), ["r1", "r2"]);
    assert_eq!(transport.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_request_without_an_answer_is_sent_again_some_time() {
    let (transport, client, stored) = rotating(true);
    let short = || call(&client, &GET).timeout(Duration::from_secs(20)).send();
    assert!(short().await.expect_err("silent").is_timeout());
    assert_eq!(transport.asked.load(Ordering::SeqCst), 1);
    // After half a minute in all.
    short().await.expect("another request");
    assert_eq!(transport.asked.load(Ordering::SeqCst), 2);
    assert_eq!(*stored.lock().expect("one thread"), ["r2"]);
}
