//! What became of all instances: a TSV of everything that did not pass, and a summary.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::instances::{Case, Direction, Missing};
use crate::corpus::one_line;

/// How many examples of a class of faults the summary shows.
const SHOWN: usize = 5;

/// What became of one instance, or of a whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    document: String,
    /// Empty for a whole document.
    schema: String,
    direction: Option<Direction>,
    number: String,
    pub(super) outcome: Outcome,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Decoded, encoded to the same value and valid.
    Passed,
    /// What is wrong.
    Failed(String),
    /// Why it was not tried or does not count.
    Skipped(String),
}

impl Row {
    /// A document from which no program could be made.
    pub(super) fn of_document(document: &str, fault: String) -> Self {
        Self {
            document: document.to_owned(),
            schema: String::new(),
            direction: None,
            number: String::new(),
            outcome: Outcome::Failed(fault),
        }
    }

    /// An instance that was tried.
    pub(super) fn of_case(document: &str, case: &Case, outcome: Outcome) -> Self {
        Self {
            document: document.to_owned(),
            schema: case.schema.clone(),
            direction: Some(case.direction),
            number: case.number.clone(),
            outcome,
        }
    }

    /// An instance that the script did not make.
    pub(super) fn not_made(document: &str, missing: Missing) -> Self {
        Self {
            document: document.to_owned(),
            schema: missing.schema,
            direction: Some(missing.direction),
            number: missing.number,
            outcome: Outcome::Skipped(format!("no instance: {}", missing.reason)),
        }
    }
}

/// One line per instance that did not pass.
pub(super) fn tsv(rows: &[Row]) -> String {
    let mut text = "document\tschema\tdirection\tinstance\toutcome\twhat\n".to_owned();
    for row in rows {
        let (outcome, what) = match &row.outcome {
            Outcome::Passed => continue,
            Outcome::Failed(what) => ("failed", what),
            Outcome::Skipped(what) => ("skipped", what),
        };
        let direction = row.direction.map_or("", Direction::name);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}\t{}\t{direction}\t{}\t{outcome}\t{}",
            row.document,
            one_line(&row.schema),
            row.number,
            one_line(what)
        );
    }
    text
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Skipped(_) => self.skipped += 1,
        }
    }
}

/// Figures, faults and skips by class, then by document and by schema what did not pass.
pub(super) fn summary(rows: &[Row]) -> String {
    let mut total = Counts::default();
    let mut documents: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut schemas: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
    for row in rows {
        total.add(&row.outcome);
        documents.entry(&row.document).or_default().add(&row.outcome);
        schemas.entry((&row.document, &row.schema)).or_default().add(&row.outcome);
    }
    let all = total.passed + total.failed + total.skipped;
    let mut text = format!(
        "# Round trip\n\n- documents: {}\n- schemas: {}\n- instances: {all}\n- passed: {}\n- failed: {}\n- skipped: {} ({}.{:02} %)\n",
        documents.len(),
        schemas.len(),
        total.passed,
        total.failed,
        total.skipped,
        total.skipped * 100 / all.max(1),
        total.skipped * 10_000 / all.max(1) % 100,
    );
    classes(
        "Failed",
        rows,
        |outcome| if let Outcome::Failed(what) = outcome { Some(what) } else { None },
        &mut text,
    );
    classes(
        "Skipped",
        rows,
        |outcome| if let Outcome::Skipped(what) = outcome { Some(what) } else { None },
        &mut text,
    );
    text.push_str("\n## Documents\n\n| document | passed | failed | skipped |\n|---|---|---|---|\n");
    for (document, counts) in &documents {
        let Counts { passed, failed, skipped } = counts;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {document} | {passed} | {failed} | {skipped} |");
    }
    text.push_str("\n## Schemas that did not pass\n\n| document | schema | passed | failed | skipped |\n|---|---|---|---|---|\n");
    for ((document, schema), Counts { passed, failed, skipped }) in &schemas {
        if failed + skipped > 0 {
            let _ = writeln!(text, "| {document} | {schema} | {passed} | {failed} | {skipped} |");
        }
    }
    text
}

fn classes(title: &str, rows: &[Row], what: impl Fn(&Outcome) -> Option<&String>, text: &mut String) {
    let mut classes: BTreeMap<String, Vec<(&Row, &str)>> = BTreeMap::new();
    for row in rows {
        if let Some(what) = what(&row.outcome) {
            classes.entry(class(what)).or_default().push((row, what));
        }
    }
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n## {title}\n");
    for (class, rows) in classes {
        let _ = writeln!(text, "- {} × {class}", rows.len());
        for (row, what) in rows.iter().take(SHOWN) {
            let direction = row.direction.map_or("", Direction::name);
            let _ = writeln!(
                text,
                "  - {} `{}` {direction} {}: {}",
                row.document,
                row.schema,
                row.number,
                one_line(what)
            );
        }
    }
}

/// The kind of a fault: its message without quoted parts, places and numbers.
fn class(what: &str) -> String {
    let mut class = String::new();
    let mut quote = None;
    for character in one_line(what).chars() {
        match quote {
            Some(end) if character == end => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '`') => {
                quote = Some(character);
                class.push('_');
            }
            None if character.is_ascii_digit() => {
                if !class.ends_with('0') {
                    class.push('0');
                }
            }
            None => class.push(character),
        }
    }
    // The place of a difference is not its kind.
    let words = class.split(' ').map(|word| if word.starts_with('/') { "/…:" } else { word });
    words.take(12).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Row, class, summary, tsv};

    fn rows() -> Vec<Row> {
        let row = |schema: &str, outcome| Row {
            document: "a.json".to_owned(),
            schema: schema.to_owned(),
            direction: Some(super::Direction::Read),
            number: "0/1".to_owned(),
            outcome,
        };
        vec![
            row("Pet", Outcome::Passed),
            row("Pet", Outcome::Failed("changed: /a: 1\tbecame 2".to_owned())),
            row("Tag", Outcome::Skipped("no instance: too deep".to_owned())),
        ]
    }

    #[test]
    fn the_table_lists_what_did_not_pass() {
        let text = tsv(&rows());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "a.json\tPet\tread\t0/1\tfailed\tchanged: /a: 1 became 2");
        assert_eq!(lines[2], "a.json\tTag\tread\t0/1\tskipped\tno instance: too deep");
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn the_summary_counts() {
        let text = summary(&rows());
        assert!(text.contains("- passed: 1\n- failed: 1\n- skipped: 1 (33.33 %)\n"), "{text}");
        assert!(text.contains("| a.json | Pet | 1 | 1 | 0 |\n"), "{text}");
    }

    #[test]
    fn faults_are_classed_without_names_places_and_numbers() {
        assert_eq!(class("changed: /a/0/b: \"x\" became 12"), "changed: /…: _ became 0");
        assert_eq!(class("missing field `a` at line 3 column 12"), "missing field _ at line 0 column 0");
    }
}
