//! A batch of mutants in a process of its own.
//!
//! The worker writes the number of the mutant before it starts on it. When it dies or stands still, the run notes
//! that mutant and goes on with the next one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::Args;
use generator::pipeline::{OnError, Options};
use generator::plan::Packages;
use serde::{Deserialize, Serialize};

use super::promises;
use super::seeds::{Mutant, Seeds};
use super::shrink;

/// How long a worker may stand still.
const STILL: Duration = Duration::from_secs(30);

/// Arguments of the hidden task.
#[derive(Args)]
pub(crate) struct BatchArguments {
    /// Number of the first mutant.
    #[arg(long)]
    first: u64,
    /// Number after the last one.
    #[arg(long)]
    end: u64,
    /// Which mutants are made.
    #[arg(long)]
    seed: u64,
    /// File for the number of the mutant in work.
    #[arg(long)]
    progress: PathBuf,
    /// Folder for mutants that break a promise.
    #[arg(long)]
    faults: PathBuf,
    /// More documents to start from.
    from: Vec<PathBuf>,
}

/// What came of some mutants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tally {
    /// How many there were.
    pub(super) tried: u64,
    /// How many have output.
    pub(super) accepted: u64,
    /// Kinds of broken promises, with the first message and the number of mutants.
    pub(super) faults: BTreeMap<String, (String, u64)>,
}

impl Tally {
    /// Takes in what came of others.
    pub(super) fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.accepted += other.accepted;
        for (kind, (message, count)) in other.faults {
            self.faults.entry(kind).or_insert((message, 0)).1 += count;
        }
    }

    fn fault(&mut self, message: &str) -> bool {
        let entry = self.faults.entry(shrink::kind(message)).or_insert_with(|| (message.to_owned(), 0));
        entry.1 += 1;
        entry.1 == 1
    }

    /// A paragraph for people.
    pub(super) fn show(&self, elapsed: Duration) -> String {
        let Self { tried, accepted, faults } = self;
        let refused = tried - accepted;
        let mut text = format!(
            "{tried} mutants in {:.0} s: {accepted} with output, {refused} refused, {} kinds of faults\n",
            elapsed.as_secs_f64(),
            faults.len()
        );
        for (message, count) in faults.values() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "- {count} times: {message}");
        }
        text
    }
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The message of the last panic of this thread.
pub(super) fn panic_message() -> String {
    PANIC.take()
}

/// The hidden task: tries a batch, prints the tally as one line of JSON.
///
/// # Errors
///
/// A file cannot be read or written.
pub(crate) fn run(arguments: &BatchArguments) -> Result<ExitCode> {
    std::panic::set_hook(Box::new(|info| {
        PANIC.with_borrow_mut(|message| *message = info.to_string().replace('\n', " "));
    }));
    let seeds = Seeds::read(&arguments.from)?;
    // As deep a stack as the main thread of the command line has.
    let tally = std::thread::scope(|scope| {
        let work = || batch(&seeds, arguments);
        let thread = std::thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, work)?;
        thread.join().map_err(|_| anyhow::anyhow!("the thread has died"))?
    })?;
    println!("{}", serde_json::to_string(&tally)?);
    Ok(ExitCode::SUCCESS)
}

fn batch(seeds: &Seeds, arguments: &BatchArguments) -> Result<Tally> {
    let mut tally = Tally::default();
    for number in arguments.first..arguments.end {
        std::fs::write(&arguments.progress, number.to_string())?;
        let mutant = seeds.mutant(number, arguments.seed);
        tally.tried += 1;
        match promises::check(&mutant.text, &options("fuzz", number)) {
            Ok(Some(_)) => tally.accepted += 1,
            Ok(None) => {}
            Err(message) => {
                let message = format!("{message} (mutant {number})");
                if tally.fault(&message) {
                    keep(&arguments.faults, arguments.seed, number, mutant, &message)?;
                }
            }
        }
    }
    Ok(tally)
}

/// Every other mutant is generated from in spite of errors: what is left out must not break the rest.
pub(super) fn options(package: &str, number: u64) -> Options {
    let on_error = if number.is_multiple_of(2) { OnError::Stop } else { OnError::KeepGoing };
    promises::options(Packages::named(package), on_error)
}

/// Writes a mutant that breaks a promise, made small, and why.
fn keep(folder: &Path, seed: u64, number: u64, mutant: Mutant, message: &str) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mutant = match mutant.tree {
        Some(tree) => {
            let home = mutant.text.home;
            let tree = shrink::shrink(tree, &home, message, &options("fuzz", number));
            Mutant::of_tree(tree, home)
        }
        None => mutant,
    };
    let (_, ending) = mutant.text.name.rsplit_once('.').unwrap_or_default();
    std::fs::write(folder.join(format!("{seed}-{number}.{ending}")), &mutant.text.bytes)?;
    std::fs::write(folder.join(format!("{seed}-{number}.txt")), format!("{message}\n"))?;
    Ok(())
}

/// How a batch ended.
pub(super) struct Ended {
    /// What came of it.
    pub(super) tally: Tally,
}

impl Ended {
    /// Runs a batch in processes of its own, one more after each that died, until it is done or time is up.
    ///
    /// # Errors
    ///
    /// A process cannot be started.
    pub(super) fn of(
        batch: Range<u64>,
        seed: u64,
        from: &[PathBuf],
        folder: &Path,
        job: u8,
        deadline: Option<Instant>,
    ) -> Result<Self> {
        let progress = folder.join(format!("progress-{job}"));
        let mut tally = Tally::default();
        let mut first = batch.start;
        while first < batch.end && deadline.is_none_or(|deadline| Instant::now() < deadline) {
            let mut command = Command::new(std::env::current_exe().context("cannot find this program")?);
            command.args(["fuzz-batch", "--first", &first.to_string(), "--end", &batch.end.to_string()]);
            command.args(["--seed", &seed.to_string()]).arg("--progress").arg(&progress);
            command.arg("--faults").arg(folder.join("faults")).args(from);
            std::fs::write(&progress, first.to_string())?;
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
            let ended = wait(&mut child, &progress)?;
            let output = child.wait_with_output()?;
            if let (true, Ok(done)) = (ended, serde_json::from_slice(&output.stdout)) {
                tally.add(done);
                break;
            }
            let at: u64 = std::fs::read_to_string(&progress)?.parse().unwrap_or(first);
            let how = if ended { "the process died" } else { "the process stood still" };
            tally.tried += at + 1 - first;
            tally.fault(&format!("{how}: mutant {at}"));
            let mutant = Seeds::read(from)?.mutant(at, seed);
            let (faults, text) = (folder.join("faults"), mutant.text);
            std::fs::create_dir_all(&faults)?;
            std::fs::write(faults.join(format!("{seed}-{at}-{}", text.name)), text.bytes)?;
            first = at + 1;
        }
        Ok(Self { tally })
    }
}

/// Waits for the end of a worker; false when it stood still and was stopped.
fn wait(child: &mut std::process::Child, progress: &Path) -> Result<bool> {
    let mut last = (String::new(), Instant::now());
    loop {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        let now = std::fs::read_to_string(progress).unwrap_or_default();
        if now != last.0 {
            last = (now, Instant::now());
        } else if last.1.elapsed() > STILL {
            child.kill()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
