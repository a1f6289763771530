//! What is generated from a fixture does what the specification says, when it runs.
//!
//! A Rust file beside a fixture, `tests/fixtures/<area>/<behaviour>.rs`, holds tests that use the fixture's crates:
//! `<behaviour>_client` and, in it, `<behaviour>_client::models`. It may use `tests::server` and `tests::json`, which
//! are the package `test-server` there, and what [`MANIFEST`] lists. All of them are modules of one test program, built
//! and run here, so that cargo links once.
//!
//! `FIXTURE=<behaviour> cargo test -p tests --test fixtures_behave` runs those of one fixture, and of several with
//! commas between them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use tests::fixture::Fixture;
use tests::fixture_workspace::{FixtureWorkspace, target};
use tests::flagship;

/// The package of the test program, without the crates of the fixtures.
const MANIFEST: &str = r#"[package]
name = "behaviour"
edition = "2024"
publish = false

[lib]
path = "lib.rs"
doctest = false

[dependencies]
bytes = "1"
client-runtime = { path = "RUNTIME", default-features = false, features = ["http", "blocking"] }
futures-core = { version = "0.3", default-features = false }
serde_json = "1"
tests = { path = "TESTS", package = "test-server" }
tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "time"] }
"#;

#[test]
fn what_is_generated_from_the_fixtures_behaves() {
    let only = std::env::var("FIXTURE").ok();
    let chosen = |fixture: &Fixture| {
        only.as_deref().is_none_or(|only| only.split(',').any(|name| name == fixture.behaviour()))
    };
    let mut fixtures = Fixture::all();
    fixtures.retain(|fixture| fixture.behaviour_tests().is_file() && chosen(fixture));
    assert!(!fixtures.is_empty(), "no fixture with tests is called {only:?}");

    // A folder of its own, so that a run of some leaves what the run of all has built.
    let folder = only.as_deref().map_or_else(|| "behaviour".to_owned(), |_| "behaviour-chosen".to_owned());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let mut workspace = FixtureWorkspace::write(&folder, &fixtures);
    workspace.add("behaviour", &[("Cargo.toml", &manifest(&fixtures)), ("lib.rs", &modules(&fixtures))]);

    let mut command = workspace.cargo(&target(env!("CARGO_TARGET_TMPDIR")));
    command.args(["test", "--package", "behaviour", "--offline", "--quiet"]);
    let output = command.output().expect("cargo runs");
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// What a document says about itself is shown, never compiled: only the examples of the generator are.
#[test]
fn prose_is_not_run() {
    let fixture = Fixture::read("schemas/hostile_prose");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("prose");
    let package = fixture.package();
    let workspace = FixtureWorkspace::write(&folder, &[fixture]);

    let mut command = workspace.cargo(&target(env!("CARGO_TARGET_TMPDIR")));
    command.args(["test", "--doc", "--workspace", "--offline", "--quiet"]);
    command.args(["--features", &format!("{package}-client/blocking")]);
    let output = command.output().expect("cargo runs");
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn the_tests_beside_the_fixtures_are_formatted() {
    let files = flagship::files("tests/fixtures", ".rs");
    let Ok(output) = Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(files).output()
    else {
        #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("skipped: rustfmt is not installed");
        }
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn manifest(fixtures: &[Fixture]) -> String {
    let path = |path: &str| flagship::root().join(path).to_string_lossy().replace('\\', "/");
    let mut manifest = MANIFEST
        .replace("RUNTIME", &path("generated-client/runtime"))
        .replace("TESTS", &path("tests/server"));
    for fixture in fixtures {
        let (name, package) = (&fixture.name, fixture.package());
        writeln!(
            manifest,
            "{package}-client = {{ path = \"../{name}/client\", features = [\"blocking\", \"mock\"] }}"
        )
        .expect("writing to a string never fails");
    }
    manifest
}

/// A module for each fixture; the compiler's messages name the file beside the fixture.
fn modules(fixtures: &[Fixture]) -> String {
    let mut text = "#![cfg(test)]\n#![deny(warnings)]\n".to_owned();
    for fixture in fixtures {
        let path = fixture.behaviour_tests();
        write!(text, "\n#[path = r#\"{}\"#]\nmod {};\n", path.display(), fixture.behaviour())
            .expect("writing to a string never fails");
    }
    text
}
