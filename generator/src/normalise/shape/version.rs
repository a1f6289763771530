//! Which version of OpenAPI a document says it has.

use serde_json::{Map, Value};

use super::fit::describe_value;
use super::{Check, Version};
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, codes};
use crate::normalise::shape::model::{Need, Shape};

/// Which versions are.
const SUPPORTED: &str = "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are";

impl Check<'_> {
    /// Reads `openapi`; `None` when this is no OpenAPI 3 document, which was reported then.
    pub(super) fn read_version(&mut self, members: &mut Map<String, Value>) -> Option<Version> {
        // A key without a value says as little as no key.
        let Some(value) = members.get_mut("openapi").filter(|value| !value.is_null()) else {
            self.no_version(members);
            return None;
        };
        let was_text = value.is_string();
        let admitted =
            self.within("openapi", |check| check.admit(value, Shape::Text, "openapi", Need::Required));
        let text = value.as_str().filter(|_| admitted)?.to_owned();
        // "Versions": patch releases say nothing that a reader has to know; release candidates have a suffix. A number cannot have a
        // patch release; that it is none was told.
        let plain = |part: &str| part.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        let version = match text.split('.').collect::<Vec<_>>().as_slice() {
            [.., patch] if !plain(patch) => None,
            ["3"] => Some(self.odd_version("openapi", &text, "3.0.0", Version::V30)),
            ["3", minor, rest @ ..] => minor_version(minor).map(|version| match rest {
                [_patch] => version,
                [] if !was_text => version,
                _ => {
                    let patch = rest.first().unwrap_or(&"0");
                    self.odd_version("openapi", &text, &format!("3.{minor}.{patch}"), version)
                }
            }),
            _ => None,
        };
        if version.is_none() {
            self.within("openapi", |check| {
                let message = format!("OpenAPI `{}` is not supported", text.escape_debug());
                let help = SUPPORTED;
                let diagnostic = Diagnostic::new(&codes::NOT_OPENAPI, &check.place(), message).help(help);
                check.diagnostics.report(diagnostic);
            });
        }
        version
    }

    /// Tells of a text that is no version, and how it is read.
    fn odd_version(&mut self, key: &str, text: &str, read: &str, version: Version) -> Version {
        let what = if key == "swagger" { "Swagger" } else { "OpenAPI" };
        let told = text.escape_debug();
        let message = format!("`{told}` is no version of {what}; it is read as `{read}`");
        self.within(key, |check| check.report(&codes::REPAIRED, message));
        version
    }

    /// Reads `swagger` of a document whose version begins with 2: there is one such version.
    pub(super) fn swagger_version(&mut self, members: &Map<String, Value>) {
        match members.get("swagger") {
            Some(Value::String(text)) if text != "2.0" => {
                self.odd_version("swagger", text, "2.0", Version::V20);
            }
            Some(Value::Number(_)) => {
                let message = "`swagger` must be text, not a number; it is read as `\"2.0\"`".to_owned();
                self.within("swagger", |check| check.report(&codes::REPAIRED, message));
            }
            _ => {}
        }
    }

    /// Says what a document is that has no `openapi`.
    fn no_version(&mut self, members: &Map<String, Value>) {
        if let Some(swagger) = members.get("swagger") {
            let (message, help) = match swagger {
                Value::String(text) => (
                    format!("Swagger `{}` is not supported", text.escape_debug()),
                    if text.trim().starts_with('3') {
                        format!(
                            "from 3.0 on the keyword is `openapi`: `openapi: {}`",
                            text.trim().escape_debug()
                        )
                    } else {
                        SUPPORTED.to_owned()
                    },
                ),
                Value::Number(number) => {
                    (format!("Swagger `{number}` is not supported"), SUPPORTED.to_owned())
                }
                other => {
                    let found = describe_value(other);
                    (format!("`swagger` must be text, not {found}"), "write `swagger: '2.0'`".to_owned())
                }
            };
            self.within("swagger", |check| {
                let diagnostic = Diagnostic::new(&codes::NOT_OPENAPI, &check.place(), message).help(help);
                check.diagnostics.report(diagnostic);
            });
            return;
        }
        let found = ["asyncapi", "overlay", "$schema"].into_iter().find(|key| members.contains_key(*key));
        if found.is_none() && self.misspelt_version(members) {
            return;
        }
        let message = match found {
            Some("asyncapi") => "this is an AsyncAPI document",
            Some("overlay") => "this is an OpenAPI Overlay; give it with `--overlay`",
            Some("$schema") => "`openapi` is missing; this looks like a JSON Schema",
            _ => "`openapi` is missing, which names the version",
        };
        self.report(&codes::NOT_OPENAPI, message.to_owned());
    }

    /// Tells of a keyword that is nearly the one that names the version.
    fn misspelt_version(&mut self, members: &Map<String, Value>) -> bool {
        let misspelt = members.keys().find_map(|key| {
            let known = ["openapi", "swagger"].into_iter().find(|known| nearest(key, [*known]).is_some())?;
            (key != known).then_some((key, known))
        });
        let Some((key, known)) = misspelt else { return false };
        let message =
            format!("`{}` is no keyword; `openapi` is missing, which names the version", key.escape_debug());
        self.within(key, |check| {
            let diagnostic = Diagnostic::new(&codes::NOT_OPENAPI, &check.place(), message).at_key();
            check.diagnostics.report(diagnostic.help(format!("did you mean `{known}`?")));
        });
        true
    }
}

/// The version of OpenAPI 3 with this second number.
fn minor_version(minor: &str) -> Option<Version> {
    [Version::V30, Version::V31, Version::V32]
        .into_iter()
        .find(|version| version.name().strip_prefix("3.") == Some(minor))
}
