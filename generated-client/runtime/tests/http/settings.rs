//! Settings of a client: the address, headers, and what is refused when it is built.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{ApiKeyLocation, AuthKind, AuthScheme, ClientBuilder, Credential, Transport};

use crate::support::{GET, Reply, Script, TOKEN, builder};

async fn line(configure: impl FnOnce(ClientBuilder) -> ClientBuilder, base: &str) -> String {
    let script = Script::new([Reply::empty(204)]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = configure(builder(base)).transport(transport).build().expect("valid");
    client.call(&GET).empty::<Infallible>().send().await.expect("answered");
    script.lines().remove(0)
}

#[tokio::test]
async fn base_urls() {
    for (base, expected) in [
        ("https://h", "https://h/api/v3/things/"),
        ("https://h/", "https://h/api/v3/things/"),
        ("https://h/api/v3", "https://h/api/v3/things/"),
        ("https://h/api/v3/", "https://h/api/v3/things/"),
        ("https://h/auth", "https://h/auth/api/v3/things/"),
        ("http://h:9000/auth/api/v3/", "http://h:9000/auth/api/v3/things/"),
    ] {
        assert_eq!(line(|builder| builder, base).await, format!("GET {expected}"), "{base}");
    }
    let exact = line(ClientBuilder::without_server_path, "https://h/v2/").await;
    assert_eq!(exact, "GET https://h/v2/things/");
}

#[tokio::test]
async fn default_headers() {
    let script = Script::new([Reply::empty(204), Reply::empty(204)]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = builder("https://h")
        .default_header("X-Tenant", "one")
        .user_agent("me/1")
        .transport(transport)
        .build();
    let client = client.expect("valid");
    client.call(&GET).empty::<Infallible>().send().await.expect("answered");
    client.call(&GET).empty::<Infallible>().header("x-tenant", "two").send().await.expect("answered");
    let [first, second] = script.requests().try_into().expect("two requests");
    assert_eq!(first.headers["x-tenant"], "one");
    assert_eq!(first.headers["user-agent"], "me/1");
    assert_eq!(first.headers["accept"], "application/json");
    assert_eq!(second.headers["x-tenant"], "two");
}

#[tokio::test]
async fn headers_of_the_caller_come_first() {
    let script = Script::new([Reply::empty(204), Reply::empty(204)]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = builder("https://h").default_header("Accept", "application/vnd.x+json").transport(transport);
    let client = client.build().expect("valid");
    client
        .call(&GET)
        .empty::<Infallible>()
        .header("Authorization", "Bearer mine")
        .send()
        .await
        .expect("answered");
    client.call(&GET).empty::<Infallible>().send().await.expect("answered");
    let [first, second] = script.requests().try_into().expect("two requests");
    assert_eq!(first.headers.get_all("authorization").iter().collect::<Vec<_>>(), ["Bearer mine"]);
    assert_eq!(first.headers["accept"], "application/vnd.x+json");
    assert_eq!(second.headers["authorization"], format!("Bearer {TOKEN}"));
}

#[test]
fn what_cannot_be_used_is_refused() {
    static BASIC: AuthScheme = AuthScheme::new("login", AuthKind::Basic);
    static KEY: AuthScheme =
        AuthScheme::new("key", AuthKind::ApiKey { location: ApiKeyLocation::Header, name: "X-Key" });
    let error = |builder: ClientBuilder| builder.build().expect_err("refused").to_string();
    assert!(error(builder("api.example.com")).starts_with("the base URL cannot be used: "));
    assert!(error(builder("https://u:p@h")).contains("credentials"));
    assert!(error(builder("https://h").default_header("a b", "c")).contains("`a b` is not a header name"));
    assert!(error(builder("https://h").user_agent("a\nb")).contains("`user-agent`"));
    assert_eq!(
        error(builder("https://h").credential(&KEY, Credential::token("a\r\nb"))),
        "the credential for `key` (API key in header `X-Key`) cannot be used: it contains characters that a header \
         cannot carry"
    );
    for empty in ["", " \n"] {
        assert_eq!(
            error(builder("https://h").credential(&KEY, Credential::token(empty))),
            "the credential for `key` (API key in header `X-Key`) cannot be used: it is empty"
        );
    }
    assert!(error(builder("https://h").credential(&BASIC, Credential::token("x"))).contains("user name"));
    assert!(error(builder("https://h").credential(&BASIC, Credential::basic("a:b", "x"))).contains("colon"));
}
