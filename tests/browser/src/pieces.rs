//! Bodies that come and go piece by piece.

use std::{convert::Infallible, time::Duration};

use client_runtime::{
    FilePart,
    http::{Method, Multipart, Operation},
};
use gloo_timers::future::sleep;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{is_send, plain};

#[wasm_bindgen]
pub async fn events_come_one_by_one_and_the_stream_is_continued(base: String) {
    static NEWS: Operation = Operation::new(Method::Get, "news", "/news");
    let before = js_sys::Date::now();
    let call = plain(&base).call(&NEWS).events::<u32, Infallible>();
    let mut events = is_send(call.send().await.expect("a stream"));
    let (mut came, mut first) = (Vec::new(), 0.0);
    while let Some(event) = events.next().await {
        came.push(event.expect("an event").data);
        if came.len() == 1 {
            first = js_sys::Date::now() - before;
        }
    }
    let all = js_sys::Date::now() - before;
    assert_eq!(came, [1, 2, 3, 4]);
    // Two parts, each with 300 ms in it.
    assert!(first < 300.0 && all > 550.0, "the first after {first} ms, the last after {all} ms");
}

#[wasm_bindgen]
pub async fn a_download_comes_in_pieces_and_is_taken_back_when_it_is_dropped(base: String) {
    static BIG: Operation = Operation::new(Method::Get, "big", "/big");
    static DROPPED: Operation = Operation::new(Method::Get, "dropped", "/dropped");
    let client = plain(&base);
    let open = || client.call(&BIG).download::<Infallible>().send();
    let mut download = is_send(open().await.expect("a download"));
    let mut pieces = Vec::new();
    while let Some(piece) = download.chunk().await.expect("a piece") {
        pieces.push(piece.len());
    }
    assert!(pieces.len() > 1 && pieces.iter().sum::<usize>() == 400_000, "{pieces:?}");
    let mut download = open().await.expect("a download");
    download.chunk().await.expect("a piece");
    drop(download);
    sleep(Duration::from_millis(200)).await;
    let dropped = client.call(&DROPPED).json::<Value, Infallible>().send().await;
    assert_eq!(dropped.expect("an answer"), Value::from(true));
}

#[wasm_bindgen]
pub async fn what_the_browser_unpacks_announces_no_length(base: String) {
    static PACKED: Operation = Operation::new(Method::Get, "packed", "/packed");
    let download = plain(&base).call(&PACKED).download::<Infallible>().send().await.expect("a download");
    assert_eq!(download.content_length(), None);
    assert_eq!(download.bytes().await.expect("a body").len(), 100_000);
}

#[wasm_bindgen]
pub async fn a_file_is_uploaded(base: String) {
    static UPLOAD: Operation = Operation::new(Method::Post, "upload", "/upload");
    let parts = Multipart::new().files("file", &FilePart::new("a.txt", "hello"));
    let came = plain(&base).call(&UPLOAD).multipart_body(parts).json::<String, Infallible>().send().await;
    let came = came.expect("what came");
    assert!(
        came.contains("name=\"file\"; filename=\"a.txt\"") && came.contains("\r\n\r\nhello\r\n"),
        "{came}"
    );
}
