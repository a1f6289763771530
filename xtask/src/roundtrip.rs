//! `cargo xtask roundtrip`: instances of every component schema through the generated types and back.
//!
//! In: documents, and a script that makes instances of their schemas, which an independent validator has checked.
//! Out: for each instance whether it is decoded, encoded to the same JSON value and found valid by `validate()`; a
//! TSV with everything that is not, and a summary in Markdown. An encoded value that equals the instance
//! satisfies the schema because the instance does, so nothing is validated twice.
//!
//! All documents are compiled by one run of cargo, each as its models and a program that knows its types by name.

mod compare;
mod instances;
mod program;
mod report;
mod skips;
mod types;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use generator::ir::Extent;
use generator::pipeline::{self, Input, Layout, Options};
use generator::plan::Packages;
use generator::source::SourceText;
use indicatif::{ProgressBar, ProgressStyle};

use self::instances::{Case, Script};
use self::program::Answer;
use self::report::{Outcome, Row};
use self::skips::Skips;
use self::types::Types;
use crate::corpus::documents::{self, Document};
use crate::corpus::one_line;
use crate::programs::{Programs, package};
use crate::specs::repository;

/// Arguments of `roundtrip`.
#[derive(Args)]
pub(crate) struct RoundtripArguments {
    /// Document, folder of documents, tar archive of one, or text file with one path per line.
    source: PathBuf,
    /// Folder that the paths of a list begin in; the folder of the list unless given.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Script that makes instances: `SCRIPT DOCUMENT OUT -n COUNT --direction read|write --seed SEED`.
    #[arg(long, value_name = "FILE")]
    instances: PathBuf,
    /// Program that runs the script.
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    interpreter: String,
    /// Seeds of the script, one run for each.
    #[arg(long, value_name = "SEED,…", value_delimiter = ',', default_value = "0")]
    seeds: Vec<u64>,
    /// How many instances of a schema one seed gives, at least.
    #[arg(long, value_name = "N", default_value_t = 8)]
    count: u32,
    /// How many seconds the script may take for a document in one direction and for one seed. Where that is not enough, it makes instances
    /// schema by schema, a tenth of the time for each; what is not made then is listed.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    patience: u64,
    /// The TSV; the Markdown summary stands beside it. `target/roundtrip/report.tsv` unless given.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Rules for instances that are no fair test; `xtask/roundtrip-skips.toml` unless given.
    #[arg(long, value_name = "FILE")]
    skips: Option<PathBuf>,
}

/// A document that is ready to be compiled.
struct Prepared<'a> {
    document: &'a Document,
    package: String,
    types: Types,
    cases: Vec<Case>,
}

/// Runs the task.
///
/// # Errors
///
/// A document cannot be read, the script cannot be run, or the programs cannot be compiled.
pub(crate) fn run(arguments: &RoundtripArguments) -> Result<ExitCode> {
    let repository = repository();
    let scratch = repository.join("target/roundtrip");
    std::fs::create_dir_all(&scratch)?;
    let documents = documents::find(&arguments.source, arguments.root.as_deref(), &scratch)?;
    let skips = arguments.skips.clone().unwrap_or_else(|| repository.join("xtask/roundtrip-skips.toml"));
    let skips = Skips::load(&skips)?;
    let report = arguments.report.clone().unwrap_or_else(|| scratch.join("report.tsv"));
    let script = Script {
        path: &arguments.instances,
        interpreter: &arguments.interpreter,
        seeds: &arguments.seeds,
        count: arguments.count,
        patience: Duration::from_secs(arguments.patience),
        folder: &scratch.join("instances"),
    };
    let workspace = Programs::set_up(&scratch, &repository)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut prepared = Vec::new();
    let bar = progress(documents.len());
    for document in &documents {
        bar.set_message(document.name.clone());
        match prepare(document, &script, &workspace) {
            Ok((ready, missing)) => {
                rows.extend(missing);
                prepared.push(ready);
            }
            Err(error) => rows.push(Row::of_document(&document.name, one_line(&format!("{error:#}")))),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let packages: Vec<&str> = prepared.iter().map(|ready| ready.package.as_str()).collect();
    let failed = workspace.compile(&packages, &["models", "program"])?;
    let bar = progress(prepared.len());
    for ready in &prepared {
        bar.set_message(ready.document.name.clone());
        if let Some(message) = failed.get(&ready.package) {
            rows.push(Row::of_document(&ready.document.name, one_line(message)));
        } else {
            rows.extend(travel(ready, &workspace, &skips)?);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    std::fs::write(&report, report::tsv(&rows))
        .with_context(|| format!("cannot write {}", report.display()))?;
    let text = report::summary(&rows);
    std::fs::write(report.with_extension("md"), &text).context("cannot write the summary")?;
    print!("{text}");
    let faulty = rows.iter().any(|row| matches!(row.outcome, Outcome::Failed(_)));
    Ok(if faulty { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn progress(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}");
    ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Generates the models of a document and makes its instances. Also returned: what could not be made.
fn prepare<'a>(
    document: &'a Document,
    script: &Script<'_>,
    workspace: &Programs,
) -> Result<(Prepared<'a>, Vec<Row>)> {
    let bytes =
        std::fs::read(&document.path).with_context(|| format!("cannot read {}", document.path.display()))?;
    let package = package('r', &document.name, &document.path);
    let (types, files) = generate(document, &bytes, &package, workspace.runtime())?;
    let made = script.make(&document.path, &bytes, &types.schemas())?;
    let rows = made.missing.into_iter().map(|missing| Row::not_made(&document.name, missing)).collect();
    program::write(workspace, &package, &files, &types)?;
    Ok((Prepared { document, package, types, cases: made.cases }, rows))
}

fn generate(
    document: &Document,
    bytes: &[u8],
    package: &str,
    runtime: &Path,
) -> Result<(Types, generator::output::FileSet)> {
    let text = SourceText::new(document.name.clone(), bytes.to_vec());
    let input = Input { document: text, files: document.files()?, ..Input::default() };
    let packages = Packages { runtime_path: runtime.display().to_string(), ..Packages::named(package) };
    let options =
        Options { packages, layout: Layout::Member, extent: Extent::Components, ..Options::default() };
    let planned = pipeline::plan(input.clone(), &options).planned.context("the document has errors")?;
    let files = pipeline::generate(input, &options).files.context("the document has errors")?;
    Ok((Types::of(&planned.0, &planned.1), files))
}

/// Sends the instances of one document through its program and judges what comes back.
fn travel(ready: &Prepared<'_>, workspace: &Programs, skips: &Skips) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut sent = Vec::new();
    for case in &ready.cases {
        if let Some(ident) = ready.types.ident(&case.schema, case.direction) {
            sent.push((ident, case));
        } else {
            let outcome = Outcome::Failed("no type".to_owned());
            rows.push(Row::of_case(&ready.document.name, case, outcome));
        }
    }
    let questions = sent.iter().map(|(ident, case)| (*ident, case.path.as_path()));
    let answers = program::run(workspace, &ready.package, questions)?;
    for ((_, case), answer) in sent.iter().zip(&answers) {
        let instance = std::fs::read_to_string(&case.path)?;
        let outcome = match judge(&instance, answer) {
            Ok(()) => Outcome::Passed,
            Err(fault) => match skips.reason(&fault, &instance) {
                Some(reason) => Outcome::Skipped(format!("{reason}: {fault}")),
                None => Outcome::Failed(fault),
            },
        };
        rows.push(Row::of_case(&ready.document.name, case, outcome));
    }
    Ok(rows)
}

/// What is wrong with an answer.
fn judge(instance: &str, answer: &Answer) -> Result<(), String> {
    match answer {
        Answer::Nothing => Err("the program ended before it answered".to_owned()),
        Answer::Undecoded(message) => Err(format!("not decoded: {message}")),
        Answer::Unencoded(message) => Err(format!("not encoded: {message}")),
        Answer::Encoded { text, invalid } => {
            let read = |text: &str| serde_json::from_str(text).map_err(|error| format!("not JSON: {error}"));
            if let Some(difference) = compare::difference(&read(instance)?, &read(text)?) {
                return Err(format!("changed: {difference}"));
            }
            match invalid {
                Some(message) => Err(format!("refused by validate(): {message}")),
                None => Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use super::program::Answer;

    #[test]
    fn an_answer_is_right_when_it_is_the_same_and_valid() {
        let encoded = |text: &str, invalid: Option<&str>| Answer::Encoded {
            text: text.to_owned(),
            invalid: invalid.map(str::to_owned),
        };
        assert_eq!(judge("{\"a\": 1.0}", &encoded("{\"a\":1}", None)), Ok(()));
        assert_eq!(judge("[1]", &encoded("[2]", None)), Err("changed: /0: 1 became 2".to_owned()));
        let refused = judge("1", &encoded("1", Some("too small")));
        assert_eq!(refused, Err("refused by validate(): too small".to_owned()));
        assert!(judge("1", &Answer::Undecoded("x".to_owned())).is_err());
        assert!(judge("1", &Answer::Nothing).is_err());
    }
}
