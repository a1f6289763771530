//! Tokens that change: what gives the one for the next request.

mod oauth;
mod request;
mod turn;

use std::{error::Error as StdError, fmt, sync::Arc};

use url::Url;

pub use self::oauth::OAuth2;
use super::{BoxFuture, Transport};
use crate::Secret;

/// Gives the token for the next request: from a vault, from a file that another process renews, or from a token
/// endpoint ([`OAuth2`]).
///
/// It is asked before every attempt, within the time that the attempt has, so it should keep what it has. Several
/// calls may ask at the same time.
///
/// ```
/// use client_runtime::Secret;
/// use client_runtime::http::{BoxFuture, TokenContext, TokenError, TokenProvider};
///
/// struct FromFile(std::path::PathBuf);
///
/// impl TokenProvider for FromFile {
///     fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, TokenError>> {
///         let read = std::fs::read_to_string(&self.0);
///         Box::pin(async { read.map(|text| Secret::new(text.trim())).map_err(TokenError::new) })
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// The token. It is put into the request as the security scheme says, without `Bearer ` in front.
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, TokenError>>;

    /// The server answered 401 to a request with this token. `true` where another one can be had: then the
    /// request is sent once more.
    fn refused(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

/// What a provider may use to obtain a token.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct TokenContext<'a> {
    /// The transport of the client. Nothing that it sends for a provider carries credentials of the client.
    pub transport: &'a Arc<dyn Transport>,
    /// The base URL of the client.
    pub base_url: &'a Url,
}

impl fmt::Debug for TokenContext<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenContext")
            .field("base_url", &self.base_url.as_str())
            .finish_non_exhaustive()
    }
}

/// Why there is no token. Its text is printed with the error of the call, so it must not hold secrets.
#[derive(Debug)]
pub struct TokenError {
    cause: Box<dyn StdError + Send + Sync>,
    is_temporary: bool,
}

impl TokenError {
    /// An error with its cause, a text or another error.
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(cause, false)
    }

    /// An error that time may mend, with its cause. A call that may be repeated is repeated after it, as it is where there was
    /// no connection.
    pub fn temporary(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(cause, true)
    }

    fn of(cause: impl Into<Box<dyn StdError + Send + Sync>>, is_temporary: bool) -> Self {
        Self { cause: cause.into(), is_temporary }
    }

    /// Whether time may mend it.
    pub fn is_temporary(&self) -> bool {
        self.is_temporary
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(formatter)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.source()
    }
}
