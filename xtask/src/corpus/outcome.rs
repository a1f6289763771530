//! How generation from one document went.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::Instant;

use generator::diagnostics::{Diagnostics, Severity, codes};
use generator::load;
use generator::output::FileSet;
use generator::pipeline::{self, Generated, Input, Layout, Options, Phase};
use generator::plan::Packages;
use generator::source::{SourceText, Sources};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::documents::Document;
use super::one_line;
use super::untyped::{self, Untyped};

/// Everything that a report says about one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Its name.
    pub(super) document: String,
    /// What went wrong with the whole document: a panic's message, or the first error.
    pub(super) fault: Option<Fault>,
    /// Diagnostics by code.
    pub(super) codes: BTreeMap<String, usize>,
    /// Operations in the output.
    pub(super) operations: usize,
    /// Why operations were left out, one entry each.
    pub(super) skipped: Vec<String>,
    /// Types in the output.
    pub(super) types: usize,
    /// Where values have no type, and why.
    pub(super) untyped: Vec<Untyped>,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// Wall time of the generation.
    pub(super) seconds: f64,
    /// Wall time of each phase, in the order of the phases.
    pub(super) phases: Vec<(String, f64)>,
    /// The most memory that the process held, where the system tells.
    pub(super) peak_bytes: Option<u64>,
    /// What the compiler said, when it was asked.
    pub(super) compiled: Option<Compiled>,
}

/// Why there is no output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Fault {
    /// The generator panicked, or its process died.
    Panic(String),
    /// The generator was stopped after the time that a document has.
    Timeout,
    /// The document has errors; the first one.
    Error(String),
}

/// What the compiler said about the crates of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Compiled {
    /// Messages by level and code: `warning dead_code`, `error E0308`.
    pub(crate) messages: BTreeMap<String, usize>,
    /// The first few messages as the compiler shows them.
    pub(crate) shown: Vec<String>,
}

impl Outcome {
    /// The phase that took longest, and its seconds.
    pub(super) fn slowest_phase(&self) -> Option<(&str, f64)> {
        let slowest = self.phases.iter().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((&slowest.0, slowest.1))
    }

    /// The most memory that the process held, in millions of bytes.
    #[allow(clippy::cast_precision_loss, reason = "memory sizes are far below 2^52 bytes")]
    pub(super) fn peak_megabytes(&self) -> Option<f64> {
        self.peak_bytes.map(|bytes| bytes as f64 / 1e6)
    }

    /// True when there is no output, or output that does not compile in silence.
    pub(super) fn failed(&self) -> bool {
        self.fault.is_some() || self.compiled.as_ref().is_some_and(|compiled| !compiled.messages.is_empty())
    }
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Notes the message of a panic instead of printing it.
pub(super) fn keep_panics_quiet() {
    panic::set_hook(Box::new(|info| PANIC.with_borrow_mut(|message| *message = one_line(&info.to_string()))));
}

/// Generates from one document. With a package name, the crates are made members of a workspace.
pub(super) fn generate(
    document: &Document,
    package: Option<&str>,
    runtime: Option<&Path>,
) -> (Outcome, Option<FileSet>) {
    let mut outcome = Outcome { document: document.name.clone(), ..Outcome::default() };
    let bytes = match std::fs::read(&document.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            outcome.fault = Some(Fault::Error(format!("{}: {error}", document.path.display())));
            return (outcome, None);
        }
    };
    let text = SourceText::new(document.name.clone(), bytes);
    let files = match document.files() {
        Ok(files) => files,
        Err(error) => {
            outcome.fault = Some(Fault::Error(error.to_string()));
            return (outcome, None);
        }
    };
    let input = Input { document: text.clone(), files, ..Input::default() };
    let packages = Packages::named(package.unwrap_or("corpus"));
    let runtime_path = runtime.map_or(packages.runtime_path, |path| path.display().to_string());
    let packages = Packages { runtime_path, ..Packages::named(package.unwrap_or("corpus")) };
    let options = Options { packages, layout: Layout::Member, ..Options::default() };
    let mut entered: Vec<(Phase, Instant)> = Vec::new();
    let started = Instant::now();
    let generated = panic::catch_unwind(AssertUnwindSafe(|| {
        pipeline::generate_observed(input, &options, &mut |phase| entered.push((phase, Instant::now())))
    }));
    let ended = Instant::now();
    outcome.seconds = (ended - started).as_secs_f64();
    let ends = entered.iter().skip(1).map(|(_, start)| *start).chain([ended]);
    outcome.phases = entered
        .iter()
        .zip(ends)
        .map(|((phase, start), end)| (phase.name().to_owned(), (end - *start).as_secs_f64()))
        .collect();
    outcome.peak_bytes = peak_bytes();
    if let Ok(generated) = generated {
        describe(&mut outcome, &generated, &tree(text));
        (outcome, generated.files)
    } else {
        outcome.fault = Some(Fault::Panic(PANIC.take()));
        (outcome, None)
    }
}

/// The document as it was written, to look things up; null when it cannot be read.
fn tree(text: SourceText) -> Value {
    load::load(text, &mut Sources::default(), &mut Diagnostics::default()).1.unwrap_or_default()
}

/// The most memory that this process has held so far: `VmHWM` of Linux; other systems say nothing.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

fn describe(outcome: &mut Outcome, generated: &Generated, document: &Value) {
    for finding in generated.report.findings() {
        *outcome.codes.entry(finding.code.id.to_owned()).or_default() += 1;
        if finding.code.id == codes::UNSUPPORTED.id {
            outcome.skipped.push(one_line(&finding.message));
        }
        if finding.severity == Severity::Error && outcome.fault.is_none() {
            let at = &finding.position.pointer;
            let text = format!("{} {} at {at}", finding.code.id, finding.message);
            outcome.fault = Some(Fault::Error(one_line(&text)));
        }
    }
    outcome.operations = generated.summary.operations;
    outcome.types = generated.summary.types;
    if let Some(api) = &generated.api {
        outcome.untyped = untyped::values(api, document);
    }
    let rust = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    let files = generated.files.iter().flat_map(FileSet::iter);
    outcome.lines = files.filter(|(path, _)| rust(path)).map(|(_, text)| text.lines().count()).sum();
}

#[cfg(test)]
mod tests {
    use super::super::documents::Document;
    use super::{Fault, generate};

    fn outcome(text: &str) -> super::Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, text).expect("written");
        generate(&Document { name: "a.yaml".to_owned(), path, root: None }, None, None).0
    }

    #[test]
    fn what_is_generated_and_what_is_left_out_is_counted() {
        let outcome = outcome(
            "openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /a:
    get:
      parameters: [{name: any, in: query, schema: {}}]
      responses: {'204': {description: a}}",
        );
        assert_eq!((outcome.operations, outcome.fault), (1, None));
        let places: Vec<_> = outcome.untyped.iter().map(|untyped| untyped.place.as_str()).collect();
        assert_eq!(places, ["/paths/~1a/get/parameters/0"]);
        assert_eq!(outcome.phases.first().map(|(name, _)| name.as_str()), Some("load"));
        assert!(outcome.lines > 0);
    }

    #[test]
    fn the_first_error_is_the_fault() {
        let Some(Fault::Error(message)) = outcome("a: 1").fault else { panic!("no error") };
        assert!(message.starts_with("OA0003 "), "{message}");
    }
}
