//! Request bodies, as bytes with their media type.

use std::collections::BTreeMap;
use std::convert::Infallible;

use client_runtime::{
    FilePart,
    http::{Multipart, Request, TransportRequest},
};
use serde_json::{Value, json};

use crate::support::{POST, Reply, Script, body, client};

async fn sent(fill: impl FnOnce(Request) -> Request) -> TransportRequest {
    let script = Script::new([Reply::empty(204)]);
    fill(client(&script).call(&POST)).empty::<Infallible>().send().await.expect("answered");
    script.requests().remove(0)
}

#[tokio::test]
async fn json() {
    let request = sent(|request| request.json_body(&json!({"name": "é", "list": [1, null]}))).await;
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(
        serde_json::from_str::<Value>(&body(&request)).ok(),
        Some(json!({"name": "é", "list": [1, null]}))
    );
    let request =
        sent(|request| request.json_body(&json!([])).content_type("application/merge-patch+json")).await;
    assert_eq!(request.headers["content-type"], "application/merge-patch+json");
}

#[tokio::test]
async fn an_absent_body_is_no_body() {
    for request in [
        sent(|request| request.json_body_if(None::<&Value>)).await,
        sent(|request| request.form_body_if(None::<&Value>)).await,
        sent(|request| request.text_body_if("text/plain", None::<&String>)).await,
        sent(|request| request.bytes_body_if("image/png", None)).await,
        sent(|request| request.multipart_body_if(None)).await,
    ] {
        assert!(request.body.is_none());
        assert!(!request.headers.contains_key("content-type"));
    }
}

#[tokio::test]
async fn form() {
    let request = sent(|request| request.form_body(&[("a b", "1&2")].into_iter().collect::<Map>())).await;
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(body(&request), "a+b=1%262");
}

type Map = std::collections::BTreeMap<&'static str, &'static str>;

#[tokio::test]
async fn text_and_bytes() {
    let request = sent(|request| request.text_body("text/plain; charset=utf-8", "hé")).await;
    assert_eq!(request.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(body(&request), "hé");
    let request = sent(|request| request.bytes_body("image/png", &b"\x89PNG"[..])).await;
    assert_eq!(request.headers["content-type"], "image/png");
    assert_eq!(request.body.and_then(|body| body.as_bytes().cloned()).as_deref(), Some(&b"\x89PNG"[..]));
}

#[tokio::test]
async fn multipart() {
    let parts = Multipart::new().field("name", "x").files("file", &FilePart::new("a.txt", "hello"));
    let request = sent(|request| request.multipart_body(parts)).await;
    let media_type = request.headers["content-type"].to_str().unwrap_or_default().to_owned();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap_or_default();
    assert_eq!(
        body(&request),
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nhello\r\n--{boundary}--\r\n"
        )
    );
}

#[tokio::test]
async fn multipart_with_properties_that_are_not_listed() {
    let texts = BTreeMap::from([("b".to_owned(), 2), ("a".to_owned(), 1)]);
    let files = BTreeMap::from([("c".to_owned(), FilePart::new("c.txt", "hello"))]);
    let parts = Multipart::new().fields(&texts).file_fields(&files);
    let request = sent(|request| request.multipart_body(parts)).await;
    let media_type = request.headers["content-type"].to_str().unwrap_or_default().to_owned();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap_or_default();
    assert_eq!(
        body(&request),
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"c\"; filename=\"c.txt\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nhello\r\n--{boundary}--\r\n"
        )
    );
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error() {
    let script = Script::new([]);
    let request = client(&script).call(&POST).form_body(&[1]);
    let error = request.empty::<Infallible>().send().await.expect_err("refused");
    assert!(error.to_string().ends_with("was not sent: the body is no object, which a form has to be"));
}
