//! `cargo xtask conformance`: every operation called through the generated client, on a server that is not ours.
//!
//! In: documents. Out: for each of them a program that calls every method of the generated client, with what must be there and
//! with everything that may be there, as values and as nulls; Prism, which checks each request against the document and
//! answers with what the document allows; and a report about what was not accepted, not decoded, or not the declared error.
//! Values are made from the schemas, the same in every run.
//!
//! What fails through no fault of ours is listed in `conformance/false_alarms.toml`, with the reason. It is counted and shown.

mod caller;
mod calls;
mod choices;
mod false_alarms;
mod judge;
mod leaves;
mod patterns;
mod prism;
mod program;
mod report;
mod values;
mod violations;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use generator::files::remote::Network;
use generator::ir::Api;
use generator::pipeline::{self, Input, Layout, Options};
use generator::plan::{Packages, Plan};
use generator::source::SourceText;
use indicatif::{ProgressBar, ProgressStyle};

use self::caller::Caller;
use self::calls::{Call, Method};
use self::false_alarms::FalseAlarms;
use self::judge::{Check, Failure};
use self::prism::{Found, Prism};
use self::report::{Kind, Row};
use self::values::Source;
use crate::codegen::texts;
use crate::document::overlaid;
use crate::programs::{self, Programs, package};
use crate::specs::{Registry, folder, repository};

/// Documents that are tried where they are there: they are not ours to commit.
const BESIDE: &[&str] = &["../shared/specs/authentik-2026.8.3.yaml", "../shared/specs/openai.yaml"];

/// How many more answers the server is asked for where it cannot make one.
const MOST_ANSWERS: u32 = 8;

/// Arguments of `conformance`.
#[derive(Args)]
pub(crate) struct ConformanceArguments {
    /// Documents; those of `specs/specs.toml` and some beside the repository unless given.
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// The table by operation; the Markdown summary stands beside it. `target/conformance/report.tsv` unless given.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Command that starts Prism; a version of our own is installed by npm unless given.
    #[arg(long, value_name = "COMMAND")]
    prism: Option<String>,
    /// Only these operations, by `operationId`; false alarms that explain nothing are no errors then.
    #[arg(long = "only", value_name = "OPERATION")]
    only: Vec<String>,
    /// How many answers each call is given.
    #[arg(long, value_name = "N", default_value_t = 3)]
    seeds: u32,
}

/// A document whose program can be compiled.
struct Prepared {
    name: String,
    /// What the server reads.
    path: PathBuf,
    package: String,
    calls: Vec<Call>,
}

/// Runs the task.
///
/// # Errors
///
/// A document cannot be read or generated from, the programs cannot be compiled, or the server cannot be started.
pub(crate) fn run(arguments: &ConformanceArguments) -> Result<ExitCode> {
    let repository = repository();
    let scratch = repository.join("target/conformance");
    std::fs::create_dir_all(&scratch)?;
    let prism = match prism::find(arguments.prism.as_deref(), &scratch)? {
        Found::Prism(prism) => prism,
        Found::Missing(reason) => {
            println!("skipped: {reason}");
            return Ok(ExitCode::SUCCESS);
        }
    };
    let alarms = repository.join(false_alarms::PATH);
    let alarms =
        std::fs::read_to_string(&alarms).with_context(|| format!("cannot read {}", alarms.display()))?;
    let alarms = FalseAlarms::parse(&alarms)?;
    let report = arguments.report.clone().unwrap_or_else(|| scratch.join("report.tsv"));

    let programs = Programs::set_up(&scratch, &repository)?;
    let mut prepared = Vec::new();
    for document in documents(arguments, &repository)? {
        prepared.push(prepare(&document, &repository, &programs, arguments)?);
    }
    let packages: Vec<&str> = prepared.iter().map(|ready| ready.package.as_str()).collect();
    let failed = programs.compile(&packages, &["models", "client", "program"])?;
    let mut rows = Vec::new();
    for ready in &prepared {
        if let Some(message) = failed.get(&ready.package) {
            bail!("the crates of {} cannot be compiled: {message}", ready.name);
        }
        let log = programs.folder(&ready.package).join("prism.log");
        rows.extend(call_all(ready, &prism, &programs, &log, &alarms)?);
    }

    std::fs::write(&report, report::tsv(&rows))
        .with_context(|| format!("cannot write {}", report.display()))?;
    let mut text = report::summary(&rows, &alarms);
    let names: Vec<String> = prepared.into_iter().map(|ready| ready.name).collect();
    let used: BTreeSet<usize> = rows.iter().filter_map(|row| row.alarm).collect();
    let idle = if arguments.only.is_empty() { alarms.idle(&names, &used) } else { Vec::new() };
    for entry in &idle {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\nerror: a false alarm that explains nothing: {}", entry.line());
    }
    std::fs::write(report.with_extension("md"), &text).context("cannot write the summary")?;
    print!("{text}");
    let faulty = rows.iter().any(|row| row.failure.is_some() && row.alarm.is_none());
    Ok(if faulty || !idle.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The documents to try.
fn documents(arguments: &ConformanceArguments, repository: &Path) -> Result<Vec<PathBuf>> {
    if !arguments.documents.is_empty() {
        return Ok(arguments.documents.clone());
    }
    let registry = Registry::load(repository)?;
    let mut documents: Vec<PathBuf> =
        registry.apis.iter().map(|api| folder(repository).join(&api.document)).collect();
    for path in BESIDE {
        if repository.join(path).is_file() {
            documents.push(repository.join(path));
        } else {
            println!("skipped: {path} is not there");
        }
    }
    Ok(documents)
}

/// Generates the crates of a document and the program that calls them.
fn prepare(
    document: &Path,
    repository: &Path,
    programs: &Programs,
    arguments: &ConformanceArguments,
) -> Result<Prepared> {
    let name = document.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let package = package('p', &name, document);
    let packages =
        Packages { runtime_path: programs.runtime().display().to_string(), ..Packages::named(&package) };
    let options = Options { packages, layout: Layout::Member, ..Options::default() };
    let input = input(document, &name, repository)?;
    let path = served(document, &input, &programs.folder(&package))?;
    let (api, plan) = pipeline::plan(input.clone(), &options)
        .planned
        .with_context(|| format!("{} has errors", document.display()))?;
    let files = pipeline::generate(input.clone(), &options)
        .files
        .with_context(|| format!("{} has errors", document.display()))?;
    let home = programs.folder(&package);
    for (path, text) in files.iter() {
        programs::write(&home.join(path), text)?;
    }
    let methods = calls::methods(&api, &plan);
    write_program(&home, &package, &api, &plan, &methods)?;
    let tree = overlaid(&input.document, &input.overlays)?;
    let source = Source { api: &api, tree: &tree };
    let mut calls = calls::calls(source, &plan, &methods, arguments.seeds);
    calls.retain(|call| arguments.only.is_empty() || arguments.only.contains(&call.operation));
    write_calls(&home.join("calls.jsonl"), &calls)?;
    println!("{name}: {} operations, {} methods, {} calls", api.operations.len(), methods.len(), calls.len());
    Ok(Prepared { name, path, package, calls })
}

/// A document with the overlays and the configuration that `specs/specs.toml` gives it.
fn input(document: &Path, name: &str, repository: &Path) -> Result<Input> {
    let canonical = document.canonicalize().with_context(|| format!("cannot read {}", document.display()))?;
    let registry = Registry::load(repository)?;
    let is_this = |path: &Path| path.canonicalize().is_ok_and(|path| path == canonical);
    if let Some(api) = registry.apis.iter().find(|api| is_this(&folder(repository).join(&api.document))) {
        return texts(repository, api, Network::Forbidden);
    }
    let bytes = std::fs::read(&canonical)?;
    Ok(Input { document: SourceText::new(name.to_owned(), bytes), ..Input::default() })
}

/// What is sent, for whoever looks into a failure.
fn write_calls(path: &Path, calls: &[Call]) -> Result<()> {
    let mut text = String::new();
    for call in calls {
        let line = serde_json::json!({ "operation": call.operation, "label": call.label, "call": call });
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    }
    programs::write(path, &text)
}

/// The document as the server reads it: with the overlays, which correct it, applied.
fn served(document: &Path, input: &Input, home: &Path) -> Result<PathBuf> {
    if input.overlays.is_empty() {
        return Ok(document.to_owned());
    }
    let path = home.join("document.json");
    programs::write(&path, &serde_json::to_string(&overlaid(&input.document, &input.overlays)?)?)?;
    Ok(path)
}

fn write_program(home: &Path, package: &str, api: &Api, plan: &Plan, methods: &[Method<'_>]) -> Result<()> {
    programs::write(&home.join("program/Cargo.toml"), &program::manifest(package))?;
    programs::write(&home.join("program/src/main.rs"), program::MAIN)?;
    programs::write(&home.join("program/src/operations.rs"), &program::operations(api, plan, methods))
}

/// Makes every call of a document and judges what comes back.
fn call_all(
    ready: &Prepared,
    prism: &Prism,
    programs: &Programs,
    log: &Path,
    alarms: &FalseAlarms,
) -> Result<Vec<Row>> {
    let xtask = std::env::current_exe().context("cannot find this program")?;
    let server = prism.start(&xtask, &ready.path, log)?;
    let program = programs.executable(&format!("{}-program", ready.package));
    let mut caller = Caller::new(program, server.base());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}");
    let bar = ProgressBar::new(ready.calls.len() as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut rows = Vec::new();
    for call in &ready.calls {
        bar.set_message(call.operation.clone());
        let failure = outcome(call, &mut caller)?;
        let alarm = failure.as_ref().and_then(|failure| alarms.explain(&ready.name, failure));
        rows.push(Row {
            document: ready.name.clone(),
            operation: call.operation.clone(),
            kind: Kind::of(&call.label, &call.expected),
            failure,
            alarm,
        });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(rows)
}

/// Makes one call. Where the server cannot make an answer that satisfies the document, it is asked for others.
fn outcome(call: &Call, caller: &mut Caller) -> Result<Option<Failure>> {
    let mut failure = judge::judge(call, &caller.call(call)?);
    for time in 1..=MOST_ANSWERS {
        if failure.as_ref().is_none_or(|failure| failure.check != Check::Unanswered) {
            break;
        }
        failure = judge::judge(call, &caller.call(&call.again(time))?);
    }
    Ok(failure)
}
