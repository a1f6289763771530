//! The command line: reads the files that the user names, runs the library, writes or compares the result.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line reports to the person who runs it"
)]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

use cli::Arguments;

/// Exit codes: 0 done, 1 errors in the document, 2 wrong usage.
fn main() -> ExitCode {
    match cli::run(Arguments::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
