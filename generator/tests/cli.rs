//! The command line as an interface: exit codes, what is printed where, what is written.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const PETS: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: list_pets
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
";

/// A folder with the document `pets.yaml`.
fn folder(document: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("pets.yaml"), document).expect("the folder is writable");
    folder
}

fn generator(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_generator"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the binary was built")
}

fn generate(folder: &Path, more: &[&str]) -> Output {
    let arguments: Vec<&str> =
        ["generate", "pets.yaml", "--out", "out"].iter().chain(more).copied().collect();
    generator(folder, &arguments)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", out(output), err(output));
}

#[test]
fn a_second_run_changes_nothing() {
    let folder = folder(PETS);
    let first = generate(folder.path(), &[]);
    ends(&first, 0);
    assert!(out(&first).starts_with("pets: 1 operations, 1 types, "), "{}", out(&first));
    assert_eq!(err(&first), "");
    assert!(folder.path().join("out/models/src/pet.rs").is_file());
    let second = generate(folder.path(), &[]);
    ends(&second, 0);
    assert!(out(&second).contains(" 0 files changed, "), "{}", out(&second));
}

#[test]
fn check_lists_what_differs_and_how_to_mend_it() {
    let folder = folder(PETS);
    let fresh = generate(folder.path(), &["--check"]);
    ends(&fresh, 1);
    assert!(out(&fresh).contains("missing: models/src/pet.rs\n"), "{}", out(&fresh));
    assert!(!folder.path().join("out").exists(), "a check writes nothing");

    ends(&generate(folder.path(), &[]), 0);
    let same = generate(folder.path(), &["--check"]);
    ends(&same, 0);
    assert_eq!(out(&same), "");

    let file = |name: &str| folder.path().join("out").join(name);
    let model = fs::read_to_string(file("models/src/pet.rs")).expect("it was written");
    fs::write(file("models/src/pet.rs"), format!("{model}\n// by hand")).expect("writable");
    fs::write(file("models/src/gone.rs"), &model).expect("writable");
    fs::write(file("models/src/own.rs"), "// by hand").expect("writable");
    fs::remove_file(file("client/Cargo.toml")).expect("it was written");
    let stale = generate(folder.path(), &["--check"]);
    ends(&stale, 1);
    assert_eq!(
        out(&stale),
        "missing: client/Cargo.toml
changed: models/src/pet.rs
extra: models/src/gone.rs
the generated files are not up to date; run `generator generate pets.yaml --out out`
"
    );
    ends(&generate(folder.path(), &[]), 0);
    ends(&generate(folder.path(), &["--check"]), 0);
    assert!(!file("models/src/gone.rs").exists());
    assert!(file("models/src/own.rs").exists(), "it belongs to somebody else");
}

#[test]
fn errors_in_the_document_write_nothing() {
    let folder = folder(&PETS.replace("schemas/Pet'", "schemas/Pat'"));
    let output = generate(folder.path(), &[]);
    ends(&output, 1);
    assert!(err(&output).contains("pets.yaml:12:30"), "{}", err(&output));
    assert!(err(&output).contains("OA0101") && err(&output).ends_with("nothing was written\n"));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn reports_for_programs_are_one_object_per_line() {
    let folder = folder(&PETS.replace("schemas/Pet'", "schemas/Pat'").replace("string}", "strin}"));
    let output = generate(folder.path(), &["--format", "json"]);
    ends(&output, 1);
    let codes: Vec<String> = err(&output)
        .lines()
        .map(|line| {
            let report: serde_json::Value = serde_json::from_str(line).expect("a JSON object");
            assert_eq!(report["file"], "pets.yaml");
            report["code"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(codes, ["OA0101", "OA0315"]);
}

#[test]
fn keeping_going_writes_and_still_fails() {
    let folder = folder(&PETS.replace("schemas/Pet'", "schemas/Pat'"));
    let output = generate(folder.path(), &["--keep-going"]);
    ends(&output, 1);
    assert!(err(&output).contains("OA0101"), "{}", err(&output));
    assert!(folder.path().join("out/client/src/lib.rs").is_file());
    let output = generate(folder.path(), &["--keep-going", "--check"]);
    ends(&output, 1);
    assert_eq!(out(&output), "", "the files are up to date, the document is not sound");
}

#[test]
fn warnings_fail_only_on_demand() {
    let folder = folder(&PETS.replace("string}", "strin}"));
    let output = generate(folder.path(), &["--deny-warnings"]);
    ends(&output, 1);
    assert!(!folder.path().join("out").exists());
    ends(&generate(folder.path(), &[]), 0);
}

#[test]
fn wrong_usage_is_told_apart_from_a_wrong_document() {
    let folder = folder(PETS);
    let missing = generator(folder.path(), &["generate", "no.yaml", "--out", "out"]);
    ends(&missing, 2);
    assert!(err(&missing).starts_with("error: cannot read no.yaml: "), "{}", err(&missing));
    let config = generate(folder.path(), &["--config", "."]);
    ends(&config, 2);
    assert!(err(&config).starts_with("error: cannot read .: "), "{}", err(&config));
    ends(&generator(folder.path(), &["generate", "pets.yaml"]), 2);
    ends(&generate(folder.path(), &["--no-such-flag"]), 2);
    ends(&generator(folder.path(), &[]), 2);
    ends(&generator(folder.path(), &["--help"]), 0);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = folder(PETS);
    let output = generator(folder.path(), &["generate", "pets.yaml", "--out", "pets.yaml/out"]);
    ends(&output, 2);
    assert!(err(&output).starts_with("error: cannot "), "{}", err(&output));
    assert!(err(&output).contains("pets.yaml/out"), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = folder(PETS);
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).expect("writable");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("it is ours");
    // The system administrator may write anywhere.
    let is_locked = fs::write(locked.join("probe"), "").is_err();
    if is_locked {
        let output = generator(folder.path(), &["generate", "pets.yaml", "--out", "locked/out"]);
        ends(&output, 2);
        assert!(err(&output).starts_with("error: cannot write locked/out"), "{}", err(&output));
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

/// The document with two unknown keywords.
fn odd() -> TempDir {
    folder(
        &PETS.replace("      type: object\n", "      type: object\n      colour: red\n      shape: round\n"),
    )
}

fn lint(folder: &Path, more: &[&str]) -> Output {
    let arguments: Vec<&str> = ["lint", "pets.yaml"].iter().chain(more).copied().collect();
    generator(folder, &arguments)
}

#[test]
fn lint_reports_and_writes_nothing() {
    let sound = folder(PETS);
    let output = lint(sound.path(), &[]);
    ends(&output, 0);
    assert_eq!(out(&output), "pets.yaml: nothing to report\n");

    let odd = odd();
    let output = lint(odd.path(), &[]);
    ends(&output, 0);
    assert!(out(&output).contains("pets.yaml:17:7"), "{}", out(&output));
    assert!(out(&output).ends_with("\n2 warnings\n"), "{}", out(&output));
    ends(&lint(odd.path(), &["--deny-warnings"]), 1);
    let files = fs::read_dir(odd.path()).expect("it can be listed").count();
    assert_eq!(files, 1, "only the document");
}

#[test]
fn levels_of_codes_come_from_options() {
    let odd = odd();
    for (options, code, errors, warnings) in [
        (&["--deny", "oa0203"] as &[&str], 1, 2, 0),
        (&["--deny-warnings", "--warn", "OA0203"], 0, 0, 2),
        (&["--allow", "OA0203"], 0, 0, 0),
        // It silences nothing.
        (&["--allow", "OA0314"], 1, 1, 2),
        // The strictest counts.
        (&["--allow", "OA0203", "--deny", "OA0203"], 1, 2, 0),
    ] {
        let output = lint(odd.path(), &[options, &["--format", "json"]].concat());
        ends(&output, code);
        let of = |severity: &str| out(&output).matches(&format!("\"severity\":\"{severity}\"")).count();
        assert_eq!((of("error"), of("warning")), (errors, warnings), "{options:?}\n{}", out(&output));
    }
    let unused = lint(odd.path(), &["--allow", "OA0314"]);
    assert!(out(&unused).contains("command line:1:9"), "{}", out(&unused));
}

#[test]
fn sarif_is_one_log() {
    let output = lint(odd().path(), &["--format", "sarif"]);
    ends(&output, 0);
    let log: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let results = log["runs"][0]["results"].as_array().map_or(0, Vec::len);
    assert_eq!((log["version"].as_str(), results), (Some("2.1.0"), 2));
}

#[test]
fn explain_shows_a_bad_and_a_good_example() {
    let folder = folder(PETS);
    let output = generator(folder.path(), &["explain", "oa0101"]);
    ends(&output, 0);
    for wanted in ["OA0101: dangling `$ref` (error)", "## Bad", "## Good"] {
        assert!(out(&output).contains(wanted), "{wanted} in\n{}", out(&output));
    }
    let output = generator(folder.path(), &["explain", "OA0100"]);
    ends(&output, 2);
    assert!(err(&output).contains("the nearest is"), "{}", err(&output));
}
