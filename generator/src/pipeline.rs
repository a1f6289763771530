//! The phases, one after the other: texts in, files and a report out.
//!
//! Nothing here reads or writes a file. A run goes on after an error as far as the later phases can work, so
//! that one run reports all it can; files come out only when there is no error, or when asked to keep going.

use serde_json::Value;

use crate::config::{self, Config};
use crate::diagnostics::Diagnostics;
use crate::diagnostics::levels::Warnings;
use crate::diagnostics::report::Report;
use crate::load::load;
use crate::normalise;
use crate::output::FileSet;
use crate::plan::Packages;
use crate::source::{SourceText, Sources};

/// The texts of one API.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The OpenAPI document.
    pub document: SourceText,
    /// Overlays, applied in this order.
    pub overlays: Vec<SourceText>,
    /// The configuration.
    pub config: Option<SourceText>,
}

/// What the caller decides about a run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of the packages.
    pub packages: Packages,
    /// Where the generated crates will stand.
    pub layout: Layout,
    /// What warnings count as.
    pub warnings: Warnings,
    /// What errors do.
    pub on_error: OnError,
}

/// What errors do to the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// No output.
    #[default]
    Stop,
    /// What an error concerns is left out; the rest is generated.
    KeepGoing,
}

/// Where the generated crates will stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In a folder of their own, with a workspace manifest and the sources of the runtime.
    #[default]
    SelfContained,
    /// In a folder of their own, with a workspace manifest; the runtime is elsewhere: its folder, as a path
    /// that the manifests of the crates can name.
    WithRuntime(String),
    /// In a workspace that is there already, whose lints and package facts they take over; the folder of the
    /// runtime, as a path that the manifests of the crates can name.
    Member(String),
}

/// What a run gives.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files, by path below the output folder: `models/…`, `client/…`. `None` when errors forbid them.
    pub files: Option<FileSet>,
    /// Everything that was reported.
    pub report: Report,
    /// Counts for people.
    pub summary: Summary,
}

/// Counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations in the output.
    pub operations: usize,
    /// Types in the output.
    pub types: usize,
}

/// Generates both crates.
pub fn generate(input: Input, options: &Options) -> Generated {
    let run = Run::prepare(input);
    let summary = Summary::default();
    let report = Report::new(&run.diagnostics, &run.config, options.warnings, run.sources);
    Generated { files: None, report, summary }
}

/// A run after the phases *load* and *normalise*.
struct Run {
    sources: Sources,
    config: Config,
    diagnostics: Diagnostics,
    /// The normalised document; `None` when it cannot be read.
    tree: Option<Value>,
}

impl Run {
    fn prepare(input: Input) -> Self {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let (document, mut tree) = load(input.document, &mut sources, &mut diagnostics);
        for text in input.overlays {
            let (file, overlay) = load(text, &mut sources, &mut diagnostics);
            if let (Some(overlay), Some(tree)) = (overlay, &mut tree) {
                normalise::overlay::apply(&overlay, file, tree, &mut sources.origins, &mut diagnostics);
            }
        }
        if let Some(tree) = &mut tree {
            normalise::swagger2::apply(tree, document, &mut sources.origins, &mut diagnostics);
        }
        let config = match input.config {
            Some(text) => config::load(text, &mut sources, &mut diagnostics),
            None => Config::default(),
        };
        Self { sources, config, diagnostics, tree }
    }
}
