//! What a call tells `tracing`: names and values, and no secrets.

use std::{
    convert::Infallible,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use client_runtime::http::{Method, Operation};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    instrument::WithSubscriber,
    span,
};

use crate::support::{GET, Reply, Script, client};

/// Writes down every field.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>, Arc<AtomicU64>);

impl Recorder {
    fn note(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Lines<'r>(&'r Recorder, &'static str);

impl Visit for Lines<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.note(format!("{} {}={value:?}", self.1, field.name()));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("client_runtime")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        attributes.record(&mut Lines(self, "span"));
        span::Id::from_u64(self.1.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Lines(self, "span"));
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Lines(self, "event"));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn one_span_per_call_and_one_event_per_attempt() {
    let recorder = Recorder::default();
    let script = Script::new([Reply::empty(503), Reply::empty(404)]);
    let call = client(&script).call(&GET).query("q", "s3cret").empty::<Infallible>();
    assert!(call.send().with_subscriber(recorder.clone()).await.is_err());
    let lines = recorder.lines();
    assert_eq!(
        lines,
        [
            "span otel.name=GET /things/",
            "span otel.kind=\"client\"",
            "span operation.id=\"things_read\"",
            "span http.request.method=\"GET\"",
            "span url.template=\"/things/\"",
            "span url.scheme=\"https\"",
            "span server.address=\"api.example.com\"",
            "span server.port=443",
            "event message=answered",
            "event attempt=1",
            "event http.response.status_code=503",
            "event message=answered",
            "event attempt=2",
            "event http.response.status_code=404",
            "span http.response.status_code=404",
            "span http.request.resend_count=1",
            "span otel.status_code=\"ERROR\"",
            "span error.type=\"404\"",
        ]
    );
}

#[tokio::test]
async fn a_call_that_is_served_elsewhere_is_told_with_its_own_server() {
    static ELSEWHERE: Operation =
        Operation::new(Method::Get, "elsewhere", "/file").server("http://cdn.example.com:8080/v1");
    let recorder = Recorder::default();
    let script = Script::new([Reply::empty(204)]);
    let call = client(&script).call(&ELSEWHERE).empty::<Infallible>();
    call.send().with_subscriber(recorder.clone()).await.expect("answered");
    let lines = recorder.lines();
    for line in
        ["span url.scheme=\"http\"", "span server.address=\"cdn.example.com\"", "span server.port=8080"]
    {
        assert!(lines.contains(&line.to_owned()), "{lines:?}");
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_call_is_told_to_the_subscriber_of_its_thread() {
    // Calls of other tests may be making themselves known just when a subscriber comes, which is not told of them then; the
    // next one is.
    const TRIES: usize = 50;
    let script = Script::new((0..TRIES).map(|_| Reply::empty(204)));
    let call = client(&script).call(&GET).empty::<Infallible>();
    let is_told = |_| {
        let recorder = Recorder::default();
        let call = call.clone();
        tracing::subscriber::with_default(recorder.clone(), || call.send_blocking()).expect("answered");
        let told = recorder.lines().contains(&"event http.response.status_code=204".to_owned());
        if !told {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        told
    };
    assert!((0..TRIES).any(is_told));
}
