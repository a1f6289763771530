//! Event streams that break off: which are asked for again, and how they end.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{EventStream, Method, Operation, RetryBudget, Transport};
use serde_json::{Value, json};

use crate::{
    pieces::{Pieces, Step},
    support::{BEARER_ONLY, GET, builder},
};

static PAY: Operation =
    Operation::new(Method::Post, "pay", "/payments/").auth(BEARER_ONLY).idempotency_key("Idempotency-Key");

const EVENTS: &str = "text/event-stream";

/// The data of every event, and the errors between them.
async fn all(mut stream: EventStream<Value>) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(event) = stream.next().await {
        found.push(event.map_or_else(|error| format!("{:?}", error.kind()), |event| event.data.to_string()));
    }
    found
}

async fn events(script: &std::sync::Arc<Pieces>) -> EventStream<Value> {
    script.client().call(&GET).events::<Value, Infallible>().send().await.expect("a stream")
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_a_request_that_changes_something_is_not_asked_for_again_under_another_key() {
    let broken = vec![Step::Piece("id: 1\ndata: 1\n\n"), Step::Break];
    let script = Pieces::new([(200, EVENTS, broken)]);
    let call = script.client().call(&PAY).events::<Value, Infallible>();
    assert_eq!(all(call.send().await.expect("a stream")).await, ["1", "Transport"]);
    assert_eq!(script.sent("idempotency-key").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_broke_off_does_not_end_as_if_it_were_complete() {
    let broken = || (200, EVENTS, vec![Step::Piece("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"), Step::Break]);
    let anew = Pieces::new([broken(), (200, EVENTS, vec![Step::Piece("id: 1\ndata: 1\n\n")])]);
    assert_eq!(all(events(&anew).await).await, ["1", "2", "Transport"]);

    let silent = || (200, EVENTS, Vec::new());
    let silenced = Pieces::new([broken(), silent(), silent()]);
    assert_eq!(all(events(&silenced).await).await, ["1", "2", "Transport"]);

    // What came after it was continued makes it good.
    let more = (200, EVENTS, vec![Step::Piece("id: 3\ndata: 3\n\n")]);
    let continued = Pieces::new([broken(), more, (200, EVENTS, vec![Step::Piece("id: 1\ndata: 1\n\n")])]);
    assert_eq!(all(events(&continued).await).await, ["1", "2", "3"]);

    let over = Pieces::new([broken(), (204, "text/plain", Vec::new())]);
    assert_eq!(all(events(&over).await).await, ["1", "2"]);
}

#[tokio::test]
async fn whole_events_have_the_pause_that_the_server_asks_for() {
    let stream = vec![Step::Piece("retry: 10\ndata: a\n\nretry: x\ndata: b\n\nretry: 20\n\ndata: c\n\n")];
    let script = Pieces::new([(200, EVENTS, stream)]);
    let call = script.client().call(&PAY).whole_events::<Value, Infallible>();
    let found: Vec<Value> = all(call.send().await.expect("a stream"))
        .await
        .iter()
        .map(|text| serde_json::from_str(text).expect("an event"))
        .collect();
    assert_eq!(found, [json!({"retry": 10, "data": "a"}), json!({"data": "b"}), json!({"data": "c"})]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_asked_for_again_out_of_the_budget() {
    let broken = |text| (200, EVENTS, vec![Step::Piece(text), Step::Break]);
    let script = Pieces::new([broken("id: 1\ndata: 1\n\n"), broken("id: 2\ndata: 2\n\n")]);
    let transport: Arc<dyn Transport> = script.clone();
    let settings = builder("https://api.example.com").retry_budget(RetryBudget::new(1, 100));
    let client = settings.transport(transport).build().expect("valid settings");
    let stream = client.call(&GET).events::<Value, Infallible>().send().await.expect("a stream");
    assert_eq!(all(stream).await, ["1", "2", "Transport"]);
}
