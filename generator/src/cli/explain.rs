//! `generator explain`: what a diagnostic means.

use anyhow::{Result, bail};
use clap::Args;

use generator::diagnostics::similar::nearest;
use generator::diagnostics::{Severity, codes};

use super::Outcome;

/// Arguments of `explain`.
#[derive(Args)]
pub(super) struct ExplainArguments {
    /// The code; all are listed without one.
    code: Option<String>,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Outcome> {
    let Some(wanted) = &arguments.code else {
        for code in codes::ALL {
            println!("{}  {}  {}", code.id, severity(code.severity), code.title);
        }
        return Ok(Outcome::Done);
    };
    let wanted = wanted.to_uppercase();
    let Some(code) = codes::find(&wanted) else {
        match nearest(&wanted, codes::ALL.iter().map(|code| code.id)) {
            Some(known) => bail!("there is no diagnostic `{wanted}`; the nearest is `{known}`"),
            None => bail!("there is no diagnostic `{wanted}`"),
        }
    };
    println!("{}: {} ({})\n\n{}", code.id, code.title, severity(code.severity).trim(), code.help);
    Ok(Outcome::Done)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error  ",
        Severity::Warning => "warning",
    }
}
