//! One expectation while it is described: which requests it takes, how often, and what it answers.

use std::{borrow::Borrow, fmt};

use ::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};
use bytes::Bytes;
use serde_core::{Serialize, de::DeserializeOwned};

use super::{
    Mock, RecordedRequest,
    body::Body,
    state::{Answer, Expectation},
};
use crate::http::{Call, DecodeError, ErrorBody, RawResponse, TransportErrorKind, tree::Tree};

/// What can be expected: calls, and the request types of generated clients.
pub trait IntoCall {
    /// The result of the call.
    type Output;
    /// The error bodies that the document declares for it.
    type Errors;

    /// The call.
    fn into_call(self) -> Call<Self::Output, Self::Errors>;
}

impl<T, E: ErrorBody, H> IntoCall for Call<T, E, H> {
    type Output = T;
    type Errors = E;

    fn into_call(self) -> Call<T, E> {
        Call::new(self.request, self.decode)
    }
}

/// An expected call. Its methods can come in any order; the last answer counts.
///
/// Answers are checked when they are given: one that the call could not decode panics at once, with the reason.
/// For a server that does not keep to its document there is [`returns_response`](Self::returns_response).
#[must_use = "without an answer the call fails"]
pub struct Expecting<'m, T, E> {
    mock: &'m Mock,
    index: usize,
    call: Call<T, E>,
}

impl<'m, T, E: ErrorBody> Expecting<'m, T, E> {
    pub(super) fn new(mock: &'m Mock, index: usize, call: Call<T, E>) -> Self {
        Self { mock, index, call }
    }

    /// Takes the operation with any arguments: the path, the query, headers and the body do not matter.
    pub fn any_arguments(self) -> Self {
        self.change(|expectation| expectation.pattern.any_arguments());
        self
    }

    /// Takes any query.
    pub fn any_query(self) -> Self {
        self.change(|expectation| expectation.pattern.any_query());
        self
    }

    /// Takes any body.
    pub fn any_body(self) -> Self {
        self.change(|expectation| expectation.pattern.any_body());
        self
    }

    /// Takes any headers and cookies besides those of the call.
    pub fn any_headers(self) -> Self {
        self.change(|expectation| expectation.pattern.any_headers());
        self
    }

    /// Takes bodies that are JSON of a type and that the test agrees to.
    pub fn with_body<B: DeserializeOwned>(self, check: impl Fn(&B) -> bool + Send + Sync + 'static) -> Self {
        let check = move |request: &RecordedRequest| request.json::<B>().is_ok_and(|body| check(&body));
        self.change(|expectation| expectation.pattern.takes(Body::Checked(Box::new(check))));
        self
    }

    /// Demands a header, for example a credential, besides those of the call.
    ///
    /// # Panics
    /// The header cannot be sent.
    #[track_caller]
    pub fn with_header(self, name: &str, value: &str) -> Self {
        let header = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
        let Some((name, value)) = header else { panic!("header `{name}` cannot be sent") };
        self.change(|expectation| expectation.pattern.header(name, value));
        self
    }

    /// Expects it so many times; 0 forbids nothing, but uses the expectation up.
    pub fn times(self, count: usize) -> Self {
        self.change(|expectation| (expectation.least, expectation.most) = (count, Some(count)));
        self
    }

    /// Expects it so many times or more.
    pub fn at_least(self, count: usize) -> Self {
        self.change(|expectation| (expectation.least, expectation.most) = (count, None));
        self
    }

    /// Answers it as often as it comes, which may be never.
    pub fn any_times(self) -> Self {
        self.at_least(0)
    }

    /// Answers with this result, with status 200, or 204 where there is nothing to say.
    ///
    /// # Panics
    /// The call cannot decode it, for example because its result depends on the status; then see
    /// [`returns_json`](Self::returns_json).
    #[track_caller]
    pub fn returns(self, value: impl Borrow<T>)
    where
        T: Serialize,
    {
        let value = value.borrow();
        let accept = self.call.request.0.accept.to_str().unwrap_or_default();
        let response = match Tree::of(value) {
            Ok(Tree::Null) if (self.call.decode)(&empty(204)).is_ok() => empty(204),
            Ok(tree) if accept.starts_with("text/") => text(tree.text().unwrap_or_default()),
            Ok(_) => json(200, value),
            Err(error) => panic!("the answer cannot be written: {error}"),
        };
        self.checked(response);
    }

    /// Answers with this JSON and status, for results that depend on the status.
    ///
    /// # Panics
    /// The status is none, or the call cannot decode the answer.
    #[track_caller]
    pub fn returns_json<B: Serialize + ?Sized>(self, status: u16, body: &B) {
        self.checked(json(status, body));
    }

    /// Answers with these bytes and status 200.
    ///
    /// # Panics
    /// The call cannot decode them.
    #[track_caller]
    pub fn returns_bytes(self, media_type: &'static str, bytes: impl Into<Bytes>) {
        self.checked(with_media_type(200, media_type, bytes.into()));
    }

    /// Answers with an error: a status and its JSON, which is what the document declares for it.
    ///
    /// # Panics
    /// The status is one of success, or the document declares a body for it that is different.
    #[track_caller]
    pub fn returns_error<B: Serialize + ?Sized>(self, status: u16, body: &B) {
        assert!(!(200..300).contains(&status), "status {status} is no error");
        let response = json(status, body);
        if let Some(Err(error)) = E::decode(&response) {
            panic!("the document declares another body for status {status}: {error}");
        }
        self.answers(Answer::Response(response));
    }

    /// Answers with the example of the document, or one that was made from the schema of the result. A list that names
    /// its next page ends with it.
    ///
    /// # Panics
    /// There is no example, or it is not what the document declares as the result.
    #[track_caller]
    pub fn returns_example(self) {
        let draft = &self.call.request.0;
        let id = draft.operation.id();
        let example = draft.client.settings().examples.and_then(|examples| examples.response(id));
        match example {
            Some(response) => self.checked(response),
            None => panic!("there is no example of what {id} answers"),
        }
    }

    /// Answers with any response, also one that is against the document.
    pub fn returns_response(self, response: RawResponse) {
        self.answers(Answer::Response(response));
    }

    /// Answers with what is made of the request. The mock itself cannot be used while that is done.
    pub fn returns_with(self, make: impl Fn(&RecordedRequest) -> RawResponse + Send + Sync + 'static) {
        self.answers(Answer::Made(Box::new(make)));
    }

    /// Does not answer: the connection fails like this. A mock behind a port closes the connection.
    pub fn fails(self, kind: TransportErrorKind) {
        self.answers(Answer::Failure(kind));
    }

    #[track_caller]
    fn checked(self, response: RawResponse) {
        if let Err(error) = (self.call.decode)(&response) {
            self.refuse(&error);
        }
        self.answers(Answer::Response(response));
    }

    #[cold]
    #[track_caller]
    fn refuse(&self, error: &DecodeError) -> ! {
        panic!("{} cannot decode this answer: {error}", self.call.request.0.operation.id())
    }

    fn answers(self, answer: Answer) {
        self.change(|expectation| expectation.answer = Some(answer));
    }

    fn change(&self, change: impl FnOnce(&mut Expectation)) {
        if let Some(expectation) = self.mock.0.state().expectations.get_mut(self.index) {
            change(expectation);
        }
    }
}

#[track_caller]
fn json<B: Serialize + ?Sized>(status: u16, body: &B) -> RawResponse {
    match serde_json::to_vec(body) {
        Ok(bytes) => with_media_type(status, "application/json", bytes.into()),
        Err(error) => panic!("the answer cannot be written as JSON: {error}"),
    }
}

#[track_caller]
fn text(text: String) -> RawResponse {
    with_media_type(200, "text/plain; charset=utf-8", text.into())
}

#[track_caller]
pub(super) fn empty(status: u16) -> RawResponse {
    let Ok(status) = StatusCode::from_u16(status) else { panic!("{status} is no status") };
    RawResponse::new(status, HeaderMap::new(), Bytes::new())
}

#[track_caller]
pub(super) fn with_media_type(status: u16, media_type: &'static str, bytes: Bytes) -> RawResponse {
    let mut response = empty(status);
    response.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.body = bytes;
    response
}

impl<T, E> fmt::Debug for Expecting<'_, T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Expecting").field(&self.call).finish()
    }
}
