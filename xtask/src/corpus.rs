//! `cargo xtask corpus`: generates from many documents and says how each went; compiles and tests what came out when asked.
//!
//! In: a folder, an archive or a list of documents. Out: one TSV row per document and a summary in Markdown. Each
//! document has a process of its own: a panic, an overflow or a lack of memory belongs to it, never to the run. What
//! the same build of the generator did before is kept, so that an interrupted run goes on where it stopped.

pub(crate) mod check;
pub(crate) mod documents;
mod outcome;
mod summary;
mod table;
mod untyped;
pub(crate) mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use anyhow::{Context as _, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use self::check::Workspace;
use self::documents::Document;
use self::table::Table;
use self::worker::Destination;
use crate::specs::repository;

/// Arguments of `corpus`.
#[derive(Args)]
pub(crate) struct CorpusArguments {
    /// Folder of documents, tar archive of one, or text file with one path per line.
    source: PathBuf,
    /// Folder that the paths of a list begin in; the folder of the list unless given.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Compile the output of the first N documents, or of `all`.
    #[arg(long, value_name = "all|N", value_parser = checked)]
    check: Option<usize>,
    /// Use clippy with its default lints instead of `cargo check`.
    #[arg(long, requires = "check")]
    clippy: bool,
    /// Run the tests of what was compiled, the examples in its documentation among them.
    #[arg(long, requires = "check")]
    test: bool,
    /// How many documents are generated from at the same time.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..))]
    jobs: u8,
    /// The TSV; the Markdown summary stands beside it. `target/corpus/report.tsv` unless given.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

fn checked(text: &str) -> Result<usize, std::num::ParseIntError> {
    if text == "all" { Ok(usize::MAX) } else { text.parse() }
}

/// Runs the task.
///
/// # Errors
///
/// The documents cannot be found, or a report cannot be written.
pub(crate) fn run(arguments: &CorpusArguments) -> Result<ExitCode> {
    let scratch = repository().join("target/corpus");
    std::fs::create_dir_all(&scratch)?;
    let documents = documents::find(&arguments.source, arguments.root.as_deref(), &scratch)?;
    let report = arguments.report.clone().unwrap_or_else(|| scratch.join("report.tsv"));
    let mut table = Table::open(&report)?;
    let compiled = arguments.check.unwrap_or(0).min(documents.len());
    let workspace = match compiled {
        0 => None,
        _ => Some(Workspace::set_up(&scratch, &repository(), table.build())?),
    };
    let open: Vec<(usize, &Document)> = documents
        .iter()
        .enumerate()
        .filter(|(index, document)| {
            let written = *index >= compiled
                || workspace.as_ref().is_some_and(|found| found.has(&package(*index, &document.path)));
            !(written && table.has(&document.name))
        })
        .collect();
    generate(&open, arguments.jobs.into(), compiled, workspace.as_ref(), &mut table)?;
    table.save()?;
    if let Some(workspace) = &workspace {
        let tool = if arguments.clippy { "clippy" } else { "check" };
        let packages = documents.iter().take(compiled).enumerate();
        let members =
            packages.map(|(index, document)| (package(index, &document.path), document.name.clone()));
        let generated = |name: &str| table.of(&[name]).iter().any(|outcome| outcome.fault.is_none());
        let members = members.filter(|(_, document)| generated(document)).collect();
        let mut compiled = workspace.compile(tool, &members)?;
        if arguments.test {
            let log = report.with_extension("log");
            for document in workspace.test(&members, &log)? {
                let said = compiled.entry(document).or_default();
                *said.messages.entry("error test".to_owned()).or_default() += 1;
                said.shown.push(format!("its tests fail; see {}\n", log.display()));
            }
        }
        for (name, messages) in compiled {
            table.compiled(&name, messages);
        }
        table.save()?;
    }
    let names: Vec<&str> = documents.iter().map(|document| document.name.as_str()).collect();
    let text = summary::render(&table.of(&names));
    std::fs::write(report.with_extension("md"), &text).context("cannot write the summary")?;
    print!("{text}");
    let failed = table.of(&names).iter().any(|outcome| outcome.failed());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Generates from all open documents and notes each outcome as it comes.
fn generate(
    open: &[(usize, &Document)],
    jobs: usize,
    compiled: usize,
    workspace: Option<&Workspace>,
    table: &mut Table,
) -> Result<()> {
    let bar = bar(open.len());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let work = || {
        let sender = sender.clone();
        while let Some((index, document)) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
            let package = package(*index, &document.path);
            let folder = workspace.map(|workspace| workspace.folder(&package));
            let destination = workspace.zip(folder.as_deref()).filter(|_| *index < compiled);
            let destination = destination.map(|(workspace, folder)| Destination {
                package: &package,
                runtime: workspace.runtime(),
                folder,
            });
            if sender.send(worker::generate(document, destination)).is_err() {
                break;
            }
        }
    };
    let written = std::thread::scope(|scope| -> Result<()> {
        for _ in 0..jobs {
            scope.spawn(work);
        }
        for _ in open {
            let Ok(outcome) = receiver.recv() else { break };
            let outcome = outcome?;
            bar.set_message(outcome.document.clone());
            bar.inc(1);
            table.add(outcome)?;
        }
        Ok(())
    });
    bar.finish_and_clear();
    written
}

/// A bar that shows how far the run is and when it will be done.
fn bar(length: usize) -> ProgressBar {
    ProgressBar::new(length as u64).with_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    )
}

/// A package name of its own for each document, which begins with a letter.
fn package(index: usize, path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().to_lowercase());
    let word: String = stem.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    format!("c{index:04}-{}", word.trim_matches('-'))
}

/// Writes a field of a table so that it stays one field.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|one: char| one.is_control()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{checked, one_line, package};

    #[test]
    fn packages_are_named_for_place_and_file() {
        assert_eq!(package(7, Path::new("a/Azure_Net-1.JSON")), "c0007-azure-net-1");
        assert_eq!(package(12, Path::new("ünï.yaml")), "c0012-n");
    }

    #[test]
    fn all_means_every_document() {
        assert_eq!(checked("all"), Ok(usize::MAX));
        assert_eq!(checked("60"), Ok(60));
        assert!(checked("some").is_err());
    }

    #[test]
    fn fields_stay_on_one_line() {
        assert_eq!(one_line("a\tb\nc"), "a b c");
    }
}
