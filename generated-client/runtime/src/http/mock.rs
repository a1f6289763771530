//! A test kit: a transport that answers from memory, with typed expectations.
//!
//! A call *is* the expectation: what it would send is what is waited for, and its types say what it can answer. So
//! nothing is generated for it, and everything that a call can say – arguments, optional parameters, headers, a
//! body – can be expected.
//!
//! ```
//! # use client_runtime::http::{ApiClient, ClientBuilder, Method, Operation};
//! # static THING: Operation = Operation::new(Method::Get, "thing_read", "/things/{id}/");
//! # fn thing(client: &ApiClient, id: u32) -> client_runtime::http::Call<String, std::convert::Infallible> {
//! #     client.call(&THING).path("id", &id).json()
//! # }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
//! # runtime.block_on(async {
//! use client_runtime::http::mock::Mock;
//!
//! let mock = Mock::new();
//! let client = ClientBuilder::new("https://api.test", "").mock(&mock).build()?;
//! mock.expect(thing(&client, 7)).returns("seven".to_owned());
//!
//! assert_eq!(thing(&client, 7).send().await?, "seven");
//! assert_eq!(mock.requests()[0].path(), "/things/7/");
//! mock.verify();
//! # Ok::<(), client_runtime::http::AnyError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each expectation is met once unless it says otherwise; of several that fit a request, the first that is not used
//! up answers it, so the same call expected twice is a sequence of answers. A request that nothing expects fails
//! with a message that shows the nearest expectation. [`Mock::verify`], or the end of the mock, panics with
//! everything that came unexpected or did not come.
//!
//! Credentials, retries, limits and paging work as they do against a server. So a client needs the credentials of the
//! operations that it calls, and an answer with status 503 is asked for again unless retries are off. So is a stream of events with
//! ids when it ends: one more expectation that answers 204 ends it for good.

mod body;
mod examples;
mod expecting;
mod pattern;
mod recorded;
mod report;
#[cfg(not(target_arch = "wasm32"))]
mod server;
mod state;

use std::{
    fmt,
    panic::Location,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

#[cfg(not(target_arch = "wasm32"))]
pub use self::server::MockServer;
pub(crate) use self::state::Unexpected;
pub use self::{
    examples::Examples,
    expecting::{Expecting, IntoCall},
    recorded::RecordedRequest,
};
use self::{pattern::Pattern, state::State};
use super::{
    BoxFuture, ErrorBody, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// Expectations, and the requests that came. See the [module](self).
#[derive(Default)]
#[must_use = "a mock that is dropped reports what was not requested"]
pub struct Mock(Arc<Shared>);

/// What the mock shares with its transport and its servers.
#[derive(Default)]
struct Shared(Mutex<State>);

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mock {
    /// A mock that expects nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a call with exactly these arguments, once: path, query, headers, cookies, media type and body. Credentials,
    /// the client's default headers and what a hook adds do not matter. Files are read when the request comes; of streams, and of files
    /// of more than 16 MiB, nothing is compared. What is answered comes next, see [`Expecting`].
    ///
    /// # Panics
    /// The call could not be sent, for example because of an empty path parameter.
    #[track_caller]
    pub fn expect<C: IntoCall>(&self, call: C) -> Expecting<'_, C::Output, C::Errors>
    where
        C::Errors: ErrorBody,
    {
        let call = call.into_call();
        let pattern = match Pattern::of(&call.request.0) {
            Ok(pattern) => pattern,
            Err(fault) => panic!("{} cannot be expected: {fault}", call.request.0.operation.id()),
        };
        let index = self.0.state().add(pattern, Location::caller());
        Expecting::new(self, index, call)
    }

    /// From now on requests have to come in the order of their expectations.
    pub fn in_order(&self) {
        self.0.state().in_order = true;
    }

    /// The transport for a client, see [`ClientBuilder::mock`](super::ClientBuilder::mock).
    pub fn transport(&self) -> Arc<dyn Transport> {
        self.0.clone()
    }

    /// Answers at a local port as well, for programs that cannot be given a transport.
    ///
    /// # Errors
    /// No port can be opened.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn serve(&self) -> std::io::Result<MockServer> {
        MockServer::start(self.0.clone())
    }

    /// Every request so far, in the order in which they came, expected or not.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.0.state().recorded.clone()
    }

    /// Checks that everything expected has come, and nothing else, and forgets the expectations.
    ///
    /// # Panics
    /// With everything that came unexpected or did not come.
    #[track_caller]
    pub fn verify(&self) {
        let faults = self.0.state().finish();
        assert!(faults.is_empty(), "{}", report::all(&faults));
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.state();
        formatter
            .debug_struct("Mock")
            .field("expectations", &state.expectations.len())
            .field("requests", &state.recorded.len())
            .finish()
    }
}

impl Transport for Shared {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let unreadable = |error| TransportError::new(TransportErrorKind::Body, error);
            let request = RecordedRequest::new(request).await.map_err(unreadable)?;
            let answer = self.state().answer(request);
            answer.into_transport()
        })
    }
}
