//! Outline of a JSON text.
//!
//! A JSON text is YAML too, but tabs, lone surrogates and sheer size make its own small reader worth while.

use std::borrow::Cow;
use std::ops::Range;

use super::{Builder, Outline};

pub(super) fn outline(text: &str) -> Outline<'_> {
    let mut reader = Reader { text, at: 0, builder: Builder::default() };
    // Nothing but an error ends the reading early; what was read until then is kept.
    let _ = reader.document();
    reader.builder.finish()
}

struct Reader<'text> {
    text: &'text str,
    at: usize,
    builder: Builder<'text>,
}

type Key<'text> = Option<(Cow<'text, str>, Range<usize>)>;

impl<'text> Reader<'text> {
    /// Reads one value without recursion, so that depth costs no stack. `None` at the first syntax error.
    fn document(&mut self) -> Option<()> {
        let mut closers: Vec<u8> = Vec::new();
        loop {
            let key = if closers.last() == Some(&b'}') { self.key()? } else { None };
            let start = self.at;
            match self.peek()? {
                opener @ (b'{' | b'[') => {
                    self.at += 1;
                    self.builder.open(key, start..self.at);
                    let closer = if opener == b'{' { b'}' } else { b']' };
                    if self.peek()? == closer {
                        self.at += 1;
                        self.builder.close(self.at);
                    } else {
                        closers.push(closer);
                        continue;
                    }
                }
                b'"' => {
                    let span = self.string()?;
                    self.builder.add(key, span);
                }
                _ => {
                    self.at += self.text[self.at..].find([',', '}', ']', ' ', '\t', '\r', '\n'])?;
                    self.builder.add(key, start..self.at);
                }
            }
            loop {
                let Some(closer) = closers.last() else { return Some(()) };
                match self.peek()? {
                    b',' => {
                        self.at += 1;
                        self.peek()?;
                        break;
                    }
                    byte if byte == *closer => {
                        self.at += 1;
                        closers.pop();
                        self.builder.close(self.at);
                    }
                    _ => return None,
                }
            }
        }
    }

    fn key(&mut self) -> Option<Key<'text>> {
        let span = self.string()?;
        let raw = &self.text[span.clone()];
        let inner = raw.get(1..raw.len() - 1)?;
        let key = if inner.contains('\\') {
            Cow::Owned(serde_json::from_str(raw).ok()?)
        } else {
            Cow::Borrowed(inner)
        };
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        self.peek()?;
        Some(Some((key, span)))
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at)?, b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at)? {
                b'\\' => at += 2,
                b'"' => break,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(start..self.at)
    }
}
