//! `cargo xtask browsers`: the tests of `tests/browser`, built for browsers and run by node, which has the same `fetch`, timers
//! and clocks.
//!
//! It needs node, `wasm-bindgen` of the version in `Cargo.lock`, and a compiler that builds for browsers; what is not there is a
//! reason to skip it.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use anyhow::{Context as _, Result};
use toml::Table;

use crate::cargo;
use crate::specs::repository;

/// What rustc calls a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Names a compiler that has the sources of its standard library, for where the target is not installed. The server looks for
/// one: `.ci/compiler-for-browsers`.
const WITH_SOURCES: &str = "RUSTC_WITH_SOURCES";

/// Runs the tests.
///
/// # Errors
///
/// Something cannot be started or read.
pub(crate) fn run() -> Result<ExitCode> {
    let mut build = cargo::command();
    build.args(["build", "--package", "browser-tests", "--target", TARGET, "--target-dir", "target"]);
    let version = bindgen_version()?;
    let reason = [is_there("node", ""), is_there("wasm-bindgen", &version), build_for(&mut build)];
    if let Some(reason) = reason.into_iter().find_map(Result::err) {
        println!("skipped: {reason}");
        return Ok(ExitCode::SUCCESS);
    }
    let mut bind = Command::new("wasm-bindgen");
    bind.args(["--target", "nodejs", "--out-dir", "target/browsers"]);
    bind.arg(format!("target/{TARGET}/debug/browser_tests.wasm"));
    let mut node = Command::new("node");
    node.args(["tests/browser/run.mjs", "target/browsers/browser_tests.js"]);
    for command in [&mut build, &mut bind, &mut node] {
        let status = command.current_dir(repository()).status();
        if !status.with_context(|| format!("cannot run {command:?}"))?.success() {
            eprintln!("failed: {command:?}");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets cargo build for browsers, or says why it cannot.
pub(crate) fn build_for(command: &mut Command) -> Result<(), String> {
    let libraries = rustc(&["--print", "target-libdir", "--target", TARGET]);
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    let Some(with_sources) = env::var_os(WITH_SOURCES).filter(|rustc| !rustc.is_empty()) else {
        return Err(format!("target {TARGET} is not installed, and {WITH_SOURCES} names no compiler"));
    };
    command.args(["-Z", "build-std=std,panic_abort"]);
    command.env("RUSTC", with_sources).env("RUSTC_BOOTSTRAP", "1");
    // The compiler may have no linker of its own, and ours has one.
    if let Some(libraries) = rustc(&["--print", "target-libdir"]) {
        let linker = Path::new(&libraries).with_file_name("bin").join("rust-lld");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    Ok(())
}

/// What rustc answers.
fn rustc(arguments: &[&str]) -> Option<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = Command::new(rustc).args(arguments).output().ok().filter(|told| told.status.success())?;
    Some(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Whether a program is there and says that it is of this version.
fn is_there(program: &str, version: &str) -> Result<(), String> {
    let told = Command::new(program).arg("--version").output();
    match told {
        Ok(told) if String::from_utf8_lossy(&told.stdout).contains(version) => Ok(()),
        Ok(_) => Err(format!("{program} is not of version {version}")),
        Err(error) => Err(format!("{program} {version} cannot be run: {error}")),
    }
}

/// The version of `wasm-bindgen`, which crate and program have to have alike.
fn bindgen_version() -> Result<String> {
    let lock: Table = fs::read_to_string(repository().join("Cargo.lock"))?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let mut found = packages.filter(|package| package["name"].as_str() == Some("wasm-bindgen"));
    let version = found.find_map(|package| package["version"].as_str());
    version.map(str::to_owned).context("Cargo.lock has no wasm-bindgen")
}
