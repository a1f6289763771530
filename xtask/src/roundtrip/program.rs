//! The programs that know the types of a document by name, and the workspace in which they are compiled.
//!
//! A program reads lines `TYPE<tab>FILE` and answers each with a line of JSON. Everything in it is built without
//! optimisation and debug information: what costs time is the compiler.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use generator::output::FileSet;
use serde::Deserialize;

use super::types::Types;

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

/// The workspace on disk.
pub(super) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
    runtime: PathBuf,
}

impl Workspace {
    /// A workspace below `scratch`. What an earlier run wrote and compiled is used again where it is the same.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(super) fn set_up(scratch: &Path, repository: &Path) -> Result<Self> {
        let folder = scratch.join("workspace");
        std::fs::create_dir_all(&folder)?;
        // The versions of dependencies are those of this repository.
        std::fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let runtime = repository.join("generated-client/runtime");
        Ok(Self { folder, target: scratch.join("target"), runtime })
    }

    /// The runtime that every crate of the workspace depends on.
    pub(super) fn runtime(&self) -> &Path {
        &self.runtime
    }

    /// Writes the models of a document and the program that uses them.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(super) fn write(&self, package: &str, files: &FileSet, types: &Types) -> Result<()> {
        let folder = self.folder.join(package);
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("models/")) {
            write(&folder.join(path), text)?;
        }
        write(&folder.join("program/Cargo.toml"), &manifest(package))?;
        write(&folder.join("program/src/main.rs"), &source(types))
    }

    /// Compiles the programs of these packages. Returned: the first error of each package that cannot be compiled.
    ///
    /// # Errors
    ///
    /// Cargo cannot be started, or cannot read the workspace.
    pub(super) fn compile(&self, packages: &[&str]) -> Result<BTreeMap<String, String>> {
        let members: Vec<String> = packages
            .iter()
            .map(|package| format!("    \"{package}/models\",\n    \"{package}/program\",\n"))
            .collect();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\nopt-level = 0\n",
            members.concat()
        );
        write(&self.folder.join("Cargo.toml"), &manifest)?;
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let mut child = Command::new(cargo)
            .args(["build", "--workspace", "--keep-going", "--message-format", "json", "--target-dir"])
            .arg(&self.target)
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start cargo")?;
        let output = child.stdout.take().context("cargo has an output")?;
        let mut failed = BTreeMap::new();
        let mut finished = false;
        for line in BufReader::new(output).lines() {
            match serde_json::from_str(&line?) {
                Ok(Line::CompilerMessage { manifest_path, message }) if message.level == "error" => {
                    let package = manifest_path.ancestors().nth(2).and_then(Path::file_name);
                    let package =
                        package.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                    failed.entry(package).or_insert(message.rendered.unwrap_or_default());
                }
                Ok(Line::BuildFinished) => finished = true,
                Ok(Line::CompilerMessage { .. } | Line::Other) | Err(_) => {}
            }
        }
        child.wait()?;
        if !finished {
            bail!("cargo cannot compile {}", self.folder.display());
        }
        Ok(failed)
    }

    /// Runs the program of a document. Returned: one answer per question, each a type and the file of an instance.
    ///
    /// # Errors
    ///
    /// The program cannot be started, or answers something else than it should.
    pub(super) fn run<'a>(
        &self,
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
        let list = self.folder.join(package).join("questions.tsv");
        write(&list, &text)?;
        let program =
            self.target.join("debug").join(format!("{package}-program{}", std::env::consts::EXE_SUFFIX));
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
}

/// A line of cargo's output.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerMessage {
        manifest_path: PathBuf,
        message: Message,
    },
    BuildFinished,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: Option<String>,
}

/// Writes a file unless it is there already: cargo builds what is newer than the last build.
fn write(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn manifest(package: &str) -> String {
    format!(
        "[package]
name = \"{package}-program\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
models = {{ path = \"../models\", package = \"{package}-models\" }}
serde = {{ version = \"1\", features = [\"derive\"] }}
serde_json = \"1\"
"
    )
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
    use super::{Answer, Line};

    #[test]
    fn answers_are_read_as_the_program_writes_them() {
        let read = |text: &str| serde_json::from_str::<Answer>(text).ok();
        assert_eq!(read(r#"{"Undecoded":"x"}"#), Some(Answer::Undecoded("x".to_owned())));
        let encoded = Answer::Encoded { text: "1".to_owned(), invalid: None };
        assert_eq!(read(r#"{"Encoded":{"text":"1","invalid":null}}"#), Some(encoded));
    }

    #[test]
    fn errors_of_the_compiler_name_their_manifest() {
        let line = r#"{"reason":"compiler-message","manifest_path":"/w/c0001-a/models/Cargo.toml",
            "message":{"level":"error","rendered":"no"}}"#;
        let Ok(Line::CompilerMessage { manifest_path, .. }) = serde_json::from_str(line) else {
            panic!("not read")
        };
        assert!(manifest_path.ends_with("c0001-a/models/Cargo.toml"));
        assert!(matches!(serde_json::from_str(r#"{"reason":"new"}"#), Ok(Line::Other)));
    }
}
