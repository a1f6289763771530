//! One document in a process of its own.
//!
//! A process can be stopped when it takes too long, tells its own peak memory, and when it dies, by whatever cause,
//! the run goes on. The hidden task `corpus-document` is what runs there; [`generate`] is the side that waits for it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use wait_timeout::ChildExt as _;

use super::documents::Document;
use super::outcome::{self, Fault, Outcome};

/// How long a document may take.
const LIMIT: Duration = Duration::from_secs(120);

/// Arguments of the hidden task.
#[derive(Args)]
pub(crate) struct DocumentArguments {
    /// The document.
    path: PathBuf,
    /// Its name in reports.
    name: String,
    /// The folder that holds what it refers to.
    #[arg(long)]
    root: Option<PathBuf>,
    /// Package name; with it, the crates are written.
    #[arg(long, requires_all = ["runtime", "into"])]
    package: Option<String>,
    /// Folder of the runtime.
    #[arg(long)]
    runtime: Option<PathBuf>,
    /// Folder to write the crates to.
    #[arg(long)]
    into: Option<PathBuf>,
}

/// Where the crates of a document go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Destination<'a> {
    /// Package name.
    pub(super) package: &'a str,
    /// Folder of the runtime.
    pub(super) runtime: &'a Path,
    /// Folder of the crates.
    pub(super) folder: &'a Path,
}

/// The hidden task: generates, writes the files when asked, prints the outcome as one line of JSON.
///
/// # Errors
///
/// The files cannot be written.
pub(crate) fn run(arguments: &DocumentArguments) -> Result<ExitCode> {
    outcome::keep_panics_quiet();
    let DocumentArguments { name, path, root, .. } = arguments;
    let document = Document { name: name.clone(), path: path.clone(), root: root.clone() };
    // As deep a stack as the main thread of the command line has.
    let (outcome, files) = std::thread::scope(|scope| {
        let work =
            || outcome::generate(&document, arguments.package.as_deref(), arguments.runtime.as_deref());
        let thread = std::thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, work)?;
        thread.join().map_err(|_| anyhow::anyhow!("the thread has died"))
    })?;
    if let (Some(folder), Some(files)) = (&arguments.into, files) {
        let comparison = generator::disk::compare(folder, &files)?;
        generator::disk::apply(folder, &files, &comparison)?;
    }
    println!("{}", serde_json::to_string(&outcome)?);
    Ok(ExitCode::SUCCESS)
}

/// Generates from a document in a process of its own.
///
/// # Errors
///
/// The process cannot be started.
pub(super) fn generate(document: &Document, destination: Option<Destination<'_>>) -> Result<Outcome> {
    let mut command = Command::new(std::env::current_exe().context("cannot find this program")?);
    command.arg("corpus-document").arg(&document.path).arg(&document.name);
    if let Some(root) = &document.root {
        command.arg("--root").arg(root);
    }
    if let Some(Destination { package, runtime, folder }) = destination {
        command.args(["--package", package]).arg("--runtime").arg(runtime).arg("--into").arg(folder);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    let (ended, said, complaint) = std::thread::scope(|scope| {
        let said = scope.spawn(move || text(stdout.as_mut()));
        let complaint = scope.spawn(move || text(stderr.as_mut()));
        let ended = wait(&mut child);
        (ended, said.join().unwrap_or_default(), complaint.join().unwrap_or_default())
    });
    let fault = match (ended?, serde_json::from_str(&said)) {
        (Some(true), Ok(outcome)) => return Ok(outcome),
        (None, _) => Fault::Timeout,
        (Some(_), _) => Fault::Panic(super::one_line(complaint.trim())),
    };
    Ok(Outcome { document: document.name.clone(), fault: Some(fault), ..Outcome::default() })
}

/// Waits for the end; `None` when the time was up. True when it ended well.
fn wait(child: &mut Child) -> std::io::Result<Option<bool>> {
    let status = child.wait_timeout(LIMIT)?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(status.map(|status| status.success()))
}

fn text(stream: Option<&mut impl std::io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What came before a broken pipe is all there is to show.
        let _ = stream.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
