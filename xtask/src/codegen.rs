//! `cargo xtask codegen`: brings the generated crates up to date with `specs/`, or checks that they are.
//!
//! In: `specs/specs.toml` and what it names. Out: the generated files, and a report per API. Every API is worked
//! on, whatever happens to the others; warnings count as errors, because the documents are ours to mend.

mod generation;
mod surface;
#[cfg(test)]
mod tests;
mod watch;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use generator::diagnostics::levels::{Levels, Warnings};
use generator::diagnostics::render::human::Shown;
use generator::disk::{self, Comparison};
use generator::files::remote::Network;

use self::surface::{Change, Surface};
use crate::specs::{ApiEntry, Registry, folder, repository};

pub(crate) use generation::texts;
use generation::{Generation, generate};

/// Arguments of `codegen`.
#[derive(Args)]
pub(crate) struct CodegenArguments {
    /// Write nothing; fail and list every difference when the generated files are not up to date.
    #[arg(long)]
    check: bool,
    /// Stay and generate again whenever something below `specs/` is saved.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// Only the API of this name.
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Do not show the warnings of a code.
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// The warnings of a code are no errors.
    #[arg(long, value_name = "CODE")]
    warn: Vec<String>,
    /// The warnings of a code count as errors whatever the configuration says.
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// Show all diagnostics of a code, not only the first 50.
    #[arg(long)]
    all: bool,
}

impl CodegenArguments {
    /// What counts, and how much of it is shown. Warnings are errors in documents that are ours to mend.
    fn reporting(&self) -> Reporting {
        Reporting {
            levels: Levels::new(Warnings::Deny, &self.allow, &self.warn, &self.deny),
            shown: if self.all { Shown::All } else { Shown::First },
        }
    }
}

/// How diagnostics are counted and shown.
#[derive(Clone, Debug, Default)]
struct Reporting {
    levels: Levels,
    shown: Shown,
}

/// What to do about differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Mend them.
    Write,
    /// List them.
    Check,
}

/// How one API went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The generated files are up to date now.
    Good,
    /// They are not, or the document has mistakes.
    Bad,
}

/// Runs the task.
///
/// # Errors
///
/// The registry cannot be read, or does not have the API that is asked for.
pub(crate) fn run(arguments: &CodegenArguments) -> Result<ExitCode> {
    let root = repository();
    let only = arguments.api.as_deref();
    let reporting = arguments.reporting();
    if arguments.watch {
        return watch::run(&root, &mut || all(&root, only, &reporting, Mode::Write).map(drop));
    }
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    Ok(match all(&root, only, &reporting, mode)? {
        Verdict::Good => ExitCode::SUCCESS,
        Verdict::Bad => ExitCode::FAILURE,
    })
}

/// Works on every API of the registry, or on the one that is asked for.
fn all(root: &Path, only: Option<&str>, reporting: &Reporting, mode: Mode) -> Result<Verdict> {
    let registry = Registry::load(root)?;
    let apis = match only {
        Some(name) => vec![registry.api(name)?],
        None => registry.apis.iter().collect(),
    };
    let mut verdict = Verdict::Good;
    for api in apis {
        let result = one(root, api, reporting, mode);
        if let Err(error) = &result {
            eprintln!("{}: {error:#}", api.name);
        }
        if !matches!(result, Ok(Verdict::Good)) {
            verdict = Verdict::Bad;
        }
    }
    Ok(verdict)
}

fn one(root: &Path, api: &ApiEntry, reporting: &Reporting, mode: Mode) -> Result<Verdict> {
    let started = Instant::now();
    // A run that compares writes nothing, lock files neither.
    let recording = match mode {
        Mode::Write => Network::Recorded,
        Mode::Check => Network::Unrecorded,
    };
    let generation = generate(root, api, recording, reporting)?;
    let Generation { files, warnings, operations, types, paging } = generation;
    eprint!("{warnings}");
    let files = match files {
        Ok(files) => files,
        Err(problems) => {
            eprint!("{problems}");
            eprintln!(
                "{}: nothing was written; warnings count as errors for the documents in specs/",
                api.name
            );
            return Ok(Verdict::Bad);
        }
    };
    let target = folder(root).join(&api.output.folder);
    let comparison = disk::compare(&target, &files)?;
    let change = Surface::on_disk(&target, &comparison)?.change_to(&Surface::planned(&files, &comparison));
    if mode == Mode::Write {
        disk::apply(&target, &files, &comparison)?;
    }
    println!(
        "{}: {operations} operations, {types} types, {} files changed, {} unchanged, {:.2} s",
        api.name,
        comparison.len(),
        comparison.unchanged,
        started.elapsed().as_secs_f64()
    );
    if let Some(paging) = paging {
        println!("{paging}");
    }
    report_change(&change);
    if mode == Mode::Write || comparison.is_up_to_date() {
        return Ok(Verdict::Good);
    }
    list_differences(&target, root, &comparison);
    Ok(Verdict::Bad)
}

/// Says what callers of the generated crates will notice.
fn report_change(change: &Change) {
    const SHOWN: usize = 20;
    for (heading, items) in
        [("removed", &change.removed), ("changed", &change.changed), ("added", &change.added)]
    {
        for item in items.iter().take(SHOWN) {
            println!("  {heading}: {item}");
        }
        if items.len() > SHOWN {
            println!("  {heading}: and {} more", items.len() - SHOWN);
        }
    }
    if change.breaks_callers() {
        println!("  callers of what was removed or changed must be adapted");
    }
}

fn list_differences(target: &Path, root: &Path, comparison: &Comparison) {
    let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
    let target = target.strip_prefix(root).unwrap_or(&target).display();
    for (heading, names) in
        [("missing", &comparison.missing), ("changed", &comparison.changed), ("extra", &comparison.extra)]
    {
        for name in names {
            eprintln!("{heading}: {target}/{name}");
        }
    }
    eprintln!("the generated files are not up to date; run `cargo xtask codegen`");
}
