//! Bytes → JSON tree and source text.
//!
//! YAML and JSON are told apart by content and read through one visitor (`tree`), so that both give the same
//! tree for the same document: keys are text as written, key order is kept, numbers that do not fit are
//! rounded to the nearest `f64`. What a reader would lose in silence (the second of two equal keys, a second
//! document, a tag) is reported. Input never makes this phase panic or grow without bound.

mod decode;
mod json;
mod tree;
mod yaml;

use std::ops::Range;
use std::path::Path;

use serde_json::Value;

pub use yaml::to_yaml;

use crate::diagnostics::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::limits::{Limit, Limits};
use crate::pointer::{FileId, Place, Pointer};
use crate::positions::{Oddity, Outline};
use crate::source::{Format, Source, SourceText, Sources};

/// Reads a text within the default limits: [`load_within`].
pub fn load(
    text: SourceText,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (FileId, Option<Value>) {
    load_within(text, &Limits::default(), sources, diagnostics)
}

/// Reads a text and registers it with `sources`. Without a tree, the reason is in `diagnostics`; a tree is
/// returned beside errors where the rest of the text can still be checked.
pub fn load_within(
    text: SourceText,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (FileId, Option<Value>) {
    let (source, problem) = decode::decode(text, limits);
    let file = sources.add(source);
    let at = Place { file, pointer: Pointer::root() };
    if let Some(problem) = problem {
        let diagnostic = Diagnostic::new(problem.code, &at, problem.message).at_bytes(problem.span);
        diagnostics.report(match problem.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
        return (file, None);
    }
    let source = &sources[file];
    let (format, read) = read(source, limits);
    let tree = match read {
        Ok(read) => {
            if read.suspicious || (format == Format::Yaml && source.text.contains("!!")) {
                report_oddities(source, format, file, diagnostics);
            }
            // What the first of several documents lacks is in the others.
            if diagnostics.iter().any(|one| one.code == &codes::SEVERAL_DOCUMENTS && one.at == at) {
                return (file, None);
            }
            if read.value.is_null() {
                diagnostics.report(Diagnostic::new(&codes::SYNTAX, &at, "the document is empty"));
            }
            Some(read.value).filter(|value| !value.is_null())
        }
        Err(error) => {
            let diagnostic = Diagnostic::new(error.code, &at, error.message).at_bytes(error.span);
            diagnostics.report(match error.help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            None
        }
    };
    sources.set_format(file, format);
    (file, tree)
}

/// What a reader found.
struct Read {
    value: Value,
    /// Something was seen that only the span-keeping reader can place: equal keys, tags, a second document.
    suspicious: bool,
}

/// Why a text cannot be read.
struct ReadError {
    code: &'static crate::diagnostics::Code,
    message: String,
    /// For this very case.
    help: Option<String>,
    span: Range<usize>,
}

impl ReadError {
    /// A text is beyond a limit.
    fn limit(limits: &Limits, limit: Limit, found: &str, span: Range<usize>) -> Self {
        let (message, help) = (limits.message(limit, found), Some(limits.help(limit)));
        Self { code: &codes::LIMIT, message, help, span }
    }
}

/// A text that begins like JSON is read as JSON. When that fails it may still be YAML in flow style, unless
/// its name says otherwise.
fn read(source: &Source, limits: &Limits) -> (Format, Result<Read, ReadError>) {
    if !source.text.trim_start().starts_with(['{', '[']) {
        return (Format::Yaml, yaml::read(source, limits));
    }
    match json::read(source, limits) {
        Err(error) if !named_json(&source.name) => match yaml::read(source, limits) {
            Ok(read) => (Format::Yaml, Ok(read)),
            Err(_) => (Format::Json, Err(error)),
        },
        read => (Format::Json, read),
    }
}

fn named_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn report_oddities(source: &Source, format: Format, file: FileId, diagnostics: &mut Diagnostics) {
    for oddity in Outline::of_format(source, format).oddities() {
        diagnostics.report(match oddity {
            Oddity::DuplicateKey { pointer, key, first, others } => {
                duplicate(file, pointer, &key, first, others)
            }
            Oddity::Tag { pointer, tag, span } => {
                let at = Place { file, pointer };
                Diagnostic::new(&codes::YAML_TAG, &at, format!("the tag `{tag}` is not understood"))
                    .at_bytes(span)
            }
            Oddity::SecondDocument { span } => {
                let at = Place { file, pointer: Pointer::root() };
                Diagnostic::new(&codes::SEVERAL_DOCUMENTS, &at, "a second document begins here")
                    .at_bytes(span)
            }
        });
    }
}

/// Further entries of one key that are shown beside the first two.
const MOST_SHOWN: usize = 5;

/// One message for all entries of one key, at the second.
fn duplicate(
    file: FileId,
    pointer: Pointer,
    key: &str,
    first: Range<usize>,
    others: Vec<Range<usize>>,
) -> Diagnostic {
    let at = Place { file, pointer };
    let message = match others.len() {
        1 => format!("the key `{key}` is given twice"),
        more => format!("the key `{key}` is given {} times", more + 1),
    };
    let mut others = others.into_iter();
    let diagnostic = Diagnostic::new(&codes::DUPLICATE_KEY, &at, message).at_key();
    let diagnostic = match others.next() {
        Some(second) => diagnostic.at_bytes(second),
        None => diagnostic,
    };
    let diagnostic = diagnostic.related_bytes(&at, first, "first given here");
    others
        .take(MOST_SHOWN)
        .fold(diagnostic, |diagnostic, other| diagnostic.related_bytes(&at, other, "and given here"))
}

#[cfg(test)]
mod tests;
