//! Responses that are read while they arrive: bytes, server-sent events, sequences of JSON values.

use std::{convert::Infallible, sync::Mutex, time::Duration};

use client_runtime::http::{AnyError, Download, Error, ErrorKind, EventStream, RetryPolicy};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;

use crate::{
    pieces::{Pieces, Step},
    support::{GET, POST},
};

const MINUTE: Duration = Duration::from_secs(60);

fn pieces(texts: &[&'static str]) -> Vec<Step> {
    texts.iter().map(|text| Step::Piece(text)).collect()
}

async fn download(steps: Vec<Step>) -> Download {
    let script = Pieces::new([(200, "image/png", steps)]);
    script.client().call(&GET).download::<Infallible>().send().await.expect("a body")
}

async fn events(script: &std::sync::Arc<Pieces>) -> EventStream<Value> {
    script.client().call(&GET).events::<Value, Infallible>().send().await.expect("a stream")
}

/// `type/id/data` of every event, and the errors between them.
async fn all(mut stream: EventStream<Value>) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(event) = stream.next().await {
        found.push(match event {
            Ok(event) => format!("{}/{}/{}", event.event, event.id.unwrap_or_default(), event.data),
            Err(error) => format!("{:?}", error.kind()),
        });
    }
    found
}

#[tokio::test]
async fn a_body_as_a_whole_in_pieces_and_as_a_reader() {
    let whole = download(pieces(&["ab", "", "cd", "e"])).await.bytes().await;
    assert_eq!(whole.ok().as_deref(), Some(b"abcde".as_slice()));

    let mut pieces_of = download(pieces(&["ab", "cd"])).await;
    assert_eq!(pieces_of.content_type(), Some("image/png"));
    assert_eq!(pieces_of.chunk().await.ok().flatten().as_deref(), Some(b"ab".as_slice()));
    assert_eq!(pieces_of.chunk().await.ok().flatten().as_deref(), Some(b"cd".as_slice()));
    assert_eq!(pieces_of.chunk().await.ok().flatten(), None);

    let mut reader = download(pieces(&["abc", "def"])).await;
    let mut first = [0; 2];
    reader.read_exact(&mut first).await.expect("two bytes");
    let mut rest = String::new();
    reader.read_to_string(&mut rest).await.expect("the rest");
    assert_eq!((&first, rest.as_str()), (b"ab", "cdef"));
}

#[tokio::test]
async fn progress_is_told_after_each_piece() {
    let seen = std::sync::Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    let body = download(pieces(&["ab", "cde"])).await;
    let body = body.on_progress(move |progress| {
        told.lock().expect("no panic").push((progress.transferred, progress.total));
    });
    body.bytes().await.expect("a body");
    assert_eq!(*seen.lock().expect("no panic"), [(2, None), (5, None)]);
}

#[tokio::test]
async fn a_body_is_bounded_in_memory_and_not_in_pieces() {
    let long = vec![Step::Piece("0123456789abcdef"); 5];
    let error = download(long.clone()).await.bytes().await.expect_err("more than 64 bytes");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ answered 200 OK, but the body is larger than 64 bytes"
    );
    assert_eq!(download(long.clone()).await.bytes_up_to(80).await.map(|bytes| bytes.len()).ok(), Some(80));
    let mut body = download(long).await;
    let mut length = 0;
    while let Some(piece) = body.chunk().await.expect("a piece") {
        length += piece.len();
    }
    assert_eq!(length, 80);
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_each_piece_is_bounded_and_the_whole_is_not() {
    let slow = [Step::Piece("a"), Step::Pause(MINUTE / 3)].repeat(30);
    assert_eq!(download(slow).await.bytes().await.map(|bytes| bytes.len()).ok(), Some(30));
    let stalled = vec![Step::Piece("a"), Step::Pause(MINUTE), Step::Piece("b")];
    let error = download(stalled).await.bytes().await.expect_err("nothing for a minute");
    assert!(error.is_timeout());
    assert!(error.to_string().ends_with("but nothing more of the body came within 30s"), "{error}");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_and_the_end() {
    let mut body = download(vec![Step::Piece("a"), Step::Break, Step::Piece("b")]).await;
    assert!(body.chunk().await.is_ok());
    let error = body.chunk().await.expect_err("it broke off");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(body.chunk().await.ok(), Some(None));
}

#[tokio::test]
async fn a_failure_before_the_stream_is_the_declared_error() {
    let script = Pieces::new([(404, "application/json", pieces(&["{\"detail\":", "\"gone\"}"]))]);
    let error: Error<Infallible> =
        script.client().call(&GET).download().send().await.expect_err("there is nothing");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(error.body().map(|body| &**body), Some(b"{\"detail\":\"gone\"}".as_slice()));
}

#[tokio::test]
async fn events_are_typed() {
    let stream =
        pieces(&[": hello\n\nevent: add\nid: 1\nda", "ta: {\"a\":\ndata: 1}\n\ndata: [DONE]\n\ndata: 3\n\n"]);
    let script = Pieces::new([(200, "text/event-stream; charset=utf-8", stream)]);
    assert_eq!(all(events(&script).await).await, ["add/1/{\"a\":1}"]);
    assert_eq!(script.sent("accept"), [Some("text/event-stream".to_owned())]);
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_costs_no_other() {
    let stream = pieces(&["data: {\n\ndata: 2\n\n"]);
    let script = Pieces::new([(200, "text/event-stream", stream)]);
    let mut events = events(&script).await;
    let error = events.next().await.expect("an event").expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body().map(|body| &**body), Some(b"{".as_slice()));
    assert_eq!(events.next().await.expect("an event").map(|event| event.data).ok(), Some(json!(2)));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn text_events_keep_what_looks_like_an_end() {
    let script = Pieces::new([(200, "text/event-stream", pieces(&["data: [DONE]\n\ndata: x\n\n"]))]);
    let call = script.client().call(&POST).text_events::<Infallible>();
    let mut events = call.send().await.expect("a stream");
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.expect("an event").data);
    }
    assert_eq!(found, ["[DONE]", "x"]);
}

#[tokio::test]
async fn whole_events_have_their_fields() {
    let stream = pieces(&["event: a\ndata: {\"n\":1}\n\nid: 7\ndata: text\n\ndata: 5\n\n"]);
    let script = Pieces::new([(200, "text/event-stream", stream)]);
    let call = script.client().call(&POST).whole_events::<Value, Infallible>();
    let mut events = call.send().await.expect("a stream");
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event.expect("an event").data);
    }
    assert_eq!(
        found,
        [
            json!({"event": "a", "data": {"n": 1}}),
            json!({"id": "7", "data": "text"}),
            json!({"id": "7", "data": "5"})
        ]
    );
}

#[tokio::test]
async fn something_else_than_events_is_said_to_be() {
    let script = Pieces::new([(200, "text/html", pieces(&["<html>Sign in"]))]);
    let call = script.client().call(&GET).events::<Value, Infallible>();
    let error = call.send().await.expect_err("a page");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.to_string().ends_with("the server sent text/html, not text/event-stream; near <html>Sign in")
    );
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_breaks_off_is_continued_from_the_last_id() {
    let first =
        vec![Step::Piece("retry: 5000\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n"), Step::Break];
    let script = Pieces::new([
        (200, "text/event-stream", first),
        (200, "text/event-stream", pieces(&["id: 3\ndata: 3\n\n"])),
        (204, "text/plain", Vec::new()),
    ]);
    let began = tokio::time::Instant::now();
    assert_eq!(all(events(&script).await).await, ["message/1/1", "message/2/2", "message/3/3"]);
    assert_eq!(script.sent("last-event-id"), [None, Some("2".to_owned()), Some("3".to_owned())]);
    assert_eq!(began.elapsed().as_secs(), 10, "the server asked for five seconds, twice");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_begins_anew_ends_the_stream() {
    let same = || (200, "text/event-stream", pieces(&["id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"]));
    let script = Pieces::new([same(), same()]);
    assert_eq!(all(events(&script).await).await, ["message/1/1", "message/2/2"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_has_nothing_more_to_say_ends_the_stream() {
    let nothing = || (200, "text/event-stream", Vec::new());
    let script =
        Pieces::new([(200, "text/event-stream", pieces(&["id: 1\ndata: 1\n\n"])), nothing(), nothing()]);
    assert_eq!(all(events(&script).await).await, ["message/1/1"]);
}

#[tokio::test]
async fn what_cannot_be_continued_is_not_asked_for_again() {
    let broken = || (200, "text/event-stream", vec![Step::Piece("id: 1\ndata: 1\n\n"), Step::Break]);
    let post = Pieces::new([broken()]);
    let call = post.client().call(&POST).events::<Value, Infallible>();
    assert_eq!(all(call.send().await.expect("a stream")).await, ["message/1/1", "Transport"]);

    let once = Pieces::new([broken()]);
    let call = once.client().call(&GET).events::<Value, Infallible>().retry(RetryPolicy::none());
    assert_eq!(all(call.send().await.expect("a stream")).await, ["message/1/1", "Transport"]);

    let nameless = Pieces::new([(200, "text/event-stream", vec![Step::Piece("data: 1\n\n"), Step::Break])]);
    assert_eq!(all(events(&nameless).await).await, ["message//1", "Transport"]);
}

#[tokio::test]
async fn events_are_bounded() {
    let endless = vec![Step::Piece("data: 0123456789\n"); 100];
    let script = Pieces::new([(200, "text/event-stream", endless)]);
    assert_eq!(all(events(&script).await).await, ["TooLarge"]);
}

async fn values(media_type: &'static str, steps: Vec<Step>) -> Vec<Result<Value, String>> {
    let script = Pieces::new([(200, media_type, steps)]);
    let call = script.client().call(&GET).json_values::<Value, Infallible>();
    let mut stream = call.send().await.expect("a stream");
    let mut found = Vec::new();
    while let Some(value) = stream.next().await {
        found.push(value.map_err(|error: AnyError| format!("{:?}", error.kind())));
    }
    found
}

#[tokio::test]
async fn json_values_line_by_line() {
    let lines = pieces(&["{\"a\":1}\n\n[2", "]\r\n3\n{\n", "\"last\""]);
    assert_eq!(
        values("application/x-ndjson", lines).await,
        [Ok(json!({"a": 1})), Ok(json!([2])), Ok(json!(3)), Err("Decode".to_owned()), Ok(json!("last")),]
    );
    let long = vec![Step::Piece("0123456789"); 10];
    assert_eq!(values("application/jsonl", long).await, [Err("TooLarge".to_owned())]);
    let broken = vec![Step::Piece("1\n2"), Step::Break];
    assert_eq!(values("application/jsonl", broken).await, [Ok(json!(1)), Err("Transport".to_owned())]);
}

#[tokio::test]
async fn json_values_after_separators() {
    let sequence = pieces(&[
        "\u{1e}{\"a\":\n1}\n\u{1e}\u{1e}[",
        "2]\n\u{1e}3\n\u{1e}12",
        "\u{1e}{\u{1e}true",
        "\u{1e} [3]\u{1e}\n{\"a\":1}",
    ]);
    assert_eq!(
        values("application/json-seq", sequence).await,
        [
            Ok(json!({"a": 1})),
            Ok(json!([2])),
            Ok(json!(3)),
            Err("Decode".to_owned()),
            Err("Decode".to_owned()),
            Err("Decode".to_owned()),
            Ok(json!([3])),
            Ok(json!({"a": 1})),
        ]
    );
}
