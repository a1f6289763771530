//! Streams of server-sent events (WHATWG HTML, "Server-sent events").
//!
//! In: a response whose body is still arriving. Out: one event after the other, with its data decoded. A stream that
//! breaks off is taken up again where the server has said how.

mod parser;

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context as TaskContext, Poll},
    time::Duration,
};

use ::http::{HeaderValue, StatusCode, header::HeaderName};
use futures_core::Stream;
use serde_core::de::DeserializeOwned;
use serde_json::Value;

use super::{
    AnyError, BoxFuture, DecodeError, ErrorKind, RawResponse, Request, arriving::Arriving, clock,
    execute::execute, response::Answer,
};
use parser::{Parser, RawEvent};

const MEDIA_TYPE: &str = "text/event-stream";
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// What many APIs send as the data of an event that only says that there are no more.
const END: &str = "[DONE]";

/// An event: its data, and what the server says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event; `message` where the server gives none.
    pub event: String,
    /// The last id that the server gave, with this event or with an earlier one.
    pub id: Option<String>,
    /// The data.
    pub data: T,
}

/// Server-sent events, while they arrive.
///
/// A [`Stream`], with [`next`](Self::next) for those who have no stream library at hand. An event that cannot be
/// decoded is an error, after which the stream goes on; every other error ends it. Data that reads `[DONE]` ends the
/// stream where JSON is expected. The time of an attempt bounds the wait for the next bytes, comments included, and
/// not the whole; the client's limit for bodies bounds each event.
///
/// A stream that breaks off or ends is asked for again, with `Last-Event-ID`, where that is safe: the operation is
/// idempotent, the policy allows to repeat it, and the server has given an id to continue from. The pause is the one
/// that the server asks for with `retry`, and the client's retry budget pays. It ends for good when the server answers
/// 204, begins anew with an event that was there, or ends the stream as often without a new event as the policy has
/// attempts. Unless the server answers 204, a stream that broke off and has not gone on since ends with an error.
pub struct EventStream<T> {
    body: Arriving,
    parser: Parser,
    decode: Decode<T>,
    state: State,
    /// The id of the very first event, by which a server shows that it does not continue but begins anew.
    first_id: Option<Arc<str>>,
    /// How often the stream ended since the last event.
    fruitless: u32,
    /// How it broke off, until it goes on: one that does not was not complete.
    broken: Option<AnyError>,
    retry: Option<Duration>,
}

type Decode<T> = fn(&RawEvent, &Arriving) -> Result<Option<T>, DecodeError>;

enum State {
    Reading,
    /// The stream was asked for again.
    Resuming(BoxFuture<'static, Result<Answer, AnyError>>),
    Done,
}

/// Nothing in it is ever pinned: the futures are in boxes.
impl<T> Unpin for EventStream<T> {}

/// True for a response that is a stream of events; what has no media type is taken for one.
pub(crate) fn is_event_stream(response: &RawResponse) -> bool {
    response.media_type().is_none_or(|name| name == MEDIA_TYPE)
}

impl<T: DeserializeOwned> EventStream<T> {
    /// Events whose data is JSON.
    fn json(response: &RawResponse) -> Result<Self, DecodeError> {
        Self::open(response, |event, body| {
            if event.data == END {
                return Ok(None);
            }
            body.with_body(event.data.clone()).json().map(Some)
        })
    }

    /// Events that are described as objects of their fields. Data that is JSON is tried as such first.
    fn whole(response: &RawResponse) -> Result<Self, DecodeError> {
        Self::open(response, |event, body| {
            let json = serde_json::from_str::<Value>(&event.data).ok();
            let text = Value::String(event.data.clone());
            let (first, second) = match json {
                Some(json @ (Value::Object(_) | Value::Array(_))) => (json, Some(text)),
                Some(json) => (text, Some(json)),
                None => (text, None),
            };
            let read = |data: Value| body.with_body(event.object(data).to_string()).json();
            read(first).or_else(|error| second.and_then(|data| read(data).ok()).ok_or(error)).map(Some)
        })
    }
}

impl EventStream<String> {
    /// Events whose data is text.
    fn text(response: &RawResponse) -> Result<Self, DecodeError> {
        Self::open(response, |event, _| Ok(Some(event.data.clone())))
    }
}

impl RawResponse {
    /// The body as a stream of events with JSON in them.
    ///
    /// # Errors
    /// The body is no stream of events.
    #[inline]
    pub fn events<T: DeserializeOwned>(&self) -> Result<EventStream<T>, DecodeError> {
        EventStream::json(self)
    }

    /// The body as a stream of events with text in them.
    ///
    /// # Errors
    /// The body is no stream of events.
    #[inline]
    pub fn text_events(&self) -> Result<EventStream<String>, DecodeError> {
        EventStream::text(self)
    }

    /// The body as a stream of events, each read as an object of its fields.
    ///
    /// # Errors
    /// The body is no stream of events.
    #[inline]
    pub fn whole_events<T: DeserializeOwned>(&self) -> Result<EventStream<T>, DecodeError> {
        EventStream::whole(self)
    }
}

impl<T> EventStream<T> {
    fn open(response: &RawResponse, decode: Decode<T>) -> Result<Self, DecodeError> {
        if !is_event_stream(response) && response.status() != StatusCode::NO_CONTENT {
            let sent = response.media_type().unwrap_or_default();
            return Err(DecodeError::other(response, format!("the server sent {sent}, not {MEDIA_TYPE}")));
        }
        let body = response.take_arriving();
        let parser = Parser::new(body.limit);
        let state = State::Reading;
        Ok(Self { body, parser, decode, state, first_id: None, fruitless: 0, broken: None, retry: None })
    }

    /// The next event, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Event<T>, AnyError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The id from which the stream can be continued, for a header `Last-Event-ID` of a later call.
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_id()
    }

    /// The events for code that is not async.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> super::Blocking<Self> {
        let operation = self.body.context.operation;
        super::Blocking::new(self, operation)
    }

    /// An event for the caller; `None` when it says that there are no more.
    fn decoded(&mut self, event: RawEvent) -> Option<Result<Event<T>, AnyError>> {
        match (self.decode)(&event, &self.body) {
            Ok(Some(data)) => {
                let id = event.id.map(|id| id.as_ref().to_owned());
                Some(Ok(Event { event: event.event, id, data }))
            }
            Ok(None) => None,
            Err(error) => {
                let response = self.body.with_body(event.data);
                Some(Err(AnyError::undecodable(self.body.context.clone(), response, error)))
            }
        }
    }

    /// True for the first event of a server that begins anew instead of continuing.
    fn is_repeated(&mut self, event: &RawEvent) -> bool {
        let resumed = self.fruitless > 0;
        self.fruitless = 0;
        match (&self.first_id, &event.id) {
            (Some(first), Some(id)) => resumed && first == id,
            (None, id) => {
                self.first_id.clone_from(id);
                false
            }
            (Some(_), None) => false,
        }
    }

    /// What follows when the stream has ended, or has broken off with an error.
    fn ended(&mut self, error: Option<AnyError>) -> Poll<Option<Result<Event<T>, AnyError>>> {
        self.fruitless += 1;
        self.broken = error.or(self.broken.take());
        if let Some(resuming) = self.resumed() {
            self.state = State::Resuming(resuming);
            Poll::Pending
        } else {
            self.given_up()
        }
    }

    /// The end of a stream that is not asked for again: an error where it broke off and has not gone on since.
    fn given_up(&mut self) -> Poll<Option<Result<Event<T>, AnyError>>> {
        self.state = State::Done;
        self.body.stop();
        Poll::Ready(self.broken.take().map(Err))
    }

    fn resumed(&mut self) -> Option<BoxFuture<'static, Result<Answer, AnyError>>> {
        let mut request: Request = self.body.again.clone()?;
        let id = HeaderValue::from_bytes(self.parser.last_id()?.as_bytes()).ok()?;
        let policy = *request.0.retry();
        let asked = self.retry.map(|asked| asked.min(policy.longest()));
        let pause = policy.pause(self.fruitless, asked)?;
        if !request.0.client.settings().budget.take() {
            return None;
        }
        request.0.rare_mut().headers.insert(LAST_EVENT_ID, id);
        Some(Box::pin(async move {
            clock::pause(pause).await;
            execute(request).await
        }))
    }

    /// The stream goes on with another response; `None` when the server says that there is no more.
    fn resume(&mut self, answer: Answer) -> Option<Result<(), AnyError>> {
        if answer.arrival.response.status() == StatusCode::NO_CONTENT {
            return None;
        }
        if !is_event_stream(&answer.arrival.response) {
            let sent = answer.arrival.response.media_type().unwrap_or_default();
            let reason = format!("the server sent {sent}, not {MEDIA_TYPE}");
            let error = DecodeError::other(&answer.arrival.response, reason);
            return Some(Err(answer.undecodable(error)));
        }
        let again = self.body.again.take();
        self.body = answer.arrival.response.take_arriving();
        // The caller's request, without the id of this time.
        self.body.again = again;
        self.parser.restart();
        Some(Ok(()))
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, AnyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                State::Done => return Poll::Ready(None),
                State::Resuming(answer) => {
                    let Poll::Ready(answer) = answer.as_mut().poll(context) else { return Poll::Pending };
                    this.state = State::Done;
                    match answer.map(|answer| this.resume(answer)) {
                        Ok(None) => {}
                        Ok(Some(Ok(()))) => this.state = State::Reading,
                        Ok(Some(Err(error))) | Err(error) => return Poll::Ready(Some(Err(error))),
                    }
                }
                State::Reading => {
                    let event = this.parser.next();
                    this.retry = this.parser.retry().or(this.retry);
                    if let Some(event) = event {
                        if this.is_repeated(&event) {
                            return this.given_up();
                        }
                        this.broken = None;
                        let decoded = this.decoded(event);
                        if decoded.is_none() {
                            this.state = State::Done;
                            this.body.stop();
                        }
                        return Poll::Ready(decoded);
                    }
                    if this.parser.is_over_limit() {
                        this.state = State::Done;
                        let message = format!("an event is larger than {} bytes", this.body.limit);
                        return Poll::Ready(Some(Err(this.body.error(ErrorKind::TooLarge, message))));
                    }
                    let outcome = match this.body.poll_piece(context) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready(Some(Ok(piece))) => {
                            this.parser.push(piece);
                            continue;
                        }
                        Poll::Ready(Some(Err(error))) => this.ended(Some(error)),
                        Poll::Ready(None) => this.ended(None),
                    };
                    // Pending here means that the stream was asked for again.
                    if outcome.is_ready() {
                        return outcome;
                    }
                }
            }
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("EventStream").field(&self.body).finish()
    }
}
