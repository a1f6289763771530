//! Which names `type` may have (JSON Schema, "type"; OpenAPI 3.0.3, "Data Types").
//!
//! A name in other case, or the name of the same thing elsewhere, is read as what was meant; others are left out, so that any value fits.

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, codes};

/// What other languages call them, and what Swagger 2.0 calls a file.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("int", "integer"),
    ("long", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("bool", "boolean"),
    ("str", "string"),
    ("text", "string"),
    ("list", "array"),
    ("map", "object"),
    ("dict", "object"),
    ("hash", "object"),
    (FILE, "string"),
];

const FILE: &str = "file";

const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// Checks `type` of a schema, which is a text or a list of texts here.
pub(super) fn known(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let Some(types) = members.get_mut("type") else { return };
    let mut file = false;
    let keep = check.within("type", |check| match types {
        Value::Array(names) => {
            if names.is_empty() {
                let message = "`type` must not be empty; it is left out, so that any value fits".to_owned();
                check.report(&codes::REPAIRED, message);
            }
            check.items(names, is_known, mended, |_, _| ());
            !names.is_empty()
        }
        name => {
            file = *name == FILE;
            mended(check, name)
        }
    });
    if !keep {
        members.shift_remove("type");
    } else if file {
        members.insert("format".to_owned(), Value::from("binary"));
    }
}

fn is_known(value: &Value) -> bool {
    value.as_str().is_some_and(|name| TYPES.contains(&name))
}

/// Brings a name into lower case. False where there is no such type.
fn mended(check: &mut Check<'_>, value: &mut Value) -> bool {
    if is_known(value) {
        return true;
    }
    let Value::String(name) = value else { return true };
    let same = TYPES.iter().find(|known| known.eq_ignore_ascii_case(name));
    let other =
        || OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, known)| known);
    if let Some(known) = same.or_else(other) {
        check.report(&codes::REPAIRED, format!("`{name}` is not a type; it is read as `{known}`"));
        (*known).clone_into(name);
        return true;
    }
    let message = format!("`{name}` is not a type; it is left out");
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_TYPE, &check.place(), message);
    check.diagnostics.report(match nearest(name, TYPES) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic,
    });
    false
}
