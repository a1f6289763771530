//! How single properties of form and multipart bodies are written (OpenAPI 3.1.1, "Encoding Object").

use super::{
    ParamStyle,
    param::{
        encode::{Encode, reserved, unreserved},
        query::{self, Pair},
    },
    tree::Tree,
};

/// The encoding of one property, where it is not the usual one; a `static` beside the generated operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartEncoding {
    pub(crate) name: &'static str,
    pub(crate) media_type: Option<&'static str>,
    pub(crate) style: Option<ParamStyle>,
    allow_reserved: bool,
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

impl PartEncoding {
    /// The usual encoding of a property, by its name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { name, media_type: None, style: None, allow_reserved: false, headers: &[] }
    }

    /// The media type: of a part, and whether a value is written as JSON or as text.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Written like a query parameter in this style.
    #[must_use]
    pub const fn style(mut self, style: ParamStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// Reserved characters of RFC 3986 stay as they are in a form.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Headers that every part of this name has.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Whether the media type asks for JSON.
    pub(crate) fn is_json(&self) -> bool {
        let essence = self.media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        essence.ends_with("/json") || essence.ends_with("+json")
    }

    /// The percent-encoded pairs of a value, where a style says how they are made.
    pub(crate) fn styled(&self, value: &Tree, out: &mut Vec<Pair>) -> bool {
        let style = match (self.style, self.allow_reserved) {
            (Some(style), _) => style,
            (None, true) => ParamStyle::Form { explode: true },
            (None, false) => return false,
        };
        let encode: Encode = if self.allow_reserved { reserved } else { unreserved };
        query::pairs(self.name, value, style, encode, out);
        true
    }
}
