//! Whether a call went as it should.
//!
//! In: what was expected and what the program says about the call. Out: at most one failure, the first thing that went wrong on the
//! way: the request was not sent, not accepted, not answered, or the answer is not what the document declares.

use serde::Deserialize;

use super::calls::{Call, Expected};
use super::violations::{self, Refusal};

/// What the program says about one call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Answer {
    /// Header `sl-violations` of the answer.
    pub(super) violations: Option<String>,
    pub(super) outcome: Outcome,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Outcome {
    /// The program ended before it answered.
    #[serde(skip)]
    Nothing,
    /// An argument cannot be decoded into its type.
    Unsent(String),
    /// The result, as far as it is shown, and whether a part of it fits none of the types that are declared.
    Read { shown: String, unknown: bool },
    /// The result is a stream or a download that cannot be read to its end.
    Unread(String),
    /// The call gave an error.
    Failed(Failed),
}

/// An error of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Failed {
    /// The name of its `ErrorKind`.
    pub(super) kind: String,
    pub(super) message: String,
    pub(super) status: Option<u16>,
    /// The declared error, as `Debug` writes it.
    pub(super) declared: Option<String>,
    /// The body of the answer, as text.
    pub(super) body: String,
}

/// What is checked of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Check {
    /// The client sends what the schema allows.
    Unsent,
    /// The server accepts what is sent.
    Rejected,
    /// The server answers.
    Unanswered,
    /// The answer is decoded into its type.
    Undecodable,
    /// No part of the answer is kept as unknown.
    Unknown,
    /// A declared error comes as its declared type.
    Undeclared,
}

impl Check {
    /// Every check, in the order of a call.
    pub(super) const ALL: [Self; 6] =
        [Self::Unsent, Self::Rejected, Self::Unanswered, Self::Undecodable, Self::Unknown, Self::Undeclared];

    /// Its name in reports, which is that in the file of false alarms.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unsent => "unsent",
            Self::Rejected => "rejected",
            Self::Unanswered => "unanswered",
            Self::Undecodable => "undecodable",
            Self::Unknown => "unknown",
            Self::Undeclared => "undeclared",
        }
    }
}

/// A call that did not go as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// `operationId`, or what stands for it.
    pub(super) operation: String,
    /// Which call of the operation.
    pub(super) call: String,
    pub(super) check: Check,
    pub(super) message: String,
}

/// Judges one call.
pub(super) fn judge(call: &Call, answer: &Answer) -> Option<Failure> {
    let (check, message) = fault(&call.expected, answer)?;
    Some(Failure { operation: call.operation.clone(), call: call.label.clone(), check, message })
}

fn fault(expected: &Expected, answer: &Answer) -> Option<(Check, String)> {
    let violations = answer.violations.as_deref().map(violations::of_header).unwrap_or_default();
    if !violations.is_empty() {
        return Some((Check::Rejected, violations.join("; ")));
    }
    match &answer.outcome {
        Outcome::Nothing => Some((Check::Unsent, "the program ended before it answered".to_owned())),
        Outcome::Unsent(message) => Some((Check::Unsent, message.clone())),
        Outcome::Unread(message) => Some((Check::Undecodable, message.clone())),
        Outcome::Read { shown, unknown } => match expected {
            Expected::Error { status, .. } => {
                Some((Check::Undeclared, format!("a result instead of status {status}: {shown}")))
            }
            Expected::Result if *unknown => Some((Check::Unknown, shown.clone())),
            Expected::Result => None,
        },
        Outcome::Failed(failed) => failed_as(expected, failed),
    }
}

fn failed_as(expected: &Expected, failed: &Failed) -> Option<(Check, String)> {
    let message = || failed.message.clone();
    let Some(status) = failed.status.filter(|_| failed.kind == "Status") else {
        let check = match failed.kind.as_str() {
            "Build" | "InvalidRequest" | "MissingCredential" | "Token" | "File" => Check::Unsent,
            "Decode" => Check::Undecodable,
            _ => Check::Unanswered,
        };
        return Some((check, message()));
    };
    match violations::of_problem(&failed.body) {
        Some(Refusal::Request(message)) => return Some((Check::Rejected, message)),
        Some(Refusal::Answer(message)) => return Some((Check::Unanswered, message)),
        None => {}
    }
    match expected {
        Expected::Result => Some((Check::Rejected, message())),
        Expected::Error { status: wanted, .. } if status != *wanted => {
            Some((Check::Undeclared, format!("status {status} instead of {wanted}")))
        }
        Expected::Error { variant, .. } => match &failed.declared {
            Some(declared) if is_variant(declared, variant) => None,
            Some(declared) => {
                Some((Check::Undeclared, format!("{} instead of {variant}", name_of(declared))))
            }
            None => Some((Check::Undeclared, message())),
        },
    }
}

/// Whether `Debug` text shows this variant.
fn is_variant(shown: &str, variant: &str) -> bool {
    name_of(shown) == variant.strip_prefix("r#").unwrap_or(variant)
}

fn name_of(shown: &str) -> &str {
    let end = shown.find(|one: char| !one.is_alphanumeric() && one != '_').unwrap_or(shown.len());
    &shown[..end]
}

#[cfg(test)]
mod tests {
    use super::{Answer, Check, Failed, Outcome, fault};
    use crate::conformance::calls::Expected;

    fn of(expected: &Expected, outcome: Outcome) -> Option<Check> {
        fault(expected, &Answer { violations: None, outcome }).map(|(check, _)| check)
    }

    fn failed(kind: &str, status: Option<u16>, declared: Option<&str>) -> Outcome {
        let declared = declared.map(str::to_owned);
        Outcome::Failed(Failed { kind: kind.to_owned(), status, declared, ..Failed::default() })
    }

    #[test]
    fn results_are_read_and_known() {
        let read = |unknown| Outcome::Read { shown: "Pet".to_owned(), unknown };
        assert_eq!(of(&Expected::Result, read(false)), None);
        assert_eq!(of(&Expected::Result, read(true)), Some(Check::Unknown));
        assert_eq!(of(&Expected::Result, Outcome::Unread(String::new())), Some(Check::Undecodable));
        assert_eq!(of(&Expected::Result, failed("Decode", Some(200), None)), Some(Check::Undecodable));
        assert_eq!(of(&Expected::Result, failed("InvalidRequest", None, None)), Some(Check::Unsent));
        assert_eq!(of(&Expected::Result, failed("Connect", None, None)), Some(Check::Unanswered));
        assert_eq!(of(&Expected::Result, failed("Status", Some(404), None)), Some(Check::Rejected));
    }

    #[test]
    fn declared_errors_come_as_their_variant() {
        let expected = Expected::Error { status: 404, variant: "NotFound".to_owned() };
        let got = |status, declared| of(&expected, failed("Status", Some(status), declared));
        assert_eq!(got(404, Some("NotFound(Problem { .. })")), None);
        assert_eq!(got(404, Some("NotFoundAtAll")), Some(Check::Undeclared));
        assert_eq!(got(404, None), Some(Check::Undeclared));
        assert_eq!(got(400, Some("NotFound")), Some(Check::Undeclared));
    }

    #[test]
    fn violations_come_first() {
        let header = r#"[{"location":["request","body"],"code":"x","message":"no"}]"#;
        let answer = Answer {
            violations: Some(header.to_owned()),
            outcome: failed("Status", Some(400), Some("BadRequest")),
        };
        let found = fault(&Expected::Result, &answer);
        assert_eq!(found, Some((Check::Rejected, "request.body: no [x]".to_owned())));
    }
}
