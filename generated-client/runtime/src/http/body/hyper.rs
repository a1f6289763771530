//! A request body as the HTTP client underneath takes it.

use std::{
    io,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context as TaskContext, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};

use super::{Fault, RequestChunks};

/// The pieces of a body, and how many bytes they have together. The lock is never waited for: it stands for the
/// promise that pieces are asked for by one thread at a time.
pub(crate) struct HyperBody {
    chunks: Mutex<RequestChunks>,
    fault: Fault,
}

impl HyperBody {
    pub(crate) fn new(chunks: RequestChunks, fault: Fault) -> Self {
        Self { chunks: Mutex::new(chunks), fault }
    }
}

impl Body for HyperBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut TaskContext<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let chunks = self.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(Pin::new(chunks).poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(Frame::data).map_err(|error| self.fault.keep(error))))
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.chunks.lock().unwrap_or_else(PoisonError::into_inner).left();
        left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
