//! One workspace for the output of many documents, compiled together.
//!
//! Dependencies and the runtime are built once; what the compiler says is read from its JSON messages and told
//! apart by package. A crate that fails does not keep the others from being compiled.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::bar;
use super::outcome::Compiled;
use crate::cargo::{self, Event, Message};

/// How many messages of one document are kept in full.
const SHOWN: usize = 3;

/// File that names the build of the generator that wrote the crates.
const BUILD: &str = "build.txt";

/// The workspace on disk.
pub(crate) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
    runtime: PathBuf,
}

impl Workspace {
    /// Takes up the workspace below `scratch` if the same build of the generator wrote it, else makes an empty one;
    /// its target folder outlives it.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn set_up(scratch: &Path, repository: &Path, build: &str) -> Result<Self> {
        let folder = scratch.join("workspace");
        let same = std::fs::read_to_string(folder.join(BUILD)).is_ok_and(|written| written == build);
        if folder.exists() && !same {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(BUILD), build)?;
        // The versions of dependencies are those of this repository.
        std::fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let runtime = repository.join("generated-client/runtime");
        Ok(Self { folder, target: scratch.join("target"), runtime })
    }

    /// The folder of the crates of a package.
    pub(crate) fn folder(&self, package: &str) -> PathBuf {
        self.folder.join(package)
    }

    /// True when the crates of a package are there: its last file is the manifest of the client.
    pub(crate) fn has(&self, package: &str) -> bool {
        let folder = self.folder(package);
        folder.join("client/Cargo.toml").is_file() && folder.join("models/Cargo.toml").is_file()
    }

    /// The runtime that every crate of the workspace depends on.
    pub(crate) fn runtime(&self) -> &Path {
        &self.runtime
    }

    /// Compiles these packages with `cargo TOOL` and returns what was said, by document. What was compiled before
    /// is not compiled again: cargo repeats what the compiler said then.
    ///
    /// # Errors
    ///
    /// Cargo cannot be started, or cannot read the workspace.
    pub(crate) fn compile(
        &self,
        tool: &str,
        members: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, Compiled>> {
        let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
        for package in members.keys() {
            // Writing to a string cannot fail.
            let _ = writeln!(manifest, "    \"{package}/models\",\n    \"{package}/client\",");
        }
        manifest.push_str("]\n");
        std::fs::write(self.folder.join("Cargo.toml"), manifest)?;

        let mut compiled: BTreeMap<String, Compiled> = BTreeMap::new();
        let bar = bar(members.len() * 2);
        let outcome = cargo::compile(&[tool, "--quiet"], &self.folder, &self.target, |package, event| {
            let Some(document) = members.get(package) else { return };
            let compiled = compiled.entry(document.clone()).or_default();
            match event {
                Event::Message(message) => note(compiled, message),
                Event::Compiled => {
                    bar.set_message(document.clone());
                    bar.inc(1);
                }
            }
        });
        bar.finish_and_clear();
        outcome?;
        Ok(compiled)
    }

    /// Runs the tests of the packages of the last [`compile`](Self::compile), their examples in documentation among them,
    /// and returns the documents of those that failed. What the tests say goes to `log`.
    ///
    /// # Errors
    ///
    /// Cargo cannot be started, or stops before it runs anything.
    pub(crate) fn test(&self, members: &BTreeMap<String, String>, log: &Path) -> Result<Vec<String>> {
        let said = cargo::command()
            .args(["test", "--workspace", "--no-fail-fast", "--quiet", "--target-dir"])
            .arg(&self.target)
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            // Hundreds of programs are linked and thrown away.
            .env("CARGO_PROFILE_TEST_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .context("cannot start cargo")?;
        let complaints = String::from_utf8_lossy(&said.stderr);
        std::fs::write(log, [&said.stdout, complaints.as_bytes()].concat())?;
        let failed = failed_packages(&complaints);
        if !said.status.success() && failed.is_empty() {
            bail!("cargo cannot test {}:\n{complaints}", self.folder.display());
        }
        let documents = failed.iter().filter_map(|name| {
            let name = name.strip_suffix("-models").or_else(|| name.strip_suffix("-client"))?;
            members.get(name).cloned()
        });
        Ok(documents.collect())
    }
}

/// The packages whose tests failed: cargo ends with a list of commands, each with `-p PACKAGE`.
fn failed_packages(complaints: &str) -> Vec<&str> {
    let commands = complaints.lines().filter_map(|line| line.trim().strip_prefix("`-p "));
    let single =
        complaints.lines().filter_map(|line| line.split_once("to rerun pass `-p ").map(|(_, rest)| rest));
    let mut names: Vec<&str> =
        commands.chain(single).filter_map(|rest| rest.split([' ', '`']).next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn note(compiled: &mut Compiled, message: Message) {
    // Summaries ("3 warnings emitted") have no code; some errors of the parser have none either.
    let Some(code) = message.code.map(|code| code.code).or_else(|| {
        let text = message.rendered.as_deref().unwrap_or_default();
        (message.level == "error" && !text.contains("aborting due to")).then(|| "syntax".to_owned())
    }) else {
        return;
    };
    *compiled.messages.entry(format!("{} {code}", message.level)).or_default() += 1;
    if compiled.shown.len() < SHOWN {
        compiled.shown.extend(message.rendered);
    }
}

#[cfg(test)]
mod tests {
    use super::failed_packages;

    #[test]
    fn packages_that_failed_are_named_by_cargo() {
        let complaints = "error: test failed, to rerun pass `-p c0002-b-models --lib`
error: doctest failed, to rerun pass `-p c0001-a-client --doc`
error: 2 targets failed:
    `-p c0001-a-client --doc`
    `-p c0002-b-models --lib`
";
        assert_eq!(failed_packages(complaints), ["c0001-a-client", "c0002-b-models"]);
        assert!(failed_packages("error: could not compile `c0001-a-client`").is_empty());
    }
}
