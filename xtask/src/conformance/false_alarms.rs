//! Failures that are the server's fault, one by one and with the reason.
//!
//! In: `false_alarms.toml`. An entry names documents, operations, a check and texts of the message. Out: for a failure the entry
//! that explains it, and the entries that explain nothing any more, which are errors themselves.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::judge::{Check, Failure};

/// The file.
pub(super) const PATH: &str = "xtask/src/conformance/false_alarms.toml";

/// All entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FalseAlarms {
    #[serde(default, rename = "false-alarm")]
    entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// File names of the documents that show it.
    documents: Vec<String>,
    /// `operationId`s, with `*` for any text.
    #[serde(default = "any")]
    operations: Vec<String>,
    /// Which check fails.
    check: Check,
    /// Texts that must all be part of the message.
    #[serde(default)]
    message: Vec<String>,
    /// Why it is none of ours.
    pub(super) reason: String,
}

fn any() -> Vec<String> {
    vec!["*".to_owned()]
}

impl FalseAlarms {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// It is not a list of entries.
    pub(super) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).with_context(|| format!("{PATH} is not a list of false alarms"))
    }

    /// The entry that explains a failure, by its position.
    pub(super) fn explain(&self, document: &str, failure: &Failure) -> Option<usize> {
        self.entries.iter().position(|entry| entry.explains(document, failure))
    }

    /// An entry.
    pub(super) fn entry(&self, position: usize) -> &Entry {
        &self.entries[position]
    }

    /// Entries that explained nothing, though all of their documents were tried.
    pub(super) fn idle(&self, documents: &[String], used: &BTreeSet<usize>) -> Vec<&Entry> {
        let tried = |entry: &Entry| entry.documents.iter().all(|name| documents.contains(name));
        let entries = self.entries.iter().enumerate();
        entries.filter(|(at, entry)| !used.contains(at) && tried(entry)).map(|(_, entry)| entry).collect()
    }
}

impl Entry {
    fn explains(&self, document: &str, failure: &Failure) -> bool {
        self.documents.iter().any(|name| name == document)
            && self.operations.iter().any(|pattern| fits(pattern, &failure.operation))
            && self.check == failure.check
            && self.message.iter().all(|text| failure.message.contains(text))
    }

    /// One line about it.
    pub(super) fn line(&self) -> String {
        let check = self.check.name();
        format!("{check} in {}: {} ({})", self.documents.join(", "), self.reason, self.operations.join(", "))
    }
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((begin, rest)) => text.strip_prefix(begin).is_some_and(|text| {
            (0..=text.len()).any(|at| text.get(at..).is_some_and(|text| fits(rest, text)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::judge::{Check, Failure};
    use super::{FalseAlarms, fits};

    const TEXT: &str = r#"
[[false-alarm]]
documents = ["a.yaml"]
operations = ["create_*"]
check = "rejected"
message = ["nullable", "request.body"]
reason = "null beside a reference"

[[false-alarm]]
documents = ["a.yaml", "b.yaml"]
check = "undecodable"
reason = "its own example is wrong"
"#;

    fn failure(operation: &str, check: Check, message: &str) -> Failure {
        Failure { operation: operation.to_owned(), check, message: message.to_owned(), call: String::new() }
    }

    #[test]
    fn an_entry_explains_what_fits_all_of_it() {
        let alarms = FalseAlarms::parse(TEXT).expect("entries");
        let message = "request.body.x: not nullable";
        assert_eq!(alarms.explain("a.yaml", &failure("create_x", Check::Rejected, message)), Some(0));
        assert_eq!(alarms.explain("b.yaml", &failure("create_x", Check::Rejected, message)), None);
        assert_eq!(alarms.explain("a.yaml", &failure("delete_x", Check::Rejected, message)), None);
        assert_eq!(alarms.explain("a.yaml", &failure("create_x", Check::Rejected, "request.body")), None);
        assert_eq!(alarms.explain("b.yaml", &failure("x", Check::Undecodable, "")), Some(1));
    }

    #[test]
    fn entries_that_explain_nothing_are_told_once_their_documents_were_tried() {
        let alarms = FalseAlarms::parse(TEXT).expect("entries");
        let idle = |documents: &[&str], used: &[usize]| {
            let documents: Vec<String> = documents.iter().map(|name| (*name).to_owned()).collect();
            alarms.idle(&documents, &used.iter().copied().collect::<BTreeSet<_>>()).len()
        };
        assert_eq!(idle(&["a.yaml"], &[]), 1);
        assert_eq!(idle(&["a.yaml", "b.yaml"], &[]), 2);
        assert_eq!(idle(&["a.yaml", "b.yaml"], &[0, 1]), 0);
    }

    #[test]
    fn the_committed_file_can_be_read() {
        assert!(FalseAlarms::parse(include_str!("false_alarms.toml")).is_ok());
    }

    #[test]
    fn stars_stand_for_any_text() {
        assert!(fits("*", "") && fits("a*c", "abbc") && fits("a*", "a") && fits("*b*", "abc"));
        assert!(!fits("a*c", "abb") && !fits("a", "ab"));
    }
}
