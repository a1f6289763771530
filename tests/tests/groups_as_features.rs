//! A client with the features of some groups has their operations and what these need, and nothing of the other groups.

use std::path::PathBuf;

use tests::fixture::Fixture;
use tests::fixture_workspace::{FixtureWorkspace, target};

/// A program that uses `pets` alone, with what it does in its main function.
fn program(workspace: &mut FixtureWorkspace, name: &str, does: &str) {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         groups-as-features-client = {{ path = \"../operations/groups_as_features/client\", default-features = false, \
         features = [\"pets\"] }}\n"
    );
    let main = format!("fn main() {{\n    use groups_as_features_client as client;\n    {does}\n}}\n");
    workspace.add(name, &[("Cargo.toml", &manifest), ("src/main.rs", &main)]);
}

/// What the compiler says of a package, and whether it is content.
fn check(workspace: &FixtureWorkspace, arguments: &[&str]) -> (bool, String) {
    let output = workspace
        .cargo(&target(env!("CARGO_TARGET_TMPDIR")))
        .args(["check", "--offline", "--message-format", "short", "--package"])
        .args(arguments)
        .output()
        .expect("cargo runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn workspace(folder: &str) -> FixtureWorkspace {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    FixtureWorkspace::write(&folder, &[Fixture::read("operations/groups_as_features")])
}

#[test]
fn what_other_groups_need_is_left_out() {
    let mut workspace = workspace("chosen-groups");
    let call = "client::Client::builder(\"https://api.test\").build().map(|client| client";
    let pets = format!("let _ = {call}.pets().read());\n    let _ = client::models::Address::default();");
    program(&mut workspace, "uses-pets", &pets);
    program(&mut workspace, "uses-owners", &format!("let _ = {call}.owners().read());"));
    program(&mut workspace, "names-a-card", "let _ = client::models::Card::default();");

    let (content, said) = check(&workspace, &["uses-pets"]);
    assert!(content, "{said}");
    for (package, missing) in [("uses-owners", "`owners`"), ("names-a-card", "`Card`")] {
        let (content, said) = check(&workspace, &[package]);
        assert!(!content && said.contains(missing), "{package}: {said}");
    }
}

#[test]
fn each_group_compiles_alone_and_none_does_too() {
    let workspace = workspace("single-groups");
    for feature in ["pets", "owners", "mock-operations", ""] {
        let arguments = ["groups-as-features-client", "--no-default-features", "--features", feature];
        let (content, said) = check(&workspace, &arguments);
        assert!(content && !said.contains("warning"), "{feature}: {said}");
    }
}
