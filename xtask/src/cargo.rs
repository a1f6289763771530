//! Cargo as a part of a task: how it is started, and what it says of the packages of a workspace while it compiles them.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// The cargo that runs this task.
pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What is known of a package.
pub(crate) enum Event {
    /// The compiler has something to say.
    Message(Message),
    /// A target of it is compiled.
    Compiled,
}

/// A message of the compiler.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    /// `error`, `warning` …
    pub(crate) level: String,
    /// Summaries have none, nor have some errors of the parser.
    pub(crate) code: Option<Code>,
    /// The text that people read.
    #[serde(default)]
    pub(crate) rendered: Option<String>,
}

/// The name of a lint or of an error.
#[derive(Debug, Deserialize)]
pub(crate) struct Code {
    /// `unused_variables`, `E0433` …
    pub(crate) code: String,
}

/// Runs `cargo SUBCOMMAND` on the whole workspace in `folder`, without giving up at the first crate that fails. `on_event`
/// is told the name of the folder in which the crates of a document are: the one above that of the manifest. What was
/// compiled before is not compiled again: cargo repeats what the compiler said then.
///
/// # Errors
///
/// Cargo cannot be started, or cannot read the workspace.
pub(crate) fn compile(
    subcommand: &[&str],
    folder: &Path,
    target: &Path,
    mut on_event: impl FnMut(&str, Event),
) -> Result<()> {
    let mut child = command()
        .args(subcommand)
        .args(["--workspace", "--keep-going", "--message-format", "json", "--target-dir"])
        .arg(target)
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo has an output")?;
    let mut finished = false;
    for line in BufReader::new(output).lines() {
        let (manifest, event) = match serde_json::from_str(&line?) {
            Ok(Line::CompilerMessage { manifest_path, message }) => (manifest_path, Event::Message(message)),
            Ok(Line::CompilerArtifact { manifest_path }) => (manifest_path, Event::Compiled),
            Ok(Line::BuildFinished) => {
                finished = true;
                continue;
            }
            Ok(Line::Other) | Err(_) => continue,
        };
        if let Some(name) = manifest.ancestors().nth(2).and_then(Path::file_name) {
            on_event(&name.to_string_lossy(), event);
        }
    }
    child.wait()?;
    if !finished {
        bail!("cargo cannot compile {}", folder.display());
    }
    Ok(())
}

/// A line of cargo's output.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerMessage {
        manifest_path: PathBuf,
        message: Message,
    },
    CompilerArtifact {
        manifest_path: PathBuf,
    },
    BuildFinished,
    #[serde(other)]
    Other,
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn errors_of_the_compiler_name_their_manifest() {
        let line = r#"{"reason":"compiler-message","manifest_path":"/w/c0001-a/models/Cargo.toml",
            "message":{"level":"error","code":{"code":"E0433"},"rendered":"no"}}"#;
        let Ok(Line::CompilerMessage { manifest_path, message }) = serde_json::from_str(line) else {
            panic!("not read")
        };
        assert!(manifest_path.ends_with("c0001-a/models/Cargo.toml"));
        assert_eq!(message.code.map(|code| code.code).as_deref(), Some("E0433"));
        assert!(matches!(serde_json::from_str(r#"{"reason":"new"}"#), Ok(Line::Other)));
    }
}
