//! YAML texts. The only place that names `serde_yaml`.

use std::borrow::Cow;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_yaml::Deserializer;

use super::tree::{EXPECTED_KEY, MergeKeys, Node, Notes, QUOTED_MERGE};
use super::{Read, ReadError};
use crate::diagnostics::codes;
use crate::limits::{Limit, Limits};
use crate::positions::{self, aliases};
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

/// The text with [`QUOTED_MERGE`] in place of every `<<` between quotation marks, since the reader below does not tell which keys have
/// some. Whatever is read with marks gets its text back. No character moves.
fn with_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    let quoted = ["\"<<\"", "'<<'"];
    // Nobody's own text may look like a mark.
    if !quoted.iter().any(|quoted| text.contains(quoted)) || text.contains(QUOTED_MERGE) {
        return text;
    }
    let marked = |text: String, quoted: &str| text.replace(quoted, &quoted.replace("<<", QUOTED_MERGE));
    Cow::Owned(quoted.into_iter().fold(text.into_owned(), marked))
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
    let text = positions::without_blank_tabs(&source.text);
    let text = with_marks(text);
    let mut documents = Deserializer::from_str(&text);
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
    let text = &source.text;
    if let Some(offset) = unprintable(text).filter(|_| message.contains("control characters")) {
        let code = text[offset..].chars().next().map_or(0, u32::from);
        let message = format!("the character U+{code:04X} is not allowed");
        let help = Some("remove it, or write it as an escape in double quotation marks".to_owned());
        return ReadError { code: &codes::SYNTAX, message, help, span: offset..offset + 1 };
    }
    let at = error.location().map(|at| LineColumn { line: at.line(), column: at.column() });
    let offset = at.map_or(0, |at| source.offset(at));
    if let Some((limit, found)) = notes.exceeded() {
        let alias = match limit {
            Limit::Values => aliases::beyond_values(text, notes.most_values()),
            _ => None,
        };
        return ReadError::limit(limits, limit, found, alias.unwrap_or(offset..offset + 1));
    }
    if message.contains(EXPECTED_KEY)
        && let Some(span) = aliases::key(text, offset)
    {
        let message = "an alias of a mapping or list cannot be a key".to_owned();
        return ReadError { code: &codes::SYNTAX, message, help: None, span };
    }
    // The reader has a limit of its own on aliases, as a multiple of the text.
    let own = message.contains("limit exceeded");
    let repeated = message.contains("repetition limit").then(|| aliases::beyond_repetition(text, 100));
    let (message, offset) = match beginning(source, &message, offset) {
        Some(begin) if !own => (format!("{}; it begins here", without_position(&message)), begin),
        _ => (without_position(&message), offset),
    };
    let span = repeated.flatten().unwrap_or(offset..offset + 1);
    if own {
        let help = Some("write out what aliases repeat; this limit cannot be raised".to_owned());
        return ReadError { code: &codes::LIMIT, message, help, span };
    }
    ReadError { code: &codes::SYNTAX, message, help: None, span }
}

/// The first character that no YAML text may hold (YAML 1.2.2, section 5.1).
fn unprintable(text: &str) -> Option<usize> {
    let allowed = |one: char| matches!(one, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    text.find(|one| !allowed(one))
}

/// Where the thing begins that has no end. The reader stops where it cannot go on, which may be far behind the mistake.
fn beginning(source: &Source, message: &str, offset: usize) -> Option<usize> {
    if let Some((_, context)) = message.split_once(", while ") {
        let (what, place) = context.split_once(" at line ")?;
        // What is wrong inside of quotation marks is wrong there, unless they are never closed.
        let unclosed = !what.contains("quoted") || message.contains("unexpected");
        if unclosed && ["flow", "simple key", "quoted"].iter().any(|kind| what.contains(kind)) {
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
