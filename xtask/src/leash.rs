//! A command that ends with the process that started it, however that ends.
//!
//! In: a command. Out: the command, run by this program again, with the hidden task `leash`, which ends it when its own
//! standard input does. The system closes that with the process at the other end, also where it is killed and can clear up
//! nothing. Only the command itself is ended, not what it has started.

use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;

/// How often it is looked whether the command has ended by itself.
const PAUSE: Duration = Duration::from_millis(100);

/// Arguments of the hidden task.
#[derive(Args)]
pub(crate) struct LeashArguments {
    /// The command and its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<String>,
}

/// A command on the leash of `xtask`, which is this program. Its standard input is a pipe; the command ends when the writing
/// end is dropped.
pub(crate) fn command(xtask: &Path, program: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(xtask);
    command.args(["leash", "--"]).arg(program).args(arguments).stdin(Stdio::piped());
    command
}

/// The hidden task: runs a command until it ends or standard input does.
///
/// # Errors
///
/// The command cannot be started, or not be waited for.
pub(crate) fn run(arguments: &LeashArguments) -> Result<ExitCode> {
    let Some((program, rest)) = arguments.command.split_first() else { bail!("no command") };
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let status = end(&mut child, &watched())?;
    let code = status.and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Hangs up when standard input ends.
fn watched() -> Receiver<()> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        // What is written to it, and an error, say no more than that it goes on, or has ended.
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        drop(sender);
    });
    receiver
}

/// Waits for the end of a process, or ends it.
fn end(child: &mut Child, input: &Receiver<()>) -> Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if input.recv_timeout(PAUSE) == Err(RecvTimeoutError::Disconnected) {
            // It may have ended in this moment.
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
    }
}
