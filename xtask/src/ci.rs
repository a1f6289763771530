//! `cargo xtask ci`: every check that a change must pass, the same here as on the server.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::cargo;
use crate::specs::repository;

/// One check.
struct Step {
    /// What it shows when it passes.
    promise: &'static str,
    /// Arguments of cargo.
    arguments: &'static [&'static str],
    /// Environment variable that the step needs.
    variable: Option<(&'static str, &'static str)>,
}

/// Names a compiler that has the sources of its standard library, for targets that are not installed. The server looks for one:
/// `.ci/compiler-for-browsers`.
const WITH_SOURCES: &str = "RUSTC_WITH_SOURCES";

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
            "wasm32-unknown-unknown",
        ],
        variable: Some(("RUSTFLAGS", "-D warnings")),
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
        if let Some(target) = target(step).filter(|target| !is_installed(target)) {
            let Some(rustc) = env::var_os(WITH_SOURCES).filter(|rustc| !rustc.is_empty()) else {
                println!(
                    "   skipped: target {target} is not installed, and {WITH_SOURCES} names no compiler"
                );
                continue;
            };
            command.args(["-Z", "build-std=std,panic_abort"]).env("RUSTC", rustc).env("RUSTC_BOOTSTRAP", "1");
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

/// The target that a step builds for, where it is not that of this machine.
fn target(step: &Step) -> Option<&'static str> {
    let at = step.arguments.iter().position(|argument| *argument == "--target")?;
    step.arguments.get(at + 1).copied()
}

/// Whether the standard library is there for a target.
fn is_installed(target: &str) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    told.is_ok_and(|told| Path::new(String::from_utf8_lossy(&told.stdout).trim()).is_dir())
}
