//! Instances of the component schemas of a document, made by a script that is not ours.
//!
//! The script is given the document, a folder, a direction and a seed. It writes the instances and an index of
//! them; what it wrote for the same document by the same script is kept. Schemas that refer to many others, each of which does so again,
//! have instances that no time suffices for: they cost those of their document no more than a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use wait_timeout::ChildExt as _;

use crate::provenance::sha256;

/// The list of what the script made.
const INDEX: &str = "INDEX.json";

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
    /// What it may take for a document; each schema alone may take a tenth.
    pub(super) patience: Duration,
    /// Where instances are kept.
    pub(super) folder: &'a Path,
}

/// What the script writes as `INDEX.json`.
type Index = BTreeMap<String, Entry>;

#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Entry {
    dir: String,
    instances: Vec<Instance>,
    failed: Vec<Failure>,
}

#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Instance {
    k: u32,
}

#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Failure {
    /// Missing where no instance at all can be made.
    k: Option<u32>,
    error: String,
}

impl Script<'_> {
    /// Makes the instances of a document that has these component schemas, for both directions and every seed.
    ///
    /// # Errors
    ///
    /// The script cannot be run, fails, or writes something else than it should.
    pub(super) fn make(&self, document: &Path, bytes: &[u8], schemas: &BTreeSet<String>) -> Result<Made> {
        let script =
            fs::read(self.path).with_context(|| format!("cannot read the script {}", self.path.display()))?;
        let version = sha256(&[script.as_slice(), bytes].concat());
        let mut made = Made::default();
        for seed in self.seeds {
            for direction in [Direction::Read, Direction::Write] {
                let name = format!("{}-{}-{seed}", self.count, direction.name());
                let folder = self.folder.join(&version).join(name);
                let run = Run { script: self, document, direction, seed: *seed };
                if !folder.join(INDEX).exists() && !run.start(&folder, None, self.patience)? {
                    run.one_by_one(&folder, schemas)?;
                }
                take(index(&folder)?, &folder, direction, *seed, &mut made);
            }
        }
        Ok(made)
    }
}

/// One direction of a document, with one seed.
struct Run<'a> {
    script: &'a Script<'a>,
    document: &'a Path,
    direction: Direction,
    seed: u64,
}

impl Run<'_> {
    /// Runs the script, for one schema or for all of them; false when the time was up.
    fn start(&self, folder: &Path, only: Option<&str>, patience: Duration) -> Result<bool> {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let said = folder.join("said.txt");
        let mut child = Command::new(self.script.interpreter)
            .arg(self.script.path)
            .args([self.document, folder])
            .args(["-n", &self.script.count.to_string(), "--direction", self.direction.name()])
            .args(["--seed", &self.seed.to_string()])
            .args(only.map(|schema| format!("--only={schema}")))
            .stdout(Stdio::null())
            .stderr(File::create(&said)?)
            .spawn()
            .with_context(|| format!("cannot start {}", self.script.interpreter))?;
        let Some(status) = child.wait_timeout(patience)? else {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        };
        if !status.success() {
            let said = fs::read(&said)?;
            bail!("the script fails: {}", String::from_utf8_lossy(&said).lines().last().unwrap_or_default());
        }
        Ok(true)
    }

    /// Runs the script for every schema alone, each in a folder of its own, and writes the index of them all.
    fn one_by_one(&self, folder: &Path, schemas: &BTreeSet<String>) -> Result<()> {
        let mut all = Index::new();
        let patience = self.script.patience / 10;
        for (number, schema) in schemas.iter().enumerate() {
            let name = format!("only-{number}");
            let within = folder.join(&name);
            let made = if self.start(&within, Some(schema), patience)? {
                index(&within)?
            } else {
                BTreeMap::from([(schema.clone(), self.unfinished(&within)?)])
            };
            let moved = |entry: Entry| Entry { dir: format!("{name}/{}", entry.dir), ..entry };
            all.extend(made.into_iter().map(|(schema, entry)| (schema, moved(entry))));
        }
        fs::write(folder.join(INDEX), serde_json::to_vec(&all)?).context("cannot write an index")
    }

    /// What the script has made of a schema before its time was up.
    fn unfinished(&self, folder: &Path) -> Result<Entry> {
        let mut entry = Entry { dir: String::new(), instances: Vec::new(), failed: Vec::new() };
        for inner in fs::read_dir(folder)? {
            let inner = inner?;
            if inner.file_type()?.is_dir() {
                entry.dir = inner.file_name().to_string_lossy().into_owned();
            }
        }
        for k in 0..self.script.count {
            let path = folder.join(&entry.dir).join(format!("{k}.json"));
            // The last file may be cut off.
            let whole = fs::read(path).is_ok_and(|text| serde_json::from_slice::<IgnoredAny>(&text).is_ok());
            if whole {
                entry.instances.push(Instance { k });
            } else {
                let error = format!("not made in {:?}", self.script.patience / 10);
                entry.failed.push(Failure { k: Some(k), error });
            }
        }
        Ok(entry)
    }
}

/// The index that the script wrote to a folder.
fn index(folder: &Path) -> Result<Index> {
    let text = fs::read_to_string(folder.join(INDEX)).context("the script wrote no INDEX.json")?;
    serde_json::from_str(&text).context("INDEX.json is not as it should be")
}

/// Takes up an index of the script.
fn take(index: Index, folder: &Path, direction: Direction, seed: u64, made: &mut Made) {
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
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::time::Duration;

    use super::{Direction, Made, Script, take};

    #[test]
    fn an_index_lists_what_was_made_and_what_was_not() {
        let text = r#"{"Pet/A": {"dir": "Pet%2FA", "instances": [{"k": 0, "strategy": "minimal"}],
            "failed": [{"k": 3, "strategy": "boundary", "error": "too deep"}]},
            "Bad": {"dir": "Bad", "instances": [], "failed": [{"error": "rejected"}]}}"#;
        let mut made = Made::default();
        let index = serde_json::from_str(text).expect("an index");
        take(index, Path::new("out"), Direction::Read, 7, &mut made);
        assert_eq!(made.cases.len(), 1);
        assert_eq!(made.cases[0].schema, "Pet/A");
        assert_eq!(made.cases[0].path, Path::new("out/Pet%2FA/0.json"));
        assert_eq!(made.cases[0].number, "7/0");
        let missing: Vec<_> =
            made.missing.iter().map(|one| (one.schema.as_str(), one.number.as_str())).collect();
        assert_eq!(missing, [("Bad", "7"), ("Pet/A", "7/3")]);
    }

    /// A script of the shell that never ends for the schema `Slow`, nor for the whole document, and has made the first of two instances by then.
    #[cfg(unix)]
    const SLOW: &str = r#"
only=
for argument in "$@"; do case "$argument" in --only=*) only="${argument#--only=}";; esac; done
case "$only" in
'') exec sleep 60;;
Slow) mkdir -p "$2/S"; echo '{}' > "$2/S/0.json"; printf '{"cut": ' > "$2/S/1.json"; exec sleep 60;;
*) mkdir -p "$2/Q"; echo '{}' > "$2/Q/0.json"
   echo '{"Quick": {"dir": "Q", "instances": [{"k": 0}], "failed": []}}' > "$2/INDEX.json";;
esac
"#;

    #[cfg(unix)]
    #[test]
    fn a_schema_that_takes_too_long_costs_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("slow.sh");
        std::fs::write(&path, SLOW).expect("a script");
        let script = Script {
            path: &path,
            interpreter: "sh",
            seeds: &[3],
            count: 2,
            patience: Duration::from_secs(5),
            folder: folder.path(),
        };
        let schemas = BTreeSet::from(["Quick".to_owned(), "Slow".to_owned()]);
        let made = script.make(Path::new("a.json"), b"{}", &schemas).expect("instances");
        let cases = made.cases.iter().filter(|case| case.direction == Direction::Read);
        let cases: Vec<_> = cases.map(|case| (case.schema.as_str(), case.number.as_str())).collect();
        assert_eq!(cases, [("Quick", "3/0"), ("Slow", "3/0")]);
        assert!(made.cases.iter().all(|case| case.path.is_file()), "{made:?}");
        let missing = made.missing.iter().filter(|missing| missing.direction == Direction::Write);
        let missing: Vec<_> = missing.map(|one| (one.number.as_str(), one.reason.as_str())).collect();
        assert_eq!(missing, [("3/1", "not made in 500ms")]);
    }
}
