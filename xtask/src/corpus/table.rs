//! The outcomes of all documents, kept on disk as they come.
//!
//! A TSV for people and spreadsheets, and beside it one JSON object per line from which an interrupted run goes
//! on: its first line names the build of the generator that wrote it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::one_line;
use super::outcome::{Compiled, Fault, Outcome};
use crate::provenance::sha256;

/// Outcomes by document.
pub(super) struct Table {
    rows: BTreeMap<String, Outcome>,
    journal: std::fs::File,
    build: String,
    report: PathBuf,
}

impl Table {
    /// Takes up what the same build wrote before.
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub(super) fn open(report: &Path) -> Result<Self> {
        let program = std::env::current_exe().context("cannot find this program")?;
        let build = sha256(&std::fs::read(program)?);
        let path = report.with_extension("jsonl");
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        let mut lines = known.lines();
        let same = lines.next() == Some(build.as_str());
        // A line that an interruption cut off is not read.
        let rows = lines.take_while(|_| same).filter_map(|line| serde_json::from_str::<Outcome>(line).ok());
        let rows = rows.map(|outcome| (outcome.document.clone(), outcome)).collect();
        let mut journal = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        if !same {
            journal.set_len(0)?;
            writeln!(journal, "{build}")?;
        }
        Ok(Self { rows, journal, build, report: report.to_owned() })
    }

    /// What names the build of the generator.
    pub(super) fn build(&self) -> &str {
        &self.build
    }

    /// True when a document need not be done again.
    pub(super) fn has(&self, document: &str) -> bool {
        self.rows.contains_key(document)
    }

    /// Notes an outcome.
    pub(super) fn add(&mut self, outcome: Outcome) -> Result<()> {
        writeln!(self.journal, "{}", serde_json::to_string(&outcome)?)?;
        self.rows.insert(outcome.document.clone(), outcome);
        Ok(())
    }

    /// Notes what the compiler said about a document.
    pub(super) fn compiled(&mut self, document: &str, compiled: Compiled) {
        if let Some(outcome) = self.rows.get_mut(document) {
            outcome.compiled = Some(compiled);
        }
    }

    /// The outcomes of these documents.
    pub(super) fn of(&self, documents: &[&str]) -> Vec<&Outcome> {
        documents.iter().filter_map(|document| self.rows.get(*document)).collect()
    }

    /// Writes the TSV, and beside it `….untyped.tsv` with every value that has no type.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(super) fn save(&self) -> Result<()> {
        for (path, text) in [
            (self.report.clone(), tsv(self.rows.values())),
            (self.report.with_extension("untyped.tsv"), untyped(self.rows.values())),
        ] {
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }
}

fn tsv<'a>(rows: impl Iterator<Item = &'a Outcome>) -> String {
    let mut text = "document\toutcome\tdiagnostics\toperations\tskipped\ttypes\tuntyped\tlines\tseconds\tphase\tpeak MB\tcompiler\treasons\n"
        .to_owned();
    for row in rows {
        let outcome = match &row.fault {
            None => "generated",
            Some(Fault::Error(_)) => "error",
            Some(Fault::Panic(_)) => "panic",
            Some(Fault::Timeout) => "timeout",
        };
        let reasons: Vec<&str> = match &row.fault {
            Some(Fault::Error(message) | Fault::Panic(message)) => vec![message],
            Some(Fault::Timeout) => Vec::new(),
            None => row.skipped.iter().map(String::as_str).collect(),
        };
        let compiler = match &row.compiled {
            None => String::new(),
            Some(compiled) if compiled.messages.is_empty() => "silent".to_owned(),
            Some(compiled) => counts(&compiled.messages),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}\t{outcome}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.3}\t{}\t{}\t{compiler}\t{}",
            row.document,
            counts(&row.codes),
            row.operations,
            row.skipped.len(),
            row.types,
            row.untyped.len(),
            row.lines,
            row.seconds,
            row.slowest_phase().map_or_else(String::new, |(name, _)| name.to_owned()),
            row.peak_megabytes().map_or_else(String::new, |peak| format!("{peak:.0}")),
            reasons.join("; "),
        );
    }
    text
}

fn untyped<'a>(rows: impl Iterator<Item = &'a Outcome>) -> String {
    let mut text = "document\tplace\tbecause of\n".to_owned();
    for row in rows {
        for value in &row.untyped {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}\t{}\t{}", row.document, one_line(&value.place), value.why);
        }
    }
    text
}

/// `OA0314 2, OA0401 1`.
pub(super) fn counts(counts: &BTreeMap<String, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::outcome::{Fault, Outcome};
    use super::tsv;

    #[test]
    fn a_row_has_as_many_fields_as_the_head() {
        let fine = Outcome {
            document: "a.json".to_owned(),
            operations: 3,
            seconds: 0.25,
            phases: vec![("load".to_owned(), 0.05), ("emit".to_owned(), 0.2)],
            peak_bytes: Some(12_400_000),
            skipped: vec!["GET /a uses XML".to_owned()],
            codes: [("OA0401".to_owned(), 1)].into(),
            ..Outcome::default()
        };
        let bad = Outcome { fault: Some(Fault::Panic("boom".to_owned())), ..Outcome::default() };
        let text = tsv([&fine, &bad].into_iter());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1],
            "a.json\tgenerated\tOA0401 1\t3\t1\t0\t0\t0\t0.250\temit\t12\t\tGET /a uses XML"
        );
        assert!(lines.iter().all(|line| line.split('\t').count() == 13));
    }
}
