//! The committed stage document: as a tree, as IR, and with edits that break it.

use generator::diagnostics::levels::Warnings;
use generator::diagnostics::render::human::{self, Colour};
use generator::files::Files;
use generator::ir::Api;
use generator::limits::Limits;
use generator::output::FileSet;
use generator::pipeline::{self, Input};
use generator::source::{LineColumn, SourceText};
use serde_json::Value;

use crate::flagship;

/// The document, its overlay and its configuration, as texts that a test may edit.
#[derive(Clone, Debug)]
pub struct Texts {
    /// `specs/authentik-stages.yaml`.
    pub document: String,
    /// `specs/authentik-stages.overlay.yaml`.
    pub overlay: String,
    /// `specs/authentik-stages.toml`.
    pub config: String,
}

impl Texts {
    /// The texts as they are committed.
    pub fn committed() -> Self {
        Self {
            document: flagship::read("specs/authentik-stages.yaml"),
            overlay: flagship::read("specs/authentik-stages.overlay.yaml"),
            config: flagship::read("specs/authentik-stages.toml"),
        }
    }

    /// Replaces the first `old` behind `anchor` in the document.
    #[must_use]
    pub fn edit(mut self, anchor: &str, old: &str, new: &str) -> Self {
        let behind = self.document.find(anchor).unwrap_or_else(|| panic!("`{anchor}` is in the document"));
        let at = self.document[behind..].find(old).unwrap_or_else(|| panic!("`{old}` is behind `{anchor}`"))
            + behind;
        self.document.replace_range(at..at + old.len(), new);
        self
    }
}

/// Line and column, from 1, of the first `wanted` behind `anchor` in a text, as `12:5`.
pub fn position(text: &str, anchor: &str, wanted: &str) -> String {
    let behind = text.find(anchor).unwrap_or_else(|| panic!("`{anchor}` is in the text"));
    let at =
        text[behind..].find(wanted).unwrap_or_else(|| panic!("`{wanted}` is behind `{anchor}`")) + behind;
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[..at].matches('\n').count() + 1;
    format!("{line}:{}", text[line_start..at].chars().count() + 1)
}

/// The committed document as a tree, without the overlay.
pub fn tree() -> Value {
    serde_yaml::from_str(&Texts::committed().document).expect("the committed document is YAML")
}

/// What a run over edited texts gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every report, in order.
    pub reports: Vec<Reported>,
    /// All of it, as a person reads it.
    pub rendered: String,
    /// The files; `None` when something forbids them.
    pub files: Option<FileSet>,
}

/// One report.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Its code: `OA0101`.
    pub code: &'static str,
    /// File, line and column of what it points at: `authentik-stages.yaml:7:3`.
    pub place: String,
    /// What it says.
    pub message: String,
    /// What can be done.
    pub help: String,
}

impl Texts {
    /// The texts as the generator takes them, named by their file names.
    pub fn input(&self) -> Input {
        Input {
            document: SourceText::new("authentik-stages.yaml", self.document.as_str()),
            overlays: vec![SourceText::new("authentik-stages.overlay.yaml", self.overlay.as_str())],
            config: Some(SourceText::new("authentik-stages.toml", self.config.as_str())),
            files: Files::default(),
            limits: Limits::default(),
        }
    }

    /// Generates, with warnings as errors: the way committed documents are treated.
    pub fn generate(&self) -> Outcome {
        let generated = pipeline::generate(self.input(), &flagship::options());
        let report = &generated.report;
        let reports = report.findings().iter().map(|finding| {
            let name = &report.source(&finding.position).name;
            let LineColumn { line, column } = finding.position.start;
            Reported {
                code: finding.code.id,
                place: format!("{name}:{line}:{column}"),
                message: finding.message.clone(),
                help: finding.help.clone(),
            }
        });
        Outcome {
            reports: reports.collect(),
            rendered: human::render(report, Colour::Off),
            files: generated.files,
        }
    }
}

/// The intermediate representation of the committed document.
pub fn api() -> Api {
    let inspected = pipeline::inspect(Texts::committed().input(), &Warnings::Deny.into());
    assert!(inspected.report.findings().is_empty(), "{}", human::render(&inspected.report, Colour::Off));
    inspected.api.expect("a document without a fault")
}
