//! Files that are uploaded or downloaded: bytes, and what the other side is told about them.

use std::{fmt, sync::Arc};

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Error as _, Serialize, Serializer};

/// A file in a multipart body: its bytes, its name and its media type. Clones share the bytes.
///
/// Where a document has a file in a JSON body, it travels as text, which it has to be.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    bytes: Arc<Vec<u8>>,
    file_name: String,
    media_type: Option<String>,
}

impl FilePart {
    /// A file under a name. It is sent as `application/octet-stream` unless another media type is given.
    pub fn new(file_name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: Arc::new(bytes.into()), file_name: file_name.into(), media_type: None }
    }

    /// The media type of the file, for example `image/png`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The name that the other side is told.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The media type, where one was given.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    #[cfg(feature = "http")]
    pub(crate) fn shared_bytes(&self) -> Arc<Vec<u8>> {
        Arc::clone(&self.bytes)
    }
}

/// Files may hold anything: only the name and the length are printed.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FilePart({:?}, {} bytes)", self.file_name, self.bytes.len())
    }
}

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = std::str::from_utf8(&self.bytes).map_err(|_| S::Error::custom("the file is no text"))?;
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
        assert_eq!(file.bytes(), b"a\nb");
        assert_eq!(serde_json::to_string(&file).ok().as_deref(), Some("\"a\\nb\""));
        assert!(serde_json::to_string(&FilePart::new("x", [0xff])).is_err());
        assert_eq!(format!("{:?}", FilePart::new("x", *b"s3cret")), "FilePart(\"x\", 6 bytes)");
    }
}
