//! What must hold of every document, however broken.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Component, Path};
use std::time::{Duration, Instant};

use generator::diagnostics::codes;
use generator::output::{FileSet, twins};
use generator::pipeline::{self, Generated, Input, Layout, OnError, Options};
use generator::plan::Packages;
use generator::source::SourceText;

use super::seeds::Text;

/// How long one small document may take, on a loaded machine and without optimisation.
const SLOW: Duration = Duration::from_secs(5);

/// What is generated from a document that keeps all promises.
pub(super) struct Output {
    /// The files.
    pub(super) files: FileSet,
    /// How many types and operations there are in them.
    pub(super) items: usize,
}

/// How mutants are generated from.
pub(super) fn options(packages: Packages, on_error: OnError) -> Options {
    Options { packages, layout: Layout::Member, on_error, ..Options::default() }
}

/// Generates from a document and looks at what comes out; `None` when it is refused with at least one error.
///
/// # Errors
///
/// The promise that was broken.
pub(super) fn check(text: &Text, options: &Options) -> Result<Option<Output>, String> {
    let document = SourceText::new(text.name, text.bytes.clone());
    let files = text.home.files().unwrap_or_default();
    let input = Input { document, files, ..Input::default() };
    let started = Instant::now();
    let generated = panic::catch_unwind(AssertUnwindSafe(|| pipeline::generate(input, options)));
    let elapsed = started.elapsed();
    let Ok(generated) = generated else { return Err(format!("panic: {}", super::worker::panic_message())) };
    if elapsed > SLOW {
        return Err(format!("slow: {:.1} s", elapsed.as_secs_f64()));
    }
    report(&generated)?;
    match generated.files {
        Some(files) => {
            inside(&files)?;
            parses(&files)?;
            let items = generated.summary.types + generated.summary.operations;
            Ok(Some(Output { files, items }))
        }
        None if generated.report.has_errors() => Ok(None),
        None => Err("silent: no output and no error".to_owned()),
    }
}

fn report(generated: &Generated) -> Result<(), String> {
    for finding in generated.report.findings() {
        if finding.code.id == codes::BUG.id {
            return Err(format!("bug: {}", finding.message));
        }
        if finding.message.trim().is_empty() || finding.position.start.line == 0 {
            return Err(format!("message: {} has no text or no place", finding.code.id));
        }
    }
    Ok(())
}

/// Every path stays below the folder, also where `\` parts folders and case does not count.
fn inside(files: &FileSet) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for (path, _) in files.iter() {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let portable = path.chars().all(|one| one.is_ascii_alphanumeric() || "_-./".contains(one));
        let empty = path.split('/').any(|part| part.is_empty() || part.ends_with('.'));
        if !plain || !portable || empty || path.len() > 200 {
            return Err(format!("outside: {path:?}"));
        }
        if !seen.insert(path.to_lowercase()) {
            return Err(format!("twins: {path:?}"));
        }
    }
    Ok(())
}

/// What is written is Rust and TOML, and no name is defined twice.
fn parses(files: &FileSet) -> Result<(), String> {
    let is_manifest = |path: &str| Path::new(path).extension().is_some_and(|end| end == "toml");
    for (path, text) in files.iter().filter(|(path, _)| is_manifest(path)) {
        toml::from_str::<toml::Table>(text).map_err(|error| format!("manifest: {path}: {error}"))?;
    }
    let twins = twins::find(files).map_err(|error| format!("syntax: {error}"))?;
    twins.first().map_or(Ok(()), |twin| Err(format!("named twice: {twin}")))
}
