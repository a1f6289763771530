//! Whole runs in a repository of one small document.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use generator::diagnostics::levels::Warnings;

use super::{Mode, Reporting, Verdict, all};

const REGISTRY: &str = "\
[[api]]
name = \"shop\"
document = \"shop.yaml\"

[api.output]
folder = \"../out\"
models = \"shop-models\"
client = \"shop-client\"
runtime = { package = \"client-runtime\", path = \"../runtime\" }
";

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /pets/:
    get:
      operationId: pets_list
      tags: [pets]
      summary: List pets
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
";

fn repository() -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    fs::create_dir(root.path().join("specs")).expect("writable");
    write(root.path(), "specs/specs.toml", REGISTRY);
    write(root.path(), "specs/shop.yaml", DOCUMENT);
    root
}

fn write(root: &Path, name: &str, text: &str) {
    fs::write(root.join(name), text).expect("writable");
}

fn run(root: &TempDir, mode: Mode) -> Verdict {
    all(root.path(), None, &Reporting { levels: Warnings::Deny.into(), ..Reporting::default() }, mode)
        .expect("every file is readable and writable")
}

#[test]
fn a_check_fails_until_the_files_are_generated() {
    let root = repository();
    assert_eq!(run(&root, Mode::Check), Verdict::Bad);
    assert!(!root.path().join("out").exists(), "a check writes nothing");
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    assert_eq!(run(&root, Mode::Check), Verdict::Good);
}

#[test]
fn a_check_sees_missing_changed_and_extra_files() {
    let root = repository();
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    let library = root.path().join("out/models/src/lib.rs");
    let text = fs::read_to_string(&library).expect("generated");

    fs::remove_file(&library).expect("writable");
    assert_eq!(run(&root, Mode::Check), Verdict::Bad, "missing");
    write(root.path(), "out/models/src/lib.rs", &format!("{text}// changed\n"));
    assert_eq!(run(&root, Mode::Check), Verdict::Bad, "changed");
    write(root.path(), "out/models/src/lib.rs", &text);
    assert_eq!(run(&root, Mode::Check), Verdict::Good);
    write(root.path(), "out/models/src/old.rs", &text);
    assert_eq!(run(&root, Mode::Check), Verdict::Bad, "extra");
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    assert!(!root.path().join("out/models/src/old.rs").exists());
}

#[test]
fn a_broken_document_leaves_the_files_alone() {
    let root = repository();
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    write(root.path(), "specs/shop.yaml", &DOCUMENT.replace("schemas/Pet'", "schemas/Cat'"));
    assert_eq!(run(&root, Mode::Write), Verdict::Bad);
    write(root.path(), "specs/shop.yaml", DOCUMENT);
    assert_eq!(run(&root, Mode::Check), Verdict::Good, "nothing was written in between");
}

#[test]
fn an_unknown_api_is_named() {
    let root = repository();
    let error = all(
        root.path(),
        Some("shoop"),
        &Reporting { levels: Warnings::Deny.into(), ..Reporting::default() },
        Mode::Check,
    )
    .expect_err("there is no such API");
    assert_eq!(error.to_string(), "specs/specs.toml has no API `shoop`; it has shop");
}

#[test]
fn every_file_that_a_document_refers_to_counts() {
    let root = repository();
    let (document, _) = DOCUMENT.split_once("components:").expect("it has components");
    write(root.path(), "specs/shop.yaml", &document.replace("'#/components/schemas/Pet'", "parts/Pet.yaml"));
    fs::create_dir(root.path().join("specs/parts")).expect("writable");
    let pet = "type: object\nrequired: [name]\nproperties: {name: {type: string}}\n";
    write(root.path(), "specs/parts/Pet.yaml", pet);
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    let first = fs::read_to_string(root.path().join("out/models/src/pet.rs")).expect("generated");
    assert_eq!(run(&root, Mode::Check), Verdict::Good);
    write(root.path(), "specs/parts/Pet.yaml", &pet.replace("name", "title"));
    assert_eq!(run(&root, Mode::Check), Verdict::Bad, "another file has changed");
    write(root.path(), "specs/parts/Pet.yaml", pet);
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
    let second = fs::read_to_string(root.path().join("out/models/src/pet.rs")).expect("generated");
    assert_eq!(first, second);
}

#[test]
fn shared_files_need_a_wider_folder() {
    let root = repository();
    fs::create_dir(root.path().join("shared")).expect("writable");
    write(root.path(), "shared/Pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
    let (document, _) = DOCUMENT.split_once("components:").expect("it has components");
    write(
        root.path(),
        "specs/shop.yaml",
        &document.replace("'#/components/schemas/Pet'", "../shared/Pet.yaml"),
    );
    assert_eq!(run(&root, Mode::Write), Verdict::Bad);
    let registry = REGISTRY.replace("document =", "document-root = \"..\"\ndocument =");
    write(root.path(), "specs/specs.toml", &registry);
    assert_eq!(run(&root, Mode::Write), Verdict::Good);
}
