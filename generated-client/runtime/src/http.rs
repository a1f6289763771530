//! Calls over HTTP: everything that generated operations have in common.
//!
//! A generated operation is a `static` [`Operation`] and a method that fills a [`Request`] and names the types
//! of its result, a [`Call`]. What happens on `send` is the same for all of them and is compiled once:
//! credentials, address, attempts with timeouts and retries, redirects, limits, and the errors of all of these.
//!
//! ```text
//! ApiClient::call(&OPERATION) -> Request -> .path .query .param .header .json_body … -> .json() -> Call<T, E>
//! Call::send -> execute (not generic): auth, address, attempts { transport, redirects, body }, retries
//!            -> decode T, or E by status
//! ```

mod address;
mod arriving;
mod auth;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
mod blocking_off;
mod body;
#[cfg(target_arch = "wasm32")]
mod browser;
mod builder;
mod call;
mod charset;
mod client;
mod clock;
mod decode;
mod download;
mod error;
mod events;
mod excerpt;
mod execute;
mod few;
mod form;
mod headers;
mod hooks;
mod idempotency;
mod json_body;
mod json_path;
mod json_stream;
mod link_header;
mod macros;
#[cfg(feature = "mock")]
pub mod mock;
mod multipart;
mod operation;
mod optional_body;
mod paging;
mod param;
mod part_encoding;
mod progress;
mod random;
mod redirect;
mod request;
mod reqwest_transport;
mod response;
mod retry;
mod retry_after;
mod retry_budget;
mod sensitive;
mod server;
mod server_message;
mod span;
mod token;
mod transport;
mod tree;
mod webhook;
mod whole_numbers;

pub use ::bytes::Bytes;
pub use ::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
pub use ::reqwest;
pub use ::url::Url;

pub use auth::{ApiKeyLocation, AuthKind, AuthScheme, Credential};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use blocking::{Blocking, BlockingItems, BlockingPages};
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
pub use blocking_off::Blocks;
pub use body::{RequestBody, RequestChunks};
pub use builder::{BuildError, ClientBuilder};
pub use call::Call;
pub use client::ApiClient;
pub use decode::DecodeError;
pub use download::Download;
pub use error::{AnyError, Error, ErrorBody, ErrorKind};
pub use events::{Event, EventStream};
#[doc(hidden)]
pub use headers::value as header_value;
pub use headers::{DeclaredHeaders, ErrorHeaders, HeaderError, NoHeaders};
pub use hooks::{Attempt, Outcome};
pub use json_stream::JsonStream;
pub use multipart::{Files, Multipart};
pub use operation::{Method, Operation, RetryClass};
pub use optional_body::OptionalBody;
pub use paging::{Items, NextPage, PageKey, Pages, Paging};
pub use param::{ParamDef, ParamLocation, ParamStyle};
pub use part_encoding::PartEncoding;
pub use progress::Progress;
pub use request::Request;
pub use reqwest_transport::ReqwestTransport;
pub use response::{RawResponse, Response};
pub use retry::RetryPolicy;
pub use retry_budget::RetryBudget;
pub use server::{Server, ServerVariable};
pub use token::{OAuth2, TokenContext, TokenError, TokenProvider};
pub use transport::{
    BoxFuture, ResponseBody, ResponseChunks, Transport, TransportError, TransportErrorKind, TransportRequest,
    TransportResponse,
};
pub use webhook::{WebhookError, webhook_body};
