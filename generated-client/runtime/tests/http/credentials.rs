//! Credentials: where each kind goes, what happens without one, and that they are not printed.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use client_runtime::http::{
    ApiClient, ApiKeyLocation, AuthKind, AuthScheme, ClientBuilder, Credential, ErrorKind, Method, Operation,
    ParamDef, ParamLocation, ParamStyle, RetryPolicy, Transport, TransportErrorKind,
};
use serde_json::Value;

use crate::support::{GET, POST, Reply, Script, TOKEN, builder, client};

static BASIC: AuthScheme = AuthScheme::new("login", AuthKind::Basic);
static DIGEST: AuthScheme = AuthScheme::new("hmac", AuthKind::Http("HMAC"));
static HEADER: AuthScheme =
    AuthScheme::new("header", AuthKind::ApiKey { location: ApiKeyLocation::Header, name: "X-Api-Key" });
static QUERY: AuthScheme =
    AuthScheme::new("query", AuthKind::ApiKey { location: ApiKeyLocation::Query, name: "api key" });
static COOKIE: AuthScheme =
    AuthScheme::new("cookie", AuthKind::ApiKey { location: ApiKeyLocation::Cookie, name: "session" });

static EVERY: Operation = Operation::new(Method::Get, "every", "/every").auth(&[&[&HEADER, &QUERY, &COOKIE]]);
static EITHER: Operation = Operation::new(Method::Get, "either", "/either").auth(&[&[&DIGEST], &[&BASIC]]);
static OPEN: Operation = Operation::new(Method::Get, "open", "/open");

fn with(script: &Arc<Script>, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    configure(ClientBuilder::new("https://h", "")).transport(transport).build().expect("valid")
}

#[tokio::test]
async fn api_keys_go_where_the_document_says() {
    let script = Script::new([Reply::empty(204)]);
    let client = with(&script, |builder| {
        builder
            .credential(&HEADER, Credential::token("k1"))
            .credential(&QUERY, Credential::token("k 2"))
            .credential(&COOKIE, Credential::token("k;3"))
    });
    client.call(&EVERY).query("a", "b").empty::<Infallible>().send().await.expect("answered");
    let request = script.requests().remove(0);
    assert_eq!(script.lines(), ["GET https://h/every?a=b&api%20key=k%202"]);
    assert_eq!(request.headers["x-api-key"], "k1");
    assert_eq!(request.headers["cookie"], "session=k%3B3");
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn http_schemes() {
    // The example of RFC 7617, 2.
    let script = Script::new([Reply::empty(204), Reply::empty(204), Reply::empty(204)]);
    let basic = Credential::basic("Aladdin", "open sesame");
    let client = with(&script, |builder| builder.credential(&BASIC, basic.clone()));
    client.call(&EITHER).empty::<Infallible>().send().await.expect("answered");
    client.call(&OPEN).empty::<Infallible>().send().await.expect("answered");
    let client = with(&script, |builder| {
        builder.credential(&BASIC, basic).credential(&DIGEST, Credential::token("abc"))
    });
    client.call(&EITHER).empty::<Infallible>().send().await.expect("answered");
    let sent = script.requests();
    assert_eq!(sent[0].headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert!(!sent[1].headers.contains_key("authorization"));
    assert_eq!(sent[2].headers["authorization"], "HMAC abc");
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let script = Script::new([]);
    let client = with(&script, |builder| builder);
    let error = client.call(&EITHER).empty::<Infallible>().send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert_eq!(
        error.to_string(),
        "either: GET /either was not sent: no credential was given for `hmac` (HTTP authentication `HMAC`), or \
         `login` (user name and password)"
    );
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_credential_of_the_call_does_for_one_of_the_client() {
    let script = Script::new((0..3).map(|_| Reply::empty(204)));
    let nothing = with(&script, |builder| builder);
    let call = nothing.call(&EITHER).header("Authorization", "Basic own");
    call.empty::<Infallible>().send().await.expect("answered");
    // Together with what the client has.
    let some = with(&script, |builder| {
        builder.credential(&QUERY, Credential::token("q")).credential(&COOKIE, Credential::token("c"))
    });
    let call = some.call(&EVERY).header("x-api-key", "own");
    call.empty::<Infallible>().send().await.expect("answered");
    // Instead of another alternative, and of the same one.
    let other = with(&script, |builder| builder.credential(&BASIC, Credential::basic("u", "p")));
    let call = other.call(&EITHER).header("authorization", "HMAC own");
    call.empty::<Infallible>().send().await.expect("answered");
    let sent = script.requests();
    assert_eq!(sent[0].headers["authorization"], "Basic own");
    assert_eq!(sent[1].headers["x-api-key"], "own");
    assert_eq!(sent[1].headers["cookie"], "session=c");
    assert_eq!(sent[1].url.query(), Some("api%20key=q"));
    assert_eq!(sent[2].headers["authorization"], "HMAC own");
}

#[tokio::test]
async fn nothing_prints_a_secret() {
    let script = Script::new([Reply::json(403, &serde_json::json!({"token": "echo-s3cret"}))]);
    let transport: Arc<dyn Transport> = script.clone();
    let builder = builder("https://h")
        .default_header("X-Auth", "h-s3cret")
        .credential(&QUERY, Credential::token("q-s3cret"))
        .transport(transport);
    let printed_builder = format!("{builder:?}");
    let client = builder.build().expect("valid");
    let call = client.call(&GET).query("q", "p-s3cret").header("x-h", "v-s3cret").json_body("b-s3cret");
    let call = call.empty::<Infallible>();
    let printed_call = format!("{call:?}");
    let error = call.send().await.expect_err("refused");
    let credential = Credential::basic("user", "s3cret");
    for printed in [
        printed_builder,
        printed_call,
        format!("{client:?}"),
        format!("{credential:?}"),
        format!("{:?}", script.requests()),
        format!("{error:?} {error} {error:#}"),
    ] {
        assert!(!printed.contains("s3cret") && !printed.contains(TOKEN), "{printed}");
    }
}

#[tokio::test]
async fn a_hook_can_print_what_it_is_told() {
    static KEY: ParamDef =
        ParamDef::new("X-Key", ParamLocation::Header, ParamStyle::Simple { explode: false });
    let script = Script::new([Reply::empty(204).header("set-cookie", "session=s3cret")]);
    let printed = Arc::new(Mutex::new(Vec::new()));
    let (before, after) = (printed.clone(), printed.clone());
    let client = with(&script, |builder| {
        builder
            .on_request(move |attempt| before.lock().expect("one thread").push(format!("{attempt:?}")))
            .on_response(move |outcome| after.lock().expect("one thread").push(format!("{outcome:?}")))
    });
    let call = client.call(&OPEN).param(&KEY, "k-s3cret").header("x-other", "o-s3cret");
    call.empty::<Infallible>().send().await.expect("answered");
    assert!(script.requests()[0].headers["x-key"].is_sensitive());
    let printed = printed.lock().expect("one thread").concat();
    assert!(printed.contains("x-key") && printed.contains("set-cookie"), "{printed}");
    assert!(!printed.contains("s3cret"), "{printed}");
}

#[tokio::test]
async fn a_session_that_a_response_sets_is_not_printed() {
    let script = Script::new([Reply::empty(204).header("set-cookie", "session=s3cret")]);
    let response = client(&script).call(&GET).empty::<Infallible>().send_full().await.expect("answered");
    let printed = format!("{response:?}");
    assert!(printed.contains("set-cookie") && !printed.contains("s3cret"), "{printed}");
}

#[tokio::test]
async fn a_session_cookie_is_sent_as_the_server_made_it() {
    // The signed sessions of Django, for one, contain colons, and a cookie is not percent-decoded by servers.
    let script = Script::new([Reply::empty(204)]);
    let client = with(&script, |builder| {
        let keys =
            builder.credential(&HEADER, Credential::token("k")).credential(&QUERY, Credential::token("k"));
        keys.credential(&COOKIE, Credential::token("eyJ1IjoxfQ:1rV5/x+y=%41|\"; a,\\é"))
    });
    client.call(&EVERY).empty::<Infallible>().send().await.expect("answered");
    let expected = "session=eyJ1IjoxfQ:1rV5/x+y=%41|%22%3B%20a%2C%5C%C3%A9";
    assert_eq!(script.requests().remove(0).headers["cookie"], expected);
}

#[tokio::test]
async fn arguments_that_are_secrets_are_not_printed() {
    static RESET: Operation = Operation::new(Method::Get, "reset", "/reset/{token}/").secret_path();
    let not_json = Reply::new(200, "application/json", "<html>");
    let replies = [
        Reply::empty(404),
        not_json,
        Reply::error(TransportErrorKind::Other),
        Reply::error(TransportErrorKind::Timeout),
        Reply::new(301, "text/plain", "moved").header("location", "ftp://h/x?auth=s3cret"),
        Reply::empty(301).header("location", "http://api.example.com/reset/p-s3cret/"),
        Reply::empty(301).header("location", "https://u:p@api.example.com/reset/p-s3cret/"),
    ];
    let count = replies.len();
    let script = Script::new(replies);
    let client = client(&script);
    for _ in 0..count {
        let call = client.call(&RESET).path("token", "p-s3cret").query("auth_password", "q-s3cret");
        let call =
            call.query("client_secret", &["a-s3cret"]).json::<Value, Infallible>().retry(RetryPolicy::none());
        let shown_call = format!("{call:?} {call:#?}");
        assert!(shown_call.contains("auth_password") && !shown_call.contains("s3cret"), "{shown_call}");
        let error = call.send().await.expect_err("no reply is what was asked for");
        let shown_error = format!("{error} {error:#} {error:?}");
        assert!(shown_error.starts_with("reset: GET /reset/{token}/ "), "{shown_error}");
        assert!(!shown_error.contains("s3cret"), "{shown_error}");
    }
    assert!(script.lines()[0].contains("/reset/p-s3cret/?auth_password=q-s3cret&client_secret=a-s3cret"));
    let shown = format!("{:?}", script.requests());
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn credentials_are_used_for_every_attempt_and_method() {
    let script = Script::new([Reply::empty(204), Reply::empty(204)]);
    let client = client(&script);
    client.call(&GET).empty::<Infallible>().send().await.expect("answered");
    client.call(&POST).empty::<Infallible>().send().await.expect("answered");
    let expected = format!("Bearer {TOKEN}");
    assert!(script.requests().iter().all(|request| request.headers["authorization"] == *expected));
}
