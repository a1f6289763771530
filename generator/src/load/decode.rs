//! Bytes → text: byte order marks, encodings, and files that are no text at all.

use std::ops::Range;

use crate::diagnostics::{Code, codes};
use crate::limits::{Limit, Limits};
use crate::source::{Format, Source, SourceText};

/// Why the bytes are not a text that can be read.
pub(super) struct DecodeProblem {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) span: Range<usize>,
}

/// Decodes a file. The text is there even beside a problem, as far as it can be shown.
pub(super) fn decode(file: SourceText, limits: &Limits) -> (Source, Option<DecodeProblem>) {
    let SourceText { name, bytes } = file;
    let (text, problem) = match binary_kind(&bytes) {
        _ if bytes.len() > limits.get(Limit::FileBytes) => {
            let message = limits.message(Limit::FileBytes, "the file is too large");
            let help = Some(limits.help(Limit::FileBytes));
            (String::new(), Some(DecodeProblem { code: &codes::LIMIT, message, help, span: 0..1 }))
        }
        Some((kind, help)) => {
            (String::new(), Some(problem(&codes::NOT_OPENAPI, format!("this is {kind}"), Some(help), 0)))
        }
        None => text(bytes),
    };
    let problem = problem.or_else(|| content_problem(&text));
    (Source::new(name, text, Format::Yaml), problem)
}

fn problem(
    code: &'static Code,
    message: impl Into<String>,
    help: Option<&'static str>,
    at: usize,
) -> DecodeProblem {
    DecodeProblem { code, message: message.into(), help: help.map(str::to_owned), span: at..at + 1 }
}

/// Formats that are told by their first bytes and cannot be a document.
fn binary_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const UNPACK: &str = "unpack it first";
    const UTF8: &str = "save it as UTF-8";
    match bytes {
        [0x1f, 0x8b, ..] => Some(("a gzip archive", UNPACK)),
        [b'P', b'K', 3, 4, ..] => Some(("a zip archive", UNPACK)),
        [b'B', b'Z', b'h', ..] => Some(("a bzip2 archive", UNPACK)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(("a zstd archive", UNPACK)),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Some(("an xz archive", UNPACK)),
        [b'%', b'P', b'D', b'F', ..] => Some(("a PDF file", "give the OpenAPI document itself")),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some(("UTF-32 text", UTF8)),
        _ => None,
    }
}

fn text(bytes: Vec<u8>) -> (String, Option<DecodeProblem>) {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> (String, Option<DecodeProblem>) {
    String::from_utf8(bytes).map_or_else(
        |error| {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let message = format!("byte {at} (0x{byte:02x}) is not UTF-8");
            let help = Some("save the file as UTF-8");
            // What stands before the fault is valid, so its offset is the same in the text for display.
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some(problem(&codes::SYNTAX, message, help, at)))
        },
        |text| (text, None),
    )
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<DecodeProblem>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if rest.is_empty() => (text, None),
        _ => {
            let message = "the byte order mark announces UTF-16, but the text is not valid UTF-16";
            (String::new(), Some(problem(&codes::SYNTAX, message, Some("save the file as UTF-8"), 0)))
        }
    }
}

/// Texts that are something else than a document.
fn content_problem(text: &str) -> Option<DecodeProblem> {
    if let Some(at) = text.find('\0') {
        let help = Some("remove it; the file may be cut or damaged");
        return Some(problem(&codes::SYNTAX, "the text holds a NUL character", help, at));
    }
    let start = text.trim_start();
    let at = text.len() - start.len();
    if start.is_empty() {
        let help = Some("give the OpenAPI document itself");
        return Some(problem(&codes::SYNTAX, "the document is empty", help, 0));
    }
    start.starts_with('<').then(|| {
        let help =
            Some("give the OpenAPI document itself; a login or error page may have been saved instead");
        problem(&codes::NOT_OPENAPI, "this is HTML or XML", help, at)
    })
}
