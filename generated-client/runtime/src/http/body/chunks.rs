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
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

#[cfg(not(target_arch = "wasm32"))]
use crate::http::BoxFuture;
use crate::http::{clock::Activity, progress::Meter};

/// Pieces of a body.
pub(crate) type BoxChunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// How many bytes are read from a file or a reader at once.
const BLOCK: usize = 64 * 1024;

/// A request body that was opened: a [`Stream`] of its pieces.
///
/// Where the number of bytes was announced, it ends with an error unless there are exactly so many. The piece that
/// completes them is not given out before it is known that nothing follows: whoever sends them counts, and would leave
/// out the rest without a word.
pub struct RequestChunks {
    length: Option<u64>,
    /// Of the announced bytes those that have not come.
    missing: Option<u64>,
    /// The piece that completes them.
    last: Option<Bytes>,
    is_done: bool,
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
        Self { length, missing: length, last: None, is_done: false, chunks, meter, activity }
    }

    /// Waits for the end of a body of which no byte was announced: nobody asks such a one for its pieces.
    pub(crate) async fn expect_nothing(&mut self) -> io::Result<()> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .map_or(Ok(()), |piece| piece.map(drop))
    }

    /// The number of bytes, where it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes are still to come, where that is known.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn left(&self) -> Option<u64> {
        let held = self.last.as_ref().map_or(0, length);
        self.missing.map(|missing| missing + held)
    }

    fn given_out(&mut self, piece: Bytes) -> Poll<Option<io::Result<Bytes>>> {
        self.meter.count(piece.len());
        Poll::Ready(Some(Ok(piece)))
    }

    #[cold]
    fn broken(&mut self, error: io::Error) -> Poll<Option<io::Result<Bytes>>> {
        self.is_done = true;
        Poll::Ready(Some(Err(error)))
    }

    #[cold]
    fn of_another_length(&mut self, what: &str) -> Poll<Option<io::Result<Bytes>>> {
        let announced = self.length.unwrap_or_default();
        self.broken(io::Error::other(format!(
            "the body has {what} than the {announced} bytes that were announced"
        )))
    }
}

fn length(piece: &Bytes) -> u64 {
    u64::try_from(piece.len()).unwrap_or(u64::MAX)
}

impl Stream for RequestChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        while !self.is_done {
            let piece = ready!(self.chunks.as_mut().poll_next(context));
            if let Some(activity) = &self.activity {
                activity.noticed();
            }
            match piece {
                Some(Ok(piece)) if piece.is_empty() => {}
                Some(Ok(piece)) => match self.missing.map(|missing| missing.checked_sub(length(&piece))) {
                    None => return self.given_out(piece),
                    Some(None) => return self.of_another_length("more"),
                    Some(Some(0)) => (self.missing, self.last) = (Some(0), Some(piece)),
                    Some(missing) => {
                        self.missing = missing;
                        return self.given_out(piece);
                    }
                },
                Some(Err(error)) => return self.broken(error),
                None if self.missing.is_some_and(|missing| missing > 0) => {
                    return self.of_another_length("less");
                }
                None => {
                    self.is_done = true;
                    if let Some(piece) = self.last.take() {
                        return self.given_out(piece);
                    }
                }
            }
        }
        Poll::Ready(None)
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
pub(super) struct Pieces<S>(Pin<Box<S>>);

impl<S> Pieces<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

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
pub(super) struct ReaderChunks<R> {
    reader: R,
    block: Vec<u8>,
    /// How many bytes of it are wanted.
    left: u64,
}

impl<R> ReaderChunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::up_to(reader, u64::MAX)
    }

    fn up_to(reader: R, left: u64) -> Self {
        Self { reader, block: Vec::new(), left }
    }
}

impl<R: AsyncRead + Unpin> Stream for ReaderChunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, block, left } = &mut *self;
        let wanted = usize::try_from(*left).map_or(BLOCK, |left| left.min(BLOCK));
        if wanted == 0 {
            return Poll::Ready(None);
        }
        block.resize(wanted, 0);
        let mut into = ReadBuf::new(block);
        if let Err(error) = ready!(Pin::new(reader).poll_read(context, &mut into)) {
            return Poll::Ready(Some(Err(error)));
        }
        let came = into.filled().len();
        let mut block = std::mem::take(block);
        block.truncate(came);
        let piece = Bytes::from(block);
        *left = left.saturating_sub(length(&piece));
        Poll::Ready((came > 0).then_some(Ok(piece)))
    }
}

/// A file that is opened when its first piece is wanted, so that a body of many files does not hold all of them
/// open. What is appended to it meanwhile is not sent.
#[cfg(not(target_arch = "wasm32"))]
pub(super) enum FileChunks {
    Opening(BoxFuture<'static, io::Result<File>>, u64),
    Open(ReaderChunks<File>),
    Failed,
}

#[cfg(not(target_arch = "wasm32"))]
impl FileChunks {
    /// The beginning of the file, so many bytes.
    pub(super) fn new(path: Arc<Path>, length: u64) -> Self {
        Self::Opening(Box::pin(async move { File::open(path).await }), length)
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
                Self::Opening(opening, length) => match ready!(opening.as_mut().poll(context)) {
                    Ok(file) => *self = Self::Open(ReaderChunks::up_to(file, *length)),
                    Err(error) => {
                        *self = Self::Failed;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
            }
        }
    }
}
