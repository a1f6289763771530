//! `generator inspect`: the intermediate representation of a document.

use anyhow::Result;
use clap::Args;

use generator::files::remote::Network;

use super::{InputArguments, Outcome, ReportArguments, output, report};

/// Arguments of `inspect`.
#[derive(Args)]
pub(super) struct InspectArguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    report: ReportArguments,
}

pub(super) fn run(arguments: &InspectArguments) -> Result<Outcome> {
    let input = arguments.input.read(Network::Unrecorded)?;
    let inspected = generator::inspect(input, &arguments.report.levels());
    if let Some(dump) = inspected.dump {
        output::to_stdout(&dump)?;
    }
    report::to_stderr(&inspected.report, &arguments.report)?;
    Ok(if inspected.report.has_errors() { Outcome::Failed } else { Outcome::Done })
}
