//! Bodies that are read while they are sent: what does not keep to its length, and what cannot be read.

use std::{
    convert::Infallible,
    io,
    path::PathBuf,
    pin::Pin,
    task::{Context, Poll},
};

use client_runtime::http::{AnyError, Bytes, ErrorKind, RequestBody, reqwest};
use futures_core::Stream;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::support::{POST, builder};

/// A stream of these pieces; `None` breaks it.
struct Pieces(Vec<Option<&'static str>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = (!self.0.is_empty()).then(|| self.0.remove(0));
        let broken = || io::Error::other("the disk is gone");
        Poll::Ready(
            piece.map(|piece| piece.map(|text| Bytes::from_static(text.as_bytes())).ok_or_else(broken)),
        )
    }
}

fn stream(pieces: &[&'static str], length: u64) -> RequestBody {
    RequestBody::stream(Pieces(pieces.iter().map(|piece| Some(*piece)).collect()), length)
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    server
}

async fn send(server: &MockServer, body: RequestBody) -> Result<(), AnyError> {
    let client = builder(&server.uri()).configure_http(reqwest::ClientBuilder::no_proxy).build()?;
    Ok(client.call(&POST).bytes_body("text/plain", body).empty::<Infallible>().send().await?)
}

async fn received(server: &MockServer) -> Vec<Vec<u8>> {
    server.received_requests().await.unwrap_or_default().into_iter().map(|one| one.body).collect()
}

#[tokio::test]
async fn a_body_of_another_length_than_announced_breaks_the_request_off() {
    let server = server().await;
    for (pieces, length, what) in [
        (&["ab", "c"][..], 2, "more than the 2 bytes"),
        (&["abc"], 2, "more than the 2 bytes"),
        (&["a", "b", "", "c"], 2, "more than the 2 bytes"),
        (&["a"], 0, "more than the 0 bytes"),
        (&["a"], 2, "less than the 2 bytes"),
        (&[], 2, "less than the 2 bytes"),
    ] {
        let error = send(&server, stream(pieces, length)).await.expect_err("another length");
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::File, false), "{error:#}");
        assert!(
            format!("{error:#}").ends_with(&format!("the body has {what} that were announced")),
            "{error:#}"
        );
    }
    assert_eq!(received(&server).await, Vec::<Vec<u8>>::new());
    for (pieces, length) in [(&["a", "", "bc", ""][..], 3), (&[], 0)] {
        send(&server, stream(pieces, length)).await.expect("the length is right");
    }
    assert_eq!(received(&server).await, [b"abc".to_vec(), Vec::new()]);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_no_broken_connection() {
    let server = server().await;
    for length in [Some(5), None] {
        let body = RequestBody::stream(Pieces(vec![Some("ab"), None]), length);
        let error = send(&server, body).await.expect_err("it breaks");
        assert_eq!(error.kind(), ErrorKind::File);
        assert_eq!(
            format!("{error:#}"),
            "things_create: POST /api/v3/things/ failed: the body of the request cannot be read: the disk is gone"
        );
    }
    let folder = send(&server, RequestBody::file(std::env::temp_dir())).await.expect_err("no file");
    assert_eq!(folder.kind(), ErrorKind::File);
    assert_eq!(received(&server).await.len(), 0);
}

/// A file in the folder for temporary ones, gone at the end.
struct TempFile(PathBuf);

impl TempFile {
    fn new(name: &str, content: &str) -> Self {
        let path = std::env::temp_dir().join(format!("client-runtime-{}-{name}", std::process::id()));
        std::fs::write(&path, content).expect("the folder can be written");
        Self(path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

#[tokio::test]
async fn a_file_is_sent_as_long_as_it_was_when_it_was_opened() {
    let file = TempFile::new("log", "line\n");
    for (meanwhile, expected) in [("line\nanother\n", Ok("line\n")), ("li", Err("less than the 5 bytes"))] {
        std::fs::write(&file.0, "line\n").expect("written");
        let mut chunks = RequestBody::file(&file.0).open().await.expect("it is there");
        assert_eq!(chunks.length(), Some(5));
        std::fs::write(&file.0, meanwhile).expect("written");
        let mut found = Ok(Vec::new());
        while let Some(piece) = std::future::poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await
        {
            match (piece, &mut found) {
                (Ok(piece), Ok(all)) => all.extend_from_slice(&piece),
                (Err(error), _) => found = Err(error.to_string()),
                (Ok(_), Err(_)) => panic!("there is nothing after an error"),
            }
        }
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected.as_bytes()),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("{found:?}, and {expected:?} was expected"),
        }
    }
}
