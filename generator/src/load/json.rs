//! JSON texts.

use std::borrow::Cow;

use serde::de::DeserializeSeed;

use super::tree::{MergeKeys, Node, Notes};
use super::{Read, ReadError};
use crate::diagnostics::codes;
use crate::limits::Limits;
use crate::source::Source;

/// Reads a JSON text. Anything after the value is an error.
pub(super) fn read(source: &Source, limits: &Limits) -> Result<Read, ReadError> {
    let notes = Notes::new(source.text.len(), MergeKeys::Keep, limits);
    let parse = |text: &str| {
        notes.restart();
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = Node(&notes).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(Read { value, suspicious: notes.suspicious() })
    };
    parse(&source.text)
        .or_else(|error: serde_json::Error| {
            if error.to_string().starts_with("number out of range") {
                parse(&clamp_numbers(&source.text))
            } else {
                Err(error)
            }
        })
        .map_err(|error| describe(source, &notes, limits, &error))
}

fn describe(source: &Source, notes: &Notes, limits: &Limits, error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    // serde_json counts columns in bytes.
    let line = source.line_range(error.line());
    let offset = (line.start + error.column().saturating_sub(1)).min(line.end);
    let span = offset..offset + 1;
    match notes.exceeded() {
        Some((limit, found)) => ReadError::limit(limits, limit, found, span),
        None => ReadError { code: &codes::SYNTAX, message, help: None, span },
    }
}

/// Replaces numbers beyond the range of `f64` by the largest that fits.
fn clamp_numbers(text: &str) -> String {
    let mut clamped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|character: char| character == '"' || character.is_ascii_digit()) {
        let (before, token) = rest.split_at(at);
        clamped.push_str(before);
        let end = if token.starts_with('"') { string_end(token) } else { number_end(token) };
        let (token, after) = token.split_at(end);
        clamped.push_str(&number_in_range(token));
        rest = after;
    }
    clamped.push_str(rest);
    clamped
}

fn number_in_range(token: &str) -> Cow<'_, str> {
    match token.parse::<f64>() {
        Ok(number) if number.is_infinite() => Cow::Owned(format!("{:e}", f64::MAX)),
        _ => Cow::Borrowed(token),
    }
}

fn number_end(token: &str) -> usize {
    token
        .find(|character: char| !matches!(character, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'))
        .unwrap_or(token.len())
}

/// Where a JSON string that begins at the start of `token` ends.
fn string_end(token: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in token.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    token.len()
}

#[cfg(test)]
mod tests {
    use super::clamp_numbers;

    #[test]
    fn only_numbers_beyond_the_range_are_changed() {
        assert_eq!(
            clamp_numbers(r#"{"1e999\"": -1e999, "b": [1.5, 12]}"#),
            r#"{"1e999\"": -1.7976931348623157e308, "b": [1.5, 12]}"#
        );
    }
}
