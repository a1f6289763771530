//! What calls cost through the generated client, against the same calls written by hand with reqwest and derived serde.
//!
//! In: the crates of the stage API. Out: a table. A program that makes the calls both ways is built beside the crates and
//! started twice: as the server, and to measure its own CPU time. See `calls/program` for what it does.

mod bodies;
mod program;
mod rounds;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use self::rounds::{Round, render};
use super::laboratory::Generated;
use crate::programs::write;

/// The table for the calls of the stage API.
///
/// # Errors
///
/// The program does not compile, or a call fails.
pub(super) fn measure(root: &Path, generated: &Generated, rounds: u32) -> Result<String> {
    let scratch = root.join("target/bench");
    let folder = scratch.join("calls");
    let bodies = folder.join("bodies");
    for (path, text) in generated.files.iter().chain(program::FILES) {
        write(&folder.join(path), text)?;
    }
    for (name, text) in bodies::all(&generated.files)? {
        write(&bodies.join(name), &text)?;
    }
    // The versions of dependencies are those of this repository.
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let program = build(&folder, &scratch.join("target"))?;
    let rounds = rounds.to_string();
    let server = Server::start(&program, &bodies)?;
    let mut measured = ask(Command::new(&program).arg("calls").arg(&bodies).args([&server.origin, &rounds]))?;
    drop(server);
    measured.extend(ask(Command::new(&program).arg("decoding").arg(&bodies).arg(&rounds))?);
    Ok(render(&measured))
}

/// Builds the program in release mode and says where it is.
fn build(folder: &Path, target: &Path) -> Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--release", "--package", program::PACKAGE, "--target-dir"]);
    if !command.arg(target).current_dir(folder).status().context("cannot start cargo")?.success() {
        bail!("cargo cannot compile {}", folder.display());
    }
    Ok(target.join("release").join(format!("{}{}", program::PACKAGE, std::env::consts::EXE_SUFFIX)))
}

/// What the program measures.
fn ask(command: &mut Command) -> Result<Vec<Round>> {
    let output = command.stderr(Stdio::inherit()).output().context("cannot start the program")?;
    if !output.status.success() {
        bail!("the program that measures has failed");
    }
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}

/// The server, in a process of its own.
struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start(program: &Path, bodies: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("serve").arg(bodies).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let mut origin = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut origin)?;
        }
        Ok(Self { child, origin: origin.trim_end().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input ends the server.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
