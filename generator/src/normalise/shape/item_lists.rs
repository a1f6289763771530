//! `items` as a list of schemas: the first items by position, up to JSON Schema 2019-09. OpenAPI 3.0 wants one schema, and from 3.1 on
//! such lists are called `prefixItems`.
//!
//! The list stays where it is and is read as such when it is lowered; here it is told, with what it is read as.

use serde_json::{Map, Value};

use super::names::at_key;
use super::{Check, Version};
use crate::diagnostics::codes;

/// Tells of a list at `items`, and of `additionalItems` without one.
pub(super) fn told(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let length = members.get("items").and_then(Value::as_array).map(Vec::len);
    if length != Some(0) && length.is_some() {
        let wrong = "`items` must be one schema, not a list";
        let message = match length {
            Some(1) => format!("{wrong}; its only schema is read as that of every item"),
            Some(length) if check.version < Version::V31 => {
                format!(
                    "{wrong}; it is read as the schemas of the first {length} items, as JSON Schema once did"
                )
            }
            _ => format!("{wrong}; it is read as `prefixItems`, as which it was known before 2020"),
        };
        at_key(check, "items", &codes::REPAIRED, message);
    }
    if length == Some(0) {
        let message = "`items` must be one schema, not an empty list; items may be anything".to_owned();
        at_key(check, "items", &codes::REPAIRED, message);
        members.shift_remove("items");
    }
    if length.is_none_or(|length| length < 2) && members.shift_remove("additionalItems").is_some() {
        let message = "`additionalItems` says nothing where `items` is no list of several schemas".to_owned();
        at_key(check, "additionalItems", &codes::UNKNOWN_KEYWORD, message);
    }
}
