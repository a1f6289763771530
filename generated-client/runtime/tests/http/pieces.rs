//! A transport whose bodies come in pieces, with pauses and breaks, as a script says.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context as TaskContext, Poll, ready},
    time::Duration,
};

use client_runtime::http::{
    ApiClient, BoxFuture, Bytes, HeaderMap, HeaderValue, ResponseBody, StatusCode, Transport, TransportError,
    TransportErrorKind, TransportRequest, TransportResponse,
};

use futures_core::Stream;
use tokio::time::Sleep;

use crate::support::builder;

/// What happens next to a body.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Piece(&'static str),
    Pause(Duration),
    Break,
}

/// A status with a media type, and what happens to the body; without a break it ends well.
pub(crate) type Script = (u16, &'static str, Vec<Step>);

pub(crate) struct Pieces {
    replies: Mutex<VecDeque<Script>>,
    requests: Mutex<Vec<TransportRequest>>,
}

impl Pieces {
    pub(crate) fn new(replies: impl IntoIterator<Item = Script>) -> Arc<Self> {
        let replies = Mutex::new(replies.into_iter().collect());
        Arc::new(Self { replies, requests: Mutex::default() })
    }

    pub(crate) fn client(self: &Arc<Self>) -> ApiClient {
        let transport: Arc<dyn Transport> = self.clone();
        let settings = builder("https://api.example.com").transport(transport).max_response_bytes(64);
        settings.timeout(Duration::from_secs(30)).build().expect("valid settings")
    }

    /// The values of a header, one per request.
    pub(crate) fn sent(&self, header: &str) -> Vec<Option<String>> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let value = |request: &TransportRequest| {
            request.headers.get(header).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        requests.iter().map(value).collect()
    }
}

impl Transport for Pieces {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let reply = self.replies.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let (status, media_type, steps) = reply.expect("the script has a reply for every request");
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static(media_type));
        let body = ResponseBody::Chunks(Box::pin(Body { steps: steps.into(), pause: None }));
        let status = StatusCode::from_u16(status).expect("a status");
        Box::pin(async move { Ok(TransportResponse { status, headers, body }) })
    }
}

struct Body {
    steps: VecDeque<Step>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Piece(text)) => {
                    return Poll::Ready(Some(Ok(Bytes::from_static(text.as_bytes()))));
                }
                Some(Step::Break) => {
                    let error = TransportError::new(TransportErrorKind::Other, "scripted");
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Step::Pause(pause)) => self.pause = Some(Box::pin(tokio::time::sleep(pause))),
            }
        }
    }
}
