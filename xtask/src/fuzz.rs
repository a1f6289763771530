//! `cargo xtask fuzz`: breaks real documents in ways that people and attackers do, and checks what the generator makes
//! of them.
//!
//! In: documents, a seed and a count or a time. Out: a count of what was tried; every mutant that breaks a promise is
//! written to `target/fuzz`, as small as it could be made. The same seed tries the same mutants in the same order, so
//! that a number names a mutant. Workers are processes: one that hangs or dies costs one mutant, not the run.

mod mutate;
mod odd;
mod promises;
mod sample;
mod seeds;
mod shrink;
pub(crate) mod worker;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use self::worker::{Ended, Tally};
use crate::specs::repository;

/// Mutants that a worker is given at a time.
const BATCH: u64 = 5_000;

/// Arguments of `fuzz`.
#[derive(Args)]
pub(crate) struct FuzzArguments {
    /// Stop after this time.
    #[arg(long, value_name = "N", conflicts_with = "count")]
    seconds: Option<u64>,
    /// Stop after this many mutants.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: u64,
    /// Which mutants are made.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// More documents to start from: files, or folders of them. The fixtures and the committed documents are always used.
    #[arg(long = "from", value_name = "PATH")]
    from: Vec<PathBuf>,
    /// How many workers run at the same time.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..))]
    jobs: u8,
    /// Compile the output of this many mutants that the generator accepts.
    #[arg(long, value_name = "N", default_value_t = 0)]
    compile: usize,
}

/// Runs the task.
///
/// # Errors
///
/// A worker cannot be started, or a folder cannot be written.
pub(crate) fn run(arguments: &FuzzArguments) -> Result<ExitCode> {
    let folder = repository().join("target/fuzz");
    std::fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let deadline = arguments.seconds.map(|seconds| started + Duration::from_secs(seconds));
    let total = if deadline.is_some() { u64::MAX } else { arguments.count };
    let bar = match deadline {
        Some(_) => ProgressBar::new_spinner().with_style(style("{spinner} {pos} mutants in {elapsed} {msg}")),
        None => ProgressBar::new(total).with_style(style("{bar:30} {pos}/{len} {eta} {msg}")),
    };
    let next = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let tally = Mutex::new(Tally::default());
    let work = |job: u8| -> Result<()> {
        while !stop.load(Ordering::Relaxed) && deadline.is_none_or(|deadline| Instant::now() < deadline) {
            let from = next.fetch_add(BATCH, Ordering::Relaxed);
            if from >= total {
                break;
            }
            let batch = from..total.min(from + BATCH);
            let ended = Ended::of(batch, arguments.seed, &arguments.from, &folder, job, deadline)?;
            bar.inc(ended.tally.tried);
            let mut tally = tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            tally.add(ended.tally);
            bar.set_message(format!("{} faults", tally.faults.len()));
        }
        Ok(())
    };
    let (work, stop) = (&work, &stop);
    std::thread::scope(|scope| -> Result<()> {
        let threads: Vec<_> = (0..arguments.jobs).map(|job| scope.spawn(move || work(job))).collect();
        for thread in threads {
            let ended = thread.join().map_err(|_| anyhow::anyhow!("a worker's thread has died"))?;
            stop.fetch_or(ended.is_err(), Ordering::Relaxed);
            ended?;
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let tally = tally.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    print!("{}", tally.show(started.elapsed()));
    let mut failed = !tally.faults.is_empty();
    if arguments.compile > 0 {
        let compiled = sample::compile(arguments.compile, arguments.seed, &arguments.from, &folder)
            .context("cannot compile a sample")?;
        print!("{}", compiled.text);
        failed |= compiled.failed;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
