//! Broken and hostile documents of a catalogue: each ends as the catalogue's index says, within its limits.
//!
//! The catalogue is not part of the repository. `HOSTILE_DOCUMENTS` names its folder, which has an `INDEX.tsv` with a line per
//! document (file, category, expectation); without it, `shared/hostile` beside the repository is looked for, and the test says that
//! it skipped when there is none. `cargo xtask corpus <folder> --check all --test` compiles what comes out
//! and runs its tests.
//!
//! - `reject`: exit code 1 and an error with a place;
//! - `warn-or-reject`: a warning or an error with a place;
//! - `accept-safe`: exit code 0;
//! - `either`: one or the other.
//!
//! In every case: an exit code of the program's own, no panic, nothing written beside the output folder, and what is written
//! is Rust.

#![allow(clippy::print_stderr, reason = "a test that skips must say so")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use generator::output::{FileSet, twins};
use serde_json::Value;

/// Of a processor. An unoptimised program is ten times slower.
const SECONDS: u64 = if cfg!(debug_assertions) { 50 } else { 5 };
/// On the clock, which other programs share.
const SECONDS_ON_THE_CLOCK: u64 = 10 * SECONDS;
/// Address space, in KiB.
const MEMORY: &str = "524288";

fn catalogue() -> Option<PathBuf> {
    let folder = std::env::var_os("HOSTILE_DOCUMENTS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/hostile"), PathBuf::from);
    folder.join("INDEX.tsv").is_file().then_some(folder)
}

#[test]
fn documents_of_the_catalogue_end_as_its_index_says() {
    let Some(catalogue) = catalogue() else {
        eprintln!("skipped: there is no catalogue of hostile documents; name it with HOSTILE_DOCUMENTS");
        return;
    };
    let index = fs::read_to_string(catalogue.join("INDEX.tsv")).expect("the index can be read");
    let before = listing(&catalogue);
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in index.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(file), Some(_), Some(expectation)) = (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        count += 1;
        if let Err(complaint) = examine(&catalogue.join(file), expectation) {
            wrong.push(format!("{file} ({expectation}): {complaint}"));
        }
    }
    assert!(count > 0, "the index is empty");
    assert_eq!(listing(&catalogue), before, "a document wrote beside itself");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}

fn examine(document: &Path, expectation: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = run(folder.path(), document)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code().ok_or_else(|| format!("it died ({}): {said}", output.status))?;
    let mut severities = Vec::new();
    for line in said.lines() {
        let finding: Value = serde_json::from_str(line).map_err(|_| format!("not a report: {line}"))?;
        let has_place = ["line", "column"].iter().all(|key| finding[*key].as_u64().is_some_and(|at| at > 0));
        if !has_place {
            return Err(format!("no place: {line}"));
        }
        severities.push(finding["severity"].as_str().unwrap_or_default().to_owned());
    }
    let rejected = severities.iter().any(|severity| severity == "error");
    if code != i32::from(rejected) {
        return Err(format!("exit code {code}: {said}"));
    }
    match expectation {
        "reject" if !rejected => return Err(format!("accepted: {said}")),
        "accept-safe" if rejected => return Err(format!("rejected: {said}")),
        "warn-or-reject" if severities.is_empty() => return Err("accepted in silence".to_owned()),
        "reject" | "accept-safe" | "warn-or-reject" | "either" => {}
        other => return Err(format!("the expectation `{other}` is not known")),
    }
    let written = listing(folder.path());
    let expected: &[&str] = if rejected { &[] } else { &["out"] };
    if written != expected {
        return Err(format!("the folder has {written:?}"));
    }
    if rejected { Ok(()) } else { is_rust(&folder.path().join("out")) }
}

/// The program on one document, in `folder`, with limits on time and memory.
fn run(folder: &Path, document: &Path) -> Result<Output, String> {
    let generator = env!("CARGO_BIN_EXE_generator");
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("ulimit -v {MEMORY}; ulimit -t {SECONDS}; exec \"$0\" \"$@\"")])
            .arg(generator);
        shell
    } else {
        Command::new(generator)
    };
    let (out, err) = (folder.join("stdout"), folder.join("stderr"));
    let stream = |path: &Path| fs::File::create(path).expect("the folder is writable");
    let mut child = command
        .args(["generate", "--out", "out", "--name", "hostile", "--format", "json"])
        .arg(document)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(stream(&out))
        .stderr(stream(&err))
        .spawn()
        .expect("the program starts");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        if started.elapsed() > Duration::from_secs(SECONDS_ON_THE_CLOCK) {
            child.kill().expect("a child of ours");
            child.wait().expect("a child of ours");
            return Err(format!("it took more than {SECONDS_ON_THE_CLOCK} s"));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let take = |path: &Path| {
        let bytes = fs::read(path).expect("it was made above");
        fs::remove_file(path).expect("it was made above");
        bytes
    };
    Ok(Output { status, stdout: take(&out), stderr: take(&err) })
}

/// Every Rust file below a folder parses; no text of the document is code, and no name is defined twice.
fn is_rust(folder: &Path) -> Result<(), String> {
    let mut files = FileSet::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for name in listing(&inside) {
            let path = inside.join(&name);
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
                syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
                let relative = path.strip_prefix(folder).map_err(|error| error.to_string())?;
                let relative = relative.to_string_lossy().replace('\\', "/");
                files.insert(relative, text).map_err(|error| error.to_string())?;
            }
        }
    }
    let twins = twins::find(&files)?;
    if twins.is_empty() { Ok(()) } else { Err(twins.join("\n")) }
}

/// Names in a folder, sorted.
fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("the folder can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
