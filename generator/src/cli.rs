//! Arguments and what they ask for.

mod explain;
mod generate;
mod inspect;
mod lint;
mod output;
mod package_name;
mod report;
mod runtime_path;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};

use generator::Input;
use generator::config;
use generator::diagnostics::levels::{Levels, Warnings};
use generator::files::Files;
use generator::files::folder::Folder;
use generator::files::remote::{Network, Remote};
use generator::limits::{Limit, Limits};
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
    /// Report everything that is wrong with a document; write nothing.
    Lint(lint::LintArguments),
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
    /// An OpenAPI Overlay; several are applied in this order, to the document itself.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// How large the document may be, `NAME=NUMBER`; `generator explain OA0004` lists the limits. Counts before the
    /// configuration.
    #[arg(long, value_name = "NAME=NUMBER")]
    limit: Vec<Limits>,
    /// A folder above the document that holds every file it may refer to; without it, the document's own folder.
    #[arg(long, value_name = "DIR")]
    document_root: Option<PathBuf>,
    /// Fetch files of other hosts that the document refers to, and record them in `<DOCUMENT>.remote/`; what is
    /// recorded there needs no network and no option.
    #[arg(long)]
    allow_remote: bool,
}

/// How diagnostics are reported.
#[derive(Args)]
struct ReportArguments {
    /// Warnings count as errors.
    #[arg(long)]
    deny_warnings: bool,
    /// Do not show the warnings of a code.
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// The warnings of a code stay warnings, whatever the others count as.
    #[arg(long, value_name = "CODE")]
    warn: Vec<String>,
    /// The warnings of a code count as errors; of several options for one code, the strictest counts.
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// How diagnostics are written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show all diagnostics of a code, not only the first 50; other formats than `human` always have all.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: excerpts of the document.
    #[default]
    Human,
    /// For programs: one JSON object per line.
    Json,
    /// For code scanning: a SARIF 2.1.0 log.
    Sarif,
}

impl ReportArguments {
    fn levels(&self) -> Levels {
        let warnings = if self.deny_warnings { Warnings::Deny } else { Warnings::Allow };
        Levels::new(warnings, &self.allow, &self.warn, &self.deny)
    }
}

/// Runs a task. An error is wrong usage: a file cannot be read or written.
pub(crate) fn run(arguments: Arguments) -> Result<impl Into<ExitCode>> {
    match arguments.task {
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Lint(arguments) => lint::run(&arguments),
        Task::Inspect(arguments) => inspect::run(&arguments),
        Task::Explain(arguments) => explain::run(&arguments),
    }
}

impl InputArguments {
    /// Reads the texts. `recording` says whether what comes over the network may be recorded.
    fn read(&self, recording: Network) -> Result<Input> {
        let network = if self.allow_remote { recording } else { Network::Forbidden };
        let remote = Remote::of_document(&self.document, network)?;
        let folder = Folder::of_document(&self.document, self.document_root.as_deref())?;
        let config = self.config.as_deref().map(|path| text(path, Limit::FileBytes.default())).transpose()?;
        let limits = self.limit.iter().fold(Limits::default(), |earlier, later| later.over(&earlier));
        let of_config = config.clone().map(|config| config::parse(config).limits()).unwrap_or_default();
        let most = limits.over(&of_config).get(Limit::FileBytes);
        Ok(Input {
            document: text(&self.document, most)?,
            overlays: self.overlay.iter().map(|path| text(path, most)).collect::<Result<_>>()?,
            config,
            files: Files::new(folder.with_remote(remote)),
            limits,
        })
    }
}

/// Reads a file; of one that is too large, enough to tell.
fn text(path: &Path, most: usize) -> Result<SourceText> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(SourceText::new(path.display().to_string(), bytes))
}
