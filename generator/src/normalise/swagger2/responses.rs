//! Responses of Swagger 2.0: one schema for all media types, headers without a schema, examples by media type.

use serde_json::{Map, Value, json};

use super::Upgrade;
use super::parameters::{collection_format, without_counterpart};
use crate::pointer::Pointer;

/// Members of a 2.0 header that stay beside its schema.
const HEADER_MEMBERS: [&str; 1] = ["description"];

/// Rewrites a map of responses, by status or by name, that stands at `at` and then at `to`.
pub(super) fn all(
    upgrade: &mut Upgrade<'_>,
    responses: &Value,
    produces: &[String],
    at: &Pointer,
    to: &Pointer,
) -> Value {
    let Some(responses) = responses.as_object() else { return responses.clone() };
    let rewritten = responses.iter().map(|(status, response)| {
        let (at, to) = (at.child(status), to.child(status));
        let response = match response {
            Value::Object(members) if !members.contains_key("$ref") && !status.starts_with("x-") => {
                one(upgrade, members, produces, &at, &to)
            }
            other => other.clone(),
        };
        (status.clone(), response)
    });
    Value::Object(rewritten.collect())
}

fn one(
    upgrade: &mut Upgrade<'_>,
    response: &Map<String, Value>,
    produces: &[String],
    at: &Pointer,
    to: &Pointer,
) -> Value {
    let mut target = Map::new();
    for (name, value) in response {
        match name.as_str() {
            "schema" | "examples" => {}
            "headers" => {
                target.insert(name.clone(), headers(upgrade, value, &at.child("headers")));
            }
            _ => {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    target.entry("description").or_insert_with(|| json!(""));
    if let Some(schema) = response.get("schema") {
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        let fallback = if is_file { "application/octet-stream" } else { "application/json" };
        let fallback = [fallback.to_owned()];
        // A file is bytes, whatever the document says of its other responses.
        let structured = |name: &&String| name.contains("json") || name.contains("xml");
        let declared: Vec<String> =
            produces.iter().filter(|name| !(is_file && structured(name))).cloned().collect();
        let media_types: &[String] = if declared.is_empty() { &fallback } else { &declared };
        let examples = response.get("examples").and_then(Value::as_object);
        let mut content = Map::new();
        for media_type in media_types {
            let mut media = json!({ "schema": schema });
            if let Some(example) = examples.and_then(|it| it.get(media_type)) {
                media["example"] = example.clone();
            }
            upgrade.record(to.child("content").child(media_type).child("schema"), at.child("schema"));
            content.insert(media_type.clone(), media);
        }
        target.insert("content".into(), Value::Object(content));
    }
    Value::Object(target)
}

fn headers(upgrade: &mut Upgrade<'_>, headers: &Value, at: &Pointer) -> Value {
    let Some(headers) = headers.as_object() else { return headers.clone() };
    let rewritten = headers.iter().map(|(name, header)| {
        let Some(members) = header.as_object() else { return (name.clone(), header.clone()) };
        if let Some(format) = collection_format(members).filter(|format| *format != "csv") {
            without_counterpart(upgrade, format, "`csv` is assumed", &at.child(name));
        }
        let (beside, schema): (Map<_, _>, Map<_, _>) = members
            .iter()
            .filter(|(member, _)| *member != "collectionFormat")
            .map(|(member, value)| (member.clone(), value.clone()))
            .partition(|(member, _)| HEADER_MEMBERS.contains(&member.as_str()));
        let mut header = beside;
        header.insert("schema".into(), Value::Object(schema));
        (name.clone(), Value::Object(header))
    });
    Value::Object(rewritten.collect())
}
