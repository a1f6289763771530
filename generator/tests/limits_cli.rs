//! Limits on the command line: they count before those of the configuration, and what is no limit is wrong usage.

use std::fs;
use std::process::{Command, Output};

fn lint(arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let document = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\nx-deep: [[[1]]]\n";
    fs::write(folder.path().join("pets.yaml"), document).expect("the folder is writable");
    fs::write(folder.path().join("pets.toml"), "[limits]\ndepth = 4\n").expect("the folder is writable");
    let mut program = Command::new(env!("CARGO_BIN_EXE_generator"));
    program.args(["lint", "pets.yaml", "--config", "pets.toml"]).args(arguments).current_dir(folder.path());
    let Output { status, stdout, stderr } = program.output().expect("the binary was built");
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn the_command_line_counts_before_the_configuration() {
    assert_eq!(lint(&[]), (Some(0), "pets.yaml: nothing to report\n".to_owned()));
    let (status, said) = lint(&["--limit", "depth=3"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("lists and mappings are nested too deep; the limit `depth` is 3"), "{said}");
    let (status, said) = lint(&["--limit", "depth=3", "--limit", "depth=5"]);
    assert_eq!(status, Some(0), "{said}");
    // The document is not read further than the limit.
    let (status, said) = lint(&["--limit", "file-bytes=10"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("the file is too large; the limit `file-bytes` is 10"), "{said}");
}

#[test]
fn what_is_no_limit_is_wrong_usage() {
    let (status, said) = lint(&["--limit", "height=3"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("there is no limit `height`; there are `file-bytes`, "), "{said}");
}
