//! Bodies that are not decoded: files, images, and everything that has no schema. They are read piece by piece.

mod file_name;
#[cfg(not(target_arch = "wasm32"))]
mod save;

use std::{
    fmt, io,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
};

use ::http::{
    HeaderMap, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_LENGTH},
};
use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::{AnyError, Progress, RawResponse, arriving::Arriving, progress::Meter};

/// The body of a response, while it arrives.
///
/// Nothing of it is kept: take it as a whole with [`bytes`](Self::bytes), piece by piece with
/// [`chunk`](Self::chunk), or into a file with [`save_to`](Self::save_to). It is also a [`Stream`] of pieces and an
/// [`AsyncRead`]. The time of an attempt bounds the wait for each piece, not for the whole; the deadline of the call
/// ended when status and headers were there. Dropping it closes the connection.
pub struct Download {
    body: Arriving,
    meter: Meter,
    /// What a reader has not taken yet.
    left: Bytes,
}

impl RawResponse {
    /// The body as it arrives. It can be taken once; after that it is empty.
    pub fn download(&self) -> Download {
        Download::new(self.take_arriving())
    }
}

impl Download {
    fn new(body: Arriving) -> Self {
        let mut download = Self { body, meter: Meter::default(), left: Bytes::new() };
        download.meter = Meter::of(download.content_length());
        download
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.body.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.body.headers
    }

    /// How many bytes the server has announced; `None` where it did not, and for compressed responses.
    pub fn content_length(&self) -> Option<u64> {
        let value = self.body.headers.get(CONTENT_LENGTH)?;
        value.to_str().ok()?.trim().parse().ok()
    }

    /// The media type with its parameters, as the server sent it.
    pub fn content_type(&self) -> Option<&str> {
        self.body.headers.get(::http::header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The file name that the server suggests in `Content-Disposition`, made safe: no folders, no control
    /// characters, nothing that a file system gives a meaning to (RFC 6266, section 4.3).
    pub fn file_name(&self) -> Option<String> {
        file_name::of(self.body.headers.get(CONTENT_DISPOSITION)?.as_bytes())
    }

    /// Calls a function after each piece, with what has arrived so far.
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.meter.report_to(report);
        self
    }

    /// The whole body, as far as the client's limit for bodies allows.
    ///
    /// # Errors
    /// The body is too large, stalls, or does not arrive as a whole.
    pub async fn bytes(self) -> Result<Bytes, AnyError> {
        let limit = self.body.limit;
        self.bytes_up_to(limit).await
    }

    /// The whole body, unless it has more bytes than this.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub async fn bytes_up_to(mut self, limit: usize) -> Result<Bytes, AnyError> {
        let announced = self.content_length().and_then(|length| usize::try_from(length).ok());
        if announced.is_some_and(|length| length > limit) {
            return Err(self.body.too_large(limit));
        }
        let mut whole = Vec::new();
        let mut first = std::mem::take(&mut self.left);
        while let Some(piece) = self.chunk().await? {
            if whole.len() + first.len() + piece.len() > limit {
                return Err(self.body.too_large(limit));
            }
            if whole.is_empty() && first.is_empty() {
                first = piece;
            } else {
                whole.extend_from_slice(&std::mem::take(&mut first));
                whole.extend_from_slice(&piece);
            }
        }
        Ok(if whole.is_empty() { first } else { Bytes::from(whole) })
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    /// The body stalls, or does not arrive as a whole. There is nothing more after an error.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, AnyError> {
        std::future::poll_fn(|context| self.poll_piece(context)).await.transpose()
    }

    /// The pieces for code that is not async: an iterator, and a reader ([`std::io::Read`]).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> super::Blocking<Self> {
        let operation = self.body.context.operation;
        super::Blocking::new(self, operation)
    }

    /// What a reader has not taken yet comes again.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) fn put_back(&mut self, left: Bytes) {
        self.left = left;
    }

    fn poll_piece(&mut self, context: &mut TaskContext<'_>) -> Poll<Option<Result<Bytes, AnyError>>> {
        if !self.left.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.left))));
        }
        let piece = ready!(self.body.poll_piece(context));
        if let Some(Ok(piece)) = &piece {
            self.meter.count(piece.len());
        }
        Poll::Ready(piece)
    }
}

impl Stream for Download {
    type Item = Result<Bytes, AnyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(context)
    }
}

impl AsyncRead for Download {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut TaskContext<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match ready!(self.poll_piece(context)) {
            None => {}
            Some(Ok(mut piece)) => {
                let now = piece.split_to(piece.len().min(into.remaining()));
                into.put_slice(&now);
                self.left = piece;
            }
            Some(Err(error)) => return Poll::Ready(Err(io::Error::other(error))),
        }
        Poll::Ready(Ok(()))
    }
}

/// The body is not printed.
impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("status", &self.status())
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}
