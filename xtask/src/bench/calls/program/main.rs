//! What a call costs through the generated client, and written by hand; and what decoding its answer costs.
//!
//! `serve <folder>` is the server, which runs until its input ends. `calls <folder> <origin> <rounds>` and
//! `decoding <folder> <rounds>` measure, and print a line of JSON per round: what was measured, how many calls at once,
//! and nanoseconds of CPU time per call of every contender.

#![allow(clippy::print_stdout, reason = "whoever starts the program reads what it prints")]

mod by_hand;
mod calls;
mod cpu;
mod decoding;
mod rounds;
mod server;

use std::error::Error;
use std::path::PathBuf;

/// Whatever goes wrong ends the program.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// What the folder holds: bodies of responses.
pub const STAGE: &str = "stage.json";
pub const PAGE: &str = "page.json";
pub const MIXED_PAGE: &str = "mixed-page.json";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("an argument is missing");
    let task = next()?;
    let folder = PathBuf::from(next()?);
    // One thread: what is counted is the work of a call, and not how threads wake each other.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match task.as_str() {
        "serve" => runtime.block_on(server::serve(&folder)),
        "calls" => runtime.block_on(calls::measure(&next()?, next()?.parse()?)),
        "decoding" => decoding::measure(&folder, next()?.parse()?),
        _ => Err("the task is serve, calls or decoding".into()),
    }
}
