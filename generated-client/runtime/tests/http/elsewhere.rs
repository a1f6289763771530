//! Operations that the document serves elsewhere than the rest: where they go, and what comes along.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{
    ApiClient, ClientBuilder, HeaderName, HeaderValue, Method, NextPage, Operation, Paging, Server, Transport,
};
use serde_json::{Value, json};

use crate::support::{Reply, Script};

static HOME: Operation = Operation::new(Method::Get, "home", "/home");
static ELSEWHERE: Operation =
    Operation::new(Method::Get, "elsewhere", "/file").server("https://cdn.example.com/v1");
static OLD: Operation = Operation::new(Method::Get, "old", "/old").server("/v1");

fn client(script: &Arc<Script>, builder: ClientBuilder) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    builder.transport(transport).build().expect("valid")
}

async fn send(client: &ApiClient, operation: &'static Operation) {
    client.call(operation).empty::<Infallible>().send().await.expect("answered");
}

#[tokio::test]
async fn what_a_hook_adds_goes_to_the_origins_that_the_caller_has_named() {
    let script = Script::new((0..3).map(|_| Reply::empty(204)));
    let builder = || {
        ClientBuilder::new("https://api.example.com", "").on_request(|attempt| {
            attempt.headers.insert("x-tenant", HeaderValue::from_static("t"));
            attempt.headers.insert("accept", HeaderValue::from_static("x/y"));
        })
    };
    let at_home = client(&script, builder());
    send(&at_home, &HOME).await;
    send(&at_home, &ELSEWHERE).await;
    let known = builder().operation_server("https://cdn.example.com/v1", "https://cdn.example.com/v1");
    send(&client(&script, known), &ELSEWHERE).await;
    let sent = script.requests().into_iter().map(|request| {
        let mut names: Vec<_> = request.headers.keys().map(HeaderName::to_string).collect();
        names.sort_unstable();
        (names.join(" "), request.headers["accept"].clone())
    });
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            ("accept user-agent x-tenant".to_owned(), "x/y".parse().expect("a value")),
            ("accept user-agent".to_owned(), "application/json".parse().expect("a value")),
            ("accept user-agent x-tenant".to_owned(), "x/y".parse().expect("a value")),
        ]
    );
}

#[tokio::test]
async fn a_path_of_its_own_belongs_to_the_origin_of_the_server_that_was_chosen() {
    let script = Script::new((0..3).map(|_| Reply::empty(204)));
    for (chosen, expected) in [
        (Server::new("https://eu.example.com/v2"), "GET https://eu.example.com/v1/old"),
        (Server::new("https://sandbox.example.com/test/v2"), "GET https://sandbox.example.com/v1/old"),
        (
            Server::new("/local").at("http://localhost:8080/docs/openapi.json"),
            "GET http://localhost:8080/v1/old",
        ),
    ] {
        send(&client(&script, ClientBuilder::on(chosen)), &OLD).await;
        assert_eq!(script.lines().pop().as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn pages_follow_links_where_the_document_serves_the_list() {
    static LIST: Operation =
        Operation::new(Method::Get, "list", "/files").server("https://cdn.example.com/v1");
    let page = |next: &str| Reply::json(200, &json!({"next": next, "items": [1]}));
    let script = Script::new([page("/v1/files?page=2"), page("https://other.example.com/v1/files?page=3")]);
    let client = client(&script, ClientBuilder::new("https://api.example.com", ""));
    let call = client.call(&LIST).json::<Value, Infallible>();
    let mut pages = call.pages(Paging::next_link(), |page| NextPage::link(page["next"].as_str()));
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.expect("a page").is_ok());
    let error = pages.next().await.expect("an error").expect_err("another origin");
    assert!(error.to_string().contains("leads to another origin, https://other.example.com"), "{error}");
    assert_eq!(
        script.lines(),
        ["GET https://cdn.example.com/v1/files", "GET https://cdn.example.com/v1/files?page=2"]
    );
}
