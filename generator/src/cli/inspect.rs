//! `generator inspect`: the intermediate representation of a document.

use anyhow::Result;
use clap::Args;

use generator::files::remote::Network;

use super::{InputArguments, Outcome, ReportArguments, report};

/// Arguments of `inspect`.
#[derive(Args)]
pub(super) struct InspectArguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    report: ReportArguments,
}

pub(super) fn run(arguments: &InspectArguments) -> Result<Outcome> {
    let inspected =
        generator::inspect(arguments.input.read(Network::Unrecorded)?, arguments.report.warnings());
    if let Some(dump) = inspected.dump {
        print!("{dump}");
    }
    report::print(&inspected.report, arguments.report.format);
    Ok(if inspected.report.has_errors() { Outcome::Failed } else { Outcome::Done })
}
