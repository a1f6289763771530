//! The constant half of an operation: what is known before any argument is given.

use std::fmt;

use url::Url;

use super::AuthScheme;

/// One operation of an API, as a `static` beside the generated method.
#[derive(Clone, Copy)]
pub struct Operation {
    id: &'static str,
    method: Method,
    path: &'static str,
    auth: &'static [&'static [&'static AuthScheme]],
    retry: RetryClass,
    follow_redirects: bool,
    secret_path: bool,
    server: Option<&'static str>,
    idempotency_header: Option<&'static str>,
}

impl Operation {
    /// An operation: its method, `operationId` and path template (`/stages/{stage_uuid}/`), which is appended to
    /// the address of the API. It needs no credentials and is retried as its method allows.
    pub const fn new(method: Method, id: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            auth: &[],
            retry: RetryClass::ByMethod,
            follow_redirects: true,
            secret_path: false,
            server: None,
            idempotency_header: None,
        }
    }

    /// The alternatives of credentials that the operation accepts; each is a set of schemes that are needed
    /// together, and an empty set means that it works without any (OpenAPI 3.0.3, "Security Requirement Object").
    #[must_use]
    pub const fn auth(mut self, alternatives: &'static [&'static [&'static AuthScheme]]) -> Self {
        self.auth = alternatives;
        self
    }

    /// Whether the operation may be sent again, where the method does not say it.
    #[must_use]
    pub const fn retry(mut self, class: RetryClass) -> Self {
        self.retry = class;
        self
    }

    /// A redirect is the declared result: it is returned and not followed.
    #[must_use]
    pub const fn returns_redirects(mut self) -> Self {
        self.follow_redirects = false;
        self
    }

    /// A value in the path is a secret: errors show the template instead.
    #[must_use]
    pub const fn secret_path(mut self) -> Self {
        self.secret_path = true;
        self
    }

    /// The operation is served elsewhere than the rest of the API: at a path of the same host (`/uploads/v2`), or at an
    /// address of its own. See [`ClientBuilder::operation_server`](super::ClientBuilder::operation_server).
    #[must_use]
    pub const fn server(mut self, address: &'static str) -> Self {
        self.server = Some(address);
        self
    }

    /// The header by which the server knows that a request was sent again: it is filled where the caller did not, and
    /// the operation may be repeated whatever its method.
    #[must_use]
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.idempotency_header = Some(header);
        self
    }

    pub(crate) const fn idempotency_header(&self) -> Option<&'static str> {
        match self.retry {
            RetryClass::Never => None,
            RetryClass::ByMethod | RetryClass::Idempotent => self.idempotency_header,
        }
    }

    /// The `operationId`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path template, below the address of the API.
    pub const fn path_template(&self) -> &'static str {
        self.path
    }

    /// The alternatives of credentials, see [`Operation::auth`].
    pub const fn auth_alternatives(&self) -> &'static [&'static [&'static AuthScheme]] {
        self.auth
    }

    pub(crate) const fn own_server(&self) -> Option<&'static str> {
        self.server
    }

    pub(crate) const fn follows_redirects(&self) -> bool {
        self.follow_redirects
    }

    /// The path that was sent, as errors may show it: without query, which may hold secrets.
    pub(crate) fn shown_path(&self, url: &Url) -> Box<str> {
        if self.secret_path { self.path.into() } else { url.path().into() }
    }

    /// An address that the server names, as errors may show it: without query, and without a path that may be the one
    /// with the secret.
    pub(crate) fn shown_address(&self, url: &Url) -> String {
        let origin = url.origin().ascii_serialization();
        if self.secret_path { origin } else { origin + url.path() }
    }

    /// Whether sending it twice has the effect of sending it once.
    pub const fn is_idempotent(&self) -> bool {
        match self.retry {
            RetryClass::ByMethod => self.method.is_idempotent(),
            RetryClass::Idempotent => true,
            RetryClass::Never => false,
        }
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} {})", self.id, self.method, self.path)
    }
}

/// Whether an operation may be sent again after an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryClass {
    /// Where the method is idempotent (RFC 9110, 9.2.2): GET, HEAD, PUT, DELETE, OPTIONS, TRACE, QUERY.
    ByMethod,
    /// Yes, whatever the method.
    Idempotent,
    /// No, whatever the method.
    Never,
}

/// An HTTP method (RFC 9110).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
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
    /// Another method, as it is written.
    Other(&'static str),
}

impl Method {
    /// The method as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Other(name) => name,
        }
    }

    /// Idempotent by its definition; QUERY is since it is safe.
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Head | Self::Put | Self::Delete | Self::Options | Self::Trace => true,
            Self::Post | Self::Patch => false,
            Self::Other(name) => matches!(name.as_bytes(), b"QUERY"),
        }
    }

    pub(crate) fn to_http(self) -> Option<::http::Method> {
        Some(match self {
            Self::Get => ::http::Method::GET,
            Self::Head => ::http::Method::HEAD,
            Self::Post => ::http::Method::POST,
            Self::Put => ::http::Method::PUT,
            Self::Patch => ::http::Method::PATCH,
            Self::Delete => ::http::Method::DELETE,
            Self::Options => ::http::Method::OPTIONS,
            Self::Trace => ::http::Method::TRACE,
            Self::Other(name) => return ::http::Method::from_bytes(name.as_bytes()).ok(),
        })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
