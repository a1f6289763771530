//! What goes wrong, as people and programs see it.

use std::{convert::Infallible, error::Error as _, sync::Arc};

use client_runtime::http::{
    AnyError, Bytes, DecodeError, ErrorBody, ErrorKind, RawResponse, Transport, TransportErrorKind,
};
use serde_json::{Value, json};

use crate::support::{GET, Reply, Script, builder, client};

#[derive(Debug, PartialEq)]
enum Declared {
    BadRequest(std::collections::BTreeMap<String, Vec<String>>),
    Conflict,
}

impl ErrorBody for Declared {
    fn decode(response: &RawResponse) -> Option<Result<Self, DecodeError>> {
        match response.code() {
            400 => Some(response.json().map(Self::BadRequest)),
            409 => Some(Ok(Self::Conflict)),
            _ => None,
        }
    }
}

async fn failed(reply: Reply) -> client_runtime::http::Error<Declared> {
    let script = Script::new([reply]);
    client(&script).call(&GET).json::<Value, Declared>().send().await.expect_err("refused")
}

#[tokio::test]
async fn a_declared_body_is_chosen_by_status() {
    let error = failed(Reply::json(400, &json!({"slug": ["This field is required."]}))).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(matches!(error.declared(), Some(Declared::BadRequest(fields)) if fields["slug"].len() == 1));
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ answered 400 Bad Request: slug: This field is required."
    );
    assert_eq!(error.into_declared().ok().map(|declared| declared != Declared::Conflict), Some(true));
    assert_eq!(failed(Reply::empty(409)).await.declared(), Some(&Declared::Conflict));
}

#[tokio::test]
async fn an_undeclared_status_keeps_everything() {
    let error =
        failed(Reply::json(403, &json!({"detail": "No permission."})).header("x-request-id", "7")).await;
    assert_eq!(error.declared(), None);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(
        error.headers().and_then(|headers| headers.get("x-request-id")).map(|id| id == "7"),
        Some(true)
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(&br#"{"detail":"No permission."}"#[..]));
    assert_eq!(error.to_string(), "things_read: GET /api/v3/things/ answered 403 Forbidden: No permission.");
    assert!(!error.is_retryable());
    let any = AnyError::from(error);
    assert_eq!(any.response().map(RawResponse::code), Some(403));
    assert_eq!(any.server_message().as_deref(), Some("No permission."));
    assert_eq!(any.operation_id(), "things_read");
}

#[tokio::test]
async fn a_declared_status_with_another_body() {
    let error = failed(Reply::new(400, "text/html", "<html><title>Bad</title>")).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.declared(), None);
    assert_eq!(error.to_string(), "things_read: GET /api/v3/things/ answered 400 Bad Request: Bad");
    assert_eq!(error.decode_error().map(DecodeError::status), Some(400));
    assert!(format!("{error:#}").contains("; the body is not what the document declares: "));
}

#[tokio::test]
async fn an_html_page_is_not_printed() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>\n500 Internal Server Error</title></head><body>{}</body></html>",
        "<p>trace</p>".repeat(5000)
    );
    let error = failed(Reply::new(500, "text/html; charset=utf-8", page.clone())).await;
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ answered 500 Internal Server Error: 500 Internal Server Error"
    );
    assert_eq!(error.body().map(Bytes::len), Some(page.len()));
    let error = failed(Reply::new(500, "text/html", "<html><body>no title</body></html>")).await;
    assert_eq!(error.to_string(), "things_read: GET /api/v3/things/ answered 500 Internal Server Error");
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_the_place() {
    type Page = std::collections::BTreeMap<String, Vec<std::collections::BTreeMap<String, u8>>>;
    let results = "x".repeat(3000);
    let body = format!(r#"{{"results": [{{"pk": 1}}, {{"pk": "{results}"}}]}}"#);
    let script = Script::new([Reply::new(200, "application/json", body.clone())]);
    let call = client(&script).call(&GET).json::<Page, Infallible>();
    let error = call.send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let place = error.decode_error().expect("it was the body");
    assert_eq!(place.path(), "results[1].pk");
    assert!(place.reason().starts_with("invalid type: string \"xxx"), "{}", place.reason());
    assert!(place.reason().ends_with("xxx\", expected u8"), "{}", place.reason());
    assert!(place.excerpt().chars().count() <= 200);
    let text = error.to_string();
    assert!(
        text.starts_with(
            "things_read: GET /api/v3/things/ answered 200 OK, but the body cannot be decoded: results[1].pk: invalid \
             type: string "
        ),
        "{text}"
    );
    assert!(text.chars().count() < 500, "{}", text.len());
    assert_eq!(error.body().map(Bytes::len), Some(body.len()));
}

#[tokio::test]
async fn an_empty_body_and_a_wrong_media_type() {
    let error = failed(Reply::empty(200)).await;
    assert!(error.to_string().ends_with("but the body cannot be decoded: the body is empty"));
    let error = failed(Reply::new(200, "text/html", "<html>login</html>")).await;
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ answered 200 OK, but the body cannot be decoded: the server sent \
         text/html, not JSON; near <html>login</html>"
    );
}

#[derive(Debug, PartialEq)]
struct Known(u8);

#[tokio::test]
async fn unknown_fields_are_no_error() {
    let script = Script::new([Reply::json(200, &json!({"known": 1, "new": {"x": []}}))]);
    let decode = |response: &RawResponse| {
        let fields: std::collections::BTreeMap<String, Value> = response.json()?;
        Ok(Known(u8::try_from(fields["known"].as_u64().unwrap_or(0)).unwrap_or(0)))
    };
    let known = client(&script).call(&GET).decode_with::<_, Infallible>(decode).send().await;
    assert_eq!(known.ok(), Some(Known(1)));
}

#[tokio::test]
async fn a_transport_error_has_its_cause() {
    let error = {
        let script = Script::new([Reply::error(TransportErrorKind::Other)]);
        client(&script).call(&GET).json::<Value, Declared>().send().await.expect_err("refused")
    };
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ failed: the connection to https://api.example.com broke"
    );
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("scripted"));
    assert!(format!("{error:#}").ends_with("broke: scripted"));
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let script = Script::new([
        Reply::new(200, "application/json", "12345678"),
        Reply::new(200, "application/json", "123456789"),
        Reply::empty(200).header("content-length", "10000000000"),
    ]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = builder("https://h").max_response_bytes(8).transport(transport).build().expect("valid");
    let call = client.call(&GET).json::<Value, Infallible>();
    assert_eq!(call.clone().send().await.ok(), Some(json!(12_345_678)));
    for _ in 0..2 {
        let error = call.clone().send().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert_eq!(
            error.to_string(),
            "things_read: GET /api/v3/things/ answered 200 OK, but the body is larger than 8 bytes"
        );
    }
}

#[test]
fn errors_are_small() {
    assert!(size_of::<client_runtime::http::Error<Declared>>() <= 2 * size_of::<usize>());
    assert_eq!(size_of::<AnyError>(), size_of::<usize>());
}
