//! `cargo xtask bench`: what the generated crates cost, against code that is written by hand.
//!
//! In: the stage API, or any document. Out: two tables. The first is what the crates cost to compile, against the same
//! types with derived serde; the second what calls cost, against reqwest and derived serde. All numbers of a table come
//! from one run of this task, so that they can be compared with each other, whatever else the machine does.

mod calls;
mod compile;
mod derived;
mod laboratory;
pub(crate) mod measure;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use generator::files::Files;
use generator::files::folder::Folder;
use generator::files::remote::Network;
use generator::pipeline::Input;
use generator::source::SourceText;

use crate::codegen::texts;
use crate::specs::{Registry, repository};

/// Arguments of `bench`.
#[derive(Args)]
pub(crate) struct BenchArguments {
    /// The document to compile; without it, the first API of specs.toml, whose calls are measured, too.
    document: Option<PathBuf>,
    /// One of the tables.
    #[arg(long)]
    only: Option<Part>,
    /// How often each crate is compiled; the cheapest run counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How often the calls of each kind are measured; the median counts.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Compiling the crates.
    Compile,
    /// Calls, and decoding what comes back.
    Calls,
}

/// Runs the task.
///
/// # Errors
///
/// The document has mistakes, or a crate does not compile.
pub(crate) fn run(arguments: &BenchArguments) -> Result<ExitCode> {
    let has_calls = arguments.document.is_none();
    if !has_calls && arguments.only == Some(Part::Calls) {
        bail!("calls are measured with the first API of specs.toml only");
    }
    let wanted = |part| arguments.only.is_none_or(|only| only == part);
    let root = repository();
    let (name, input) = subject(&root, arguments)?;
    let started = Instant::now();
    let generated = laboratory::generate(input, &root)?;
    println!(
        "{name}: generated in {:.2} s ({} operations, {} types)",
        started.elapsed().as_secs_f64(),
        generated.operations,
        generated.types
    );
    if wanted(Part::Compile) {
        print!("{}", compile::measure(&root, &name, &generated, arguments.runs)?);
    }
    if has_calls && wanted(Part::Calls) {
        print!("{}", calls::measure(&root, &generated, arguments.rounds)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of what is measured and its texts.
fn subject(root: &Path, arguments: &BenchArguments) -> Result<(String, Input)> {
    let Some(path) = &arguments.document else {
        let registry = Registry::load(root)?;
        let api = registry.apis.first().context("specs.toml has no API")?;
        return Ok((api.name.clone(), texts(root, api, Network::Forbidden)?));
    };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy());
    let document = SourceText::new(path.display().to_string(), bytes);
    let files = Files::new(Folder::of_document(path, None)?);
    Ok((name.into_owned(), Input { document, files, ..Input::default() }))
}
