//! Short pieces of bodies that are fit for an error message: one line, no control characters, limited length.

/// How many characters an excerpt has at most.
const LENGTH: usize = 160;

/// The text around a position, with an ellipsis where it was cut.
pub(crate) fn around(body: &[u8], at: usize) -> String {
    let at = at.min(body.len());
    let start = at.saturating_sub(LENGTH * 2 / 3);
    let end = body.len().min(start + LENGTH);
    let mut text = printable(&String::from_utf8_lossy(&body[start..end]));
    if start > 0 {
        text.insert(0, '…');
    }
    if end < body.len() {
        text.push('…');
    }
    text
}

/// The beginning of a text, shortened.
pub(crate) fn beginning(text: &str) -> String {
    let line = printable(text);
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// A text without its middle where that is long: what a fault is and what was expected is at the ends.
pub(crate) fn ends(text: &str) -> String {
    let line = printable(text);
    let count = line.chars().count();
    if count <= LENGTH {
        return line;
    }
    let head: String = line.chars().take(LENGTH / 2).collect();
    let tail: String = line.chars().skip(count - LENGTH / 2).collect();
    format!("{head}…{tail}")
}

/// Runs of white space become one space; what could steer a terminal or turn text around is dropped.
pub(crate) fn printable(text: &str) -> String {
    let turns = |c| matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let steers = |c: char| c.is_control() || turns(c);
    let words = text.split_whitespace().map(|word| word.replace(steers, ""));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        let body = "é\u{1b}[31m \n\t\u{202e}x ".repeat(500);
        for at in [0, 1, 700, body.len(), body.len() + 9] {
            let text = around(body.as_bytes(), at);
            assert!(text.chars().count() <= 200, "{}", text.chars().count());
            assert!(!text.contains(['\u{1b}', '\n', '\u{202e}']));
        }
    }

    #[test]
    fn what_fits_is_not_cut() {
        assert_eq!(around(br#"{"a": 1}"#, 5), r#"{"a": 1}"#);
        assert_eq!(beginning("  two\nwords "), "two words");
        assert_eq!(ends("short"), "short");
        assert_eq!(
            ends(&format!("a{}b", "x".repeat(999))),
            format!("a{}…{}b", "x".repeat(79), "x".repeat(79))
        );
        assert_eq!(beginning(&"x".repeat(161)), format!("{}…", "x".repeat(160)));
    }
}
