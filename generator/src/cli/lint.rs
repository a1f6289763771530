//! `generator lint`: everything that is wrong with a document, and nothing else.

use anyhow::Result;
use clap::Args;

use generator::files::remote::Network;

use super::{Format, InputArguments, Outcome, ReportArguments, output, report};

/// Arguments of `lint`.
#[derive(Args)]
pub(super) struct LintArguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    report: ReportArguments,
}

pub(super) fn run(arguments: &LintArguments) -> Result<Outcome> {
    let input = arguments.input.read(Network::Unrecorded)?;
    let report = generator::lint(input, &arguments.report.levels());
    report::to_stdout(&report, &arguments.report)?;
    if report.findings().is_empty() && arguments.report.format == Format::Human {
        output::to_stdout(&format!("{}: nothing to report\n", arguments.input.document.display()))?;
    }
    Ok(if report.has_errors() { Outcome::Failed } else { Outcome::Done })
}
