//! Parameters and how their values are spelled on the wire.

use serde_json::Value;

use super::{Docs, MediaKind, Presence, TypeUse};
use crate::pointer::Place;

/// One parameter (OpenAPI 3.0.3, "Parameter Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Name on the wire.
    pub wire_name: String,
    /// Where it goes.
    pub location: ParamLocation,
    /// How its value is spelled.
    pub style: ParamStyle,
    /// `allowReserved`: reserved characters of RFC 3986 are sent as they are.
    pub allow_reserved: bool,
    /// Its type.
    pub ty: TypeUse,
    /// Whether it may be left out. Path parameters are always required.
    pub presence: Presence,
    /// `default`: documented, never sent uninvited.
    pub default: Option<Value>,
    /// Prose, example and deprecation.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParamLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query string (OpenAPI 3.2, `querystring`).
    QueryString,
    /// A request header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter's value is spelled (OpenAPI 3.0.3, "Style Values"; RFC 6570).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ParamStyle {
    /// `a,b`: the default in paths and headers.
    Simple {
        /// Object members as `k=v`.
        explode: bool,
    },
    /// `.a.b`: paths.
    Label {
        /// One dot per item.
        explode: bool,
    },
    /// `;k=a,b`: paths.
    Matrix {
        /// One `;k=` per item.
        explode: bool,
    },
    /// `k=a&k=b`: the default in queries and cookies.
    Form {
        /// One pair per item.
        explode: bool,
    },
    /// `k=a%20b`: queries.
    SpaceDelimited,
    /// `k=a|b`: queries.
    PipeDelimited,
    /// `k[member]=v`: queries.
    DeepObject,
    /// `k=a; k=b`, not escaped: cookies (OpenAPI 3.2).
    Cookie {
        /// One pair per item.
        explode: bool,
    },
    /// Spelled in a media type of its own (`content`): JSON, a form, or else a text as it stands.
    Content(MediaKind),
}
