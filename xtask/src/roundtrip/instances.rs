//! Instances of the component schemas of a document, made by a script that is not ours.
//!
//! The script is given the document, a folder, a direction and a seed. It writes the instances and an index of
//! them; what it wrote for the same document by the same script is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::provenance::sha256;

/// Which way instances travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// From the server.
    Read,
    /// To the server.
    Write,
}

impl Direction {
    /// Its name in the options of the script.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// One instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// The component schema.
    pub(super) schema: String,
    /// Which way it travels.
    pub(super) direction: Direction,
    /// Seed and number: `0/5`.
    pub(super) number: String,
    /// The file that holds it.
    pub(super) path: PathBuf,
}

/// What the script did not make, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) schema: String,
    pub(super) direction: Direction,
    pub(super) number: String,
    pub(super) reason: String,
}

/// What the script made of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) cases: Vec<Case>,
    pub(super) missing: Vec<Missing>,
}

/// How instances are made.
pub(super) struct Script<'a> {
    pub(super) path: &'a Path,
    pub(super) interpreter: &'a str,
    pub(super) seeds: &'a [u64],
    pub(super) count: u32,
    /// Where instances are kept.
    pub(super) folder: &'a Path,
}

#[derive(Deserialize)]
struct Entry {
    dir: String,
    instances: Vec<Instance>,
    failed: Vec<Failure>,
}

#[derive(Deserialize)]
struct Instance {
    k: u32,
}

#[derive(Deserialize)]
struct Failure {
    /// Missing where no instance at all can be made.
    k: Option<u32>,
    error: String,
}

impl Script<'_> {
    /// Makes the instances of a document, for both directions and every seed.
    ///
    /// # Errors
    ///
    /// The script cannot be run, fails, or writes something else than it should.
    pub(super) fn make(&self, document: &Path, bytes: &[u8]) -> Result<Made> {
        let script = std::fs::read(self.path)
            .with_context(|| format!("cannot read the script {}", self.path.display()))?;
        let version = sha256(&[script.as_slice(), bytes].concat());
        let mut made = Made::default();
        for seed in self.seeds {
            for direction in [Direction::Read, Direction::Write] {
                let name = format!("{}-{}-{seed}", self.count, direction.name());
                let folder = self.folder.join(&version).join(name);
                let index = folder.join("INDEX.json");
                if !index.exists() {
                    self.start(document, &folder, direction, *seed)?;
                }
                let text = std::fs::read_to_string(&index).context("the script wrote no INDEX.json")?;
                take(&text, &folder, direction, *seed, &mut made)?;
            }
        }
        Ok(made)
    }

    fn start(&self, document: &Path, folder: &Path, direction: Direction, seed: u64) -> Result<()> {
        let output = Command::new(self.interpreter)
            .arg(self.path)
            .args([document, folder])
            .args(["-n", &self.count.to_string(), "--direction", direction.name()])
            .args(["--seed", &seed.to_string()])
            .stdout(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {}", self.interpreter))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("the script fails: {}", said.lines().last().unwrap_or_default());
        }
        Ok(())
    }
}

/// Takes up an index of the script.
fn take(text: &str, folder: &Path, direction: Direction, seed: u64, made: &mut Made) -> Result<()> {
    let index: BTreeMap<String, Entry> =
        serde_json::from_str(text).context("INDEX.json is not as it should be")?;
    for (schema, entry) in index {
        for Instance { k } in &entry.instances {
            let path = folder.join(&entry.dir).join(format!("{k}.json"));
            made.cases.push(Case { schema: schema.clone(), direction, number: format!("{seed}/{k}"), path });
        }
        for Failure { k, error } in entry.failed {
            let number = k.map_or_else(|| seed.to_string(), |k| format!("{seed}/{k}"));
            made.missing.push(Missing { schema: schema.clone(), direction, number, reason: error });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Direction, Made, take};

    #[test]
    fn an_index_lists_what_was_made_and_what_was_not() {
        let text = r#"{"Pet/A": {"dir": "Pet%2FA", "instances": [{"k": 0, "strategy": "minimal"}],
            "failed": [{"k": 3, "strategy": "boundary", "error": "too deep"}]},
            "Bad": {"dir": "Bad", "instances": [], "failed": [{"error": "rejected"}]}}"#;
        let mut made = Made::default();
        take(text, Path::new("out"), Direction::Read, 7, &mut made).expect("an index");
        assert_eq!(made.cases.len(), 1);
        assert_eq!(made.cases[0].schema, "Pet/A");
        assert_eq!(made.cases[0].path, Path::new("out/Pet%2FA/0.json"));
        assert_eq!(made.cases[0].number, "7/0");
        let missing: Vec<_> =
            made.missing.iter().map(|one| (one.schema.as_str(), one.number.as_str())).collect();
        assert_eq!(missing, [("Bad", "7"), ("Pet/A", "7/3")]);
    }
}
