//! `exclusiveMinimum` and `exclusiveMaximum`: `true` or `false` beside a bound up to OpenAPI 3.0 ("Schema Object"), a bound of their own
//! from 3.1 on (JSON Schema 2020-12 validation, section 6.2.3).
//!
//! Both are read in every version, because it is plain what they mean. The one that the version does not have is told.

use serde_json::{Map, Value};

use super::{Check, Version};
use crate::diagnostics::{Diagnostic, codes};

/// Tells of the form that belongs to another version, and of `true` beside no bound.
pub(super) fn told(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    for (keyword, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let bound = members.get(inclusive).filter(|bound| bound.is_number());
        let (code, message, lost) = match members.get(keyword) {
            Some(Value::Number(number)) if check.version < Version::V31 => {
                let version = if check.before.is_swagger2 { Version::V20 } else { check.version };
                let message = format!(
                    "a number at `{keyword}` came with OpenAPI 3.1, and this document says {}; it is read as the bound {number}",
                    version.name()
                );
                (&codes::LATER_KEYWORD, message, false)
            }
            Some(Value::Bool(true)) if bound.is_none() && !check.told.contains(inclusive) => {
                let message = format!("`{keyword}: true` says nothing without `{inclusive}`; it is left out");
                (&codes::CONSTRAINT, message, true)
            }
            Some(Value::Bool(_)) if check.version >= Version::V31 => {
                let wrong = format!("`{keyword}` is a number since OpenAPI 3.1");
                match (members.get(keyword), bound) {
                    (Some(Value::Bool(true)), Some(bound)) => {
                        let message = format!(
                            "{wrong}; with `{inclusive}: {bound}` it is read as `{keyword}: {bound}`"
                        );
                        (&codes::REPAIRED, message, false)
                    }
                    _ => (&codes::REPAIRED, format!("{wrong}; it is left out"), true),
                }
            }
            _ => continue,
        };
        let help = (code == &codes::LATER_KEYWORD)
            .then(|| format!("write the number at `{inclusive}`, and `{keyword}: true` beside it"));
        check.within(keyword, |check| {
            let diagnostic = Diagnostic::new(code, &check.place(), message);
            check.diagnostics.report(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        });
        if lost {
            members.shift_remove(keyword);
        }
    }
}
