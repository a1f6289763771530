//! The transport in browsers, and wherever else JavaScript has `fetch`: the browser keeps the connections, follows redirects, and
//! takes the body of a request as a whole.

use std::{
    error::Error as StdError,
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use ::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use bytes::Bytes;
use futures_core::Stream;
use url::Url;

use super::{ReqwestTransport, head};
use crate::http::{
    BoxFuture, ResponseBody, Transport, TransportError, TransportErrorKind, TransportRequest,
    TransportResponse,
    browser::{Items, run},
};

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let http = self.http.clone();
        let home = self.may_follow.then(|| Box::new(request.url.clone()));
        Box::pin(async move {
            let unread = |error| TransportError::new(TransportErrorKind::Body, error);
            let body = match &request.body {
                Some(body) => Some(body.collect().await.map_err(unread)?),
                None => None,
            };
            let lost = || TransportError::new(TransportErrorKind::Other, "the browser gave no answer");
            run(fetched(http, request, body, home)).await.unwrap_or_else(|| Err(lost()))
        })
    }
}

async fn fetched(
    http: reqwest::Client,
    request: TransportRequest,
    body: Option<Bytes>,
    home: Option<Box<Url>>,
) -> Result<TransportResponse, TransportError> {
    let TransportRequest { method, url, headers, .. } = request;
    let mut outgoing = reqwest::Request::new(method, url);
    *outgoing.headers_mut() = headers;
    *outgoing.body_mut() = body.map(Into::into);
    let mut response = http.execute(outgoing).await.map_err(failed)?;
    let (status, mut headers) = head(&mut response, home)?;
    // The browser has decompressed the body, and leaves the length that it had before.
    if headers.remove(CONTENT_ENCODING).is_some() {
        headers.remove(CONTENT_LENGTH);
    }
    let chunks = Chunks(Items::of(response.bytes_stream()));
    Ok(TransportResponse { status, headers, body: ResponseBody::Chunks(Box::pin(chunks)) })
}

/// The body, piece by piece.
struct Chunks(Items<reqwest::Result<Bytes>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let piece = Pin::new(&mut self.0).poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map_err(failed)))
    }
}

/// What the browser says, in one line: it adds a stack of calls. The address is taken out, as its query may hold a key.
#[cold]
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let mut cause: &dyn StdError = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let text = cause.to_string();
    let said = text.strip_prefix("JsValue(").and_then(|said| said.strip_suffix(')')).unwrap_or(&text);
    TransportError::new(TransportErrorKind::Other, said.lines().next().unwrap_or_default())
}
