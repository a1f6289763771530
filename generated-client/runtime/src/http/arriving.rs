//! A body that is still arriving: the rest of a response whose status and headers are there.
//!
//! In: what the transport gave, and what an error about it would have to say. Out: pieces. No piece may keep the
//! reader waiting for longer than one attempt may take; how long all of them take together is not bounded.

use std::{
    fmt,
    task::{Context as TaskContext, Poll},
    time::Duration,
};

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;

use super::{
    BoxFuture, ErrorKind, Method, Operation, RawResponse, Request, ResponseBody, ResponseChunks,
    TransportError, TransportErrorKind, clock,
    error::{AnyError, Context},
    transport::next_chunk,
};

/// The body of a response that was not waited for.
pub(crate) struct Arriving {
    source: Source,
    /// How long a piece may be waited for.
    pub(crate) pause: Option<Duration>,
    /// How many bytes may be held in memory at once.
    pub(crate) limit: usize,
    pub(crate) context: Context,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The request, where it may be sent again.
    pub(crate) again: Option<Request>,
}

enum Source {
    Whole(Bytes),
    Chunks(ResponseChunks),
    /// The pieces travel with the future that waits for one of them.
    Waiting(BoxFuture<'static, (ResponseChunks, Piece)>),
    Done,
}

/// A piece, the end, or a fault; `None` when it took too long.
type Piece = Option<Result<Option<Bytes>, TransportError>>;

impl Arriving {
    pub(crate) fn new(body: ResponseBody, status: StatusCode, headers: HeaderMap, context: Context) -> Self {
        let source = match body {
            ResponseBody::Bytes(bytes) => Source::Whole(bytes),
            ResponseBody::Chunks(chunks) => Source::Chunks(chunks),
        };
        Self { source, pause: None, limit: usize::MAX, context, status, headers, again: None }
    }

    /// A body that is there already, of a response that was made by hand.
    pub(crate) fn of(response: &RawResponse) -> Self {
        static BY_HAND: Operation = Operation::new(Method::Get, "response", "/");
        let context = Context { operation: &BY_HAND, path: "/".into(), attempts: 0 };
        let body = ResponseBody::Bytes(response.body().clone());
        Self::new(body, response.status(), response.headers().clone(), context)
    }

    /// The next piece, which is never empty; `None` after the last and after a fault.
    pub(crate) fn poll_piece(
        &mut self,
        context: &mut TaskContext<'_>,
    ) -> Poll<Option<Result<Bytes, AnyError>>> {
        loop {
            match std::mem::replace(&mut self.source, Source::Done) {
                Source::Done => return Poll::Ready(None),
                Source::Whole(bytes) if bytes.is_empty() => return Poll::Ready(None),
                Source::Whole(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Source::Chunks(mut chunks) => {
                    let pause = self.pause;
                    self.source = Source::Waiting(Box::pin(async move {
                        let piece = clock::within(pause, next_chunk(&mut chunks)).await;
                        (chunks, piece)
                    }));
                }
                Source::Waiting(mut waiting) => {
                    let Poll::Ready((chunks, piece)) = waiting.as_mut().poll(context) else {
                        self.source = Source::Waiting(waiting);
                        return Poll::Pending;
                    };
                    match piece {
                        Some(Ok(None)) => return Poll::Ready(None),
                        Some(Ok(Some(bytes))) => {
                            self.source = Source::Chunks(chunks);
                            if !bytes.is_empty() {
                                return Poll::Ready(Some(Ok(bytes)));
                            }
                        }
                        Some(Err(error)) => return Poll::Ready(Some(Err(self.broken(error)))),
                        None => return Poll::Ready(Some(Err(self.silent()))),
                    }
                }
            }
        }
    }

    /// Nothing more is wanted.
    pub(crate) fn stop(&mut self) {
        self.source = Source::Done;
    }

    /// An error about this body.
    #[cold]
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> AnyError {
        AnyError::new(kind, self.context.clone(), message).with_response(self.head())
    }

    /// Status and headers, with a body of these bytes for errors to point into.
    pub(crate) fn with_body(&self, body: impl Into<Bytes>) -> RawResponse {
        RawResponse::new(self.status, self.headers.clone(), body)
    }

    fn head(&self) -> RawResponse {
        self.with_body(Bytes::new())
    }

    #[cold]
    pub(crate) fn too_large(&self, limit: usize) -> AnyError {
        self.error(ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"))
    }

    #[cold]
    fn silent(&self) -> AnyError {
        let pause = self.pause.unwrap_or_default();
        self.error(ErrorKind::Timeout, format!("nothing more of the body came within {pause:?}"))
    }

    #[cold]
    fn broken(&self, error: TransportError) -> AnyError {
        let (kind, message) = match error.kind() {
            TransportErrorKind::Timeout => (ErrorKind::Timeout, "the body did not arrive in time"),
            _ => (ErrorKind::Transport, "the body did not arrive as a whole"),
        };
        self.error(kind, message).with_source(error.into_source())
    }
}

/// What arrives may be secret: only the operation and the status are printed.
impl fmt::Debug for Arriving {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Body")
            .field("operation", self.context.operation)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
