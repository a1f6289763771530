//! Request bodies.

use std::fmt;

use ::http::HeaderValue;
use bytes::Bytes;

/// The body of a request. What is in memory can be sent again, so a call with it can be retried.
#[derive(Clone)]
pub struct RequestBody(Data);

#[derive(Clone)]
enum Data {
    Bytes(Bytes),
}

impl RequestBody {
    /// The bytes, where they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        let Data::Bytes(bytes) = &self.0;
        Some(bytes)
    }

    /// Whether the body can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        matches!(self.0, Data::Bytes(_))
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(Data::Bytes(bytes))
    }
}

/// Bodies may hold secrets: only the length is printed.
impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Data::Bytes(bytes) = &self.0;
        write!(formatter, "RequestBody({} bytes)", bytes.len())
    }
}

/// A body and its media type.
#[derive(Clone, Debug)]
pub(crate) struct TypedBody {
    pub(crate) media_type: HeaderValue,
    pub(crate) body: RequestBody,
}
