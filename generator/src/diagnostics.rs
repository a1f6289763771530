//! What the generator has to say about a document: collected by every phase, rendered once at the end.
//!
//! A phase reports and goes on; it never prints and never stops at the first problem. Wording lives in
//! [`codes`], positions are looked up only when something is rendered.

pub mod codes;
pub mod explain;
pub mod levels;
mod quotes;
pub mod render;
pub mod report;
pub mod similar;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::pointer::{FileId, Place};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Generation goes on; something was repaired, skipped or assumed.
    Warning,
    /// Nothing is written.
    Error,
}

/// One kind of problem. All are listed in [`codes`].
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable identifier, for example `OA0101`.
    pub id: &'static str,
    /// Severity unless the configuration says otherwise.
    pub severity: Severity,
    /// A few words that name the problem, for lists.
    pub title: &'static str,
    /// What a maintainer of the document can do about it.
    pub help: &'static str,
    /// A page of Markdown: what it is about, with a bad and a good example.
    pub explain: &'static str,
}

/// Which part of a member a diagnostic points at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key in front of it.
    Key,
}

/// Another place that matters for a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Where.
    pub at: Place,
    /// The bytes that are meant, where the node does not tell them.
    pub span: Option<Range<usize>>,
    /// A few words: "first defined here".
    pub label: String,
}

/// One problem at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: &'static Code,
    /// What was found here: lower case, no full stop, values in backticks.
    pub message: String,
    /// Where.
    pub at: Place,
    /// Whether the key or the value is meant.
    pub part: Part,
    /// The bytes that are meant, where the node at [`at`](Self::at) does not tell them: syntax errors, the
    /// second of two equal keys.
    pub span: Option<Range<usize>>,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// Help for this very case; replaces the help of the code.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic that points at the value at `at`.
    pub fn new(code: &'static Code, at: &Place, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            at: at.clone(),
            part: Part::Value,
            span: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Points at the key instead of the value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.part = Part::Key;
        self
    }

    /// Points at these bytes of the file instead of a node.
    #[must_use]
    pub fn at_bytes(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds another place that matters, with a few words ("first defined here").
    #[must_use]
    pub fn related(mut self, at: &Place, label: impl Into<String>) -> Self {
        self.related.push(Related { at: at.clone(), span: None, label: label.into() });
        self
    }

    /// Adds another place that matters, by its bytes.
    #[must_use]
    pub fn related_bytes(mut self, at: &Place, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push(Related { at: at.clone(), span: Some(span), label: label.into() });
        self
    }

    /// Replaces the help of the code.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything reported so far.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    reported: Vec<Diagnostic>,
    seen: BTreeSet<(&'static str, Place, String)>,
    /// Values that could not be read.
    unreadable: BTreeSet<Place>,
    /// Places of errors.
    errors: BTreeSet<(FileId, String)>,
}

impl Diagnostics {
    /// Adds a problem. The same problem at the same place is kept once; a value that could not be read has no other.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code == &codes::YAML_TAG {
            self.unreadable.insert(diagnostic.at.clone());
        } else if self.unreadable.contains(&diagnostic.at) {
            return;
        }
        if self.seen.insert((diagnostic.code.id, diagnostic.at.clone(), diagnostic.message.clone())) {
            if diagnostic.code.severity == Severity::Error {
                let Place { file, pointer } = &diagnostic.at;
                self.errors.insert((*file, pointer.as_str().to_owned()));
            }
            self.reported.push(diagnostic);
        }
    }

    /// Gives what was reported until now other places, when the tree is rewritten that they speak of.
    pub(crate) fn relocate(&mut self, mut relocate: impl FnMut(&mut Place)) {
        for diagnostic in &mut self.reported {
            relocate(&mut diagnostic.at);
            diagnostic.related.iter_mut().for_each(|related| relocate(&mut related.at));
        }
    }

    /// True for a value that could not be read: whatever else there is to say of it follows from that.
    pub fn is_unreadable(&self, at: &Place) -> bool {
        self.unreadable.contains(at)
    }

    /// Everything reported, in the order of the reports.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.reported.iter()
    }

    /// True when there is an error at a node itself.
    pub fn has_error_at(&self, at: &Place) -> bool {
        self.errors.contains(&(at.file, at.pointer.as_str().to_owned()))
    }

    /// True when there is an error at a node or below it.
    pub fn has_error_within(&self, at: &Place) -> bool {
        let below = (at.file, format!("{}/", at.pointer.as_str()));
        self.has_error_at(at)
            || self
                .errors
                .range(&below..)
                .next()
                .is_some_and(|(file, pointer)| *file == below.0 && pointer.starts_with(below.1.as_str()))
    }

    /// True when something was reported that forbids output.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// How many problems were reported.
    pub fn len(&self) -> usize {
        self.reported.len()
    }

    /// True when nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.reported.is_empty()
    }
}
