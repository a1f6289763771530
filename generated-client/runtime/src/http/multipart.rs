//! Bodies in `multipart/form-data` (RFC 7578; OpenAPI 3.0.3, "Special Considerations for multipart Content").

mod files;

use std::{borrow::Cow, collections::BTreeMap, fmt};

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_core::Serialize;

use super::{
    PartEncoding, RequestBody,
    param::{encode::unreserved, query},
    random,
    tree::{Tree, TreeError},
};
use crate::FilePart;

pub use files::Files;

/// Nothing special about a part.
const PLAIN: PartEncoding = PartEncoding::new("");

/// A body of named parts. Parts are sent in the order in which they are added.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    fault: Option<String>,
    /// `multipart/form-data` where it is none.
    media_type: Option<&'static str>,
}

#[derive(Clone)]
struct Part {
    /// `None` where the position tells what it is.
    name: Option<Cow<'static, str>>,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: &'static [(&'static str, &'static str)],
    own_headers: Vec<(String, String)>,
    content: RequestBody,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A body with one part for each member of an object, as [`field`](Self::field) makes them.
    #[inline]
    pub fn of<S: Serialize + ?Sized>(body: &S) -> Self {
        Self::default().members(Tree::of(body))
    }

    /// Another media type than `multipart/form-data`, for example `multipart/mixed`.
    #[must_use]
    pub fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// A field: a scalar as text, an object as JSON, a list as one part per item; nothing for what is absent or
    /// null.
    #[must_use]
    #[inline]
    pub fn field<S: Serialize + ?Sized>(self, name: &'static str, value: &S) -> Self {
        self.tree(Cow::Borrowed(name), Tree::of(value))
    }

    /// A [`field`](Self::field) with an encoding of its own. JSON is one part, also for a list; with a style, there is a
    /// part for each pair that a query would have.
    #[must_use]
    #[inline]
    pub fn encoded<S: Serialize + ?Sized>(self, encoding: &'static PartEncoding, value: &S) -> Self {
        self.encoded_tree(encoding, Tree::of(value))
    }

    /// [`files`](Self::files) with an encoding of their own: its media type is that of files that have none.
    #[must_use]
    #[inline]
    pub fn encoded_files<F: Files + ?Sized>(mut self, encoding: &'static PartEncoding, files: &F) -> Self {
        files.each(&mut |file| self.file(Some(Cow::Borrowed(encoding.name)), file, encoding));
        self
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
        files.each(&mut |file| self.file(Some(Cow::Borrowed(name)), file, &PLAIN));
        self
    }

    /// [`files`](Self::files) for each property that the document does not list.
    #[must_use]
    #[inline]
    pub fn file_fields<F: Files>(mut self, additional: &BTreeMap<String, F>) -> Self {
        for (name, files) in additional {
            files.each(&mut |file| self.file(Some(Cow::Owned(name.clone())), file, &PLAIN));
        }
        self
    }

    /// A part without a name, known by its position (OpenAPI 3.2.0, "Encoding `multipart` Media Types").
    #[must_use]
    #[inline]
    pub fn part<S: Serialize + ?Sized>(self, encoding: Option<&'static PartEncoding>, value: &S) -> Self {
        self.position(encoding, Tree::of(value))
    }

    /// A file without a name, known by its position; several are as many parts.
    #[must_use]
    #[inline]
    pub fn file_part<F: Files + ?Sized>(
        mut self,
        encoding: Option<&'static PartEncoding>,
        files: &F,
    ) -> Self {
        files.each(&mut |file| self.file(None, file, encoding.unwrap_or(&PLAIN)));
        self
    }

    /// A [`part`](Self::part) for each item; the last encoding is that of all further ones.
    #[must_use]
    #[inline]
    pub fn parts<S: Serialize>(self, encodings: &'static [PartEncoding], items: &[S]) -> Self {
        let parts = items.iter().enumerate();
        parts.fold(self, |body, (index, item)| body.part(at(encodings, index), item))
    }

    /// A [`file_part`](Self::file_part) for each item; the last encoding is that of all further ones.
    #[must_use]
    #[inline]
    pub fn file_parts<F: Files>(self, encodings: &'static [PartEncoding], items: &[F]) -> Self {
        let parts = items.iter().enumerate();
        parts.fold(self, |body, (index, item)| body.file_part(at(encodings, index), item))
    }

    fn position(mut self, encoding: Option<&'static PartEncoding>, value: Result<Tree, TreeError>) -> Self {
        let index = self.parts.len();
        match value {
            // A part that is left out would change what the ones behind it are.
            Ok(Tree::Null) => self.refused(format!("part {index} is null, which no part can be")),
            Ok(value) => {
                self.item(None, &value, encoding.unwrap_or(&PLAIN));
                self
            }
            Err(error) => self.refused(format!("part {index} cannot be written: {error}")),
        }
    }

    fn members(self, value: Result<Tree, TreeError>) -> Self {
        match value {
            Ok(Tree::Object(members)) => {
                members.into_iter().fold(self, |body, (name, value)| body.tree(Cow::Owned(name), Ok(value)))
            }
            Ok(_) => self.refused("the value is no object, which a body of parts has to be".to_owned()),
            Err(error) => self.refused(error.to_string()),
        }
    }

    fn tree(mut self, name: Cow<'static, str>, value: Result<Tree, TreeError>) -> Self {
        match value {
            Ok(Tree::List(items)) => {
                for item in &items {
                    self.item(Some(name.clone()), item, &PLAIN);
                }
            }
            Ok(value) => self.item(Some(name), &value, &PLAIN),
            Err(error) => return self.refused(format!("part `{name}` cannot be written: {error}")),
        }
        self
    }

    fn encoded_tree(mut self, encoding: &'static PartEncoding, value: Result<Tree, TreeError>) -> Self {
        let name = Cow::Borrowed(encoding.name);
        let value = match value {
            Ok(value) => value,
            Err(error) => return self.refused(format!("part `{name}` cannot be written: {error}")),
        };
        if let Some(style) = encoding.style {
            let mut pairs = Vec::new();
            query::pairs(encoding.name, &value, style, unreserved, &mut pairs);
            // Parts are not percent-encoded (OpenAPI 3.1.1, "Encoding multipart Media Types").
            let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
            for (name, value) in pairs {
                self.item(Some(Cow::Owned(plain(&name))), &Tree::Text(plain(&value)), encoding);
            }
            return self;
        }
        match value {
            Tree::List(items) if !encoding.is_json() => {
                for item in &items {
                    self.item(Some(name.clone()), item, encoding);
                }
            }
            value => self.item(Some(name), &value, encoding),
        }
        self
    }

    #[cold]
    fn refused(mut self, fault: String) -> Self {
        self.fault.get_or_insert(fault);
        self
    }

    fn item(&mut self, name: Option<Cow<'static, str>>, value: &Tree, encoding: &PartEncoding) {
        let text =
            if encoding.is_json() && *value != Tree::Null { Some(value.to_json()) } else { value.text() };
        let Some(text) = text else { return };
        let json = matches!(value, Tree::List(_) | Tree::Object(_)).then_some("application/json");
        let media_type = encoding.media_type.or(json).map(str::to_owned);
        let headers = encoding.headers;
        self.parts.push(Part {
            name,
            file_name: None,
            media_type,
            headers,
            own_headers: Vec::new(),
            content: text.into(),
        });
    }

    fn file(&mut self, name: Option<Cow<'static, str>>, file: &FilePart, encoding: &PartEncoding) {
        let media_type = file.media_type().or(encoding.media_type);
        let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
        if media_type.contains(|c: char| c.is_control()) {
            let shown = name.as_deref().unwrap_or_default();
            self.fault
                .get_or_insert_with(|| format!("the media type of part `{shown}` has control characters"));
        }
        if let Some((header, _)) = file.headers().iter().find(|(name, value)| !is_header(name, value)) {
            let shown = header.escape_debug();
            self.fault
                .get_or_insert_with(|| format!("`{shown}` cannot be a header of a part with this value"));
        }
        self.parts.push(Part {
            name,
            file_name: Some(file.file_name().to_owned()),
            media_type: Some(media_type),
            headers: encoding.headers,
            own_headers: file.headers().to_vec(),
            content: file.body(),
        });
    }

    /// The media type with the boundary, and the body; or why the parts cannot be sent.
    pub(crate) fn encode(self) -> Result<(String, RequestBody), String> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let boundary = boundary();
        let in_memory = |part: &Part| part.content.as_bytes().map_or(0, Bytes::len);
        let length = self.parts.iter().map(|part| in_memory(part) + 256).sum();
        let mut body = Vec::with_capacity(length);
        // What stands in front of contents that are read while they are sent.
        let mut bodies: Vec<RequestBody> = Vec::new();
        for part in self.parts {
            let mut head = format!("--{boundary}");
            let file_name = part.file_name.as_deref();
            match &part.name {
                Some(name) => {
                    head = head + "\r\nContent-Disposition: form-data; name=\"" + &quoted(name) + "\"";
                }
                None if file_name.is_some_and(|name| !name.is_empty()) => {
                    head += "\r\nContent-Disposition: attachment";
                }
                None => {}
            }
            if let Some(file_name) = file_name.filter(|name| part.name.is_some() || !name.is_empty()) {
                head = head + "; filename=\"" + &quoted(file_name) + "\"";
            }
            if let Some(media_type) = &part.media_type {
                head = head + "\r\nContent-Type: " + media_type;
            }
            for (name, value) in part.headers {
                head = head + "\r\n" + name + ": " + value;
            }
            for (name, value) in &part.own_headers {
                head = head + "\r\n" + name + ": " + value;
            }
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            match part.content.as_bytes() {
                Some(bytes) if !part.content.is_streamed() => body.extend_from_slice(bytes),
                Some(_) | None => bodies.extend([std::mem::take(&mut body).into(), part.content]),
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let media_type = format!("{}; boundary={boundary}", self.media_type.unwrap_or("multipart/form-data"));
        if bodies.is_empty() {
            return Ok((media_type, body.into()));
        }
        bodies.push(body.into());
        Ok((media_type, RequestBody::joined(bodies)))
    }
}

/// Names only: the parts may hold secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parts.iter().map(|part| part.name.as_deref().unwrap_or_default());
        formatter.debug_list().entries(names).finish()
    }
}

/// The encoding of a position: the last one is that of all further ones.
fn at(encodings: &'static [PartEncoding], index: usize) -> Option<&'static PartEncoding> {
    encodings.get(index).or(encodings.last())
}

/// True for a header that a part can have besides those that are made here (RFC 9110, section 5.1 and 5.5).
fn is_header(name: &str, value: &str) -> bool {
    let made = ["content-disposition", "content-type", "content-length", "content-transfer-encoding"];
    !made.iter().any(|made| name.eq_ignore_ascii_case(made))
        && ::http::HeaderName::from_bytes(name.as_bytes()).is_ok()
        && ::http::HeaderValue::from_str(value).is_ok()
}

/// A name between quotes, as browsers write it (HTML, "Multipart form data").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// 128 random bits, so that no content has it.
fn boundary() -> String {
    format!("{:016x}{:016x}", random::bits(), random::bits())
}

#[cfg(test)]
mod tests;
