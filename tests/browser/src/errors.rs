//! Answers and errors, with their types.

use client_runtime::http::{ErrorKind, Method, Operation};
use generated_client::{Mock, errors::StageError, models::DummyStageRequest};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{client, is_send, plain};

#[wasm_bindgen]
pub async fn a_list_goes_on_over_its_pages(base: String) {
    let mut items = is_send(client(&base).stages().all_list().items());
    let mut names = Vec::new();
    while let Some(stage) = items.next().await {
        names.push(stage.expect("a page").name);
    }
    assert_eq!(names, ["one", "two", "three"]);
}

#[wasm_bindgen]
pub async fn a_body_is_sent_and_one_comes_back(base: String) {
    let call = client(&base).stages().dummy_create(&DummyStageRequest::new("new"));
    assert_eq!(is_send(call.send()).await.expect("an answer").name, "new");
}

#[wasm_bindgen]
pub async fn an_error_has_its_declared_type_and_goes_everywhere(base: String) {
    let id = "00000000-0000-4000-8000-000000000403".parse().expect("a UUID");
    let error = client(&base).stages().dummy_retrieve(id).send().await.expect_err("refused");
    assert!(matches!(error.declared(), Some(StageError::Forbidden(_))), "{error}");
    let everywhere: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
    assert!(everywhere.to_string().ends_with("answered 403 Forbidden: not for you"), "{everywhere}");
}

#[wasm_bindgen]
pub async fn no_connection_is_told_in_one_line(_: String) {
    let error = client("http://127.0.0.1:9").stages().all_list().send().await.expect_err("nobody is there");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(format!("{error:#}").lines().count(), 1, "{error:#}");
}

#[wasm_bindgen]
pub async fn a_redirect_to_another_origin_does_not_stay_unnoticed(base: String) {
    static AWAY: Operation = Operation::new(Method::Get, "away", "/away");
    static HERE: Operation = Operation::new(Method::Get, "here", "/moved");
    type Never = std::convert::Infallible;
    let error = plain(&base).call(&AWAY).json::<Value, Never>().send().await.expect_err("it is elsewhere");
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:#}");
    let here = plain(&base).call(&HERE).json::<Value, Never>().send().await.expect("it is here");
    assert_eq!(here, Value::from("here"));
}

#[wasm_bindgen]
pub async fn calls_are_mocked(_: String) {
    let mock = Mock::new();
    let builder = generated_client::Client::builder("https://api.test").bearer("token");
    let client = builder.mock(&mock).build().expect("the address is valid");
    mock.expect(client.stages().all_list()).returns_example();
    assert!(!client.stages().all_list().send().await.expect("an example").results.is_empty());
    mock.verify();
}
