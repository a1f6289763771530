//! What the command line writes. Whoever reads it may stop reading: that is no error.

use std::io::{self, ErrorKind, Write as _};

use anyhow::{Context as _, Result};

/// Writes to the standard output.
pub(super) fn to_stdout(text: &str) -> Result<()> {
    unless_closed(io::stdout().lock().write_all(text.as_bytes()))
        .context("cannot write to the standard output")
}

/// Writes to the standard error.
pub(super) fn to_stderr(text: &str) -> Result<()> {
    unless_closed(io::stderr().lock().write_all(text.as_bytes()))
        .context("cannot write to the standard error")
}

fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
