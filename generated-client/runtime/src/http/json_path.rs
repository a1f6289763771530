//! The path of a place in a JSON text, from the position that `serde_json` reports.
//!
//! Only used after decoding failed, so that the good path pays nothing and no type is compiled twice. The scanner
//! trusts the text up to the position: `serde_json` has read that far.

use super::excerpt;

/// The number of bytes before a position, which has lines from 1 and columns in bytes.
pub(crate) fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let mut newlines = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = if line < 2 { 0 } else { newlines.nth(line - 2).unwrap_or(0) };
    (start + column).min(body.len())
}

/// How many steps a path has at most. What `serde_json` decodes is less deep, but what it skips is not.
const DEPTH: usize = 128;
/// How many characters a name has at most.
const NAME: usize = 80;

/// The path of the value that ends at the offset, or else of the innermost place that contains it. Empty for the
/// text as a whole; with an ellipsis where it is cut.
pub(crate) fn at(body: &[u8], offset: usize) -> String {
    let body = &body[..offset.min(body.len())];
    let mut scanner = Scanner { body, position: 0, steps: Vec::new(), deeper: 0 };
    scanner.run();
    scanner.path()
}

enum Step<'b> {
    /// A member; `None` until its name has been read.
    Member(Option<&'b [u8]>),
    /// An item.
    Item(usize),
}

struct Scanner<'b> {
    body: &'b [u8],
    position: usize,
    steps: Vec<Step<'b>>,
    /// How many levels are open below the last of the steps.
    deeper: usize,
}

impl<'b> Scanner<'b> {
    /// A value that ends exactly at the end keeps its step on the stack: nothing after it takes it away.
    fn run(&mut self) {
        while let Some(&byte) = self.body.get(self.position) {
            self.position += 1;
            match byte {
                b'{' | b'[' if self.steps.len() == DEPTH => self.deeper += 1,
                b'{' => self.steps.push(Step::Member(None)),
                b'[' => self.steps.push(Step::Item(0)),
                b'}' | b']' if self.deeper > 0 => self.deeper -= 1,
                b'}' | b']' => drop(self.steps.pop()),
                b',' if self.deeper > 0 => {}
                b',' => match self.steps.last_mut() {
                    Some(Step::Item(index)) => *index += 1,
                    Some(Step::Member(name)) => *name = None,
                    None => {}
                },
                b'"' => {
                    let text = self.string();
                    if self.deeper == 0
                        && let Some(Step::Member(name @ None)) = self.steps.last_mut()
                    {
                        *name = Some(text);
                    }
                }
                _ => {}
            }
        }
    }

    /// The text between the quotes, escapes as they are; the position is after the closing one.
    fn string(&mut self) -> &'b [u8] {
        let start = self.position;
        while let Some(&byte) = self.body.get(self.position) {
            self.position += 1;
            match byte {
                b'"' => return &self.body[start..self.position - 1],
                b'\\' => self.position += 1,
                _ => {}
            }
        }
        &self.body[start..]
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            match step {
                Step::Member(None) => {}
                Step::Member(Some(name)) => push_name(&mut path, &String::from_utf8_lossy(name)),
                Step::Item(index) => path = format!("{path}[{index}]"),
            }
        }
        if self.deeper > 0 {
            path.push('…');
        }
        path
    }
}

/// `.name`, or `["odd name"]` where dots and brackets would be read as steps.
fn push_name(path: &mut String, name: &str) {
    let end = name.char_indices().nth(NAME).map_or(name.len(), |(end, _)| end);
    let short = excerpt::printable(&name[..end]);
    let ellipsis = if end < name.len() { "…" } else { "" };
    if !short.is_empty()
        && short.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
        && short.len() == end
    {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&short);
        path.push_str(ellipsis);
    } else {
        *path = format!("{path}[\"{short}{ellipsis}\"]");
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_core::de::DeserializeOwned;

    use super::*;

    fn path<T: DeserializeOwned>(body: &str) -> String {
        let error = serde_json::from_str::<T>(body).map(|_| ()).expect_err("the body does not fit");
        at(body.as_bytes(), offset(body.as_bytes(), error.line(), error.column()))
    }

    type Lists = BTreeMap<String, Vec<BTreeMap<String, u8>>>;

    #[test]
    fn the_place_of_a_wrong_value() {
        assert_eq!(path::<Lists>(r#"{"results": [{"a": 1}, {"a": "x"}]}"#), "results[1].a");
        assert_eq!(
            path::<Lists>("{\n \"results\": [\n {\"a\": 1},\n {\"b\": 2, \"a\": 300}]}"),
            "results[1].a"
        );
        assert_eq!(path::<Lists>(r#"{"results": [{"a": []}]}"#), "results[0].a");
        assert_eq!(path::<Lists>(r#"{"results": [{"a": {"b": 1}}]}"#), "results[0].a");
        assert_eq!(path::<Lists>(r#"{"results": [{"a": null}]}"#), "results[0].a");
        assert_eq!(path::<Lists>(r#"{"results": [{"a": true}]}"#), "results[0].a");
        assert_eq!(path::<Lists>(r#"{"results": [{}, 7]}"#), "results[1]");
        assert_eq!(path::<Lists>(r#"{"none": [], "results": "x"}"#), "results");
        assert_eq!(path::<Lists>("[]"), "");
    }

    #[test]
    fn odd_names_and_quotes_inside_of_strings() {
        assert_eq!(path::<BTreeMap<String, u8>>(r#"{"a \"}{": "x"}"#), r#"["a \"}{"]"#);
        assert_eq!(path::<BTreeMap<String, u8>>(r#"{"a.b": 1, "c d": "x"}"#), r#"["c d"]"#);
    }

    #[test]
    fn broken_text() {
        assert_eq!(path::<Lists>(r#"{"results": [{"a": 1}, {"a""#), "results[1].a");
        assert_eq!(path::<Lists>(r#"{"results": [{"a": 1}, "#), "results[1]");
        assert_eq!(path::<Lists>("<html>"), "");
        assert_eq!(path::<Lists>(""), "");
    }

    #[test]
    fn hostile_texts_make_no_long_paths() {
        #[derive(Debug)]
        struct Nothing {}
        crate::record! { Nothing {} }
        let deep = format!(r#"{{"x": {}{{"a": [1, "#, "[".repeat(1_000_000));
        assert_eq!(path::<Nothing>(&deep), format!("x{}…", "[0]".repeat(127)));
        let closed = format!(r#"{{"x": {}1{}, "y": !}}"#, "[".repeat(300), ",{}]".repeat(300));
        assert_eq!(path::<Nothing>(&closed), "y");
        let long = format!(r#"{{"{}": "x"}}"#, "a".repeat(100_000));
        assert_eq!(path::<BTreeMap<String, u8>>(&long), format!("{}…", "a".repeat(80)));
        let turned = "{\"a\u{202e}b\u{1b}\": \"x\"}";
        assert_eq!(at(turned.as_bytes(), turned.len() - 1), r#"["ab"]"#);
    }

    #[test]
    fn any_offset_is_safe() {
        let body = br#"{"a\"": [1, {"b": "\\"}], "c": null}"#;
        (0..body.len() + 2).for_each(|offset| drop(at(body, offset)));
        assert_eq!(super::offset(b"ab\ncd", 9, 9), 5);
    }
}
