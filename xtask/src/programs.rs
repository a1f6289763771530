//! Programs that use generated crates, in a workspace of their own below `target/`.
//!
//! Everything in it is built without optimisation and debug information: what costs time is the compiler. What an
//! earlier run wrote and compiled is used again where it is the same.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::cargo::{self, Event, Message};
use crate::provenance::sha256;

/// The workspace on disk. Each document has a folder in it, named for its package, with a crate in each folder below.
pub(crate) struct Programs {
    folder: PathBuf,
    target: PathBuf,
    runtime: PathBuf,
}

impl Programs {
    /// A workspace below `scratch`.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn set_up(scratch: &Path, repository: &Path) -> Result<Self> {
        let folder = scratch.join("workspace");
        std::fs::create_dir_all(&folder)?;
        // The versions of dependencies are those of this repository.
        std::fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let runtime = repository.join("generated-client/runtime");
        Ok(Self { folder, target: scratch.join("target"), runtime })
    }

    /// The runtime that every crate of the workspace depends on.
    pub(crate) fn runtime(&self) -> &Path {
        &self.runtime
    }

    /// The folder of a package.
    pub(crate) fn folder(&self, package: &str) -> PathBuf {
        self.folder.join(package)
    }

    /// Compiles these crates of these packages. Returned: the first error of each package that cannot be compiled.
    ///
    /// # Errors
    ///
    /// Cargo cannot be started, or cannot read the workspace.
    pub(crate) fn compile(&self, packages: &[&str], crates: &[&str]) -> Result<BTreeMap<String, String>> {
        let members: Vec<String> = packages
            .iter()
            .flat_map(|package| crates.iter().map(move |one| format!("    \"{package}/{one}\",\n")))
            .collect();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\nopt-level = 0\n",
            members.concat()
        );
        write(&self.folder.join("Cargo.toml"), &manifest)?;
        let mut failed = BTreeMap::new();
        cargo::compile(&["build"], &self.folder, &self.target, |package, event| {
            if let Event::Message(Message { level, rendered, .. }) = event
                && level == "error"
            {
                failed.entry(package.to_owned()).or_insert(rendered.unwrap_or_default());
            }
        })?;
        Ok(failed)
    }

    /// The program that was compiled from a crate.
    pub(crate) fn executable(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The manifest of the program of a package, with these entries in `[dependencies]` besides serde.
pub(crate) fn manifest(package: &str, dependencies: &str) -> String {
    format!(
        "[package]
name = \"{package}-program\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
{dependencies}serde = {{ version = \"1\", features = [\"derive\"] }}
serde_json = \"1\"
"
    )
}

/// A package name that a document keeps, whatever else is in the list.
pub(crate) fn package(prefix: char, name: &str, path: &Path) -> String {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().to_lowercase());
    let word: String = stem.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    format!("{prefix}{}-{}", &sha256(name.as_bytes())[..8], word.trim_matches('-'))
}

/// Writes a file unless it is there already: cargo builds what is newer than the last build.
///
/// # Errors
///
/// The file cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|known| known == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::package;

    #[test]
    fn a_package_is_named_for_its_document() {
        let of = |name: &str| package('r', name, Path::new("/x/Pet Store.yaml"));
        assert!(of("a").starts_with('r') && of("a").ends_with("-pet-store"));
        assert_ne!(of("a"), of("b"));
    }
}
