//! Which version of OpenAPI a document says it has.

use serde_json::{Map, Value};

use super::{Check, Version};
use crate::diagnostics::{Diagnostic, codes};
use crate::normalise::shape::model::{Need, Shape};

impl Check<'_> {
    /// Reads `openapi`; `None` when this is no OpenAPI 3 document, which was reported then.
    pub(super) fn read_version(&mut self, members: &mut Map<String, Value>) -> Option<Version> {
        // A key without a value says as little as no key.
        let Some(value) = members.get_mut("openapi").filter(|value| !value.is_null()) else {
            let found = ["swagger", "asyncapi", "overlay", "$schema", "info"];
            let message = match found.iter().find(|key| members.contains_key(**key)) {
                Some(&"asyncapi") => "this is an AsyncAPI document",
                Some(&"overlay") => "this is an OpenAPI Overlay; give it with `--overlay`",
                Some(&"$schema") => "`openapi` is missing; this looks like a JSON Schema",
                _ => "`openapi` is missing, which names the version",
            };
            self.report(&codes::NOT_OPENAPI, message.to_owned());
            return None;
        };
        let admitted =
            self.within("openapi", |check| check.admit(value, Shape::Text, "openapi", Need::Required));
        let text = value.as_str().filter(|_| admitted)?.to_owned();
        // "Versions": patch releases say nothing that a reader has to know; release candidates have a suffix.
        let plain = |part: &str| part.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        let version = match text.split('.').collect::<Vec<_>>().as_slice() {
            [.., patch] if !plain(patch) => None,
            ["3"] | ["3", "0", ..] => Some(Version::V30),
            ["3", "1", ..] => Some(Version::V31),
            ["3", "2", ..] => Some(Version::V32),
            _ => None,
        };
        if version.is_none() {
            self.within("openapi", |check| {
                let message = format!("OpenAPI `{}` is not supported", text.escape_debug());
                let help = "OpenAPI 3.0, 3.1 and 3.2 are";
                let diagnostic = Diagnostic::new(&codes::NOT_OPENAPI, &check.place(), message).help(help);
                check.diagnostics.report(diagnostic);
            });
        }
        version
    }
}
