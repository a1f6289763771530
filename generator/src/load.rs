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

use std::path::Path;

use serde_json::Value;

pub use yaml::to_yaml;

use crate::diagnostics::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pointer::{FileId, Place, Pointer};
use crate::positions::{Oddity, Outline};
use crate::source::{Format, Source, SourceText, Sources};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 << 20;

/// Reads a text and registers it with `sources`. Without a tree, the reason is in `diagnostics`; a tree is
/// returned beside errors where the rest of the text can still be checked.
pub fn load(
    text: SourceText,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> (FileId, Option<Value>) {
    let (source, problem) = decode::decode(text);
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
    let (format, read) = read(source);
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
            diagnostics.report(Diagnostic::new(error.code, &at, error.message).at_bytes(error.span));
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
    span: std::ops::Range<usize>,
}

/// A text that begins like JSON is read as JSON. When that fails it may still be YAML in flow style, unless
/// its name says otherwise.
fn read(source: &Source) -> (Format, Result<Read, ReadError>) {
    if !source.text.trim_start().starts_with(['{', '[']) {
        return (Format::Yaml, yaml::read(source));
    }
    match json::read(source) {
        Err(error) if !named_json(&source.name) => match yaml::read(source) {
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
            Oddity::DuplicateKey { pointer, key, first, second } => {
                let at = Place { file, pointer };
                Diagnostic::new(&codes::DUPLICATE_KEY, &at, format!("the key `{key}` is given twice"))
                    .at_key()
                    .at_bytes(second)
                    .related_bytes(&at, first, "first given here")
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

#[cfg(test)]
mod tests;
