//! `cargo xtask ci`: every check that a change must pass, the same here as on the server.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::specs::repository;
use crate::{browsers, cargo};

/// One check.
struct Step {
    /// What it shows when it passes.
    promise: &'static str,
    /// Arguments of cargo.
    arguments: &'static [&'static str],
    /// Environment variable that the step needs.
    variable: Option<(&'static str, &'static str)>,
}

/// Hand-written crates are held to clippy's pedantic lints and generated ones to its defaults: each manifest says
/// so, and warnings are errors in both.
const STEPS: &[Step] = &[
    Step { promise: "the code is formatted", arguments: &["fmt", "--all", "--", "--check"], variable: None },
    Step {
        promise: "the generated crates are up to date",
        arguments: &["xtask", "codegen", "--check"],
        variable: None,
    },
    Step {
        promise: "clippy has nothing to say",
        arguments: &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
        variable: None,
    },
    Step { promise: "the tests pass", arguments: &["test", "--workspace"], variable: None },
    Step {
        promise: "the runtime's tests pass with every feature",
        arguments: &["test", "--package", "client-runtime", "--all-features"],
        variable: None,
    },
    Step {
        promise: "broken documents break nothing",
        arguments: &["xtask", "fuzz", "--count", "1000", "--seed", "1"],
        variable: None,
    },
    Step {
        promise: "the documentation builds without a warning",
        arguments: &["doc", "--workspace", "--no-deps", "--all-features"],
        variable: Some(("RUSTDOCFLAGS", "-D warnings")),
    },
    Step {
        promise: "a server that is not ours accepts every request",
        arguments: &["xtask", "conformance", "--document", "specs/authentik-stages.yaml", "--seeds", "1"],
        variable: None,
    },
    Step {
        promise: "the client builds for browsers",
        arguments: &[
            "check",
            "--package",
            "generated-client",
            "--features",
            "mock,tracing",
            "--target",
            browsers::TARGET,
        ],
        variable: Some(("RUSTFLAGS", "-D warnings")),
    },
    Step {
        promise: "the client does in browsers what it does elsewhere",
        arguments: &["xtask", "browsers"],
        variable: None,
    },
];

/// Runs every step; the first one that fails ends the run.
///
/// # Errors
///
/// Cargo cannot be started.
pub(crate) fn run() -> Result<ExitCode> {
    for step in STEPS {
        let line = step.arguments.join(" ");
        println!("== {}: cargo {line}", step.promise);
        let mut command = cargo::command();
        command.args(step.arguments).current_dir(repository()).envs(step.variable);
        if step.arguments.contains(&browsers::TARGET)
            && let Err(reason) = browsers::build_for(&mut command)
        {
            println!("   skipped: {reason}");
            continue;
        }
        let started = Instant::now();
        let status = command.status().with_context(|| format!("cannot run cargo {line}"))?;
        if !status.success() {
            eprintln!("failed: cargo {line}");
            return Ok(ExitCode::FAILURE);
        }
        println!("   {:.0} s", started.elapsed().as_secs_f64());
    }
    println!("all is well");
    Ok(ExitCode::SUCCESS)
}
