//! What came of all calls: a table by operation, and a summary for people.
//!
//! In: every call of every document, with its failure and the false alarm that explains it. Out: TSV and Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::calls::Expected;
use super::false_alarms::FalseAlarms;
use super::judge::{Check, Failure};
use crate::corpus::one_line;

/// How much of a message is shown.
const SHOWN: usize = 300;

/// One call of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) document: String,
    pub(super) operation: String,
    pub(super) kind: Kind,
    pub(super) failure: Option<Failure>,
    /// The false alarm that explains the failure.
    pub(super) alarm: Option<usize>,
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// What must be there.
    Minimal,
    /// Everything that may be there.
    Maximal,
    /// Everything that may be there, as nulls where it may be null.
    Nulls,
    /// A declared error.
    Error,
}

impl Kind {
    /// The kind of a call.
    pub(super) fn of(label: &str, expected: &Expected) -> Self {
        match expected {
            Expected::Error { .. } => Self::Error,
            Expected::Result if label.contains("minimal") => Self::Minimal,
            Expected::Result if label.contains(", nulls") => Self::Nulls,
            Expected::Result => Self::Maximal,
        }
    }
}

/// The calls of one operation, or of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    calls: usize,
    by_kind: BTreeMap<Kind, (usize, usize)>,
    faults: BTreeMap<Check, usize>,
    alarms: usize,
}

impl Tally {
    fn add(&mut self, row: &Row) {
        self.calls += 1;
        let (passed, all) = self.by_kind.entry(row.kind).or_default();
        *all += 1;
        match (&row.failure, row.alarm) {
            (None, _) => *passed += 1,
            (Some(_), Some(_)) => self.alarms += 1,
            (Some(failure), None) => *self.faults.entry(failure.check).or_default() += 1,
        }
    }

    /// `passed/all` calls of a kind.
    fn share(&self, kind: Kind) -> String {
        let (passed, all) = self.by_kind.get(&kind).copied().unwrap_or_default();
        format!("{passed}/{all}")
    }

    fn has_passed(&self, kind: Kind) -> bool {
        self.by_kind.get(&kind).is_some_and(|(passed, all)| passed == all)
    }

    fn faults(&self, check: Check) -> usize {
        self.faults.get(&check).copied().unwrap_or(0)
    }
}

/// The table: one line per operation.
pub(super) fn tsv(rows: &[Row]) -> String {
    let mut text = String::from("document\toperation\tcalls\tminimal\tmaximal\tnulls\terrors");
    for check in Check::ALL {
        // Writing to a string cannot fail.
        let _ = write!(text, "\t{}", check.name());
    }
    text.push_str("\tfalse alarms\tfirst failure\n");
    for ((document, operation), tally) in by_operation(rows) {
        let shares = [Kind::Minimal, Kind::Maximal, Kind::Nulls, Kind::Error];
        let shares = shares.map(|kind| tally.share(kind)).join("\t");
        let _ = write!(text, "{document}\t{operation}\t{}\t{shares}", tally.calls);
        for check in Check::ALL {
            let _ = write!(text, "\t{}", tally.faults(check));
        }
        let mut own = rows.iter().filter(|row| row.document == document && row.operation == operation);
        let first = own.find_map(|row| row.failure.as_ref()).map_or_else(String::new, line);
        let _ = writeln!(text, "\t{}\t{first}", tally.alarms);
    }
    text
}

/// The summary: counts by document, every failure, every false alarm.
pub(super) fn summary(rows: &[Row], alarms: &FalseAlarms) -> String {
    let mut text = String::from(
        "# Conformance\n\n| document | operations | minimal | maximal | nulls | calls | declared errors |",
    );
    for check in Check::ALL {
        let _ = write!(text, " {} |", check.name());
    }
    text.push_str(" false alarms |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    let mut documents: Vec<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    documents.dedup();
    let operations = by_operation(rows);
    for document in documents {
        let own: Vec<&Tally> =
            operations.iter().filter(|((name, _), _)| *name == document).map(|(_, tally)| tally).collect();
        let mut whole = Tally::default();
        rows.iter().filter(|row| row.document == document).for_each(|row| whole.add(row));
        let passed = |kind| own.iter().filter(|tally| tally.has_passed(kind)).count();
        let _ = write!(
            text,
            "| {document} | {count} | {}/{count} | {}/{count} | {} | {} | {} |",
            passed(Kind::Minimal),
            passed(Kind::Maximal),
            whole.share(Kind::Nulls),
            whole.calls,
            whole.share(Kind::Error),
            count = own.len(),
        );
        for check in Check::ALL {
            let _ = write!(text, " {} |", whole.faults(check));
        }
        let _ = writeln!(text, " {} |", whole.alarms);
    }
    text.push_str(&failures(rows));
    text.push_str(&explained(rows, alarms));
    text
}

/// The first failure of each operation by each check: what fails once fails for every seed.
fn failures(rows: &[Row]) -> String {
    let mut groups: BTreeMap<(&str, &str, Check), (usize, String)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.alarm.is_none()) {
        let Some(failure) = &row.failure else { continue };
        let key = (row.document.as_str(), row.operation.as_str(), failure.check);
        groups.entry(key).or_insert_with(|| (0, line(failure))).0 += 1;
    }
    if groups.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n## Failures\n\n");
    for ((document, _, _), (count, line)) in groups {
        let _ = writeln!(text, "- {document}: {count} × {line}");
    }
    text
}

fn explained(rows: &[Row], alarms: &FalseAlarms) -> String {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for alarm in rows.iter().filter_map(|row| row.alarm) {
        *counts.entry(alarm).or_default() += 1;
    }
    if counts.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n## False alarms\n\n");
    for (alarm, count) in counts {
        let _ = writeln!(text, "- {count} × {}", alarms.entry(alarm).line());
    }
    text
}

fn by_operation(rows: &[Row]) -> BTreeMap<(&str, &str), Tally> {
    let mut tallies: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for row in rows {
        tallies.entry((&row.document, &row.operation)).or_default().add(row);
    }
    tallies
}

fn line(failure: &Failure) -> String {
    let message = one_line(&failure.message);
    let message = match message.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    };
    format!("{} ({}) {}: {message}", failure.operation, failure.call, failure.check.name())
}

#[cfg(test)]
mod tests {
    use super::super::false_alarms::FalseAlarms;
    use super::super::judge::{Check, Failure};
    use super::{Kind, Row, summary, tsv};

    fn rows() -> Vec<Row> {
        let row = |operation: &str, kind, failure: Option<(Check, &str)>, alarm| Row {
            document: "a.yaml".to_owned(),
            operation: operation.to_owned(),
            kind,
            failure: failure.map(|(check, message)| Failure {
                operation: operation.to_owned(),
                call: "minimal, seed=s1".to_owned(),
                check,
                message: message.to_owned(),
            }),
            alarm,
        };
        vec![
            row("add", Kind::Minimal, None, None),
            row("add", Kind::Maximal, Some((Check::Rejected, "no\tname")), None),
            row("add", Kind::Nulls, None, None),
            row("add", Kind::Error, None, None),
            row("list", Kind::Minimal, Some((Check::Undecodable, "x")), Some(0)),
        ]
    }

    #[test]
    fn every_operation_has_a_line() {
        let table = tsv(&rows());
        let lines: Vec<&str> = table.lines().collect();
        let add = "a.yaml\tadd\t4\t1/1\t0/1\t1/1\t1/1\t0\t1\t0\t0\t0\t0\t0\tadd (minimal, seed=s1) rejected: no name";
        assert_eq!(lines[1], add);
        assert!(
            lines[2].starts_with("a.yaml\tlist\t1\t0/1\t0/0\t0/0\t0/0\t0\t0\t0\t0\t0\t0\t1\t"),
            "{}",
            lines[2]
        );
    }

    #[test]
    fn the_summary_tells_failures_from_false_alarms() {
        let entry =
            "[[false-alarm]]\ndocuments = [\"a.yaml\"]\ncheck = \"undecodable\"\nreason = \"its own fault\"";
        let text = summary(&rows(), &FalseAlarms::parse(entry).expect("an entry"));
        assert!(
            text.contains("| a.yaml | 2 | 1/2 | 0/2 | 1/1 | 5 | 1/1 | 0 | 1 | 0 | 0 | 0 | 0 | 1 |\n"),
            "{text}"
        );
        assert!(text.contains("\n- a.yaml: 1 × add (minimal, seed=s1) rejected: no name\n"), "{text}");
        assert!(text.contains("\n- 1 × undecodable in a.yaml: its own fault (*)\n"), "{text}");
    }
}
