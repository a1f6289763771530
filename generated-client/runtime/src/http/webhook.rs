//! What an API sends to its users: decoding the body of a webhook or callback.

use std::fmt;

use ::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_core::de::DeserializeOwned;

use super::{DecodeError, RawResponse};

/// Why a webhook could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The document names no webhook like this.
    Unknown(String),
    /// The body is not what the document says.
    Body(DecodeError),
}

impl WebhookError {
    /// A name that no webhook has.
    #[cold]
    pub fn unknown(name: &str) -> Self {
        Self::Unknown(name.to_owned())
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(formatter, "no webhook is called `{}`", name.escape_debug()),
            Self::Body(error) => write!(formatter, "the body of the webhook cannot be read: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unknown(_) => None,
            Self::Body(error) => Some(error),
        }
    }
}

/// Decodes the JSON body of a webhook.
///
/// # Errors
/// The body is no JSON, or does not fit the type.
pub fn webhook_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, WebhookError> {
    let body = Bytes::copy_from_slice(body);
    RawResponse::new(StatusCode::OK, HeaderMap::new(), body).json().map_err(WebhookError::Body)
}
