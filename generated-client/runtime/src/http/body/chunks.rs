//! Where the pieces of a request body come from.

use std::{
    io,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
    vec,
};
#[cfg(not(target_arch = "wasm32"))]
use std::{path::Path, sync::Arc};

use bytes::Bytes;
use futures_core::Stream;
#[cfg(not(target_arch = "wasm32"))]
use tokio::{
    fs::File,
    io::{AsyncRead, ReadBuf},
};

#[cfg(not(target_arch = "wasm32"))]
use crate::http::BoxFuture;
use crate::http::{clock::Activity, progress::Meter};

/// Pieces of a body.
pub(crate) type BoxChunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// How many bytes are read from a file or a reader at once.
#[cfg(not(target_arch = "wasm32"))]
const BLOCK: usize = 64 * 1024;

/// A request body that was opened: a [`Stream`] of its pieces.
pub struct RequestChunks {
    length: Option<u64>,
    left: Option<u64>,
    chunks: BoxChunks,
    meter: Meter,
    activity: Option<Activity>,
}

impl RequestChunks {
    pub(crate) fn new(
        length: Option<u64>,
        chunks: BoxChunks,
        meter: Meter,
        activity: Option<Activity>,
    ) -> Self {
        Self { length, left: length, chunks, meter, activity }
    }

    /// The number of bytes, where it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes are still to come, where that is known.
    pub(crate) fn left(&self) -> Option<u64> {
        self.left
    }
}

impl Stream for RequestChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.chunks.as_mut().poll_next(context));
        if let Some(Ok(piece)) = &piece {
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if let Some(left) = &mut self.left {
                *left = left.saturating_sub(length);
            }
            self.meter.count(piece.len());
        }
        if let Some(activity) = &self.activity {
            activity.noticed();
        }
        Poll::Ready(piece)
    }
}

impl std::fmt::Debug for RequestChunks {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RequestChunks").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Bytes in one piece.
pub(super) struct Once(Option<Bytes>);

impl Once {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

impl Stream for Once {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Bodies one after the other.
pub(super) struct Chain {
    current: Option<RequestChunks>,
    rest: vec::IntoIter<RequestChunks>,
}

impl Chain {
    pub(super) fn new(bodies: Vec<RequestChunks>) -> Self {
        let mut rest = bodies.into_iter();
        Self { current: rest.next(), rest }
    }
}

impl Stream for Chain {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = &mut self.current {
            match ready!(Pin::new(body).poll_next(context)) {
                Some(piece) => return Poll::Ready(Some(piece)),
                None => self.current = self.rest.next(),
            }
        }
        Poll::Ready(None)
    }
}

/// Pieces and errors of any type.
#[cfg(not(target_arch = "wasm32"))]
pub(super) struct Pieces<S>(Pin<Box<S>>);

#[cfg(not(target_arch = "wasm32"))]
impl<S> Pieces<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<S, B, X> Stream for Pieces<S>
where
    S: Stream<Item = Result<B, X>>,
    B: Into<Bytes>,
    X: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(piece.map(|piece| piece.map(Into::into).map_err(io::Error::other)))
    }
}

/// What a reader gives.
#[cfg(not(target_arch = "wasm32"))]
pub(super) struct ReaderChunks<R> {
    reader: R,
    block: Vec<u8>,
}

#[cfg(not(target_arch = "wasm32"))]
impl<R> ReaderChunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, block: Vec::new() }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<R: AsyncRead + Unpin> Stream for ReaderChunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, block } = &mut *self;
        block.resize(BLOCK, 0);
        let mut into = ReadBuf::new(block);
        if let Err(error) = ready!(Pin::new(reader).poll_read(context, &mut into)) {
            return Poll::Ready(Some(Err(error)));
        }
        let length = into.filled().len();
        let mut block = std::mem::take(block);
        block.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(Bytes::from(block))))
    }
}

/// A file that is opened when its first piece is wanted, so that a body of many files does not hold all of them
/// open.
#[cfg(not(target_arch = "wasm32"))]
pub(super) enum FileChunks {
    Opening(BoxFuture<'static, io::Result<File>>),
    Open(ReaderChunks<File>),
    Failed,
}

#[cfg(not(target_arch = "wasm32"))]
impl FileChunks {
    pub(super) fn new(path: Arc<Path>) -> Self {
        Self::Opening(Box::pin(async move { File::open(path).await }))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut *self {
                Self::Failed => return Poll::Ready(None),
                Self::Open(chunks) => return Pin::new(chunks).poll_next(context),
                Self::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(file) => *self = Self::Open(ReaderChunks::new(file)),
                    Err(error) => {
                        *self = Self::Failed;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
            }
        }
    }
}
