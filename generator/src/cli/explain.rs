//! `generator explain`: what a diagnostic means.

use anyhow::{Result, bail};
use clap::Args;

use generator::diagnostics::similar::nearest;
use generator::diagnostics::{Severity, codes, explain};

use super::{Outcome, output};

/// Arguments of `explain`.
#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The code; all are listed without one.
    code: Option<String>,
    /// Print the pages of all codes as one document.
    #[arg(long, conflicts_with = "code")]
    all: bool,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Outcome> {
    if arguments.all {
        output::to_stdout(&explain::reference())?;
        return Ok(Outcome::Done);
    }
    let Some(wanted) = &arguments.code else {
        let lines = explain::sorted().into_iter();
        let lines = lines.map(|code| format!("{}  {}  {}\n", code.id, severity(code.severity), code.title));
        output::to_stdout(&lines.collect::<String>())?;
        return Ok(Outcome::Done);
    };
    let wanted = wanted.to_uppercase();
    let Some(code) = codes::find(&wanted) else {
        match nearest(&wanted, codes::ALL.iter().map(|code| code.id)) {
            Some(known) => bail!("there is no diagnostic `{wanted}`; the nearest is `{known}`"),
            None => bail!("there is no diagnostic `{wanted}`"),
        }
    };
    output::to_stdout(&explain::page(code))?;
    Ok(Outcome::Done)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error  ",
        Severity::Warning => "warning",
    }
}
