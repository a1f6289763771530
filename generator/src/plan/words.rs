//! From a name of the document to words that an identifier can be made of.
//!
//! In: any text, an empty one included. Out: words of letters and digits that Rust accepts in identifiers
//! (Unicode `XID_Continue`). Case is not touched here.

use unicode_normalization::UnicodeNormalization;

/// What becomes of punctuation that usually only separates words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Punctuation {
    /// It separates words and is dropped.
    Separates,
    /// It is spelled out, to tell apart names that differ in nothing else.
    Spelled,
}

/// Splits `text` at everything that an identifier cannot hold. Operators such as `+` and a minus in front are
/// always spelled out, because names that have them usually differ in nothing else (`+1` and `-1`).
pub(super) fn words(text: &str, punctuation: Punctuation) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut rest = text.nfkc().collect::<String>().chars().collect::<Vec<_>>().into_iter().peekable();
    let mut first = true;
    while let Some(character) = rest.next() {
        if character != '_' && unicode_ident::is_xid_continue(character) {
            words.last_mut().expect("starts with one word and only grows").push(character);
        } else if character == '\'' && punctuation == Punctuation::Separates {
            // "don't" reads better as one word.
        } else {
            let spelled = operator(character, rest.peek().copied());
            if let Some((word, consumed_next)) = spelled {
                words.extend([word.to_owned(), String::new()]);
                if consumed_next {
                    rest.next();
                }
            } else if first && character == '-' && rest.peek().is_some() {
                words.extend(["minus".to_owned(), String::new()]);
            } else if punctuation == Punctuation::Spelled {
                words.extend([spell(character), String::new()]);
            } else {
                words.push(String::new());
            }
        }
        first = false;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Symbols that carry meaning wherever they stand, and whether the character after them belongs to them.
fn operator(character: char, next: Option<char>) -> Option<(&'static str, bool)> {
    let with_equals = next == Some('=');
    Some(match character {
        '<' if with_equals => ("lte", true),
        '>' if with_equals => ("gte", true),
        '!' if with_equals => ("ne", true),
        '=' if with_equals => ("eq", true),
        '<' => ("lt", false),
        '>' => ("gt", false),
        '=' => ("eq", false),
        '!' => ("not", false),
        '+' => ("plus", false),
        '*' => ("star", false),
        '&' => ("and", false),
        '|' => ("pipe", false),
        '%' => ("percent", false),
        _ => return None,
    })
}

/// The name of a separator; characters without one are written as their code point.
fn spell(character: char) -> String {
    let name = match character {
        // These separate words in any style of writing names, so they tell nothing apart.
        '_' | ' ' => "",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        '\\' => "backslash",
        ':' => "colon",
        ';' => "semicolon",
        ',' => "comma",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '~' => "tilde",
        '^' => "caret",
        '?' => "question",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        '(' | ')' => "paren",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '\t' => "tab",
        '\n' | '\r' => "newline",
        other => return format!("u{:04x}", u32::from(other)),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Punctuation, words};

    #[test]
    fn punctuation_separates_and_operators_are_spelled() {
        let cases: &[(&str, &[&str])] = &[
            ("flow_set", &["flow", "set"]),
            ("application/json", &["application", "json"]),
            ("don't", &["dont"]),
            ("$filter", &["filter"]),
            ("+1", &["plus", "1"]),
            ("-1", &["minus", "1"]),
            ("-created", &["minus", "created"]),
            ("a-b", &["a", "b"]),
            ("-", &[]),
            ("<=", &["lte"]),
            ("!=", &["ne"]),
            ("Q&A", &["Q", "and", "A"]),
            ("1.0", &["1", "0"]),
            ("größe", &["größe"]),
            ("日本", &["日本"]),
            ("e\u{301}", &["é"]),
            ("👍", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text, Punctuation::Separates), *expected, "{text:?}");
        }
    }

    #[test]
    fn punctuation_can_be_spelled() {
        let cases: &[(&str, &[&str])] = &[
            ("-", &["dash"]),
            ("foo-bar", &["foo", "dash", "bar"]),
            ("foo_bar", &["foo", "bar"]),
            ("$filter", &["dollar", "filter"]),
            ("👍", &["u1f44d"]),
            ("_", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text, Punctuation::Spelled), *expected, "{text:?}");
        }
    }
}
