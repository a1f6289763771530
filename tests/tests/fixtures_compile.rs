//! The crates of all fixtures, in one workspace, compile without a warning.

use std::path::PathBuf;
use std::process::Command;

use tests::fixture::Fixture;
use tests::fixture_workspace::{FixtureWorkspace, cargo, target};

#[test]
fn all_fixtures_compile_without_a_warning() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let workspace = FixtureWorkspace::write(&folder, &Fixture::all());

    let output = lint(&workspace).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Clippy where it is installed, else the compiler alone.
fn lint(workspace: &FixtureWorkspace) -> Command {
    let clippy = Command::new(cargo())
        .args(["clippy", "--version"])
        .output()
        .is_ok_and(|found| found.status.success());
    let target = target(env!("CARGO_TARGET_TMPDIR"));
    let mut command = workspace.cargo(&target);
    command.arg(if clippy { "clippy" } else { "check" }).args([
        "--workspace",
        "--all-targets",
        "--offline",
        "--quiet",
        "--message-format",
        "short",
    ]);
    if clippy {
        command.args(["--", "-D", "warnings"]);
    } else {
        command.env("RUSTFLAGS", "-Dwarnings").env("CARGO_TARGET_DIR", target.join("denied"));
    }
    command
}
