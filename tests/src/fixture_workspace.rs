//! The crates of fixtures as one workspace on disk, for cargo to check or to run.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::disk;
use generator::output::FileSet;

use crate::fixture::Fixture;
use crate::flagship;

/// A folder with the crates of some fixtures and a manifest that makes them one workspace.
#[derive(Clone, Debug)]
pub struct FixtureWorkspace {
    folder: PathBuf,
    members: Vec<String>,
}

impl FixtureWorkspace {
    /// Writes the crates of `fixtures` below `folder`; files that are there already and the same are left alone.
    pub fn write(folder: &Path, fixtures: &[Fixture]) -> Self {
        let mut members = Vec::new();
        for fixture in fixtures {
            // The manifests of the single workspaces are left out: here is one for all.
            let mut files = FileSet::default();
            for (path, text) in fixture.generate().files.iter().filter(|(path, _)| path.contains('/')) {
                files.insert(path, text.to_owned()).expect("the paths differ");
            }
            let output = folder.join(&fixture.name);
            let comparison = disk::compare(&output, &files).expect("the folder can be read");
            disk::apply(&output, &files, &comparison).expect("the files can be written");
            members.push(format!("{}/models", fixture.name));
            members.push(format!("{}/client", fixture.name));
        }
        let workspace = Self { folder: folder.to_owned(), members };
        workspace.write_manifest();
        workspace
    }

    /// Adds a crate by its files, given by their paths in the crate.
    pub fn add(&mut self, name: &str, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = self.folder.join(name).join(path);
            fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        self.members.push(name.to_owned());
        self.write_manifest();
    }

    /// A cargo command in the workspace, without the network. Dependencies are shared with the build of the
    /// repository.
    pub fn cargo(&self, target: &Path) -> Command {
        let mut command = Command::new(cargo());
        command.env("CARGO_TARGET_DIR", target).current_dir(&self.folder);
        // What the outer cargo says of the package under test is not for the inner one: build scripts that ask for it
        // would run again, and everything that depends on them would be built anew, here and in the next outer run.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name);
            }
        }
        command
    }

    fn write_manifest(&self) {
        let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\n".to_owned();
        for member in &self.members {
            writeln!(manifest, "    \"{member}\",").expect("writing to a string never fails");
        }
        manifest.push_str("]\n");
        fs::write(self.folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
        // The versions that the repository has, so that nothing needs to be looked up.
        fs::copy(flagship::root().join("Cargo.lock"), self.folder.join("Cargo.lock"))
            .expect("the versions can be copied");
    }
}

/// The cargo that runs the tests.
pub fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The target folder of the repository, from the folder that cargo gives to tests.
pub fn target(of_tests: &str) -> PathBuf {
    Path::new(of_tests).parent().expect("it stands in the target folder").to_owned()
}
