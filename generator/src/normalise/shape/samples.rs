//! Values that stand beside a schema and should be values of it: examples of schemas, parameters, headers and media types, and defaults.
//!
//! Here they are only noted; what they are compared with may be elsewhere ([`examples`](crate::normalise::examples)).

use serde_json::{Map, Value};

use super::{Check, Version};
use crate::normalise::examples::{Sample, SampleKind};
use crate::pointer::Pointer;

/// Notes the examples of a schema, and a default that is a list or mapping; others are checked with their constraints.
pub(super) fn of_schema(check: &mut Check<'_>, members: &Map<String, Value>) {
    let here = Pointer::parse(&check.path);
    let mut note = |at: Pointer, kind| check.samples.push(Sample { at, schema: here.clone(), kind });
    if members.get("example").is_some_and(|example| !example.is_null()) {
        note(here.child("example"), SampleKind::Json);
    }
    for (index, _) in members.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate() {
        note(here.child("examples").index(index), SampleKind::Json);
    }
    if members.get("default").is_some_and(|default| default.is_array() || default.is_object()) {
        note(here.child("default"), SampleKind::Default);
    }
}

/// Notes the examples beside the schema of a parameter or header.
pub(super) fn of_parameter(check: &mut Check<'_>, members: &Map<String, Value>) {
    beside(check, members, SampleKind::Parameter);
}

/// Notes the examples beside the schema of a media type that is JSON; others are written in a way of their own.
pub(super) fn of_media_type(check: &mut Check<'_>, members: &Map<String, Value>) {
    let is_json =
        check.path.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().contains("json"));
    if is_json {
        beside(check, members, SampleKind::Json);
    }
}

fn beside(check: &mut Check<'_>, members: &Map<String, Value>, kind: SampleKind) {
    if check.version == Version::V20 || !members.contains_key("schema") {
        return;
    }
    let here = Pointer::parse(&check.path);
    let schema = here.child("schema");
    let mut note = |value: Option<&Value>, at: Pointer| {
        // Text may be the JSON itself.
        if value.is_some_and(|value| !value.is_null() && !value.as_str().is_some_and(is_json_text)) {
            check.samples.push(Sample { at, schema: schema.clone(), kind });
        }
    };
    note(members.get("example"), here.child("example"));
    for (name, example) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
        note(example.get("value"), here.child("examples").child(name).child("value"));
    }
}

fn is_json_text(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
