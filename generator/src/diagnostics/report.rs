//! Everything that a run has to say, with lines and columns, in the order of the files.
//!
//! In: the [`Diagnostics`] of all phases. Out: a [`Report`] that [`render`](super::render) turns into text.
//! The only place that looks up positions.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::levels::{self, Levels};
use super::quotes::shortened;
use super::{Code, Diagnostic, Diagnostics, Part, Severity};
use crate::config::Config;
use crate::pointer::{FileId, Place};
use crate::positions::Outline;
use crate::source::{LineColumn, Source, Sources};

/// Everything that a run has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    sources: Sources,
    findings: Vec<Finding>,
}

/// One problem with its position.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How bad it is in this run.
    pub severity: Severity,
    /// Which kind.
    pub code: &'static Code,
    /// What was found.
    pub message: String,
    /// What can be done about it.
    pub help: String,
    /// Where.
    pub position: Position,
    /// Other places that matter, each with a few words.
    pub related: Vec<(Position, String)>,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The file.
    pub file: FileId,
    /// Its bytes that are meant; within one line.
    pub span: Range<usize>,
    /// Line and column of the first.
    pub start: LineColumn,
    /// Line and column behind the last.
    pub end: LineColumn,
    /// The node in that file.
    pub pointer: String,
}

impl Report {
    /// Places everything that was reported. Sorted by file and position; at one place the worst comes first.
    pub fn new(diagnostics: &Diagnostics, config: &Config, levels: &Levels, mut sources: Sources) -> Self {
        let left = levels::apply(diagnostics, config, levels, &mut sources);
        let mut placer = Placer { sources: &sources, outlines: BTreeMap::new() };
        let mut findings: Vec<Finding> =
            left.into_iter().map(|(severity, diagnostic)| placer.finding(severity, diagnostic)).collect();
        findings.sort_by_key(|finding| {
            let Position { file, span, .. } = &finding.position;
            (*file, span.start, Reverse(finding.severity), span.end, finding.code.id)
        });
        // What aliases and merge keys repeat stands in the text once, and is told once.
        findings.dedup_by(|second, first| {
            (second.code, &second.message, second.position.file, &second.position.span)
                == (first.code, &first.message, first.position.file, &first.position.span)
        });
        Self { sources, findings }
    }

    /// Every problem, in order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many problems of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// True when something forbids output.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The text that a position of this report belongs to.
    pub fn source(&self, position: &Position) -> &Source {
        &self.sources[position.file]
    }
}

struct Placer<'a> {
    sources: &'a Sources,
    outlines: BTreeMap<FileId, Outline<'a>>,
}

impl Placer<'_> {
    fn finding(&mut self, severity: Severity, diagnostic: Diagnostic) -> Finding {
        let Diagnostic { code, message, at, part, span, related, help } = diagnostic;
        Finding {
            severity,
            code,
            message: shortened(message),
            help: shortened(help.unwrap_or_else(|| code.help.to_owned())),
            position: self.position(&at, part, span),
            related: related
                .into_iter()
                .map(|related| (self.position(&related.at, part, related.span), shortened(related.label)))
                .collect(),
        }
    }

    fn position(&mut self, at: &Place, part: Part, span: Option<Range<usize>>) -> Position {
        let written = self.sources.written_at(at);
        let source = &self.sources[written.file];
        let span = span.unwrap_or_else(|| {
            let outline = self.outlines.entry(written.file).or_insert_with(|| Outline::of(source));
            outline.locate(&written.pointer, part)
        });
        let start = source.line_column(span.start);
        let line = source.line_range(start.line);
        // At width one character, at most the rest of the line.
        let first = span.start.min(line.end);
        let width = source.text[first..line.end].chars().next().map_or(0, char::len_utf8);
        let last = span.end.min(line.end).max(first + width);
        let end = source.line_column(last);
        Position {
            file: written.file,
            span: first..last,
            start,
            end,
            pointer: written.pointer.as_str().to_owned(),
        }
    }
}
