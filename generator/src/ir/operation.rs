//! Operations: one method on one path.

use std::fmt;

use super::{
    AuthRequirement, Body, Docs, ErrorSetId, GroupId, Pagination, Param, Response, Server, SpecName,
};
use crate::pointer::Place;

/// Operations that share their first tag; `default` where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The tag.
    pub name: SpecName,
    /// What the document says about the tag.
    pub docs: Docs,
}

/// One method on one path (OpenAPI 3.0.3, "Operation Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or a suggestion from method and path.
    pub name: SpecName,
    /// The group that it belongs to.
    pub group: GroupId,
    /// HTTP method.
    pub method: HttpMethod,
    /// Path below the server's address.
    pub path: PathTemplate,
    /// Every parameter: path parameters in the order of the path, then the others in document order.
    pub params: Vec<Param>,
    /// Request body, where there is one.
    pub body: Option<Body>,
    /// Responses with a 2xx or 3xx status, in order of status; empty when none is declared.
    pub success: Vec<Response>,
    /// Responses with a 4xx or 5xx status and `default`, shared between operations.
    pub errors: ErrorSetId,
    /// What the page says about each error response, in the order of the error set.
    pub error_docs: Vec<Docs>,
    /// How the result continues on further pages.
    pub pagination: Option<Pagination>,
    /// Alternatives; the first that the caller has credentials for is used. Empty: none is needed.
    pub auth: Vec<AuthRequirement>,
    /// Servers of this operation or its path item, where they differ from the API's.
    pub servers: Vec<Server>,
    /// Prose.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}

/// HTTP methods (RFC 9110) that a path item can hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `HEAD`.
    Head,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
    /// `OPTIONS`.
    Options,
    /// `TRACE`.
    Trace,
    /// `QUERY` (OpenAPI 3.2) or another method (`additionalOperations`), as written.
    Other(String),
}

impl fmt::Display for HttpMethod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Other(method) => method,
        })
    }
}

/// A path with places for parameters (OpenAPI 3.0.3, "Path Templating").
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathTemplate {
    /// Literal text and parameters, alternating as written.
    pub segments: Vec<PathSegment>,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathSegment {
    /// Text that is sent as it stands.
    Literal(String),
    /// The wire name of a path parameter.
    Param(String),
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments.iter().try_for_each(|segment| match segment {
            PathSegment::Literal(text) => formatter.write_str(text),
            PathSegment::Param(name) => write!(formatter, "{{{name}}}"),
        })
    }
}
