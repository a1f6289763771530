//! A request while its arguments are collected: plain data, the same type for every operation.

mod pairs;
mod place;

use std::{borrow::Cow, fmt, time::Duration};

use ::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use serde_core::{Serialize, de::DeserializeOwned};
use url::Url;

pub(crate) use self::pairs::Pairs;
use super::{
    ApiClient, Call, DecodeError, Download, ErrorBody, EventStream, JsonStream, Multipart, Operation,
    ParamDef, ParamLocation, ParamStyle, PartEncoding, RawResponse, RetryPolicy,
    body::{RequestBody, TypedBody},
    events::is_event_stream,
    few::Few,
    form, json_body, sensitive,
    tree::{Tree, TreeError},
};

/// An operation with the arguments that it has been given so far.
///
/// A fault in an argument does not interrupt the chain: the first one is kept, and sending reports it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request(pub(crate) Box<Draft>);

/// The data of a request.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) client: ApiClient,
    pub(crate) operation: &'static Operation,
    /// Wire name and encoded value.
    pub(crate) path: Few<(&'static str, String)>,
    pub(crate) query: Pairs,
    pub(crate) accept: HeaderValue,
    /// Most requests have none.
    pub(crate) body: Option<Box<TypedBody>>,
    /// Which successful responses are decoded while their body is still arriving.
    pub(crate) opens: Option<fn(&RawResponse) -> bool>,
    rare: Option<Box<Rare>>,
}

/// What most requests have none of: apart, so that little is in memory while many of them wait.
#[derive(Clone, Default)]
pub(crate) struct Rare {
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Pairs,
    /// The whole query, encoded, where one parameter is all of it and not made of pairs.
    pub(crate) query_string: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// The address of a further page, instead of path and query.
    pub(crate) target: Option<Url>,
    pub(crate) fault: Option<Cow<'static, str>>,
}

impl Draft {
    pub(crate) fn rare(&self) -> Option<&Rare> {
        self.rare.as_deref()
    }

    /// When and how often an attempt is repeated.
    pub(crate) fn retry(&self) -> &RetryPolicy {
        self.rare().and_then(|rare| rare.retry.as_ref()).unwrap_or(&self.client.settings().retry)
    }

    pub(crate) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

impl Request {
    pub(crate) fn new(client: ApiClient, operation: &'static Operation) -> Self {
        Self(Box::new(Draft {
            client,
            operation,
            path: Few::None,
            query: Pairs::default(),
            accept: JSON,
            body: None,
            opens: None,
            rare: None,
        }))
    }

    /// A path parameter in the default style (`simple`). Empty values, `.` and `..` are refused: they would reach
    /// another resource.
    #[inline]
    pub fn path<S: Serialize + ?Sized>(self, name: &'static str, value: &S) -> Self {
        self.set(
            ParamDef::new(name, ParamLocation::Path, ParamStyle::Simple { explode: false }),
            Tree::of(value),
        )
    }

    /// A query parameter in the default style (`form`, exploded), instead of what it was before.
    #[inline]
    pub fn query<S: Serialize + ?Sized>(self, name: &'static str, value: &S) -> Self {
        self.set(
            ParamDef::new(name, ParamLocation::Query, ParamStyle::Form { explode: true }),
            Tree::of(value),
        )
    }

    /// A parameter in any place and style, instead of what it was before.
    #[inline]
    pub fn param<S: Serialize + ?Sized>(self, definition: &'static ParamDef, value: &S) -> Self {
        self.set(*definition, Tree::of(value))
    }

    /// A header as it stands, replacing one of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        // Callers put credentials of their own here.
        match (HeaderName::from_bytes(name.as_bytes()), sensitive::header(value)) {
            (Ok(name), Ok(value)) => {
                self.0.rare_mut().headers.insert(name, value);
            }
            (Err(_), _) => self.fault(format!("`{}` is not a header name", name.escape_debug())),
            (Ok(_), Err(_)) => self.fault(header_fault(name)),
        }
        self
    }

    /// A JSON body.
    #[inline]
    pub fn json_body<S: Serialize + ?Sized>(self, body: &S) -> Self {
        self.json_bytes(serde_json::to_vec(body))
    }

    /// A JSON body, or neither body nor content type.
    #[inline]
    pub fn json_body_if<S: Serialize + ?Sized>(self, body: Option<&S>) -> Self {
        match body {
            Some(body) => self.json_body(body),
            None => self,
        }
    }

    /// A JSON body with numbers in it, none of which may be infinite or not a number.
    #[inline]
    pub fn finite_json_body<S: Serialize + ?Sized>(self, body: &S) -> Self {
        self.json_bytes(json_body::finite(body))
    }

    /// As [`finite_json_body`](Self::finite_json_body), or neither body nor content type.
    #[inline]
    pub fn finite_json_body_if<S: Serialize + ?Sized>(self, body: Option<&S>) -> Self {
        match body {
            Some(body) => self.finite_json_body(body),
            None => self,
        }
    }

    /// A body in `application/x-www-form-urlencoded`: one pair per member and item, nested objects as JSON.
    #[inline]
    pub fn form_body<S: Serialize + ?Sized>(self, body: &S) -> Self {
        self.form_value(Tree::of(body), &[])
    }

    /// A body in `application/x-www-form-urlencoded`, some members of which have an encoding of their own.
    #[inline]
    pub fn encoded_form_body<S: Serialize + ?Sized>(
        self,
        encodings: &'static [PartEncoding],
        body: &S,
    ) -> Self {
        self.form_value(Tree::of(body), encodings)
    }

    /// As [`encoded_form_body`](Self::encoded_form_body), or neither body nor content type.
    #[inline]
    pub fn encoded_form_body_if<S: Serialize + ?Sized>(
        self,
        encodings: &'static [PartEncoding],
        body: Option<&S>,
    ) -> Self {
        match body {
            Some(body) => self.encoded_form_body(encodings, body),
            None => self,
        }
    }

    /// A body in `application/x-www-form-urlencoded`, or neither body nor content type.
    #[inline]
    pub fn form_body_if<S: Serialize + ?Sized>(self, body: Option<&S>) -> Self {
        match body {
            Some(body) => self.form_body(body),
            None => self,
        }
    }

    /// A body in `multipart/form-data`.
    pub fn multipart_body(mut self, parts: Multipart) -> Self {
        match parts.encode() {
            Ok((media_type, bytes)) => self.bytes_body(&media_type, bytes),
            Err(fault) => {
                self.fault(format!("the body cannot be sent: {fault}"));
                self
            }
        }
    }

    /// A body in `multipart/form-data`, or neither body nor content type.
    pub fn multipart_body_if(self, parts: Option<Multipart>) -> Self {
        match parts {
            Some(parts) => self.multipart_body(parts),
            None => self,
        }
    }

    /// A body of text in a media type; objects and lists become JSON.
    #[inline]
    pub fn text_body<S: Serialize + ?Sized>(self, media_type: &str, text: &S) -> Self {
        self.text_value(media_type, Tree::of(text))
    }

    /// A body of text, or neither body nor content type.
    #[inline]
    pub fn text_body_if<S: Serialize + ?Sized>(self, media_type: &str, text: Option<&S>) -> Self {
        match text {
            Some(text) => self.text_body(media_type, text),
            None => self,
        }
    }

    /// A body of bytes, from a file or of a stream in a media type.
    pub fn bytes_body(self, media_type: &str, body: impl Into<RequestBody>) -> Self {
        self.typed_body(media_type, body.into())
    }

    /// A body of bytes, or neither body nor content type.
    pub fn bytes_body_if(self, media_type: &str, body: Option<RequestBody>) -> Self {
        match body {
            Some(body) => self.bytes_body(media_type, body),
            None => self,
        }
    }

    /// Another media type for the body that is there, for example `application/merge-patch+json`.
    pub fn content_type(mut self, media_type: &'static str) -> Self {
        if let Some(body) = &mut self.0.body {
            body.media_type = HeaderValue::from_static(media_type);
        }
        self
    }

    /// The media types that are asked for; `application/json` unless the result says otherwise.
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.0.accept = HeaderValue::from_static(media_types);
        self
    }

    /// A call whose result is JSON.
    #[inline]
    pub fn json<T: DeserializeOwned, E: ErrorBody>(self) -> Call<T, E> {
        Call::new(self, RawResponse::json::<T>)
    }

    /// A call whose result is JSON, or nothing where the body is empty.
    #[inline]
    pub fn json_or_empty<T: DeserializeOwned, E: ErrorBody>(self) -> Call<Option<T>, E> {
        Call::new(self, RawResponse::json_or_empty::<T>)
    }

    /// A call without a result. What the server sends anyway is ignored.
    #[inline]
    pub fn empty<E: ErrorBody>(self) -> Call<(), E> {
        Call::new(self, |_| Ok(()))
    }

    /// A call whose result is text.
    #[inline]
    pub fn text<E: ErrorBody>(self) -> Call<String, E> {
        Call::new(self.accept_unless_asked("text/plain, */*;q=0.5"), RawResponse::text)
    }

    /// A call whose result is a body of any kind, which is read piece by piece.
    #[inline]
    pub fn download<E: ErrorBody>(self) -> Call<Download, E> {
        Call::new(self.accept_unless_asked("*/*").opened(|_| true), |response| Ok(response.download()))
    }

    /// A call whose result is a stream of server-sent events with JSON in them.
    #[inline]
    pub fn events<T: DeserializeOwned, E: ErrorBody>(self) -> Call<EventStream<T>, E> {
        Call::new(self.event_stream(), RawResponse::events)
    }

    /// A call whose result is a stream of server-sent events with text in them.
    #[inline]
    pub fn text_events<E: ErrorBody>(self) -> Call<EventStream<String>, E> {
        Call::new(self.event_stream(), RawResponse::text_events)
    }

    /// A call whose result is a stream of server-sent events, each described as an object of its fields: `event`,
    /// `data`, `id`, `retry` (OpenAPI 3.2, "Server-Sent Event Streams").
    #[inline]
    pub fn whole_events<T: DeserializeOwned, E: ErrorBody>(self) -> Call<EventStream<T>, E> {
        Call::new(self.event_stream(), RawResponse::whole_events)
    }

    /// A call whose result is a sequence of JSON values: one per line, or each after a record separator.
    #[inline]
    pub fn json_values<T: DeserializeOwned, E: ErrorBody>(self) -> Call<JsonStream<T>, E> {
        let accept = "application/x-ndjson, application/jsonl, application/json-seq, */*;q=0.5";
        Call::new(self.accept_unless_asked(accept).opened(|_| true), RawResponse::json_values)
    }

    /// Gives out successful responses that the function picks before their body is there.
    pub fn opened(mut self, opens: fn(&RawResponse) -> bool) -> Self {
        self.0.opens = Some(opens);
        self
    }

    fn event_stream(self) -> Self {
        self.accept("text/event-stream").opened(is_event_stream)
    }

    /// What the document says goes before what is usual.
    fn accept_unless_asked(self, media_types: &'static str) -> Self {
        if self.0.accept == JSON { self.accept(media_types) } else { self }
    }

    /// Asks for another media type than the operation usually does.
    pub(crate) fn accept_only(mut self, media_type: &str) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.0.accept = media_type,
            Err(_) => self.fault(header_fault("accept")),
        }
        self
    }

    /// A call whose result depends on the status or the media type.
    #[inline]
    pub fn decode_with<T, E: ErrorBody>(
        self,
        decode: fn(&RawResponse) -> Result<T, DecodeError>,
    ) -> Call<T, E> {
        Call::new(self, decode)
    }

    fn json_bytes(mut self, json: Result<Vec<u8>, impl fmt::Display>) -> Self {
        match json {
            Ok(json) => {
                let body = Bytes::from(json).into();
                self.0.body = Some(Box::new(TypedBody { media_type: JSON, body }));
            }
            Err(error) => self.fault(format!("the body cannot be written as JSON: {error}")),
        }
        self
    }

    fn form_value(mut self, value: Result<Tree, TreeError>, encodings: &[PartEncoding]) -> Self {
        match value.map(|value| form::encode(&value, encodings)) {
            Ok(Some(text)) => self.bytes_body("application/x-www-form-urlencoded", text),
            Ok(None) => {
                self.fault("the body is no object, which a form has to be");
                self
            }
            Err(error) => {
                self.fault(format!("the body cannot be written as a form: {error}"));
                self
            }
        }
    }

    fn text_value(mut self, media_type: &str, value: Result<Tree, TreeError>) -> Self {
        match value {
            Ok(value) => self.bytes_body(media_type, value.text().unwrap_or_default()),
            Err(error) => {
                self.fault(format!("the body cannot be written as text: {error}"));
                self
            }
        }
    }

    fn typed_body(mut self, media_type: &str, body: RequestBody) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.0.body = Some(Box::new(TypedBody { media_type, body })),
            Err(_) => self.fault(header_fault("content-type")),
        }
        self
    }

    #[cold]
    fn fault(&mut self, fault: impl Into<Cow<'static, str>>) {
        self.0.rare_mut().fault.get_or_insert_with(|| fault.into());
    }
}

#[cold]
fn header_fault(name: &str) -> String {
    format!("the value of header `{}` contains characters that a header cannot carry", name.escape_debug())
}

/// Arguments may be secrets: names are printed, values are not.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.0.query.all().iter().map(|(name, _)| name).collect();
        let rare = self.0.rare();
        let headers: Vec<_> = rare.iter().flat_map(|rare| rare.headers.keys()).collect();
        formatter
            .debug_struct("Request")
            .field("operation", self.0.operation)
            .field("query", &query)
            .field("headers", &headers)
            .field("body", &self.0.body)
            .field("fault", &rare.and_then(|rare| rare.fault.as_deref()))
            .finish_non_exhaustive()
    }
}
