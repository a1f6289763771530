//! Bodies: what travels, in which media type, under which status.

use std::fmt;

use serde_json::Value;

use super::{Arena, Docs, ParamStyle, Presence, SpecName, TypeDef, TypeId, TypeRef, TypeUse};
use crate::pointer::Place;

/// A request body (OpenAPI 3.0.3, "Request Body Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Whether it may be left out.
    pub presence: Presence,
    /// The media types that the server accepts, in document order; never empty.
    pub content: Vec<MediaType>,
    /// Prose.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}

/// A body in one media type (OpenAPI 3.0.3, "Media Type Object").
#[derive(Clone, Debug, PartialEq)]
pub struct MediaType {
    /// As written, for example `application/json; charset=utf-8`.
    pub name: String,
    /// How it is read and written.
    pub kind: MediaKind,
    /// The type of the body, or of what [`described`](Self::described) says; `None` when no schema is given.
    pub ty: Option<TypeUse>,
    /// What the type is the type of.
    pub described: Described,
    /// How single properties are encoded, for forms and multipart bodies.
    pub encoding: Vec<PartEncoding>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// Where it is declared.
    pub at: Place,
}

/// What the schema of a media type describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described {
    /// `schema`: the whole body. Of sequential media types most documents mean one item by it all the same.
    Body,
    /// `itemSchema`: one item of a sequence (OpenAPI 3.2.0, "Sequential Media Types").
    Item,
    /// `contentSchema` of the data of an event, in `itemSchema`.
    Data,
}

/// How a media type is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// `application/json` and every `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multipart types.
    Multipart,
    /// `text/*`.
    Text,
    /// `application/xml`, `text/xml` and every `+xml`.
    Xml,
    /// `text/event-stream`.
    EventStream,
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq`.
    JsonLines,
    /// Everything else: bytes.
    Bytes,
}

/// How one property of a form or multipart body is encoded (OpenAPI 3.0.3, "Encoding Object").
#[derive(Clone, Debug, PartialEq)]
pub struct PartEncoding {
    /// Wire name of the property.
    pub property: String,
    /// The first media type of `contentType` that is no range.
    pub content_type: Option<String>,
    /// `style` and `explode`: the property is spelled like a query parameter.
    pub style: Option<ParamStyle>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Headers of each part whose value the document gives: name and value.
    pub headers: Vec<(String, String)>,
}

/// A response under one status.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status or statuses.
    pub status: StatusMatch,
    /// Bodies by media type, in document order; empty for no body.
    pub content: Vec<MediaType>,
    /// Declared headers.
    pub headers: Vec<ResponseHeader>,
    /// Prose.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}

/// A declared response header.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Name on the wire.
    pub wire_name: String,
    /// Its type.
    pub ty: TypeUse,
    /// How its value is spelled.
    pub spelling: HeaderSpelling,
    /// Whether it may be absent.
    pub presence: Presence,
    /// Prose.
    pub docs: Docs,
}

/// How the value of a response header is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderSpelling {
    /// Style `simple`, the only one of headers.
    Simple,
    /// As JSON, described by `content`.
    Json,
}

/// Which statuses a response covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusMatch {
    /// One status, for example 404.
    Code(u16),
    /// `4XX`: every status with this first digit that is not listed by itself.
    Range(u8),
    /// `default`: every status that is not covered otherwise.
    Default,
}

impl fmt::Display for StatusMatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(digit) => write!(formatter, "{digit}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// The error responses of an operation; operations with equal maps share one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorSet {
    /// Status and body, in order of [`StatusMatch`]; `None` where no body is declared.
    pub entries: Vec<(StatusMatch, Option<MediaType>)>,
    /// Headers of all these responses together; each may be absent, since it depends on the status. They do not tell
    /// sets apart: operations that share a set share the headers of all of them.
    pub headers: Vec<ResponseHeader>,
}

impl ErrorSet {
    /// Adds headers, unless one of the same name is there.
    pub fn add_headers(&mut self, headers: impl IntoIterator<Item = ResponseHeader>) {
        for header in headers {
            if !self.headers.iter().any(|known| known.wire_name.eq_ignore_ascii_case(&header.wire_name)) {
                self.headers.push(ResponseHeader { presence: Presence::Optional, ..header });
            }
        }
    }
}

impl ErrorSet {
    /// The set as the configuration writes it: `400=ValidationError,403=GenericError`. A body without a schema name is
    /// `inline`, a status without a body stands alone.
    pub fn key(&self, types: &Arena<TypeId, TypeDef>) -> String {
        let entries = self.entries.iter().map(|(status, media)| {
            let Some(used) = media.as_ref().and_then(|media| media.ty.as_ref()) else {
                return status.to_string();
            };
            match &used.ty {
                TypeRef::Named(id) => match &types[*id].name {
                    SpecName::Required(name) => format!("{status}={name}"),
                    SpecName::Suggested(_) => format!("{status}=inline"),
                },
                TypeRef::Scalar(_)
                | TypeRef::List(_)
                | TypeRef::Map(_)
                | TypeRef::Tuple(_)
                | TypeRef::Any => {
                    format!("{status}=inline")
                }
            }
        });
        entries.collect::<Vec<_>>().join(",")
    }
}
