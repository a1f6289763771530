//! Limits, pauses and randomness.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use client_runtime::http::{Method, Operation};
use gloo_timers::future::sleep;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::plain;

/// How long something takes, in milliseconds.
async fn timed<T>(work: impl Future<Output = T>) -> (T, f64) {
    let before = js_sys::Date::now();
    (work.await, js_sys::Date::now() - before)
}

#[wasm_bindgen]
pub async fn an_attempt_has_a_timeout(base: String) {
    static SILENT: Operation = Operation::new(Method::Get, "silent", "/silent");
    let call = plain(&base).call(&SILENT).json::<Value, Infallible>().timeout(Duration::from_millis(300));
    let (answer, took) = timed(call.send()).await;
    assert!(answer.expect_err("nothing comes").is_timeout());
    assert!((250.0..2000.0).contains(&took), "{took} ms");
}

#[wasm_bindgen]
pub async fn a_call_has_a_deadline_that_holds_for_bodies(base: String) {
    static HALF: Operation = Operation::new(Method::Get, "half", "/half");
    let call = plain(&base).call(&HALF).json::<Value, Infallible>().deadline(Duration::from_millis(300));
    let (answer, took) = timed(call.send()).await;
    assert!(answer.expect_err("half of it comes").is_timeout());
    assert!((250.0..2000.0).contains(&took), "{took} ms");
}

#[wasm_bindgen]
pub async fn a_limit_of_years_is_none(base: String) {
    static HERE: Operation = Operation::new(Method::Get, "here", "/here");
    let call = plain(&base).call(&HERE).json::<Value, Infallible>();
    let call = call.timeout(Duration::from_secs(100_000_000)).deadline(Duration::MAX);
    assert_eq!(call.send().await.expect("an answer"), Value::from("here"));
}

#[wasm_bindgen]
pub async fn a_server_says_when_to_come_back(base: String) {
    static BUSY: Operation = Operation::new(Method::Get, "busy", "/busy");
    let (answer, took) = timed(plain(&base).call(&BUSY).json::<Value, Infallible>().send()).await;
    assert_eq!(answer.expect("the third answer"), Value::from(3));
    assert!((950.0..4000.0).contains(&took), "{took} ms");
}

#[wasm_bindgen]
pub async fn keys_are_never_the_same(base: String) {
    static ORDER: Operation =
        Operation::new(Method::Post, "order", "/order").idempotency_key("Idempotency-Key");
    let client = plain(&base);
    let order = || client.call(&ORDER).json::<String, Infallible>().send();
    let (one, two) = (order().await.expect("a key"), order().await.expect("a key"));
    assert!(one.len() == 36 && two.len() == 36 && one != two, "{one} {two}");
}

#[wasm_bindgen]
pub async fn a_call_that_is_given_up_is_taken_back(base: String) {
    static SILENT: Operation = Operation::new(Method::Get, "silent", "/silent");
    static GIVEN_UP: Operation = Operation::new(Method::Get, "given_up", "/given_up");
    let client = plain(&base);
    {
        let mut call = pin!(client.call(&SILENT).query("given_up", &true).json::<Value, Infallible>().send());
        let mut pause = pin!(sleep(Duration::from_millis(200)));
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending(), "nothing comes");
            if pause.as_mut().poll(context).is_ready() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
    sleep(Duration::from_millis(200)).await;
    let given_up = client.call(&GIVEN_UP).json::<Value, Infallible>().send().await;
    assert_eq!(given_up.expect("an answer"), Value::from(true));
}
