//! The committed crates are what the generator makes of the committed document: what `cargo xtask codegen --check`
//! says, without a second cargo.

use std::path::Path;

use tests::document::Texts;
use tests::flagship;

#[test]
fn the_committed_crates_are_up_to_date() {
    let files = Texts::committed().generate().files.expect("a document without a fault");
    let comparison = generator::disk::compare(&flagship::root().join("generated-client"), &files);
    let comparison = comparison.expect("the folder can be read");
    assert!(comparison.is_up_to_date(), "run `cargo xtask codegen`: {comparison:#?}");
}

#[test]
fn no_generated_file_is_longer_than_1500_lines() {
    let files = Texts::committed().generate().files.expect("a document without a fault");
    for (path, text) in
        files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "rs"))
    {
        let lines = text.lines().count();
        assert!(lines <= 1500, "{path} has {lines} lines");
    }
}

#[test]
fn serde_derive_is_not_among_the_dependencies_of_the_models() {
    let manifest = flagship::read("generated-client/models/Cargo.toml");
    assert!(!manifest.contains("serde"), "the models know serde through the runtime only:\n{manifest}");
    let runtime = flagship::read("generated-client/runtime/Cargo.toml");
    assert!(!runtime.contains("derive"), "{runtime}");
}

#[test]
fn tls_is_there_without_asking() {
    // No feature of the generated manifest has to be chosen: `http` of the runtime brings it.
    let client = flagship::read("generated-client/client/Cargo.toml");
    assert!(client.contains(r#"features = ["http"]"#), "{client}");
    let runtime = flagship::read("generated-client/runtime/Cargo.toml");
    let http = runtime.split_once("\nhttp = [").and_then(|(_, list)| list.split_once(']'));
    assert!(http.is_some_and(|(list, _)| list.contains("\"dep:rustls\"")), "{runtime}");
}
