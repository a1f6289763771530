//! The transport over reqwest, against servers on a local port.

use std::{
    convert::Infallible,
    task::{Context, Poll, Waker},
    time::Duration,
};

use client_runtime::http::{ApiClient, Error, ErrorKind, RetryPolicy, reqwest};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, body_bytes, header, method, path, query_param},
};

use crate::support::{GET, POST, TOKEN, builder};

fn client(base: &str) -> ApiClient {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    builder(base).retry(policy).configure_http(reqwest::ClientBuilder::no_proxy).build().expect("valid")
}

async fn get(client: &ApiClient) -> Result<Value, Error<Infallible>> {
    client.call(&GET).query("name", "a b").json().send().await
}

#[tokio::test]
async fn a_call_over_the_wire() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api/v3/things/"))
        .and(query_param("name", "a b"))
        .and(header("authorization", format!("Bearer {TOKEN}").as_str()))
        .and(header("accept", "application/json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"ok": true})))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/api/v3/things/"))
        .and(header("content-type", "application/json"))
        .and(body_bytes(b"[1]"))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server.uri());
    assert_eq!(get(&client).await.ok(), Some(json!({"ok": true})));
    client.call(&POST).json_body(&[1]).empty::<Infallible>().send().await.expect("answered");
    let raw = server.received_requests().await.unwrap_or_default();
    assert_eq!(raw[0].url.query(), Some("name=a%20b"));
}

#[tokio::test]
async fn a_busy_server() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "0");
    Mock::given(any()).respond_with(busy).up_to_n_times(2).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(1)).mount(&server).await;
    assert_eq!(get(&client(&server.uri())).await.ok(), Some(json!(1)));
    assert_eq!(server.received_requests().await.map(|requests| requests.len()), Some(3));
}

#[tokio::test]
async fn a_redirect_to_another_port_drops_credentials() {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(1)).mount(&elsewhere).await;
    let server = MockServer::start().await;
    let location = format!("{}/x", elsewhere.uri());
    Mock::given(any())
        .respond_with(ResponseTemplate::new(302).insert_header("location", location.as_str()))
        .mount(&server)
        .await;
    assert_eq!(get(&client(&server.uri())).await.ok(), Some(json!(1)));
    let received = elsewhere.received_requests().await.unwrap_or_default();
    assert_eq!(received.len(), 1);
    assert!(!received[0].headers.contains_key("authorization"));
    assert!(!received[0].headers.contains_key("referer"));
}

#[tokio::test]
async fn a_client_that_follows_redirects_itself_is_noticed() {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(1)).mount(&elsewhere).await;
    let server = MockServer::start().await;
    let away = ResponseTemplate::new(302).insert_header("location", elsewhere.uri().as_str());
    Mock::given(any()).respond_with(away).mount(&server).await;
    let http = reqwest::Client::builder().no_proxy().build().expect("valid");
    let client = builder(&server.uri()).http_client(http).build().expect("valid");
    let error = get(&client).await.expect_err("it left the origin");
    assert!(format!("{error:#}").contains("`redirect(Policy::none())`"), "{error:#}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let error = get(&client(&format!("http://{address}"))).await.expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        format!("things_read: GET /api/v3/things/ failed: no connection to http://{address}")
    );
    let detail = format!("{error:#} {error:?}");
    assert!(detail.contains("(after 3 attempts)") && !detail.contains("name=a"), "{detail}");
}

#[test]
fn outside_of_tokio_a_call_fails_and_does_not_panic() {
    let client = client("http://127.0.0.1:9");
    for body in [None, Some("text")] {
        let request = client.call(&GET);
        let request = body.into_iter().fold(request, |request, text| request.bytes_body("text/plain", text));
        let mut call = Box::pin(request.empty::<Infallible>().send());
        let outcome = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(Err(error)) = outcome else { panic!("nothing was to be waited for: {outcome:?}") };
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
        assert!(format!("{error:#}").ends_with("in a runtime of tokio only, and there is none"), "{error:#}");
    }
}

/// A server that reads a request and answers with these bytes, whatever was asked, and closes the connection.
async fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok() {
                drop(stream.write_all(answer.as_bytes()).await);
            }
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_body_that_is_cut_off() {
    let base =
        answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":")
            .await;
    let error = get(&client(&base)).await.expect_err("cut off");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(
        error.to_string(),
        "things_read: GET /api/v3/things/ answered 200 OK, but the body did not arrive as a whole"
    );
}

#[tokio::test]
async fn a_body_that_is_announced_too_large() {
    let base = answering("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n").await;
    assert_eq!(get(&client(&base)).await.expect_err("large").kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn no_http_at_all() {
    let base = answering("SSH-2.0-OpenSSH_9.9\r\n").await;
    assert_eq!(get(&client(&base)).await.expect_err("no HTTP").kind(), ErrorKind::Transport);
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(1)).mount(&server).await;
    let client = client(&server.uri());
    for _ in 0..2 {
        let call = client.call(&GET).json::<Value, Infallible>();
        assert_eq!(call.send_blocking().ok(), Some(json!(1)));
    }
    assert_eq!(get(&client).await.ok(), Some(json!(1)));
}
