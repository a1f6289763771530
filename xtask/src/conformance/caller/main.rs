//! Calls operations of a generated client and says how they went.
//!
//! In: lines of JSON on the standard input, each a call: a method by its position, arguments, and the answer that the server
//! shall make. Out: a line of JSON for each.

mod operations;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::io::{BufRead as _, Write as _};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use client::Client;
use client::runtime::http::{AnyError, Download, Error, RequestBody};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How much of a value is shown.
const SHOWN: usize = 2_000;

/// What JSON values begin with in `Debug` texts.
const JSON: &[&str] = &["Null", "Bool(", "Number(", "String(", "Array ", "Object "];

/// Calls one method.
pub type Function =
    for<'a> fn(&'a Client, &'a Given) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + 'a>>;

/// One call.
#[derive(Deserialize)]
pub struct Given {
    method: usize,
    prefer: String,
    arguments: BTreeMap<usize, Value>,
    body: Option<Value>,
}

impl Given {
    fn has(&self, position: usize) -> bool {
        self.arguments.contains_key(&position)
    }

    fn argument<T: DeserializeOwned>(&self, position: usize) -> Result<T, String> {
        let value = self.arguments.get(&position).ok_or_else(|| format!("no argument {position}"))?;
        T::deserialize(value).map_err(|error| format!("argument {position} is not of its type: {error}: {value}"))
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        self.body_if()?.ok_or_else(|| "no body".to_owned())
    }

    fn body_if<T: DeserializeOwned>(&self) -> Result<Option<T>, String> {
        let read = |value| T::deserialize(value).map_err(|error| format!("the body is not of its type: {error}: {value}"));
        self.body.as_ref().map(read).transpose()
    }

    fn bytes_if(&self) -> Result<Option<RequestBody>, String> {
        Ok(self.body_if::<String>()?.map(RequestBody::from))
    }
}

/// How a call ended.
#[derive(Serialize)]
pub enum Answer {
    Unsent(String),
    Read { shown: String, unknown: bool },
    Unread(String),
    Failed { kind: String, message: String, status: Option<u16>, declared: Option<String>, body: String },
}

/// Turns the result of a call into an [`Answer`].
#[macro_export]
macro_rules! answer {
    ($result:expr, |$body:ident| $read:expr) => {
        match $result {
            Ok($body) => $read,
            Err(error) => $crate::failed(&error),
        }
    };
}

/// Reads a stream to its end.
#[macro_export]
macro_rules! drained {
    ($body:ident) => {{
        let mut body = $body;
        let mut items = Vec::new();
        loop {
            match body.next().await {
                Some(Ok(item)) => items.push(item),
                Some(Err(error)) => break $crate::unread(&error),
                None => break $crate::seen(&items),
            }
        }
    }};
}

/// Reads a download to its end.
pub async fn downloaded(body: Download) -> Answer {
    match body.bytes().await {
        Ok(bytes) => Answer::Read { shown: format!("{} bytes", bytes.len()), unknown: false },
        Err(error) => unread(&error),
    }
}

/// A result that is there as a whole. A union that is none of its variants keeps JSON; an enumeration that has another
/// constant keeps a text, which is fair where the document says that there are others.
pub fn seen(body: &dyn Debug) -> Answer {
    let text = format!("{body:?}");
    let mut kept = text.match_indices("Unknown(").map(|(at, found)| &text[at + found.len()..]);
    let unknown = kept.find(|rest| JSON.iter().any(|name| rest.starts_with(name)));
    let shown = unknown.map_or_else(|| begin(&text), |rest| format!("Unknown({}", begin(rest)));
    Answer::Read { unknown: unknown.is_some(), shown }
}

/// A result that broke off.
pub fn unread(error: &AnyError) -> Answer {
    Answer::Unread(format!("{error:#}"))
}

/// A call that failed.
pub fn failed<E: Debug>(error: &Error<E>) -> Answer {
    Answer::Failed {
        kind: format!("{:?}", error.kind()),
        message: format!("{error:#}"),
        status: error.status().map(|status| status.as_u16()),
        declared: error.declared().map(|declared| begin(&format!("{declared:?}"))),
        body: error.body().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default(),
    }
}

fn begin(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// What is written about one call.
#[derive(Serialize)]
struct Line {
    violations: Option<String>,
    outcome: Answer,
}

fn main() {
    let base = std::env::args().nth(1).expect("the address of the server");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let last: Arc<Mutex<Option<String>>> = Arc::default();
    let seen = Arc::clone(&last);
    let client = operations::builder(&base)
        .without_server_path()
        .no_retries()
        .on_response(move |outcome| {
            let header = outcome.headers.and_then(|headers| headers.get("sl-violations"));
            let header = header.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = header;
        })
        .build()
        .expect("a client");
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let given: Given = serde_json::from_str(&line.expect("lines of text")).expect("a call");
        *last.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let function = operations::FUNCTIONS[given.method];
        let outcome = runtime.block_on(function(&client, &given)).unwrap_or_else(Answer::Unsent);
        let violations = last.lock().unwrap_or_else(PoisonError::into_inner).take();
        serde_json::to_writer(&mut output, &Line { violations, outcome }).expect("written");
        output.write_all(b"\n").expect("written");
        output.flush().expect("written");
    }
}
