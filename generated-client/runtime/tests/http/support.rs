//! A transport that answers from memory: replies in order, every request kept.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use client_runtime::http::{
    ApiClient, AuthKind, AuthScheme, BoxFuture, Bytes, ClientBuilder, Credential, HeaderMap, HeaderName,
    HeaderValue, Method, Operation, ResponseBody, StatusCode, Transport, TransportError, TransportErrorKind,
    TransportRequest, TransportResponse,
};
use serde_json::Value;

pub(crate) static BEARER: AuthScheme = AuthScheme::new("authentik", AuthKind::Bearer);
pub(crate) static BEARER_ONLY: &[&[&AuthScheme]] = &[&[&BEARER]];

/// A GET that needs the bearer token.
pub(crate) static GET: Operation = Operation::new(Method::Get, "things_read", "/things/").auth(BEARER_ONLY);
/// A POST that needs the bearer token.
pub(crate) static POST: Operation =
    Operation::new(Method::Post, "things_create", "/things/").auth(BEARER_ONLY);

pub(crate) const TOKEN: &str = "t0p-s3cret";

/// Settings of a client with the bearer token.
pub(crate) fn builder(base: &str) -> ClientBuilder {
    ClientBuilder::new(base, "/api/v3").credential(&BEARER, Credential::token(TOKEN))
}

/// A client that is answered by a script.
pub(crate) fn client(script: &Arc<Script>) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    builder("https://api.example.com").transport(transport).build().expect("valid settings")
}

/// One scripted answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply(Result<(StatusCode, HeaderMap, Bytes), TransportErrorKind>);

impl Reply {
    pub(crate) fn new(status: u16, media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::empty(status).with_body(body).header("content-type", media_type)
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn empty(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status");
        Self(Ok((status, HeaderMap::new(), Bytes::new())))
    }

    pub(crate) fn error(kind: TransportErrorKind) -> Self {
        Self(Err(kind))
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok((_, headers, _)) = &mut self.0 {
            let value = HeaderValue::from_str(value).expect("a header value");
            headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    fn with_body(mut self, bytes: impl Into<Bytes>) -> Self {
        if let Ok((_, _, body)) = &mut self.0 {
            *body = bytes.into();
        }
        self
    }
}

/// The transport.
#[derive(Debug)]
pub(crate) struct Script {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<TransportRequest>>,
}

impl Script {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        let replies = Mutex::new(replies.into_iter().collect());
        Arc::new(Self { replies, requests: Mutex::default() })
    }

    pub(crate) fn requests(&self) -> Vec<TransportRequest> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Method and address of every request.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.url)).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let reply = self.replies.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        Box::pin(async move {
            match reply.expect("the script has a reply for every request").0 {
                Ok((status, headers, body)) => {
                    Ok(TransportResponse { status, headers, body: ResponseBody::Bytes(body) })
                }
                Err(kind) => Err(TransportError::new(kind, "scripted")),
            }
        })
    }
}

/// The body of a request as text.
pub(crate) fn body(request: &TransportRequest) -> String {
    let bytes = request.body.as_ref().and_then(|body| body.as_bytes()).cloned().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
