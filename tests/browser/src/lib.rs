//! What the generated client does on `wasm32-unknown-unknown`, called by `run.mjs`: each function that is exported is a test,
//! and gets the address of the server that stands there.

#![cfg(target_arch = "wasm32")]

mod errors;
mod pieces;
mod time;

use client_runtime::http::{ApiClient, ClientBuilder};
use generated_client::Client;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Panics are told before they end the program.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
}

/// The generated client.
fn client(base: &str) -> Client {
    Client::builder(base).bearer("token").build().expect("the address is valid")
}

/// A client without a document.
fn plain(base: &str) -> ApiClient {
    ClientBuilder::new(base, "").build().expect("the address is valid")
}

/// What a client gives goes wherever it goes elsewhere.
fn is_send<T: Send>(value: T) -> T {
    value
}
