//! The crates of all fixtures, in one workspace, compile without a warning.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::disk;
use generator::output::FileSet;
use tests::fixture::Fixture;
use tests::flagship;

#[test]
fn all_fixtures_compile_without_a_warning() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let mut members = Vec::new();
    for fixture in Fixture::all() {
        // The manifests of the single workspaces are left out: here is one for all.
        let mut files = FileSet::default();
        for (path, text) in fixture.generate().files.iter().filter(|(path, _)| path.contains('/')) {
            files.insert(path, text.to_owned());
        }
        let output = folder.join(&fixture.name);
        let comparison = disk::compare(&output, &files).expect("the folder can be read");
        disk::apply(&output, &files, &comparison).expect("the files can be written");
        members.push(format!("{}/models", fixture.name));
        members.push(format!("{}/client", fixture.name));
    }
    write_workspace(&folder, &members);

    let output = lint(&folder).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn write_workspace(folder: &Path, members: &[String]) {
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
    for member in members {
        writeln!(manifest, "    \"{member}\",").expect("writing to a string never fails");
    }
    manifest.push_str("]\n");
    fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
    // The versions that this workspace has, so that nothing needs to be looked up.
    fs::copy(flagship::root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the versions can be copied");
}

/// Clippy where it is installed, else the compiler alone. Dependencies are shared with the workspace's own build.
fn lint(folder: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let clippy =
        Command::new(&cargo).args(["clippy", "--version"]).output().is_ok_and(|found| found.status.success());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it stands in the target folder");
    let mut command = Command::new(&cargo);
    command
        .arg(if clippy { "clippy" } else { "check" })
        .args(["--workspace", "--all-targets", "--offline", "--quiet", "--message-format", "short"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(folder);
    if clippy {
        command.args(["--", "-D", "warnings"]);
    } else {
        command.env("RUSTFLAGS", "-Dwarnings").env("CARGO_TARGET_DIR", target.join("denied"));
    }
    command
}
