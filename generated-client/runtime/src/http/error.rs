//! Errors of a call: one type for all operations, with the error body that the document declares for the status.

use std::{convert::Infallible, error::Error as StdError, fmt};

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;

use super::{
    BuildError, DeclaredHeaders, DecodeError, ErrorHeaders, HeaderError, Method, Operation, RawResponse,
    server_message,
};

/// The error bodies that a document declares for an operation, chosen by status. Generated; operations with the
/// same declarations share one type.
pub trait ErrorBody: Sized + fmt::Debug + Send + Sync + 'static {
    /// The body for the status of this response; `None` where the document declares none for it.
    fn decode(response: &RawResponse) -> Option<Result<Self, DecodeError>>;
}

/// For operations that declare no error bodies.
impl ErrorBody for Infallible {
    fn decode(_: &RawResponse) -> Option<Result<Self, DecodeError>> {
        None
    }
}

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings of a client cannot be used: a [`BuildError`]. There was no call.
    Build,
    /// An argument cannot be sent, for example an empty path parameter. Nothing was sent.
    InvalidRequest,
    /// The operation needs a credential that the client was not given. Nothing was sent.
    MissingCredential,
    /// No token could be obtained for the operation, and the API has not answered. The last attempt sent nothing to it.
    Token,
    /// No connection to the server. The last attempt sent nothing.
    Connect,
    /// An attempt or the whole call took too long.
    Timeout,
    /// The connection broke, also in the middle of a response.
    Transport,
    /// A redirect that cannot or must not be followed.
    Redirect,
    /// The response body is larger than the client allows.
    TooLarge,
    /// The server answered with a status that is no success.
    Status,
    /// The server answered with success, but the body is not what the document says.
    Decode,
    /// A page that cannot be asked for: it was there before, or it is at another origin.
    Paging,
    /// A file or stream of the caller's cannot be read or written.
    File,
}

/// Why a call failed, with the error body `E` that the document declares for the status.
///
/// `{}` is one line for people: operation, method, path, status and the server's message. `{:#}` adds the number
/// of attempts and the causes. No credentials, query values or whole bodies are printed; of a body that cannot be
/// decoded the wrong value and at most 160 characters around it are, whatever they hold.
pub struct Error<E> {
    any: AnyError,
    declared: Option<Box<E>>,
}

/// An [`Error`] without the type of its declared bodies: every error converts into it with `?`, and status,
/// headers and body stay.
pub struct AnyError(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    context: Context,
    message: String,
    response: Option<RawResponse>,
    decode: Option<DecodeError>,
    /// Nothing was sent by the last attempt, and time may mend that.
    is_unconnected: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Errors are small, and go wherever errors go.
const _: () = {
    const fn goes_everywhere<T: Send + Sync + StdError + 'static>() {}
    goes_everywhere::<AnyError>();
    goes_everywhere::<Error<Infallible>>();
    assert!(size_of::<AnyError>() == size_of::<usize>());
    assert!(size_of::<Error<[u64; 64]>>() == 2 * size_of::<usize>());
};

/// Which call it was.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) operation: &'static Operation,
    /// The path that was sent, or the template where none could be made.
    pub(crate) path: Box<str>,
    pub(crate) attempts: u32,
}

impl<E: ErrorBody> Error<E> {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(mut any: AnyError) -> Self {
        let mut declared = None;
        if any.0.kind == ErrorKind::Status
            && let Some(response) = &any.0.response
        {
            match E::decode(response) {
                Some(Ok(body)) => declared = Some(Box::new(body)),
                Some(Err(error)) => any.0.decode = Some(error),
                None => {}
            }
        }
        Self { any, declared }
    }
}

impl<E: ErrorHeaders> Error<E> {
    /// The headers that the document declares for the errors of the operation, by their types; `None` where the server
    /// did not answer, or answered with success.
    ///
    /// # Errors
    /// A header is not of its type.
    pub fn declared_headers(&self) -> Option<Result<E::Headers, HeaderError>> {
        let headers = self.any.headers().filter(|_| self.any.kind() == ErrorKind::Status)?;
        Some(E::Headers::read(headers))
    }
}

impl<E> Error<E> {
    /// The error body that the document declares for this status. `None` where the status is not declared, where
    /// the server sent something else, and where there was no answer.
    pub fn declared(&self) -> Option<&E> {
        self.declared.as_deref()
    }

    /// The declared error body by value, or the error again.
    ///
    /// # Errors
    /// There is no declared body.
    pub fn into_declared(self) -> Result<E, Self> {
        match self.declared {
            Some(declared) => Ok(*declared),
            None => Err(self),
        }
    }

    /// The error without the type of its declared bodies.
    pub fn into_any(self) -> AnyError {
        self.any
    }
}

/// Everything that does not depend on the declared bodies.
impl<E> std::ops::Deref for Error<E> {
    type Target = AnyError;

    fn deref(&self) -> &AnyError {
        &self.any
    }
}

impl AnyError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, context: Context, message: impl Into<String>) -> Self {
        let message = message.into();
        let (is_unconnected, response, decode, source) = (false, None, None, None);
        Self(Box::new(Inner { kind, context, message, response, decode, is_unconnected, source }))
    }

    #[cold]
    pub(crate) fn undecodable(context: Context, response: RawResponse, error: DecodeError) -> Self {
        let mut any = Self::new(ErrorKind::Decode, context, "");
        any.0.response = Some(response);
        any.0.decode = Some(error);
        any
    }

    #[must_use]
    pub(crate) fn with_response(mut self, response: RawResponse) -> Self {
        self.0.response = Some(response);
        self
    }

    #[must_use]
    pub(crate) fn unconnected(mut self) -> Self {
        self.0.is_unconnected = true;
        self
    }

    #[must_use]
    pub(crate) fn with_source(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.0.source = Some(source);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status, where the server answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// The headers, where the server answered.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// The bytes of the body, where the server answered; empty where the body did not arrive as a whole.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// The response, where the server answered.
    pub fn response(&self) -> Option<&RawResponse> {
        self.0.response.as_ref()
    }

    /// What was wrong with the body: of a successful answer, or of an error that the document declares.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// What the server says about the error, in one short line.
    pub fn server_message(&self) -> Option<String> {
        let response = self.0.response.as_ref().filter(|_| self.0.kind == ErrorKind::Status)?;
        server_message::of(response)
    }

    /// The `operationId` of the call; empty where there was none.
    pub fn operation_id(&self) -> &'static str {
        self.0.context.operation.id()
    }

    /// How many times the request was sent or tried; 0 where the fault was in the request itself.
    pub fn attempts(&self) -> u32 {
        self.0.context.attempts
    }

    /// An attempt or the whole call took too long.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// There was no connection to the server.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The same call may succeed later: no connection, no token for now, a timeout, or status 408, 429, 502, 503 or 504.
    /// Whether sending it again is safe depends on the operation.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout => true,
            ErrorKind::Status => self.status().is_some_and(super::retry::is_retryable_status),
            ErrorKind::Token => self.0.is_unconnected,
            ErrorKind::Build
            | ErrorKind::InvalidRequest
            | ErrorKind::MissingCredential
            | ErrorKind::Transport
            | ErrorKind::Redirect
            | ErrorKind::TooLarge
            | ErrorKind::Decode
            | ErrorKind::Paging
            | ErrorKind::File => false,
        }
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, context, message, response, decode, source, .. } = &*self.0;
        let operation = context.operation;
        if *kind == ErrorKind::Build {
            return formatter.write_str(message);
        }
        write!(formatter, "{}: {} {} ", operation.id(), operation.method(), context.path)?;
        match (kind, response) {
            (ErrorKind::Token, _) if context.attempts > 1 => {
                write!(formatter, "was not sent again: {message}")?;
            }
            (ErrorKind::InvalidRequest | ErrorKind::MissingCredential | ErrorKind::Token, _) => {
                write!(formatter, "was not sent: {message}")?;
            }
            (ErrorKind::Status, Some(response)) => {
                write!(formatter, "answered {}", response.status)?;
                if let Some(message) = server_message::of(response) {
                    write!(formatter, ": {message}")?;
                }
            }
            (_, Some(response)) => write!(formatter, "answered {}, but {message}", response.status)?,
            (_, None) => write!(formatter, "failed: {message}")?,
        }
        match (kind, decode) {
            (ErrorKind::Decode, Some(error)) => write!(formatter, "the body cannot be decoded: {error}")?,
            (_, Some(error)) if formatter.alternate() => {
                write!(formatter, "; the body is not what the document declares: {error}")?;
            }
            (_, _) => {}
        }
        if formatter.alternate() {
            if context.attempts > 1 {
                write!(formatter, " (after {} attempts)", context.attempts)?;
            }
            let mut cause = source.as_ref().map(|source| &**source as &dyn StdError);
            while let Some(error) = cause {
                write!(formatter, ": {error}")?;
                cause = error.source();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, context, message, response, decode, source, .. } = &*self.0;
        formatter
            .debug_struct("Error")
            .field("kind", kind)
            .field("operation", context.operation)
            .field("path", &context.path)
            .field("attempts", &context.attempts)
            .field("message", message)
            .field("response", response)
            .field("decode", decode)
            .field("source", source)
            .finish()
    }
}

impl StdError for AnyError {
    /// What `{}` does not tell: printers of errors write the sources behind it.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if let Some(source) = &self.0.source {
            return Some(&**source);
        }
        let decode = self.0.decode.as_ref().filter(|_| self.0.kind != ErrorKind::Decode);
        decode.map(|error| error as &(dyn StdError + 'static))
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(formatter)
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(formatter)
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.any.source()
    }
}

/// So that `?` takes both what builds a client and what uses it.
impl From<BuildError> for AnyError {
    fn from(error: BuildError) -> Self {
        static NONE: Operation = Operation::new(Method::Other(""), "", "");
        let context = Context { operation: &NONE, path: "".into(), attempts: 0 };
        Self::new(ErrorKind::Build, context, error.to_string())
    }
}

impl<E> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        error.any
    }
}
