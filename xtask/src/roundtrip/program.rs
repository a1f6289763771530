//! The programs that know the types of a document by name.
//!
//! A program reads lines `TYPE<tab>FILE` and answers each with a line of JSON.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use generator::output::FileSet;
use serde::Deserialize;

use super::types::Types;
use crate::programs::{self, Programs};

/// The program of a document, up to its table of types.
const PROGRAM: &str = r#"
use std::io::{BufRead as _, Write as _};

use models::Validate;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[derive(Serialize)]
enum Answer {
    Undecoded(String),
    Unencoded(String),
    Encoded { text: String, invalid: Option<String> },
}

type Check = fn(&[u8]) -> Answer;

// Null belongs to the places where a type is used, so it is allowed here.
fn check<T: DeserializeOwned + Serialize + Validate>(instance: &[u8]) -> Answer {
    let value: Option<T> = match serde_json::from_slice(instance) {
        Ok(value) => value,
        Err(error) => return Answer::Undecoded(error.to_string()),
    };
    match serde_json::to_string(&value) {
        Ok(text) => Answer::Encoded { text, invalid: value.validate().err().map(|errors| errors.to_string()) },
        Err(error) => Answer::Unencoded(error.to_string()),
    }
}

fn main() {
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("lines of text");
        let (name, path) = line.split_once('\t').expect("a type and a file");
        let check = TYPES[TYPES.binary_search_by_key(&name, |known| known.0).expect("a known type")].1;
        let answer = check(&std::fs::read(path).expect("a file"));
        serde_json::to_writer(&mut output, &answer).expect("written");
        output.write_all(b"\n").expect("written");
    }
}
"#;

/// What a program says about one instance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Answer {
    /// It ended before.
    #[serde(skip)]
    Nothing,
    /// The instance is not decoded, and why.
    Undecoded(String),
    /// The decoded value is not encoded, and why.
    Unencoded(String),
    /// What the decoded value is encoded to, and what `validate()` finds wrong with it.
    Encoded { text: String, invalid: Option<String> },
}

/// Writes the models of a document and the program that uses them.
///
/// # Errors
///
/// A file cannot be written.
pub(super) fn write(programs: &Programs, package: &str, files: &FileSet, types: &Types) -> Result<()> {
    let folder = programs.folder(package);
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("models/")) {
        programs::write(&folder.join(path), text)?;
    }
    programs::write(&folder.join("program/Cargo.toml"), &manifest(package))?;
    programs::write(&folder.join("program/src/main.rs"), &source(types))
}

/// Runs the program of a document. Returned: one answer per question, each a type and the file of an instance.
///
/// # Errors
///
/// The program cannot be started, or answers something else than it should.
pub(super) fn run<'a>(
    programs: &Programs,
    package: &str,
    questions: impl Iterator<Item = (&'a str, &'a Path)>,
) -> Result<Vec<Answer>> {
    let mut text = String::new();
    let mut count = 0;
    for (ident, path) in questions {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{ident}\t{}", path.display());
        count += 1;
    }
    let list = programs.folder(package).join("questions.tsv");
    programs::write(&list, &text)?;
    let program = programs.executable(&format!("{package}-program"));
    let output = Command::new(program)
        .stdin(std::fs::File::open(list)?)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start the program of {package}"))?;
    let text = String::from_utf8(output.stdout).context("answers are text")?;
    // A line that the end of the program cut off is no answer.
    let answers = text.lines().map_while(|line| serde_json::from_str(line).ok());
    let mut answers: Vec<Answer> = answers.collect();
    answers.resize(count, Answer::Nothing);
    Ok(answers)
}

fn manifest(package: &str) -> String {
    let models = format!("models = {{ path = \"../models\", package = \"{package}-models\" }}\n");
    programs::manifest(package, &models)
}

/// The program with one line per type, in the order of names.
fn source(types: &Types) -> String {
    let mut text = format!("{}\nconst TYPES: &[(&str, Check)] = &[\n", PROGRAM.trim_start());
    for ident in types.idents() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    (\"{ident}\", check::<models::{ident}>),");
    }
    text.push_str("];\n");
    text
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn answers_are_read_as_the_program_writes_them() {
        let read = |text: &str| serde_json::from_str::<Answer>(text).ok();
        assert_eq!(read(r#"{"Undecoded":"x"}"#), Some(Answer::Undecoded("x".to_owned())));
        let encoded = Answer::Encoded { text: "1".to_owned(), invalid: None };
        assert_eq!(read(r#"{"Encoded":{"text":"1","invalid":null}}"#), Some(encoded));
    }
}
