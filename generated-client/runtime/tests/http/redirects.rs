//! Redirects: what is followed, and what does not come along.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{
    ApiClient, ApiKeyLocation, AuthKind, AuthScheme, Credential, ErrorKind, HeaderName, Method, Operation,
    Transport,
};
use serde_json::Value;

use crate::support::{BEARER, POST, Reply, Script, TOKEN, body, builder};

static HEADER: AuthScheme =
    AuthScheme::new("header", AuthKind::ApiKey { location: ApiKeyLocation::Header, name: "X-Api-Key" });
static QUERY: AuthScheme =
    AuthScheme::new("query", AuthKind::ApiKey { location: ApiKeyLocation::Query, name: "key" });
static COOKIE: AuthScheme =
    AuthScheme::new("cookie", AuthKind::ApiKey { location: ApiKeyLocation::Cookie, name: "sid" });
static ALL: Operation =
    Operation::new(Method::Get, "all", "/all").auth(&[&[&BEARER, &HEADER, &QUERY, &COOKIE]]);

fn client(script: &Arc<Script>) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    builder("https://home.example")
        .without_server_path()
        .default_header("X-Tenant", "t")
        .credential(&HEADER, Credential::token("h-key"))
        .credential(&QUERY, Credential::token("q-key"))
        .credential(&COOKIE, Credential::token("c-key"))
        .transport(transport)
        .build()
        .expect("valid")
}

fn to(status: u16, location: &str) -> Reply {
    Reply::empty(status).header("location", location)
}

fn done() -> Reply {
    Reply::new(200, "application/json", "1")
}

#[tokio::test]
async fn within_the_origin_everything_comes_along() {
    let script = Script::new([to(302, "/other?a=1#x"), done()]);
    client(&script).call(&ALL).query("b", "2").json::<Value, Infallible>().send().await.expect("answered");
    assert_eq!(
        script.lines(),
        ["GET https://home.example/all?b=2&key=q-key", "GET https://home.example/other?a=1&key=q-key"]
    );
    let second = script.requests().remove(1);
    assert_eq!(second.headers["authorization"], *format!("Bearer {TOKEN}"));
    assert_eq!(second.headers["x-api-key"], "h-key");
    assert_eq!(second.headers["cookie"], "sid=c-key");
    assert_eq!(second.headers["x-tenant"], "t");
    assert!(!second.headers.contains_key("referer"));
}

#[tokio::test]
async fn nothing_secret_reaches_another_origin() {
    for elsewhere in ["https://elsewhere.example/x", "https://home.example:8443/x", "//elsewhere.example/x"] {
        let script = Script::new([to(307, &format!("{elsewhere}?key=q-key&a=1")), to(302, "/y"), done()]);
        let call = client(&script).call(&ALL).header("x-secret", "s").json::<Value, Infallible>();
        call.send().await.expect("answered");
        for request in &script.requests()[1..] {
            let mut names: Vec<_> = request.headers.keys().map(HeaderName::as_str).collect();
            names.sort_unstable();
            assert_eq!(names, ["accept", "user-agent"]);
            assert!(!request.url.as_str().contains("q-key"), "{}", request.url);
        }
    }
}

#[tokio::test]
async fn coming_home_does_not_bring_credentials_back() {
    let script =
        Script::new([to(302, "https://elsewhere.example/"), to(302, "https://home.example/admin"), done()]);
    client(&script).call(&ALL).json::<Value, Infallible>().send().await.expect("answered");
    let last = script.requests().remove(2);
    assert_eq!(last.url.as_str(), "https://home.example/admin");
    assert!(!last.headers.contains_key("authorization"));
}

#[tokio::test]
async fn what_is_not_followed_is_an_error() {
    for (operation, reply, reason) in [
        (&ALL, to(302, "http://home.example/all"), "it redirects from https to http://home.example/all"),
        (&ALL, to(302, "ftp://x/"), "its redirect leads to no web address"),
        (
            &POST,
            to(301, "https://home.example/login?next=secret"),
            "it redirects POST to https://home.example/login; the base URL may be wrong",
        ),
        (
            &POST,
            to(308, "https://elsewhere.example/x"),
            "it redirects POST to another origin, https://elsewhere.example/x",
        ),
    ] {
        let script = Script::new([reply]);
        let call = client(&script).call(operation).json::<Value, Infallible>();
        let error = call.send().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(error.to_string().ends_with(&format!(", but {reason}")), "{error}");
        assert_eq!(script.requests().len(), 1);
    }
}

#[tokio::test]
async fn methods_and_bodies() {
    let script = Script::new([to(307, "/again"), to(303, "/result"), done()]);
    let call = client(&script).call(&POST).json_body("x").json::<Value, Infallible>();
    call.send().await.expect("answered");
    let sent = script.requests();
    assert_eq!(
        sent.iter().map(|request| request.method.as_str()).collect::<Vec<_>>(),
        ["POST", "POST", "GET"]
    );
    assert_eq!(sent.iter().map(body).collect::<Vec<_>>(), ["\"x\"", "\"x\"", ""]);
    assert!(!sent[2].headers.contains_key("content-type"));
}

#[tokio::test]
async fn circles_end() {
    let script = Script::new((0..11).map(|_| to(302, "/all")));
    let error = client(&script).call(&ALL).json::<Value, Infallible>().send().await.expect_err("refused");
    assert_eq!((error.kind(), script.requests().len()), (ErrorKind::Redirect, 11));
}

#[tokio::test]
async fn a_declared_redirect_is_a_result() {
    static LOGIN: Operation = Operation::new(Method::Get, "login", "/login").returns_redirects();
    let script = Script::new([to(302, "https://elsewhere.example/"), Reply::empty(304)]);
    let response = client(&script).call(&LOGIN).empty::<Infallible>().send_full().await.expect("answered");
    assert_eq!(response.status, 302);
    assert_eq!(response.headers["location"], "https://elsewhere.example/");
    let error = client(&script).call(&ALL).empty::<Infallible>().send().await.expect_err("no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
}
