//! The command line as an interface: what it writes, what it leaves alone, what is printed where, and how it ends.

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
    let model = folder.path().join("out/models/src/pet.rs");
    let written = || fs::metadata(&model).and_then(|metadata| metadata.modified()).expect("a time");
    let first = written();
    let second = generate(folder.path(), &[]);
    ends(&second, 0);
    assert!(out(&second).contains(" 0 files changed, "), "{}", out(&second));
    assert_eq!(written(), first, "a file that did not change is not written again");
}

#[test]
fn a_document_becomes_a_folder_that_stands_on_its_own() {
    let folder = folder(PETS);
    ends(&generate(folder.path(), &[]), 0);
    for file in ["Cargo.toml", "models/Cargo.toml", "client/Cargo.toml", "runtime/Cargo.toml"] {
        assert!(folder.path().join("out").join(file).is_file(), "{file}");
    }
    let models = fs::read_to_string(folder.path().join("out/models/Cargo.toml")).expect("the manifest");
    assert!(models.contains("name = \"pets-models\""), "the name comes from the document's file:\n{models}");
}

#[test]
fn names_come_from_the_option() {
    let folder = folder(PETS);
    ends(&generate(folder.path(), &["--name", "acme"]), 0);
    for (package, other) in [("models", "runtime"), ("client", "models")] {
        let manifest = folder.path().join(format!("out/{package}/Cargo.toml"));
        let manifest = fs::read_to_string(manifest).expect(package);
        assert!(manifest.contains(&format!("name = \"acme-{package}\"")), "{manifest}");
        assert!(manifest.contains(&format!("path = \"../{other}\"")), "{manifest}");
    }
}

#[test]
fn an_existing_runtime_is_pointed_at() {
    let folder = folder(PETS);
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/runtime");
    ends(&generate(folder.path(), &["--runtime", &runtime.to_string_lossy()]), 0);
    assert!(!folder.path().join("out/runtime").exists());
}

#[test]
fn a_type_that_is_gone_takes_its_file_with_it() {
    let folder = folder(PETS);
    ends(&generate(folder.path(), &[]), 0);
    fs::write(folder.path().join("pets.yaml"), PETS.replace("Pet'", "Cat'").replace("Pet:", "Cat:"))
        .expect("the folder is writable");
    ends(&generate(folder.path(), &[]), 0);
    assert!(!folder.path().join("out/models/src/pet.rs").exists());
    assert!(folder.path().join("out/models/src/cat.rs").is_file());
}

#[test]
fn the_output_does_not_depend_on_how_the_document_is_named() {
    let folder = folder(PETS);
    ends(&generate(folder.path(), &["--name", "acme"]), 0);
    let absolute = folder.path().join("pets.yaml");
    let arguments = ["generate", &absolute.to_string_lossy(), "--out", "out", "--name", "acme", "--check"];
    ends(&generator(folder.path(), &arguments), 0);
}

#[test]
fn inspect_prints_what_the_document_means() {
    let folder = folder(PETS);
    let output = generator(folder.path(), &["inspect", "pets.yaml"]);
    ends(&output, 0);
    for wanted in ["list_pets", "Pet", "/pets"] {
        assert!(out(&output).contains(wanted), "`{wanted}` in:\n{}", out(&output));
    }
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
    let own = fs::read_to_string(file("models/src/own.rs")).expect("it is still there");
    assert_eq!(own, "// by hand", "it belongs to somebody else");
}

#[test]
fn errors_in_the_document_write_nothing() {
    let folder = folder(&PETS.replace("schemas/Pet'", "schemas/Pat'"));
    let output = generate(folder.path(), &[]);
    ends(&output, 1);
    for wanted in ["OA0101", "pets.yaml:12:30", "#/components/schemas/Pat", "help"] {
        assert!(err(&output).contains(wanted), "`{wanted}` in:\n{}", err(&output));
    }
    assert!(err(&output).ends_with("nothing was written\n"), "{}", err(&output));
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
    assert!(err(&output).contains("OA0315"), "{}", err(&output));
    assert!(!folder.path().join("out").exists());
    let output = generate(folder.path(), &[]);
    ends(&output, 0);
    assert!(err(&output).contains("OA0315"), "{}", err(&output));
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
    for arguments in [&[] as &[&str], &["generate"], &["generate", "pets.yaml"], &["no-such-command"]] {
        ends(&generator(folder.path(), arguments), 2);
    }
    ends(&generate(folder.path(), &["--no-such-flag"]), 2);
    ends(&generate(folder.path(), &["--format", "xml"]), 2);
    assert!(!folder.path().join("out").exists());
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
