//! Texts that match a regular expression.
//!
//! In: a pattern of the document, and how long the text may be. Out: a text, or nothing where the pattern says what
//! cannot be turned round (look-around, references to groups).

use regex_syntax::hir::{Class, Hir, HirKind};

/// Repetitions are tried up to this many times.
const MOST_REPETITIONS: u32 = 300;

/// A text that matches the pattern and has between `least` and `most` characters. Another `salt` gives another text,
/// where the pattern leaves a choice.
pub(super) fn matching(pattern: &str, least: usize, most: usize, salt: usize) -> Option<String> {
    let tree = regex_syntax::parse(pattern).ok()?;
    (0..=MOST_REPETITIONS)
        .map(|repetitions| {
            let mut text = String::new();
            put(&tree, repetitions, salt, &mut text).map(|()| text)
        })
        .map_while(|text| text)
        .find(|text| (least..=most).contains(&text.chars().count()))
}

/// Adds a text for one part of the expression, with so many repetitions where there is a choice.
fn put(part: &Hir, repetitions: u32, salt: usize, text: &mut String) -> Option<()> {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class, salt)?),
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(u32::MAX);
            for _ in 0..repetitions.clamp(repeated.min, most) {
                put(&repeated.sub, repetitions, salt, text)?;
            }
        }
        HirKind::Capture(capture) => put(&capture.sub, repetitions, salt, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| put(part, repetitions, salt, text))?,
        HirKind::Alternation(parts) => put(parts.get(salt % parts.len())?, repetitions, salt, text)?,
    }
    Some(())
}

/// A character of a class: a letter or a digit where it has some, else the first that can be printed.
fn character(class: &Class, salt: usize) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |one: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(one));
    let plain: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(has).collect();
    if !plain.is_empty() {
        return plain.get(salt % plain.len()).copied();
    }
    let printed = (' '..='~').find(has);
    printed.or_else(|| class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start))
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn texts_have_the_length_that_is_asked_for() {
        assert_eq!(matching("^[-a-zA-Z0-9_]+$", 1, 50, 0).as_deref(), Some("a"));
        assert_eq!(matching("^[-a-zA-Z0-9_]+$", 3, 50, 1).as_deref(), Some("bbb"));
        assert_eq!(matching("^tunnel_[a-z0-9]{4}$", 1, 50, 0).as_deref(), Some("tunnel_aaaa"));
        assert_eq!(matching("^[^/]+$", 2, 2, 0).as_deref(), Some("aa"));
        assert_eq!(matching("^a{5}$", 1, 4, 0), None);
    }

    #[test]
    fn salt_takes_another_branch() {
        assert_eq!(matching("^(?:on|off)$", 1, 9, 0).as_deref(), Some("on"));
        assert_eq!(matching("^(?:on|off)$", 1, 9, 1).as_deref(), Some("off"));
    }

    #[test]
    fn what_cannot_be_turned_round_gives_nothing() {
        assert_eq!(matching("^(?!x)a$", 1, 9, 0), None);
    }
}
