//! What a parameter or header is made of: a schema and a style, or one media type (OpenAPI 3.0.3, "Parameter Object", "Header Object").
//!
//! Where a document says more than one thing, the one that is used is kept in the tree and the others are told.

use serde_json::{Map, Value, json};

use super::Check;
use super::names::at_key;
use crate::diagnostics::codes;
use crate::diagnostics::{Diagnostic, similar::nearest};
use crate::normalise::swagger2::parameters::SCHEMA_KEYWORDS;

/// Reads the type of a parameter or header that is written as in Swagger 2.0, beside its name.
pub(super) fn schema_in_place(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &str) {
    let described = ["schema", "content", "$ref"].iter().any(|keyword| members.contains_key(*keyword));
    if described || !members.get("type").is_some_and(|ty| ty.is_string() || ty.is_array()) {
        return;
    }
    let (schema, rest) = std::mem::take(members)
        .into_iter()
        .partition(|(keyword, _)| SCHEMA_KEYWORDS.contains(&keyword.as_str()));
    *members = rest;
    let schema: Map<String, Value> = schema;
    let names: Vec<String> = schema.keys().map(|keyword| format!("`{keyword}`")).collect();
    let message = format!(
        "the type of a {} stands in `schema`; what is beside its name is read as one: {}",
        object.to_lowercase(),
        names.join(", ")
    );
    members.insert("schema".to_owned(), Value::Object(schema));
    at_key(check, "type", &codes::REPAIRED, message);
}

/// Brings a parameter or header into the form "a schema" or "one media type".
pub(super) fn one_description(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &str) {
    let kind = object.to_lowercase();
    let entries = members.get("content").and_then(Value::as_object).map(Map::len);
    match entries {
        Some(_) if members.contains_key("schema") => {
            let message = format!("a {kind} has `schema` or `content`, not both; `schema` is used");
            let schema = check.place().child("schema");
            check.within("content", |check| {
                let diagnostic = Diagnostic::new(&codes::PARAMETER_CONTENT, &check.place(), message);
                check.diagnostics.report(diagnostic.at_key().related(&schema, "this is used"));
            });
            members.shift_remove("content");
        }
        Some(0) => {
            let message =
                format!("`content` of a {kind} must have one entry; `schema: {{type: string}}` is assumed");
            at_key(check, "content", &codes::PARAMETER_CONTENT, message);
            members.shift_remove("content");
            members.insert("schema".to_owned(), json!({"type": "string"}));
        }
        Some(1) => {
            if let Some(Value::String(style)) = members.get("style") {
                let message = format!("`style: {style}` means nothing beside `content`; it is left out");
                at_key(check, "style", &codes::PARAMETER_CONTENT, message);
                members.shift_remove("style");
            }
        }
        Some(_) => only_the_first(check, members, &kind),
        None if members.contains_key("schema") => {}
        None => {
            let told = ["schema", "content"].iter().any(|name| check.told.contains(name));
            if !told {
                let message = format!(
                    "the {kind} has neither `schema` nor `content`; `schema: {{type: string}}` is assumed"
                );
                check.report(&codes::KEYWORD_ASSUMED, message);
            }
            members.insert("schema".to_owned(), json!({"type": "string"}));
        }
    }
}

fn only_the_first(check: &mut Check<'_>, members: &mut Map<String, Value>, kind: &str) {
    let Some(Value::Object(content)) = members.get_mut("content") else { return };
    let others: Vec<String> = content.keys().skip(1).cloned().collect();
    let first = content.keys().next().cloned().unwrap_or_default();
    content.retain(|key, _| *key == first);
    if let Some(second) = others.first() {
        let message = format!("`content` of a {kind} must have one entry; `{first}` is used");
        check.within("content", |check| at_key(check, second, &codes::PARAMETER_CONTENT, message));
    }
}

/// "Style Values": which styles a location has, and which of them cannot tell a mapping from text.
pub(super) fn style(check: &mut Check<'_>, members: &mut Map<String, Value>, location: &str) {
    let known: &[&str] = match location {
        "path" => &["simple", "label", "matrix"],
        "query" | "form body" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "cookie" => &["form", "cookie"],
        "header" => &["simple"],
        // The location itself is at fault, or the value is described by media types.
        _ => return,
    };
    let Some(Value::String(style)) = members.get("style") else { return };
    let style = style.clone();
    if !known.contains(&style.as_str()) {
        let message = format!("`{style}` is no style of a {location}; `{}` is used", known[0]);
        check.within("style", |check| {
            let diagnostic = Diagnostic::new(&codes::PARAMETER_STYLE, &check.place(), message);
            check.diagnostics.report(match nearest(&style, known.iter().copied()) {
                Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
                None => diagnostic,
            });
        });
        members.shift_remove("style");
        return;
    }
    let joined = matches!(style.as_str(), "spaceDelimited" | "pipeDelimited") || location == "cookie";
    if joined && members.get("schema").is_some_and(is_mixed) {
        let message =
            format!("`style: {style}` in a {location} cannot tell the mapping from the other values");
        check.within("style", |check| check.report(&codes::PARAMETER_STYLE, message));
    }
}

/// True for a choice between mappings and something else, written in place.
fn is_mixed(schema: &Value) -> bool {
    let mut mapping = false;
    let mut other = false;
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        for keyword in ["oneOf", "anyOf"] {
            open.extend(schema.get(keyword).and_then(Value::as_array).into_iter().flatten());
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => mapping = true,
            Some("null") | None => {}
            Some(_) => other = true,
        }
    }
    mapping && other
}
