//! The command line of the generator: what it writes, what it leaves alone, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Small, version: 1.0.0 }
paths:
  /things/{id}/:
    get:
      operationId: things_retrieve
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Thing'
components:
  schemas:
    Thing: { type: object, required: [name], properties: { name: { type: string } } }
";

/// A folder with a document in it.
fn folder_with(document: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("small.yaml"), document).expect("the document");
    folder
}

/// Runs the generator inside a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_generator"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the generator runs")
}

fn generate(folder: &Path, more: &[&str]) -> Output {
    run(folder, &[&["generate", "small.yaml", "--out", "out"], more].concat())
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn ends_with(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", text(output));
}

#[test]
fn a_document_becomes_a_folder_that_stands_on_its_own() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &[]), 0);
    let out = folder.path().join("out");
    for file in ["Cargo.toml", "models/Cargo.toml", "client/Cargo.toml", "runtime/Cargo.toml"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let models = fs::read_to_string(out.join("models/Cargo.toml")).expect("the manifest");
    assert!(models.contains("name = \"small-models\""), "the name comes from the document's file:\n{models}");
}

#[test]
fn names_come_from_the_option() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &["--name", "acme"]), 0);
    for (package, other) in [("models", "runtime"), ("client", "models")] {
        let manifest =
            fs::read_to_string(folder.path().join(format!("out/{package}/Cargo.toml"))).expect(package);
        assert!(manifest.contains(&format!("name = \"acme-{package}\"")), "{manifest}");
        assert!(manifest.contains(&format!("path = \"../{other}\"")), "{manifest}");
    }
}

#[test]
fn an_existing_runtime_is_pointed_at() {
    let folder = folder_with(DOCUMENT);
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/runtime");
    ends_with(&generate(folder.path(), &["--runtime", &runtime.to_string_lossy()]), 0);
    assert!(!folder.path().join("out/runtime").exists());
}

#[test]
fn a_second_run_changes_nothing_and_check_agrees() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &[]), 0);
    let manifest = folder.path().join("out/models/Cargo.toml");
    let written = fs::metadata(&manifest).and_then(|metadata| metadata.modified()).expect("a time");
    ends_with(&generate(folder.path(), &[]), 0);
    ends_with(&generate(folder.path(), &["--check"]), 0);
    let kept = fs::metadata(&manifest).and_then(|metadata| metadata.modified()).expect("a time");
    assert_eq!(written, kept, "a file that did not change is not written again");
}

#[test]
fn check_lists_every_file_that_differs() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &[]), 0);
    let models = folder.path().join("out/models/src");
    let library = fs::read_to_string(models.join("lib.rs")).expect("the library");
    fs::write(models.join("lib.rs"), format!("{library}\n// changed by hand\n")).expect("a change");
    fs::copy(models.join("thing.rs"), models.join("gone.rs")).expect("an extra file");
    fs::remove_file(models.join("thing.rs")).expect("a missing file");

    let output = generate(folder.path(), &["--check"]);
    ends_with(&output, 1);
    for file in ["models/src/lib.rs", "models/src/gone.rs", "models/src/thing.rs"] {
        assert!(text(&output).contains(file), "{file} in:\n{}", text(&output));
    }
    assert!(!models.join("thing.rs").exists(), "a check writes nothing");
}

#[test]
fn what_somebody_else_wrote_stays() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &[]), 0);
    let own = folder.path().join("out/client/src/own.rs");
    fs::write(&own, "// mine\n").expect("a file of the user's");
    ends_with(&generate(folder.path(), &[]), 0);
    assert_eq!(fs::read_to_string(&own).expect("it is still there"), "// mine\n");
}

#[test]
fn a_type_that_is_gone_takes_its_file_with_it() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &[]), 0);
    fs::write(folder.path().join("small.yaml"), DOCUMENT.replace("Thing", "Object")).expect("the document");
    ends_with(&generate(folder.path(), &[]), 0);
    assert!(!folder.path().join("out/models/src/thing.rs").exists());
    assert!(folder.path().join("out/models/src/object.rs").exists());
}

#[test]
fn an_error_ends_with_1_and_writes_nothing() {
    let folder = folder_with(&DOCUMENT.replace("schemas/Thing'", "schemas/Think'"));
    let output = generate(folder.path(), &[]);
    ends_with(&output, 1);
    // `$ref` is the first word of line 15, after 16 spaces; its value begins 6 characters later.
    for wanted in ["OA0101", "small.yaml:15:23", "#/components/schemas/Think", "help"] {
        assert!(text(&output).contains(wanted), "`{wanted}` in:\n{}", text(&output));
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_warning_ends_with_0_unless_warnings_are_denied() {
    let folder = folder_with(&DOCUMENT.replace("/things/{id}/:", "/things/{id}/{other}/:"));
    let denied = generate(folder.path(), &["--deny-warnings"]);
    ends_with(&denied, 1);
    assert!(text(&denied).contains("OA0402"), "{}", text(&denied));
    assert!(!folder.path().join("out").exists());
    let output = generate(folder.path(), &[]);
    ends_with(&output, 0);
    assert!(text(&output).contains("OA0402"), "{}", text(&output));
}

#[test]
fn diagnostics_come_as_json_too() {
    let folder = folder_with(&DOCUMENT.replace("schemas/Thing'", "schemas/Think'"));
    let output = generate(folder.path(), &["--format", "json"]);
    ends_with(&output, 1);
    let shown = text(&output);
    let first = shown.lines().find(|line| line.contains("OA0101")).expect("the diagnostic");
    assert!(first.contains("\"OA0101\"") && first.contains("15") && first.contains("23"), "{first}");
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = folder_with(DOCUMENT);
    for arguments in [
        &[] as &[&str],
        &["generate"],
        &["generate", "small.yaml"],
        &["generate", "small.yaml", "--out", "out", "--no-such-option"],
        &["generate", "small.yaml", "--out", "out", "--format", "xml"],
        &["no-such-command"],
    ] {
        ends_with(&run(folder.path(), arguments), 2);
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn inspect_prints_what_the_document_means() {
    let folder = folder_with(DOCUMENT);
    let output = run(folder.path(), &["inspect", "small.yaml"]);
    ends_with(&output, 0);
    for wanted in ["things_retrieve", "Thing", "/things/{id}/"] {
        assert!(text(&output).contains(wanted), "`{wanted}` in:\n{}", text(&output));
    }
}

#[test]
fn the_output_does_not_depend_on_how_the_document_is_named() {
    let folder = folder_with(DOCUMENT);
    ends_with(&generate(folder.path(), &["--name", "acme"]), 0);
    let absolute = folder.path().join("small.yaml");
    let arguments = ["generate", &absolute.to_string_lossy(), "--out", "out", "--name", "acme", "--check"];
    ends_with(&run(folder.path(), &arguments), 0);
}
