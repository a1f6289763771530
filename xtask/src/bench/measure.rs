//! What one command costs: user CPU time, instructions where `perf` can count them, peak memory.
//!
//! Wall time is left out on purpose: it says more about the machine's other work than about the command. The
//! system keeps one account for all finished children of a process, so each command is run by a process of its
//! own: this program again, with the hidden task `measure`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

/// Arguments of the hidden task.
#[derive(Args)]
pub(crate) struct MeasureArguments {
    /// File that receives the usage as JSON.
    report: PathBuf,
    /// The command and its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<String>,
}

/// What a command used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// User CPU time of the command and all its children, in seconds.
    pub(crate) user_seconds: f64,
    /// Instructions in user mode, where they can be counted.
    pub(crate) instructions: Option<u64>,
    /// Peak resident memory of the largest process, in bytes.
    pub(crate) peak_bytes: u64,
}

impl Cost {
    /// The cost of one command and then another.
    pub(crate) fn then(self, other: Self) -> Self {
        Self {
            user_seconds: self.user_seconds + other.user_seconds,
            instructions: self.instructions.zip(other.instructions).map(|(one, two)| one + two),
            peak_bytes: self.peak_bytes.max(other.peak_bytes),
        }
    }

    /// The cheaper of two runs of the same command: what disturbs a run only ever adds to it.
    pub(crate) fn cheaper(self, other: Self) -> Self {
        if other.user_seconds < self.user_seconds { other } else { self }
    }
}

/// True when `perf stat` can count instructions on this machine.
pub(crate) fn perf_counts(scratch: &Path) -> bool {
    let output = scratch.join("perf.csv");
    let mut command = perf(&output);
    command.arg("true").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success()) && instructions(&output).is_some()
}

/// Runs cargo in a folder and returns what it used.
///
/// # Errors
///
/// Cargo cannot be started or fails; its messages are on standard error then.
pub(crate) fn cargo(folder: &Path, arguments: &[&str], scratch: &Path, count: bool) -> Result<Cost> {
    let report = scratch.join("usage.json");
    let counts = scratch.join("perf.csv");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(std::env::current_exe().context("cannot find this program")?);
    command.arg("measure").arg(&report).arg("--");
    if count {
        let perf = perf(&counts);
        command.arg(perf.get_program()).args(perf.get_args());
    }
    command.arg(cargo).args(arguments).current_dir(folder).env("CARGO_INCREMENTAL", "0");
    let status = command.status().context("cannot start this program")?;
    if !status.success() {
        bail!("cargo {} failed in {}", arguments.join(" "), folder.display());
    }
    let text = std::fs::read_to_string(&report).context("the measurement left no report")?;
    let mut cost: Cost = serde_json::from_str(&text)?;
    cost.instructions = if count { instructions(&counts) } else { None };
    Ok(cost)
}

fn perf(output: &Path) -> Command {
    let mut command = Command::new("perf");
    command.args(["stat", "-x", ",", "-e", "instructions:u", "-o"]).arg(output).arg("--");
    command
}

/// The count in a report of `perf stat -x ,`: the first column of the line that names the event.
fn instructions(report: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(report).ok()?;
    let line = text.lines().find(|line| line.contains("instructions"))?;
    line.split(',').next()?.parse().ok()
}

/// The hidden task: runs a command and writes down what it used.
///
/// # Errors
///
/// The command cannot be started, or the report cannot be written.
pub(crate) fn run(arguments: &MeasureArguments) -> Result<ExitCode> {
    let Some((program, rest)) = arguments.command.split_first() else { bail!("no command") };
    let status =
        Command::new(program).args(rest).status().with_context(|| format!("cannot run {program}"))?;
    std::fs::write(&arguments.report, serde_json::to_string(&children()?)?)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(unix)]
fn children() -> Result<Cost> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("the system keeps no account of children")?;
    // Apple's systems count in bytes, all others in kibibytes.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    let milliseconds = u32::try_from(usage.user_time().num_milliseconds()).unwrap_or(u32::MAX);
    Ok(Cost {
        user_seconds: f64::from(milliseconds) / 1000.0,
        instructions: None,
        peak_bytes: u64::try_from(usage.max_rss()).unwrap_or(0) * unit,
    })
}

#[cfg(not(unix))]
fn children() -> Result<Cost> {
    bail!("costs can only be measured on Unix")
}

#[cfg(test)]
mod tests {
    use super::{Cost, instructions};

    #[test]
    fn counts_are_read_and_what_is_not_supported_is_no_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("perf.csv");
        std::fs::write(&path, "# started on Sun\n\n1234567,,instructions:u,1000,100.00,,\n")
            .expect("written");
        assert_eq!(instructions(&path), Some(1_234_567));
        std::fs::write(&path, "<not supported>,,instructions:u,0,100.00,,\n").expect("written");
        assert_eq!(instructions(&path), None);
    }

    #[test]
    fn costs_add_up_but_memory_does_not() {
        let one = Cost { user_seconds: 1.5, instructions: Some(10), peak_bytes: 7 };
        let two = Cost { user_seconds: 0.5, instructions: Some(5), peak_bytes: 9 };
        assert_eq!(one.then(two), Cost { user_seconds: 2.0, instructions: Some(15), peak_bytes: 9 });
        assert_eq!(one.cheaper(two), two);
        assert_eq!(one.then(Cost { instructions: None, ..two }).instructions, None);
    }
}
