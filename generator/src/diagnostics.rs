//! What the generator has to say about a document: collected by every phase, rendered once at the end.
//!
//! A phase reports and goes on; it never prints and never stops at the first problem. Wording lives in
//! [`codes`], positions are looked up only when something is rendered.

pub mod codes;

use crate::pointer::Place;

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
    /// Other places that matter, each with a few words ("first defined here").
    pub related: Vec<(Place, String)>,
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

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, at: &Place, label: impl Into<String>) -> Self {
        self.related.push((at.clone(), label.into()));
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
}

impl Diagnostics {
    /// Adds a problem. The same problem at the same place is kept once.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.reported.contains(&diagnostic) {
            self.reported.push(diagnostic);
        }
    }

    /// Everything reported, in the order of the reports.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.reported.iter()
    }

    /// True when something was reported that forbids output.
    pub fn has_errors(&self) -> bool {
        self.reported.iter().any(|diagnostic| diagnostic.code.severity == Severity::Error)
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
