//! Files that are uploaded or downloaded: bytes, and what the other side is told about them.

use std::{fmt, sync::Arc};

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Error as _, Serialize, Serializer};

#[cfg(feature = "http")]
use crate::http::RequestBody;

/// A file in a multipart body: its content, its name and its media type. Clones share the content.
///
/// The content is in memory, or with feature `http` also a file on disk or a stream, which is read while it is sent.
/// Where a document has a file in a JSON body, it travels as text, which it has to be.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    content: Content,
    file_name: String,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Bytes(Arc<Vec<u8>>),
    #[cfg(feature = "http")]
    Body(RequestBody),
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Arc::default())
    }
}

impl FilePart {
    /// A file under a name. It is sent as `application/octet-stream` unless another media type is given.
    pub fn new(file_name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            content: Content::Bytes(Arc::new(bytes.into())),
            file_name: file_name.into(),
            media_type: None,
            headers: Vec::new(),
        }
    }

    /// A file on disk, under the last part of its path. It is read while the request is sent, each time anew.
    #[cfg(all(feature = "http", not(target_arch = "wasm32")))]
    pub fn from_path(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::from_body(file_name.unwrap_or_default(), RequestBody::file(path))
    }

    /// A file under a name, with any content that a request can have, for example
    /// [`RequestBody::stream`](crate::http::RequestBody::stream). A request with a stream is not repeated.
    #[cfg(feature = "http")]
    pub fn from_body(file_name: impl Into<String>, body: impl Into<RequestBody>) -> Self {
        Self {
            content: Content::Body(body.into()),
            file_name: file_name.into(),
            media_type: None,
            headers: Vec::new(),
        }
    }

    /// The media type of the file, for example `image/png`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// A header of the part, besides those that the document gives a value. One that a header of a part cannot be is
    /// reported by sending; in JSON there are none.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The headers of the part that were added.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The bytes, where they are in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            #[cfg(feature = "http")]
            Content::Body(body) => body.as_bytes().map(|bytes| &**bytes),
        }
    }

    /// The name that the other side is told.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The media type, where one was given.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The content as a body.
    #[cfg(feature = "http")]
    pub(crate) fn body(&self) -> RequestBody {
        match &self.content {
            Content::Bytes(bytes) => bytes::Bytes::from_owner(Shared(Arc::clone(bytes))).into(),
            Content::Body(body) => body.clone(),
        }
    }
}

/// The bytes of a file, without a copy.
#[cfg(feature = "http")]
struct Shared(Arc<Vec<u8>>);

#[cfg(feature = "http")]
impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Files may hold anything: only the name and the length are printed.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bytes() {
            Some(bytes) => write!(formatter, "FilePart({:?}, {} bytes)", self.file_name, bytes.len()),
            None => write!(formatter, "FilePart({:?})", self.file_name),
        }
    }
}

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.bytes().ok_or_else(|| S::Error::custom("the file is not in memory"))?;
        let text = std::str::from_utf8(bytes).map_err(|_| S::Error::custom("the file is no text"))?;
        serializer.serialize_str(text)
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new("", text))
    }
}

#[cfg(test)]
mod tests {
    use super::FilePart;

    #[test]
    fn text_travels_in_json() {
        let file: FilePart = serde_json::from_str("\"a\\nb\"").expect("text");
        assert_eq!(file.bytes(), Some(b"a\nb".as_slice()));
        assert_eq!(serde_json::to_string(&file).ok().as_deref(), Some("\"a\\nb\""));
        assert!(serde_json::to_string(&FilePart::new("x", [0xff])).is_err());
        assert_eq!(format!("{:?}", FilePart::new("x", *b"s3cret")), "FilePart(\"x\", 6 bytes)");
    }
}
