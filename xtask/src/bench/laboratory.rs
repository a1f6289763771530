//! A workspace of its own below `target/bench` in which the crates are compiled.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};
use generator::diagnostics::render::human::{self, Colour};
use generator::output::FileSet;
use generator::pipeline::{self, Input, Layout, Options};
use generator::plan::Packages;

use super::derived;
use super::measure::{self, Cost};

/// A crate that is measured.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    /// The generated models.
    Models,
    /// The generated client.
    Client,
    /// The same types as the models, with derived serde.
    Derived,
}

impl Subject {
    /// Its folder in the workspace.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::Client => "client",
            Self::Derived => "derived",
        }
    }

    fn package(self) -> String {
        format!("bench-{}", self.folder())
    }
}

/// The crates as text.
pub(super) struct Generated {
    /// `models/…`, `client/…` and `derived/…`.
    pub(super) files: FileSet,
    /// How many operations the client has.
    pub(super) operations: usize,
    /// How many types the models have.
    pub(super) types: usize,
}

/// Generates the crates of a document, and the derived types beside them.
///
/// # Errors
///
/// The document has mistakes.
pub(super) fn generate(input: Input, root: &Path) -> Result<Generated> {
    let runtime = root.join("generated-client/runtime").display().to_string();
    let options = Options {
        packages: Packages { runtime_path: runtime.clone(), ..Packages::named("bench") },
        layout: Layout::WithRuntime,
        ..Options::default()
    };
    let planned = pipeline::plan(input.clone(), &options).planned;
    let generated = pipeline::generate(input, &options);
    let (Some(files), Some((api, plan))) = (generated.files, planned) else {
        bail!("the document has mistakes\n{}", human::render(&generated.report, Colour::Off));
    };
    let mut all = FileSet::default();
    for (path, text) in files.iter().filter(|(path, _)| path.contains('/')) {
        all.insert(path, text.to_owned())?;
    }
    all.insert("derived/src/lib.rs", derived::emit(&api, &plan))?;
    all.insert("derived/Cargo.toml", derived_manifest(&runtime))?;
    all.insert("Cargo.toml", WORKSPACE.to_owned())?;
    Ok(Generated { files: all, operations: generated.summary.operations, types: generated.summary.types })
}

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"models\", \"client\", \"derived\"]\n";

fn derived_manifest(runtime: &str) -> String {
    format!(
        "[package]\nname = \"bench-derived\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         client-runtime = {{ path = {runtime:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
         serde_json = \"1\"\n"
    )
}

/// The workspace on disk, with every dependency built.
pub(super) struct Laboratory {
    folder: PathBuf,
    scratch: PathBuf,
    counts: bool,
}

impl Laboratory {
    /// Writes the workspace and builds everything once.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or a crate does not compile.
    pub(super) fn set_up(root: &Path, name: &str, generated: &Generated) -> Result<Self> {
        let scratch = root.join("target/bench");
        let folder = scratch.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        for (path, text) in generated.files.iter() {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        // The versions of dependencies are those of this repository.
        std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let counts = measure::perf_counts(&scratch);
        let laboratory = Self { folder, scratch, counts };
        laboratory.cargo(&["check", "--workspace"])?;
        laboratory.cargo(&["build", "--release", "--workspace"])?;
        Ok(laboratory)
    }

    /// What compiling one crate costs, its dependencies being built.
    ///
    /// # Errors
    ///
    /// The crate does not compile.
    pub(super) fn measure(&self, subject: Subject, task: &[&str], runs: u32) -> Result<Cost> {
        let package = subject.package();
        let arguments = [task, &["--package", &package]].concat();
        // Neighbours may be stale after an earlier measurement.
        self.cargo(&arguments)?;
        let root = self.folder.join(subject.folder()).join("src/lib.rs");
        let mut best: Option<Cost> = None;
        for _ in 0..runs {
            let file = std::fs::File::options().append(true).open(&root)?;
            file.set_modified(SystemTime::now())?;
            let cost = self.cargo(&arguments)?;
            best = Some(best.map_or(cost, |best| best.cheaper(cost)));
        }
        best.context("no run was asked for")
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Cost> {
        let target = self.scratch.join("target");
        let target = target.to_str().context("the path of the repository is not Unicode")?;
        let arguments = [arguments, &["--quiet", "--target-dir", target]].concat();
        measure::cargo(&self.folder, &arguments, &self.scratch, self.counts)
    }
}
