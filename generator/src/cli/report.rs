//! Diagnostics to standard error.

use std::io::{IsTerminal as _, stderr};

use generator::diagnostics::render::human::{self, Colour};
use generator::diagnostics::render::json;
use generator::diagnostics::report::Report;

use super::Format;

/// Prints everything that was reported.
pub(super) fn print(report: &Report, format: Format) {
    let text = match format {
        Format::Human => {
            let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let colour = if stderr().is_terminal() && !colourless { Colour::On } else { Colour::Off };
            human::render(report, colour)
        }
        Format::Json => json::render(report),
    };
    eprint!("{text}");
}
