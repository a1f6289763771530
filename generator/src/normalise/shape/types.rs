//! Which names `type` may have (JSON Schema, "type"; OpenAPI 3.0.3, "Data Types").
//!
//! A name in other case is read as what was meant; others are left out, so that any value fits.

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, codes};

const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// Checks `type` of a schema, which is a text or a list of texts here.
pub(super) fn known(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let Some(types) = members.get_mut("type") else { return };
    let keep = check.within("type", |check| match types {
        Value::Array(names) => {
            names.retain_mut(|name| mended(check, name));
            !names.is_empty()
        }
        name => mended(check, name),
    });
    if !keep {
        members.shift_remove("type");
    }
}

/// Brings a name into lower case. False where there is no such type.
fn mended(check: &mut Check<'_>, value: &mut Value) -> bool {
    let Value::String(name) = value else { return true };
    if TYPES.contains(&name.as_str()) {
        return true;
    }
    if let Some(known) = TYPES.iter().find(|known| known.eq_ignore_ascii_case(name)) {
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
