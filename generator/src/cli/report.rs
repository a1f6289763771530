//! Diagnostics to the person or program that asked.

use std::io::{IsTerminal, stderr, stdout};

use anyhow::Result;

use generator::diagnostics::render::human::{self, Colour, Shown};
use generator::diagnostics::render::{json, sarif};
use generator::diagnostics::report::Report;

use super::{Format, ReportArguments, output};

/// Prints everything that was reported beside other output.
pub(super) fn to_stderr(report: &Report, arguments: &ReportArguments) -> Result<()> {
    output::to_stderr(&text(report, arguments, &stderr()))
}

/// Prints everything that was reported as what was asked for.
pub(super) fn to_stdout(report: &Report, arguments: &ReportArguments) -> Result<()> {
    output::to_stdout(&text(report, arguments, &stdout()))
}

fn text(report: &Report, arguments: &ReportArguments, stream: &impl IsTerminal) -> String {
    match arguments.format {
        Format::Human => {
            let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let colour = if stream.is_terminal() && !colourless { Colour::On } else { Colour::Off };
            human::render_some(report, colour, if arguments.all { Shown::All } else { Shown::First })
        }
        Format::Json => json::render(report),
        Format::Sarif => sarif::render(report),
    }
}
