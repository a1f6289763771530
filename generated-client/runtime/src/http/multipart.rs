//! Bodies in `multipart/form-data` (RFC 7578).

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
};

use bytes::Bytes;
use serde_core::Serialize;

/// A file to upload: its bytes, and what the server is told about them.
#[derive(Clone)]
pub struct FilePart {
    bytes: Bytes,
    file_name: String,
    media_type: String,
}

impl FilePart {
    /// A file under a name, sent as `application/octet-stream`.
    pub fn new(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let media_type = "application/octet-stream".to_owned();
        Self { bytes: bytes.into(), file_name: file_name.into(), media_type }
    }

    /// The media type of the file, for example `image/png`.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }
}

/// Files may hold anything: only the name and the length are printed.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FilePart({:?}, {:?}, {} bytes)", self.file_name, self.media_type, self.bytes.len())
    }
}

/// A body of named parts. Parts are sent in the order in which they are added.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    fault: Option<String>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Bytes,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A part of text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name.into(), None, None, Bytes::from(text.into()))
    }

    /// A part of JSON.
    #[must_use]
    #[inline]
    pub fn json<S: Serialize + ?Sized>(self, name: impl Into<String>, value: &S) -> Self {
        self.json_part(name.into(), serde_json::to_vec(value))
    }

    /// A file.
    #[must_use]
    pub fn file(self, name: impl Into<String>, file: FilePart) -> Self {
        self.part(name.into(), Some(file.file_name), Some(file.media_type), file.bytes)
    }

    fn json_part(mut self, name: String, json: Result<Vec<u8>, serde_json::Error>) -> Self {
        match json {
            Ok(json) => self.part(name, None, Some("application/json".to_owned()), Bytes::from(json)),
            Err(error) => {
                self.fault.get_or_insert_with(|| format!("part `{name}` cannot be written as JSON: {error}"));
                self
            }
        }
    }

    fn part(
        mut self,
        name: String,
        file_name: Option<String>,
        media_type: Option<String>,
        bytes: Bytes,
    ) -> Self {
        if media_type.as_deref().is_some_and(|media_type| media_type.contains(|c: char| c.is_control())) {
            self.fault
                .get_or_insert_with(|| format!("the media type of part `{name}` has control characters"));
        }
        self.parts.push(Part { name, file_name, media_type, bytes });
        self
    }

    /// The media type with the boundary, and the body; or why the parts cannot be sent.
    pub(crate) fn encode(self) -> Result<(String, Bytes), String> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let boundary = boundary();
        let length = self.parts.iter().map(|part| part.bytes.len() + 256).sum();
        let mut body = Vec::with_capacity(length);
        for part in self.parts {
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&part.name));
            if let Some(file_name) = &part.file_name {
                head = head + "; filename=\"" + &quoted(file_name) + "\"";
            }
            if let Some(media_type) = &part.media_type {
                head = head + "\r\nContent-Type: " + media_type;
            }
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok((format!("multipart/form-data; boundary={boundary}"), Bytes::from(body)))
    }
}

/// Names only, for the same reason as with files.
impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.parts.iter().map(|part| &part.name)).finish()
    }
}

/// A name between quotes, as browsers write it (HTML, "Multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// 128 random bits, so that no content has it. The standard library's hash keys are random per process and
/// different for every state, which is all that is needed here.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_written_in_order() {
        let file = FilePart::new("a \"b\"\r\n.png", &b"\x89PNG"[..]).media_type("image/png");
        let parts = Multipart::new().text("slug", "x").json("meta", &[1, 2]).file("icon", file);
        let (media_type, body) = parts.encode().expect("nothing is wrong with it");
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap_or_default();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"slug\"\r\n\r\nx\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"icon\"; \
             filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n\u{fffd}PNG\r\n--{boundary}--\r\n"
        );
        assert_eq!(boundary.len(), 32);
        assert_eq!(String::from_utf8_lossy(&body), expected);
    }

    #[test]
    fn a_media_type_cannot_smuggle_a_header() {
        let file = FilePart::new("f", "x").media_type("a/b\r\nX: y");
        assert!(Multipart::new().file("f", file).encode().is_err());
    }
}
