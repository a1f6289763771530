//! Whether a value is displayed as a given text, without making the text.

use std::fmt::{self, Write as _};

/// True when `value` is displayed as `text`.
pub(crate) fn is_shown_as(value: &impl fmt::Display, text: &str) -> bool {
    let mut rest = Unmatched(text);
    write!(rest, "{value}").is_ok() && rest.0.is_empty()
}

/// What is still to come of the text that is expected.
struct Unmatched<'a>(&'a str);

impl fmt::Write for Unmatched<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_shown_as;

    #[test]
    fn compares_the_whole_text() {
        assert!(is_shown_as(&12, "12"));
        assert!(!is_shown_as(&12, "123"));
        assert!(!is_shown_as(&12, "1"));
        assert!(is_shown_as(&"", ""));
    }
}
