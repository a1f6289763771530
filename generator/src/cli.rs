//! Arguments and what they ask for.

mod explain;
mod generate;
mod inspect;
mod package_name;
mod report;
mod runtime_path;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};

use generator::Input;
use generator::diagnostics::levels::Warnings;
use generator::source::SourceText;

/// Reads an OpenAPI document and writes a Rust model crate and a Rust client crate.
#[derive(Parser)]
#[command(name = "generator", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the crates of a document.
    Generate(generate::GenerateArguments),
    /// Print what the generator understood of a document.
    Inspect(inspect::InspectArguments),
    /// Explain a diagnostic, for example `OA0101`.
    Explain(explain::ExplainArguments),
}

/// How a task ended, apart from wrong usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// The document has errors, or `--check` found differences.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Failed => Self::FAILURE,
        }
    }
}

/// The texts of an API.
#[derive(Args)]
struct InputArguments {
    /// The OpenAPI document: YAML or JSON.
    document: PathBuf,
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An OpenAPI Overlay; several are applied in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
}

/// How diagnostics are reported.
#[derive(Args)]
struct ReportArguments {
    /// Warnings count as errors.
    #[arg(long)]
    deny_warnings: bool,
    /// How diagnostics are written to standard error.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: excerpts of the document.
    #[default]
    Human,
    /// For programs: one JSON object per line.
    Json,
}

impl ReportArguments {
    fn warnings(&self) -> Warnings {
        if self.deny_warnings { Warnings::Deny } else { Warnings::Allow }
    }
}

/// Runs a task. An error is wrong usage: a file cannot be read or written.
pub(crate) fn run(arguments: Arguments) -> Result<impl Into<ExitCode>> {
    match arguments.task {
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Inspect(arguments) => inspect::run(&arguments),
        Task::Explain(arguments) => explain::run(&arguments),
    }
}

impl InputArguments {
    fn read(&self) -> Result<Input> {
        Ok(Input {
            document: text(&self.document)?,
            overlays: self.overlay.iter().map(|path| text(path)).collect::<Result<_>>()?,
            config: self.config.as_deref().map(text).transpose()?,
        })
    }
}

fn text(path: &Path) -> Result<SourceText> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(SourceText::new(path.display().to_string(), bytes))
}
