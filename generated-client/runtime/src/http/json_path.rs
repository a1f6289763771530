//! The path of a place in a JSON text, from the position that `serde_json` reports.
//!
//! Only used after decoding failed, so that the good path pays nothing and no type is compiled twice. The scanner
//! trusts the text up to the position: `serde_json` has read that far.

/// The number of bytes before a position, which has lines from 1 and columns in bytes.
pub(crate) fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let mut newlines = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = if line < 2 { 0 } else { newlines.nth(line - 2).unwrap_or(0) };
    (start + column).min(body.len())
}

/// The path of the value that ends at the offset, or else of the innermost place that contains it. Empty for the
/// text as a whole.
pub(crate) fn at(body: &[u8], offset: usize) -> String {
    let mut scanner = Scanner { body: &body[..offset.min(body.len())], position: 0, steps: Vec::new() };
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
}

impl<'b> Scanner<'b> {
    /// A value that ends exactly at the end keeps its step on the stack: nothing after it takes it away.
    fn run(&mut self) {
        while let Some(&byte) = self.body.get(self.position) {
            self.position += 1;
            match byte {
                b'{' => self.steps.push(Step::Member(None)),
                b'[' => self.steps.push(Step::Item(0)),
                b'}' | b']' => drop(self.steps.pop()),
                b',' => match self.steps.last_mut() {
                    Some(Step::Item(index)) => *index += 1,
                    Some(Step::Member(name)) => *name = None,
                    None => {}
                },
                b'"' => {
                    let text = self.string();
                    if let Some(Step::Member(name @ None)) = self.steps.last_mut() {
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
        path
    }
}

/// `.name`, or `["odd name"]` where dots and brackets would be read as steps.
fn push_name(path: &mut String, name: &str) {
    if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@')) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    } else {
        let short: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
        *path = format!("{path}[\"{short}\"]");
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
    fn any_offset_is_safe() {
        let body = br#"{"a\"": [1, {"b": "\\"}], "c": null}"#;
        (0..body.len() + 2).for_each(|offset| drop(at(body, offset)));
        assert_eq!(super::offset(b"ab\ncd", 9, 9), 5);
    }
}
