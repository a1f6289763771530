//! Is the document small enough? How many schemas and operations it has and how long its names are, against the limits.
//!
//! Bytes, files, depth and aliases are limited where texts are read and brought together.

use serde_json::Value;

use super::{Beyond, Document, component_schema};
use crate::diagnostics::Diagnostics;
use crate::limits::{Limit, Limits};
use crate::pointer::{Place, Pointer};

/// How many names that are too long are told.
const MOST_TOLD: usize = 10;

/// Reports what is beyond the limits; `false` when the document must not be worked on.
pub fn check(document: &Document<'_>, limits: &Limits, diagnostics: &mut Diagnostics) -> bool {
    let before = diagnostics.len();
    if let Some(name) = document.schemas.get(limits.get(Limit::Schemas)) {
        let at = Place::document(component_schema(name));
        let found = format!("the document has {} component schemas", document.schemas.len());
        diagnostics.report(limits.exceeded(Limit::Schemas, &at, found).at_key());
    }
    if let Some(Beyond { limit, at }) = &document.beyond {
        let found = match limit {
            Limit::Operations => "the document has more operations",
            _ => "the operations have more parts, such as parameters and media types",
        };
        let found = format!("{found}, what they share counted each time");
        diagnostics.report(limits.exceeded(*limit, at, found).at_key());
    }
    let most = limits.get(Limit::NameLength);
    if has_long_name(document.root, most) {
        let mut told = Vec::new();
        long_names(document.root, most, &Pointer::root(), &mut told);
        for (pointer, part, length) in told.into_iter().take(MOST_TOLD) {
            let found = format!("the name has {length} characters");
            let told = limits.exceeded(Limit::NameLength, &Place::document(pointer), found);
            diagnostics.report(match part {
                Part::Key => told.at_key(),
                Part::Value => told,
            });
        }
    }
    diagnostics.len() == before
}

/// Where a name stands.
#[derive(Clone, Copy)]
enum Part {
    Key,
    Value,
}

/// What holds data and prose, and no names that mean something in the document.
fn is_data(key: &str) -> bool {
    matches!(key, "info" | "example" | "examples" | "enum" | "const") || key.starts_with("x-")
}

/// The names that are the value of a member: one, or a list of them.
fn names<'a>(key: &str, value: &'a Value) -> impl Iterator<Item = (Option<usize>, &'a str)> {
    let one = matches!(key, "operationId" | "name" | "propertyName").then_some(value);
    let list = value.as_array().filter(|_| matches!(key, "tags" | "required"));
    let items = list.into_iter().flatten().enumerate().map(|(index, item)| (Some(index), item));
    let all = one.into_iter().map(|value| (None, value)).chain(items);
    all.filter_map(|(index, value)| Some((index, value.as_str()?)))
}

fn is_long(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().count() > most
}

/// A quick look, because nearly no document has any.
fn has_long_name(root: &Value, most: usize) -> bool {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match node {
            Value::Object(members) => {
                for (key, value) in members {
                    if is_long(key, most) || names(key, value).any(|(_, name)| is_long(name, most)) {
                        return true;
                    }
                    if !is_data(key) {
                        open.push(value);
                    }
                }
            }
            Value::Array(items) => {
                open.extend(items.iter().filter(|item| item.is_object() || item.is_array()));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}

fn long_names(node: &Value, most: usize, at: &Pointer, told: &mut Vec<(Pointer, Part, usize)>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let at = at.child(key);
                if is_long(key, most) {
                    told.push((at.clone(), Part::Key, key.chars().count()));
                }
                for (index, name) in names(key, value).filter(|(_, name)| is_long(name, most)) {
                    let at = index.map_or_else(|| at.clone(), |index| at.clone().index(index));
                    told.push((at, Part::Value, name.chars().count()));
                }
                if !is_data(key) {
                    long_names(value, most, &at, told);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                long_names(item, most, &at.clone().index(index), told);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
