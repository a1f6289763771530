//! The body of a response while it is read: pieces come in, one block of bytes goes out, up to the limit.

use std::task::{Context as TaskContext, Poll, ready};

use bytes::{Bytes, BytesMut};

use super::attempt::{Failure, too_large};
use crate::http::{ResponseBody, TransportError};

/// How many bytes are set aside for a body before they are there.
const MAX_RESERVED: usize = 1024 * 1024;

/// A body that is being read.
pub(super) struct Reading {
    pub(super) body: ResponseBody,
    /// How long the server says that it is; 0 where it says nothing.
    pub(super) announced: usize,
    /// How long it may be.
    pub(super) limit: usize,
    pub(super) gathered: Gathered,
}

/// What has come of a body. Most bodies come in one piece, which is not copied.
pub(super) enum Gathered {
    One(Bytes),
    More(BytesMut),
}

impl Reading {
    /// Reads what is there; ready with the whole body, or with what `broken` makes of an error. Apart from what waits for it, whose stack is
    /// smaller for it.
    #[inline(never)]
    pub(super) fn poll(
        &mut self,
        context: &mut TaskContext<'_>,
        broken: impl FnOnce(TransportError) -> Box<Failure>,
    ) -> Poll<Result<Bytes, Box<Failure>>> {
        let chunks = match &mut self.body {
            ResponseBody::Bytes(bytes) if bytes.len() > self.limit => {
                return Poll::Ready(Err(too_large(self.limit)));
            }
            ResponseBody::Bytes(bytes) => return Poll::Ready(Ok(std::mem::take(bytes))),
            ResponseBody::Chunks(chunks) => chunks,
        };
        while let Some(chunk) = ready!(chunks.as_mut().poll_next(context)) {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => return Poll::Ready(Err(broken(error))),
            };
            if self.gathered.len() + chunk.len() > self.limit {
                return Poll::Ready(Err(too_large(self.limit)));
            }
            // What was announced need not come, so that no more than this is believed.
            self.gathered.add(chunk, self.announced.min(self.limit).min(MAX_RESERVED));
        }
        Poll::Ready(Ok(self.gathered.take()))
    }
}

impl Gathered {
    fn len(&self) -> usize {
        match self {
            Self::One(bytes) => bytes.len(),
            Self::More(bytes) => bytes.len(),
        }
    }

    /// Adds a piece; `expected` is how many bytes there may be in the end.
    fn add(&mut self, piece: Bytes, expected: usize) {
        match self {
            Self::One(first) if first.is_empty() => *first = piece,
            Self::One(first) => {
                let mut whole = BytesMut::with_capacity(expected);
                whole.extend_from_slice(first);
                whole.extend_from_slice(&piece);
                *self = Self::More(whole);
            }
            Self::More(whole) => whole.extend_from_slice(&piece),
        }
    }

    fn take(&mut self) -> Bytes {
        match std::mem::replace(self, Self::One(Bytes::new())) {
            Self::One(bytes) => bytes,
            Self::More(bytes) => bytes.freeze(),
        }
    }
}
