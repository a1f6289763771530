//! Responses of Swagger 2.0: one schema for all media types, headers without a schema, examples by media type.

use serde_json::{Map, Value, json};

use super::parameters::{SCHEMA_KEYWORDS, collection_format, flat_schema, without_counterpart};
use super::{Media, Upgrade, file_as_text};
use crate::pointer::Pointer;

/// Rewrites a map of responses, by status or by name, that stands at `at` and then at `to`.
pub(super) fn all(
    upgrade: &mut Upgrade<'_>,
    responses: &Value,
    produces: &[Media],
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
    produces: &[Media],
    at: &Pointer,
    to: &Pointer,
) -> Value {
    let mut target = Map::new();
    for (name, value) in response {
        match name.as_str() {
            "schema" | "examples" => {}
            "headers" => {
                let (at, to) = (at.child("headers"), to.child("headers"));
                target.insert(name.clone(), headers(upgrade, value, &at, &to));
            }
            _ => {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    if let Some(schema) = response.get("schema") {
        let mut schema = schema.clone();
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        file_as_text(&mut schema);
        let fallback = if is_file { "application/octet-stream" } else { "application/json" };
        let fallback = Media { name: fallback.to_owned(), at: None };
        // A file is bytes, whatever the document says of its other responses.
        let structured = |name: &str| name.contains("json") || name.contains("xml");
        let mut declared: Vec<&Media> =
            produces.iter().filter(|media| !(is_file && structured(&media.name))).collect();
        if declared.is_empty() {
            declared.push(&fallback);
        }
        let examples = response.get("examples").and_then(Value::as_object);
        let mut content = Map::new();
        for Media { name, at: listed } in declared {
            let to = to.child("content").child(name);
            if let Some(listed) = listed {
                upgrade.record(to.clone(), listed.clone());
            }
            upgrade.record(to.child("schema"), at.child("schema"));
            let mut media = json!({ "schema": schema });
            if let Some(example) = examples.and_then(|it| it.get(name)) {
                media["example"] = example.clone();
                upgrade.record(to.child("example"), at.child("examples").child(name));
            }
            content.insert(name.clone(), media);
        }
        target.insert("content".into(), Value::Object(content));
    }
    Value::Object(target)
}

fn headers(upgrade: &mut Upgrade<'_>, headers: &Value, at: &Pointer, to: &Pointer) -> Value {
    let Some(headers) = headers.as_object() else { return headers.clone() };
    let rewritten = headers.iter().map(|(name, header)| {
        let header = match header {
            Value::Object(members) if !members.contains_key("$ref") => {
                one_header(upgrade, members, &at.child(name), &to.child(name))
            }
            other => other.clone(),
        };
        (name.clone(), header)
    });
    Value::Object(rewritten.collect())
}

fn one_header(upgrade: &mut Upgrade<'_>, members: &Map<String, Value>, at: &Pointer, to: &Pointer) -> Value {
    if let Some(format) = collection_format(members).filter(|format| *format != "csv") {
        without_counterpart(upgrade, format, "`csv` is assumed", at);
    }
    let stays = |member: &str| member != "collectionFormat" && !SCHEMA_KEYWORDS.contains(&member);
    let beside = members.iter().filter(|(member, _)| stays(member));
    let mut header: Map<_, _> = beside.map(|(member, value)| (member.clone(), value.clone())).collect();
    if !["schema", "content"].iter().any(|keyword| header.contains_key(*keyword)) {
        upgrade.record(to.child("schema"), at.clone());
        header.insert("schema".into(), flat_schema(upgrade, members, at));
    }
    Value::Object(header)
}
