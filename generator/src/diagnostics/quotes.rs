//! What a message quotes, cut to a length that people read.
//!
//! In: a message with names and values of the document in backticks, of any length. Out: the same with the middle of long ones left
//! out. Every text of every report goes through here, in all formats.

/// Characters of one quotation.
const MOST_QUOTED: usize = 120;

/// Characters of a whole message, which may quote much that is short.
const MOST_IN_ALL: usize = 2_000;

/// A message that is not too long.
pub(super) fn shortened(message: String) -> String {
    if message.len() <= MOST_QUOTED {
        return message;
    }
    let parts = message.split('`').enumerate();
    let quoted = |(index, part)| if index % 2 == 1 { cut(part, MOST_QUOTED) } else { String::from(part) };
    let parts: Vec<String> = parts.map(quoted).collect();
    cut(&parts.join("`"), MOST_IN_ALL)
}

/// The text without its middle, when it has more characters than `most`.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most || text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let half = most / 2;
    let begin = text.char_indices().nth(half).map_or(text.len(), |(at, _)| at);
    let end = text.char_indices().rev().nth(half - 1).map_or(0, |(at, _)| at);
    format!("{} … {}", &text[..begin], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_what_is_long_is_cut() {
        let kept = format!("`{}` is no name, but {}", "ä".repeat(120), "words ".repeat(30));
        assert_eq!(shortened(kept.clone()), kept);
        let long = format!("`{}{}` and `b` are the same", "ä".repeat(100), "ö".repeat(100));
        let expected = format!("`{} … {}` and `b` are the same", "ä".repeat(60), "ö".repeat(60));
        assert_eq!(shortened(long), expected);
    }

    #[test]
    fn quotations_with_backticks_and_many_of_them_have_an_end_too() {
        let odd = shortened(format!("`a`b`{} is no name", "x".repeat(100_000)));
        assert!(odd.chars().count() <= 2_003, "{}", odd.len());
        let many = shortened("`abc`, ".repeat(10_000));
        assert!(many.chars().count() <= 2_003, "{}", many.len());
    }
}
