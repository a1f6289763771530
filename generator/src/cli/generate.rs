//! `generator generate`: the crates of a document, written to a folder or compared with it.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;

use generator::disk::{self, Comparison};
use generator::files::remote::Network;
use generator::ir::Extent;
use generator::plan::Packages;
use generator::{Layout, OnError, Options};

use super::{Format, InputArguments, Outcome, ReportArguments, output, package_name, report, runtime_path};

/// Arguments of `generate`.
#[derive(Args)]
pub(super) struct GenerateArguments {
    #[command(flatten)]
    input: InputArguments,
    /// The folder that holds the crates; files that the generator did not write are left alone.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Begins the names of the packages; the document's file name unless given.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A runtime crate that is there already; without it the output carries its own.
    #[arg(long, value_name = "PATH")]
    runtime: Option<PathBuf>,
    /// Write nothing; fail and list every difference when the folder is not up to date.
    #[arg(long)]
    check: bool,
    /// Leave out what an error concerns and write the rest; the exit code still tells of the errors.
    #[arg(long)]
    keep_going: bool,
    /// Generate every component schema, as something that is sent and as something that is received, also
    /// where no operation uses it.
    #[arg(long)]
    all_types: bool,
    #[command(flatten)]
    report: ReportArguments,
}

pub(super) fn run(arguments: &GenerateArguments) -> Result<Outcome> {
    let started = Instant::now();
    let name = package_name::package_name(arguments.name.as_deref(), &arguments.input.document)?;
    let mut packages = Packages::named(&name);
    if let Some(runtime) = &arguments.runtime {
        packages.runtime_path = runtime_path::runtime_path(runtime, &arguments.out)?;
    }
    let options = Options {
        packages,
        layout: if arguments.runtime.is_some() { Layout::WithRuntime } else { Layout::SelfContained },
        levels: arguments.report.levels(),
        on_error: if arguments.keep_going { OnError::KeepGoing } else { OnError::Stop },
        extent: if arguments.all_types { Extent::Components } else { Extent::Operations },
    };
    let recording = if arguments.check { Network::Unrecorded } else { Network::Recorded };
    let generated = generator::generate(arguments.input.read(recording)?, &options);
    report::to_stderr(&generated.report, &arguments.report)?;
    let Some(files) = generated.files else {
        // Every line of JSON is a report.
        if arguments.report.format == Format::Human {
            output::to_stderr("nothing was written\n")?;
        }
        return Ok(Outcome::Failed);
    };
    let of_document = if generated.report.has_errors() { Outcome::Failed } else { Outcome::Done };
    let comparison = disk::compare(&arguments.out, &files)?;
    if arguments.check {
        if comparison.is_up_to_date() {
            return Ok(of_document);
        }
        let told = "the generated files are not up to date; run";
        output::to_stdout(&format!("{}{told} `{}`\n", listed(&comparison), mending_command()))?;
        return Ok(Outcome::Failed);
    }
    disk::apply(&arguments.out, &files, &comparison)?;
    output::to_stdout(&format!(
        "{name}: {} operations, {} types, {} files changed, {} unchanged, {:.2} s\n",
        generated.summary.operations,
        generated.summary.types,
        comparison.len(),
        comparison.unchanged,
        started.elapsed().as_secs_f64()
    ))?;
    if let Some(line) = generated.summary.paging_line() {
        output::to_stdout(&format!(
            "{line}
"
        ))?;
    }
    Ok(of_document)
}

/// Every difference on a line of its own.
fn listed(comparison: &Comparison) -> String {
    let Comparison { missing, changed, extra, .. } = comparison;
    let kinds = [("missing", missing), ("changed", changed), ("extra", extra)].into_iter();
    kinds.flat_map(|(heading, names)| names.iter().map(move |name| format!("{heading}: {name}\n"))).collect()
}

/// The command that was given, so that it writes.
fn mending_command() -> String {
    let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    let arguments = arguments.filter(|argument| argument != "--check").map(|argument| {
        if argument.contains(char::is_whitespace) { format!("\"{argument}\"") } else { argument }
    });
    std::iter::once("generator".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ")
}
