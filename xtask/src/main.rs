//! Tasks of this repository, run as `cargo xtask <task>`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task reports to the person who runs it")]

mod bench;
mod browsers;
mod cargo;
mod ci;
mod codegen;
mod conformance;
mod corpus;
mod document;
mod fuzz;
mod leash;
mod programs;
mod provenance;
mod pull;
mod roundtrip;
mod specs;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Bring the generated crates up to date with `specs/`, or check that they are.
    Codegen(codegen::CodegenArguments),
    /// Measure what the generated crates cost to compile, and their calls to make, against code written by hand.
    Bench(bench::BenchArguments),
    /// Generate from many documents, and compile what comes out.
    Corpus(corpus::CorpusArguments),
    /// Generate from one document and print how it went; for `corpus`.
    #[command(hide = true)]
    CorpusDocument(corpus::worker::DocumentArguments),
    /// Break documents at random and check that the generator keeps its promises.
    Fuzz(fuzz::FuzzArguments),
    /// Try some mutants and print what came of them; for `fuzz`.
    #[command(hide = true)]
    FuzzBatch(fuzz::worker::BatchArguments),
    /// Send instances of every component schema through the generated types and back.
    Roundtrip(roundtrip::RoundtripArguments),
    /// Call every operation through the generated client, on a mock server that is not ours.
    Conformance(conformance::ConformanceArguments),
    /// Run the generated client in node, as a browser would run it.
    Browsers,
    /// Run every check of the server.
    Ci,
    /// Run a command and write down what it used; for `bench`.
    #[command(hide = true)]
    Measure(bench::measure::MeasureArguments),
    /// Run a command until standard input ends; for `conformance`.
    #[command(hide = true)]
    Leash(leash::LeashArguments),
    /// Look after the documents under `specs/`.
    #[command(subcommand)]
    Specs(SpecsTask),
}

#[derive(Subcommand)]
enum SpecsTask {
    /// Take a fresh document from its source: select paths, drop prose, record where it came from.
    Pull(pull::PullArguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::CorpusDocument(arguments) => corpus::worker::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::FuzzBatch(arguments) => fuzz::worker::run(&arguments),
        Task::Roundtrip(arguments) => roundtrip::run(&arguments),
        Task::Conformance(arguments) => conformance::run(&arguments),
        Task::Browsers => browsers::run(),
        Task::Ci => ci::run(),
        Task::Measure(arguments) => bench::measure::run(&arguments),
        Task::Leash(arguments) => leash::run(&arguments),
        Task::Specs(SpecsTask::Pull(arguments)) => pull::run(&arguments),
    }
}
