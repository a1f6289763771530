//! Bodies in `multipart/form-data` (RFC 7578; OpenAPI 3.0.3, "Special Considerations for multipart Content").

mod files;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use bytes::Bytes;
use serde_core::Serialize;

use super::tree::{Tree, TreeError};
use crate::FilePart;

pub use files::Files;

/// A body of named parts. Parts are sent in the order in which they are added.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    fault: Option<String>,
}

#[derive(Clone)]
struct Part {
    name: Cow<'static, str>,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Bytes,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A field: a scalar as text, an object as JSON, a list as one part per item; nothing for what is absent or
    /// null.
    #[must_use]
    #[inline]
    pub fn field<S: Serialize + ?Sized>(self, name: &'static str, value: &S) -> Self {
        self.tree(Cow::Borrowed(name), Tree::of(value))
    }

    /// A [`field`](Self::field) for each property that the document does not list.
    #[must_use]
    #[inline]
    pub fn fields<S: Serialize>(self, additional: &BTreeMap<String, S>) -> Self {
        additional
            .iter()
            .fold(self, |body, (name, value)| body.tree(Cow::Owned(name.clone()), Tree::of(value)))
    }

    /// A file, several, or perhaps one.
    #[must_use]
    #[inline]
    pub fn files<F: Files + ?Sized>(mut self, name: &'static str, files: &F) -> Self {
        files.each(&mut |file| self.file(Cow::Borrowed(name), file));
        self
    }

    /// [`files`](Self::files) for each property that the document does not list.
    #[must_use]
    #[inline]
    pub fn file_fields<F: Files>(mut self, additional: &BTreeMap<String, F>) -> Self {
        for (name, files) in additional {
            files.each(&mut |file| self.file(Cow::Owned(name.clone()), file));
        }
        self
    }

    fn tree(mut self, name: Cow<'static, str>, value: Result<Tree, TreeError>) -> Self {
        match value {
            Ok(Tree::List(items)) => items.iter().for_each(|item| self.item(name.clone(), item)),
            Ok(value) => self.item(name, &value),
            Err(error) => {
                self.fault.get_or_insert_with(|| format!("part `{name}` cannot be written: {error}"));
            }
        }
        self
    }

    fn item(&mut self, name: Cow<'static, str>, value: &Tree) {
        let Some(text) = value.text() else { return };
        let json = matches!(value, Tree::List(_) | Tree::Object(_));
        let media_type = json.then(|| "application/json".to_owned());
        self.parts.push(Part { name, file_name: None, media_type, bytes: Bytes::from(text) });
    }

    fn file(&mut self, name: Cow<'static, str>, file: &FilePart) {
        let media_type = file.media_type().unwrap_or("application/octet-stream").to_owned();
        if media_type.contains(|c: char| c.is_control()) {
            self.fault
                .get_or_insert_with(|| format!("the media type of part `{name}` has control characters"));
        }
        self.parts.push(Part {
            name,
            file_name: Some(file.file_name().to_owned()),
            media_type: Some(media_type),
            bytes: Bytes::from_owner(Shared(file.shared_bytes())),
        });
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

/// Names only: the parts may hold secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.parts.iter().map(|part| &part.name)).finish()
    }
}

/// The bytes of a file as a part, without a copy.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
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
    use serde_json::json;

    use super::*;
    use crate::Patch;

    fn encoded(parts: Multipart) -> (String, String) {
        let (media_type, body) = parts.encode().expect("nothing is wrong with it");
        let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap_or_default();
        (boundary.to_owned(), String::from_utf8_lossy(&body).into_owned())
    }

    #[test]
    fn fields_by_their_type() {
        let parts = Multipart::new()
            .field("slug", "x")
            .field("none", &None::<u8>)
            .field("ids", &[1, 2])
            .field("meta", &json!({"a": [true]}));
        let (boundary, body) = encoded(parts);
        let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
        assert_eq!(boundary.len(), 32);
        assert_eq!(
            body,
            format!(
                "{start}\"slug\"\r\n\r\nx\r\n{start}\"ids\"\r\n\r\n1\r\n{start}\"ids\"\r\n\r\n2\r\n\
                 {start}\"meta\"\r\nContent-Type: application/json\r\n\r\n{{\"a\":[true]}}\r\n--{boundary}--\r\n"
            )
        );
    }

    #[test]
    fn files_with_names_and_media_types() {
        let icon = FilePart::new("a \"b\"\r\n.png", b"\x89PNG").with_media_type("image/png");
        let parts = Multipart::new()
            .files("icon", &icon)
            .files("none", &None::<FilePart>)
            .files("cleared", &Patch::<FilePart>::Null)
            .files("more", &vec![FilePart::new("c", "")]);
        let (boundary, body) = encoded(parts);
        let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
        assert_eq!(
            body,
            format!(
                "{start}\"icon\"; filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n\u{fffd}PNG\r\n\
                 {start}\"more\"; filename=\"c\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--{boundary}--\r\n"
            )
        );
    }

    #[test]
    fn a_media_type_cannot_smuggle_a_header() {
        let file = FilePart::new("f", "x").with_media_type("a/b\r\nX: y");
        assert!(Multipart::new().files("f", &file).encode().is_err());
    }
}
