//! Calls that block the thread, from where that is delicate.

use std::{
    convert::Infallible,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use client_runtime::http::{
    ApiClient, BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

use crate::support::{GET, Script, builder, client};

/// A transport that makes a blocking call of its own, for example to fetch a token.
struct Nested(ApiClient);

impl Transport for Nested {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let inner = self.0.call(&GET).empty::<Infallible>().send_blocking().expect_err("refused");
            Err(TransportError::new(TransportErrorKind::Other, inner))
        })
    }
}

#[test]
fn a_blocking_call_inside_of_another_one_fails_and_does_not_hang() {
    let outer =
        builder("https://h").transport(Arc::new(Nested(client(&Script::new([]))))).build().expect("valid");
    let call = outer.call(&GET).empty::<Infallible>();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(call.send_blocking().map_err(|error| format!("{error:#}"))));
    let outcome = receiver.recv_timeout(Duration::from_secs(10)).expect("it ends");
    let error = outcome.expect_err("refused");
    assert!(error.contains("while another one is carried out"), "{error}");
}
