//! YAML texts. The only place that names `serde_yaml`.

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_yaml::Deserializer;

use super::tree::{MergeKeys, Node, Notes};
use super::{Read, ReadError};
use crate::diagnostics::codes;
use crate::limits::{Limit, Limits};
use crate::positions;
use crate::source::{LineColumn, Source};

/// The reader below needs time that grows with the square of the depth of brackets; a text with more of them
/// open than this is first read by the span-keeping reader, which has a limit of its own. Prose may hold any
/// number of brackets, so that their number alone is no error.
const MAX_BRACKETS: usize = 1000;

fn bracket_depth(text: &str) -> usize {
    let mut depth: usize = 0;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Reads the first document of a YAML text.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Read, ReadError> {
    if bracket_depth(&source.text) > MAX_BRACKETS
        && let Some((message, span)) = positions::yaml_error(&source.text)
    {
        return Err(ReadError::limit(limits, Limit::Depth, &message, span));
    }
    let notes = Notes::new(source.text.len(), MergeKeys::Apply, limits);
    let describe = |error| describe(source, &notes, limits, &error);
    let mut documents = Deserializer::from_str(&source.text);
    let value = match documents.next() {
        Some(document) => Node(&notes).deserialize(document).map_err(describe)?,
        None => Value::Null,
    };
    let mut suspicious = notes.suspicious();
    for document in documents {
        let rest = Node(&notes).deserialize(document).map_err(describe)?;
        // A lone `---` at the end of the text begins a document, but loses nothing.
        suspicious |= !rest.is_null();
    }
    Ok(Read { value, suspicious })
}

/// Writes a tree as YAML, in the order of its members. The same tree gives the same text.
///
/// # Errors
/// Trees of JSON values can always be written; the error is there for callers that must not panic.
pub fn to_yaml(value: &Value) -> Result<String, YamlWriteError> {
    serde_yaml::to_string(value).map_err(|error| YamlWriteError(error.to_string()))
}

/// A tree could not be written as YAML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot write YAML: {0}")]
pub struct YamlWriteError(String);

fn describe(source: &Source, notes: &Notes, limits: &Limits, error: &serde_yaml::Error) -> ReadError {
    let message = error.to_string();
    let (message, offset) = match error.location() {
        Some(at) => (message, source.offset(LineColumn { line: at.line(), column: at.column() })),
        None => at_byte(message),
    };
    if let Some((limit, found)) = notes.exceeded() {
        return ReadError::limit(limits, limit, found, offset..offset + 1);
    }
    // The reader has a limit of its own on aliases, as a multiple of the text.
    let own = message.contains("limit exceeded");
    let (message, offset) = match beginning(source, &message, offset) {
        Some(begin) if !own => (format!("{}; it begins here", without_position(&message)), begin),
        _ => (without_position(&message), offset),
    };
    let span = offset..offset + 1;
    if own {
        let help = Some("write out what aliases repeat; this limit cannot be raised".to_owned());
        return ReadError { code: &codes::LIMIT, message, help, span };
    }
    ReadError { code: &codes::SYNTAX, message, help: None, span }
}

/// Faults of single characters have an offset instead of a line.
fn at_byte(message: String) -> (String, usize) {
    let told = message.split_once(" at position ").map(|(before, at)| (before.to_owned(), at.parse()));
    match told {
        Some((before, Ok(offset))) => (before, offset),
        Some((_, Err(_))) | None => (message, 0),
    }
}

/// Where the thing begins that has no end. The reader stops where it cannot go on, which may be far behind the mistake.
fn beginning(source: &Source, message: &str, offset: usize) -> Option<usize> {
    if let Some((_, context)) = message.split_once(", while ") {
        let (what, place) = context.split_once(" at line ")?;
        if what.contains("flow") || what.contains("simple key") || what.contains("quoted") {
            let (line, column) = place.split_once(" column ")?;
            let at = LineColumn { line: line.parse().ok()?, column: column.parse().ok()? };
            return Some(source.offset(at)).filter(|begin| *begin < offset);
        }
    }
    // A quote that was opened lines before and is closed by the next one that opens.
    let before = source.text.get(..offset)?;
    let quote = before.chars().next_back().filter(|last| matches!(last, '\'' | '"'))?;
    let opened = before[..before.len() - 1].rfind(quote)?;
    before[opened..].contains('\n').then_some(opened)
}

/// The position is shown by the rendering; the message need not repeat it.
fn without_position(message: &str) -> String {
    let Some((before, after)) = message.split_once(" at line ") else { return message.to_owned() };
    let rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
    let rest = rest.strip_prefix(" column ").unwrap_or(rest);
    format!("{before}{}", rest.trim_start_matches(|character: char| character.is_ascii_digit()))
}
