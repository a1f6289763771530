//! Sequences of JSON values: one per line (`application/jsonl`, `application/x-ndjson`), or each after a record
//! separator (`application/json-seq`, RFC 7464).
//!
//! In: a response whose body is still arriving. Out: one value after the other.

use std::{
    fmt,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use super::{AnyError, DecodeError, ErrorKind, RawResponse, arriving::Arriving};

/// The record separator of RFC 7464.
const SEPARATOR: u8 = 0x1e;

/// JSON values, while they arrive.
///
/// A [`Stream`], with [`next`](Self::next) for those who have no stream library at hand. A value that cannot be
/// decoded is an error, after which the stream goes on; every other error ends it. The time of an attempt bounds the
/// wait for the next bytes and not the whole; the client's limit for bodies bounds each value.
pub struct JsonStream<T> {
    body: Arriving,
    /// What has arrived of the next values.
    buffer: BytesMut,
    /// How much of it has no end of a value in it.
    searched: usize,
    end: End,
    decode: fn(&RawResponse) -> Result<T, DecodeError>,
}

/// A value as it stands in the sequence.
struct Text {
    bytes: Bytes,
    /// Nothing shows that it is whole (RFC 7464, section 2.4).
    cut: bool,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    NotYet,
    Arrived,
    Done,
}

impl RawResponse {
    /// The body as a sequence of JSON values.
    ///
    /// # Errors
    /// None: what is no JSON is reported by the values.
    #[inline]
    pub fn json_values<T: DeserializeOwned>(&self) -> Result<JsonStream<T>, DecodeError> {
        let (body, decode) = (self.take_arriving(), RawResponse::json);
        Ok(JsonStream { body, buffer: BytesMut::new(), searched: 0, end: End::NotYet, decode })
    }
}

impl<T> JsonStream<T> {
    /// The next value, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, AnyError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The values for code that is not async.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> super::Blocking<Self> {
        let operation = self.body.context.operation;
        super::Blocking::new(self, operation)
    }

    /// A text that is complete and not blank. In a sequence with separators a value may have line feeds in it, and
    /// begins with a separator; so what ends a text is told by how it begins.
    fn text(&mut self) -> Option<Text> {
        loop {
            let blank = self.buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank > 0 {
                self.buffer.advance(blank);
                self.searched = 0;
            }
            let separated = self.buffer.first() == Some(&SEPARATOR);
            let (start, stop) = if separated { (1, SEPARATOR) } else { (0, b'\n') };
            let from = self.searched.max(start);
            let found = self.buffer[from..].iter().position(|byte| *byte == stop);
            let length = match (found, self.end) {
                (Some(at), _) => from + at,
                (None, End::NotYet) => {
                    self.searched = self.buffer.len();
                    return None;
                }
                (None, End::Arrived | End::Done) => self.buffer.len(),
            };
            self.searched = 0;
            if length == 0 {
                return None;
            }
            let mut bytes = self.buffer.split_to(length).freeze();
            bytes.advance(start);
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                let open = bytes.last().is_some_and(|byte| !byte.is_ascii_whitespace());
                let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
                let cut = separated && open && !matches!(first, Some(b'{' | b'[' | b'"'));
                return Some(Text { bytes, cut });
            }
        }
    }

    fn decoded(&self, text: Text) -> Result<T, AnyError> {
        let response = self.body.with_body(text.bytes);
        let decoded = if text.cut {
            Err(DecodeError::other(&response, "the value may be cut off: no line feed follows it"))
        } else {
            (self.decode)(&response)
        };
        decoded.map_err(|error| AnyError::undecodable(self.body.context.clone(), response, error))
    }
}

/// Nothing in it is ever pinned: the futures are in boxes.
impl<T> Unpin for JsonStream<T> {}

impl<T> Stream for JsonStream<T> {
    type Item = Result<T, AnyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.end == End::Done {
                return Poll::Ready(None);
            }
            if let Some(text) = this.text() {
                return Poll::Ready(Some(this.decoded(text)));
            }
            if this.end == End::Arrived {
                this.end = End::Done;
                continue;
            }
            if this.buffer.len() > this.body.limit {
                this.end = End::Done;
                let message = format!("a value is larger than {} bytes", this.body.limit);
                return Poll::Ready(Some(Err(this.body.error(ErrorKind::TooLarge, message))));
            }
            match ready!(this.body.poll_piece(context)) {
                Some(Ok(piece)) => this.buffer.extend_from_slice(&piece),
                Some(Err(error)) => {
                    this.end = End::Done;
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.end = End::Arrived,
            }
        }
    }
}

impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("JsonStream").field(&self.body).finish()
    }
}
