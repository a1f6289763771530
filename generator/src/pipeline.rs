//! The phases, one after the other: texts in, files and a report out.
//!
//! Nothing here reads or writes a file. A run goes on after an error as far as the later phases can work, so
//! that one run reports all it can; files come out only when there is no error, or when asked to keep going.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::analyse;
use crate::config::{self, Config};
use crate::diagnostics::codes;
use crate::diagnostics::levels::Levels;
use crate::diagnostics::report::Report;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document;
use crate::emit::{self, Target};
use crate::files::Files;
use crate::ir::dump::dump;
use crate::ir::{Api, Extent};
use crate::limits::Limits;
use crate::load::load_within;
use crate::lower;
use crate::normalise;
use crate::output::FileSet;
use crate::plan::{self, Packages, Plan};
use crate::pointer::Place;
use crate::source::{SourceText, Sources};
use crate::vendor;

/// The texts of one API.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The OpenAPI document.
    pub document: SourceText,
    /// Overlays, applied in this order.
    pub overlays: Vec<SourceText>,
    /// The configuration.
    pub config: Option<SourceText>,
    /// Brings the other files that the document refers to.
    pub files: Files,
    /// Limits that count before those of the configuration.
    pub limits: Limits,
}

/// What the caller decides about a run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of the packages.
    pub packages: Packages,
    /// Where the generated crates will stand.
    pub layout: Layout,
    /// What warnings count as.
    pub levels: Levels,
    /// What errors do.
    pub on_error: OnError,
    /// Which types are generated.
    pub extent: Extent,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In a folder of their own, with a workspace manifest and the sources of the runtime.
    #[default]
    SelfContained,
    /// In a folder of their own, with a workspace manifest; the runtime is elsewhere.
    WithRuntime,
    /// In a workspace that is there already, and so is the runtime.
    Member,
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
    /// What was understood, for tools that count; `None` when the document cannot be read.
    pub api: Option<Api>,
}

/// A phase of a run, for tools that watch where the time goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Texts become a tree.
    Load,
    /// Overlays, older versions, repairs, references.
    Normalise,
    /// The tree becomes the IR.
    Lower,
    /// Passes over the IR.
    Analyse,
    /// Names, files, signatures.
    Plan,
    /// Files are made and printed.
    Emit,
    /// Diagnostics are given their places in the text.
    Report,
}

impl Phase {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Normalise => "normalise",
            Self::Lower => "lower",
            Self::Analyse => "analyse",
            Self::Plan => "plan",
            Self::Emit => "emit",
            Self::Report => "report",
        }
    }
}

/// Counts of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations in the output.
    pub operations: usize,
    /// Types in the output.
    pub types: usize,
    /// Operations whose further pages are found by names and types of the document, and not by a rule of the
    /// configuration, by style.
    pub inferred_paging: BTreeMap<&'static str, usize>,
}

impl Summary {
    fn of(api: &Api) -> Self {
        let mut inferred_paging = BTreeMap::new();
        let rules = api.operations.iter().filter_map(|(_, operation)| operation.pagination.as_ref());
        for rule in rules.filter(|rule| rule.inferred) {
            *inferred_paging.entry(rule.style.name()).or_default() += 1;
        }
        Self { operations: api.operations.len(), types: api.types.len(), inferred_paging }
    }

    /// One line about lists whose paging is inferred; nothing where there are none.
    pub fn paging_line(&self) -> Option<String> {
        let styles: Vec<String> =
            self.inferred_paging.iter().map(|(style, count)| format!("{count} by {style}")).collect();
        (!styles.is_empty()).then(|| format!("lists whose paging is inferred: {}", styles.join(", ")))
    }
}

/// The IR of a document.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// The IR; `None` when the document cannot be read.
    pub api: Option<Api>,
    /// The text; `None` when the document cannot be read.
    pub dump: Option<String>,
    /// Everything that was reported.
    pub report: Report,
}

/// What an API is and what it becomes in Rust, before anything is emitted.
#[derive(Clone, Debug)]
pub struct Planned {
    /// IR and plan; `None` when errors forbid them.
    pub planned: Option<(Api, Plan)>,
    /// Everything that was reported.
    pub report: Report,
}

/// Goes as far as the plan, for tools that emit something of their own.
pub fn plan(input: Input, options: &Options) -> Planned {
    let mut run = Run::prepare(input, &mut |_| {});
    let planned = run.api(options.extent, &mut |_| {}).map(|api| {
        let plan = plan::plan(&api, &run.config, options.packages.clone());
        (api, plan)
    });
    let report = run.report(&options.levels);
    Planned { planned: planned.filter(|_| !report.has_errors()), report }
}

/// Generates both crates.
pub fn generate(input: Input, options: &Options) -> Generated {
    generate_observed(input, options, &mut |_| {})
}

/// Generates both crates and calls `enter` at the begin of every phase, in the order of [`Phase`].
pub fn generate_observed(input: Input, options: &Options, enter: &mut dyn FnMut(Phase)) -> Generated {
    generate_with(emit::TARGETS, input, options, enter)
}

/// Generates what these targets make.
pub(crate) fn generate_with(
    targets: &[&dyn Target],
    input: Input,
    options: &Options,
    enter: &mut dyn FnMut(Phase),
) -> Generated {
    let document = file_name(&input.document.name);
    let mut run = Run::prepare(input, enter);
    let api = run.api(options.extent, enter);
    let files = match &api {
        Some(api) if options.on_error == OnError::KeepGoing || !run.diagnostics.has_errors() => {
            enter(Phase::Plan);
            let plan = plan::plan(api, &run.config, options.packages.clone());
            enter(Phase::Emit);
            run.files(targets, emit::Input { api, plan: &plan, document: &document }, options.layout)
        }
        _ => None,
    };
    let summary = api.as_ref().map(Summary::of).unwrap_or_default();
    enter(Phase::Report);
    let report = run.report(&options.levels);
    let files = files.filter(|_| options.on_error == OnError::KeepGoing || !report.has_errors());
    Generated { files, report, summary, api }
}

/// Shows what the generator understood of a document.
pub fn inspect(input: Input, levels: &Levels) -> Inspected {
    let mut run = Run::prepare(input, &mut |_| {});
    let api = run.api(Extent::default(), &mut |_| {});
    Inspected { dump: api.as_ref().map(dump), api, report: run.report(levels) }
}

/// Everything that there is to say about a document; nothing is emitted.
pub fn lint(input: Input, levels: &Levels) -> Report {
    let mut run = Run::prepare(input, &mut |_| {});
    run.api(Extent::default(), &mut |_| {});
    run.report(levels)
}

/// The last part of a path: output must not depend on where a document lies.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
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
    fn prepare(input: Input, enter: &mut dyn FnMut(Phase)) -> Self {
        enter(Phase::Load);
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let config = input.config.map(config::parse);
        let limits = input.limits.over(&config.as_ref().map(config::Parsed::limits).unwrap_or_default());
        let (document, mut tree) = load_within(input.document, &limits, &mut sources, &mut diagnostics);
        enter(Phase::Normalise);
        for text in input.overlays {
            let (file, overlay) = load_within(text, &limits, &mut sources, &mut diagnostics);
            if let (Some(overlay), Some(tree)) = (overlay, &mut tree) {
                normalise::overlay::apply(&overlay, file, tree, &mut sources.origins, &mut diagnostics);
            }
        }
        let tree = tree.and_then(|tree| {
            normalise::normalise(tree, document, &input.files, &limits, &mut sources, &mut diagnostics)
        });
        let config = config.map(|config| config.register(&mut sources, &mut diagnostics)).unwrap_or_default();
        let config = Config { limits, ..config };
        Self { sources, config, diagnostics, tree }
    }

    /// Phases *parse*, *lower* and *analyse*.
    fn api(&mut self, extent: Extent, enter: &mut dyn FnMut(Phase)) -> Option<Api> {
        enter(Phase::Lower);
        let document = document::parse(self.tree.as_ref()?, &self.config.limits, &mut self.diagnostics);
        if !document::size::check(&document, &self.config.limits, &mut self.diagnostics) {
            return None;
        }
        let mut api = lower::lower(&document, &self.config, &mut self.diagnostics);
        api.extent = extent;
        enter(Phase::Analyse);
        analyse::analyse(&mut api, &self.config, &mut self.diagnostics);
        Some(api)
    }

    /// Phases *emit* and *print*.
    fn files(&mut self, targets: &[&dyn Target], input: emit::Input<'_>, layout: Layout) -> Option<FileSet> {
        emit::emit(targets, input)
            .and_then(|mut files| {
                vendor::add(layout, &mut files)?;
                Ok(files)
            })
            .map_err(|error| {
                let diagnostic = Diagnostic::new(&codes::BUG, &Place::default(), error.to_string());
                self.diagnostics.report(diagnostic);
            })
            .ok()
    }

    fn report(self, levels: &Levels) -> Report {
        Report::new(&self.diagnostics, &self.config, levels, self.sources)
    }
}
