//! Parameters: where a value goes and how it is spelled there (OpenAPI 3.0.3, "Style Values" and "Style
//! Examples"; RFC 6570).
//!
//! A value becomes a [`Tree`](super::tree::Tree) – scalar, list or object – in one generic step; the style is then
//! applied by one function per place, for all types alike.

pub(crate) mod encode;
pub(crate) mod path;
pub(crate) mod query;

/// A parameter whose style is not the default of its place, as a `static` beside the generated operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamDef {
    pub(crate) name: &'static str,
    pub(crate) location: ParamLocation,
    pub(crate) style: ParamStyle,
    pub(crate) allow_reserved: bool,
}

impl ParamDef {
    /// A parameter: its name on the wire, its place and its style.
    pub const fn new(name: &'static str, location: ParamLocation, style: ParamStyle) -> Self {
        Self { name, location, style, allow_reserved: false }
    }

    /// `allowReserved`: reserved characters of RFC 3986 are sent as they are, apart from those that would end the value
    /// or change its meaning: `#`, `&`, `+`, `[` and `]` in the query, `/`, `?`, `#`, `[` and `]` in the path. What is
    /// percent-encoded already is not encoded again.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query: an object as a form, a text as it stands.
    QueryString,
    /// A request header.
    Header,
    /// A cookie.
    Cookie,
}

/// How the value of a parameter is spelled.
///
/// An absent or null value is not sent. An empty list is not sent either where every item has its own pair
/// (`explode`); without `explode` it is sent as an empty value, which is how a server can tell it from absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamStyle {
    /// `a,b`: the default in paths and headers.
    Simple {
        /// Members of an object as `k=v`.
        explode: bool,
    },
    /// `.a,b`, or `.a.b` exploded: paths.
    Label {
        /// One dot per item.
        explode: bool,
    },
    /// `;k=a,b`, or `;k=a;k=b` exploded: paths.
    Matrix {
        /// One `;k=` per item.
        explode: bool,
    },
    /// `k=a,b`, or `k=a&k=b` exploded (the default in queries); a cookie has `; ` between its pairs.
    Form {
        /// One pair per item or member.
        explode: bool,
    },
    /// `k=a%20b`: queries.
    SpaceDelimited,
    /// `k=a%7Cb`: queries.
    PipeDelimited,
    /// `k[member]=v`, brackets percent-encoded: queries. The specification stops there; members of members get a
    /// bracket each, the items of a list `[]`, or `[0]`, `[1]` … where they are objects or lists.
    DeepObject,
    /// `k=a; k=b`, or `k=a,b` without `explode`, not escaped: cookies.
    Cookie {
        /// One pair per item or member.
        explode: bool,
    },
    /// A scalar as it stands (`content` with a media type that is not JSON).
    Text,
    /// As JSON text (`content` with a JSON media type).
    Json,
}
