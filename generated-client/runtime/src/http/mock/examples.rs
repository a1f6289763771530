//! Examples that the generator made from the document, as data.

use std::sync::OnceLock;

use ::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};

use crate::{Examples as Types, Value, http::RawResponse};

/// What the operations of a client answer: a JSON object with an entry per `operationId`. An entry has the
/// `status`, the media type as `type`, and as the body either `model`, the name of a type in the examples of the models,
/// or `body`, a value.
#[derive(Debug)]
pub struct Examples {
    json: &'static str,
    types: &'static Types,
    parsed: OnceLock<Value>,
}

impl Examples {
    /// The text of the table, and the examples of the types that it names.
    pub const fn new(json: &'static str, types: &'static Types) -> Self {
        Self { json, types, parsed: OnceLock::new() }
    }

    /// The example of what an operation answers.
    pub(super) fn response(&self, id: &str) -> Option<RawResponse> {
        let table = self.parsed.get_or_init(|| serde_json::from_str(self.json).unwrap_or_default());
        let entry = table.get(id)?;
        let status = StatusCode::from_u16(u16::try_from(entry.get("status")?.as_u64()?).ok()?).ok()?;
        let mut headers = HeaderMap::new();
        let media_type = entry.get("type").and_then(Value::as_str);
        if let Some(media_type) = media_type {
            headers.insert::<HeaderName>(CONTENT_TYPE, HeaderValue::from_str(media_type).ok()?);
        }
        let model = entry.get("model").and_then(Value::as_str);
        let body = model.map_or_else(|| entry.get("body"), |name| self.types.value(name));
        let is_json = media_type.is_some_and(|name| name.ends_with("json"));
        let bytes = match body {
            None => String::new(),
            Some(Value::String(text)) if !is_json => text.clone(),
            Some(value) => value.to_string(),
        };
        Some(RawResponse::new(status, headers, bytes))
    }
}
