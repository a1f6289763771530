//! Aliases of a YAML text: where each stands, and how much is repeated up to it.
//!
//! In: a text that another reader refused because of its aliases, without saying which. Out: the bytes of the one that
//! is at fault.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::{Offsets, with_spaces};

/// An alias.
#[derive(Debug, PartialEq, Eq)]
struct Alias {
    span: Range<usize>,
    /// It is a key, and stands for a node that begins here.
    key_of: Option<usize>,
    /// Values of the text up to and with this alias, when aliases are written out.
    values: usize,
    /// How many aliases were followed by then.
    followed: usize,
}

/// The bytes of the first alias with which a text has more than `most` values.
pub(crate) fn beyond_values(text: &str, most: usize) -> Option<Range<usize>> {
    let (aliases, _) = aliases(text);
    aliases.into_iter().find(|alias| alias.values > most).map(|alias| alias.span)
}

/// The bytes of the first alias with which more are followed than so many for each event of the text.
pub(crate) fn beyond_repetition(text: &str, for_each: usize) -> Option<Range<usize>> {
    let (mut aliases, events) = aliases(text);
    let beyond = aliases.iter().position(|alias| alias.followed > events.saturating_mul(for_each));
    let beyond = beyond.or_else(|| aliases.len().checked_sub(1))?;
    Some(aliases.swap_remove(beyond).span)
}

/// The bytes of the alias that is a key and stands for the node with its anchor at `anchor`.
pub(crate) fn key(text: &str, anchor: usize) -> Option<Range<usize>> {
    let stands_for = |alias: &Alias| {
        let between = alias.key_of.and_then(|node| text.get(anchor..node));
        between.is_some_and(|between| between.is_empty() || between.starts_with('&'))
    };
    let read = aliases(text).0.into_iter().find(stands_for).map(|alias| alias.span);
    read.or_else(|| unspaced_key(text, anchor))
}

/// `*a: 1` without a space in between: this parser takes the colon for a part of the name, as YAML 1.2 does, and others do not.
fn unspaced_key(text: &str, anchor: usize) -> Option<Range<usize>> {
    let rest = text.get(anchor..)?;
    let name = rest
        .strip_prefix('&')?
        .split(|one: char| !one.is_alphanumeric() && one != '-' && one != '_')
        .next()?;
    let alias = format!("*{name}");
    let begin = anchor + rest.find(&format!("{alias}:"))?;
    Some(begin..begin + alias.len())
}

/// A node with an anchor, written out.
#[derive(Clone, Copy, Default)]
struct Repeated {
    start: usize,
    values: usize,
    followed: usize,
}

/// An open collection.
struct Frame {
    anchor: usize,
    before: Repeated,
    /// For a mapping: a key comes next.
    key: Option<bool>,
}

/// Every alias, and the number of events.
fn aliases(text: &str) -> (Vec<Alias>, usize) {
    let spaced = with_spaces(text);
    let offsets = Offsets::of(&spaced);
    let mut found = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut anchors: BTreeMap<usize, Repeated> = BTreeMap::new();
    let (mut values, mut followed, mut events) = (0_usize, 0_usize, 0);
    for (event, span) in Parser::new_from_str(&spaced).map_while(Result::ok) {
        let span = offsets.bytes(span);
        events += 1;
        let begins = matches!(
            event,
            Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..)
        );
        let key = frames.last_mut().filter(|_| begins).and_then(|frame| frame.key.as_mut());
        let is_key = key.is_some_and(|key| std::mem::replace(key, !*key));
        let before = Repeated { start: span.start, values, followed };
        match event {
            Event::Scalar(_, _, anchor, _) => {
                values = values.saturating_add(usize::from(!is_key));
                anchors.insert(anchor, Repeated { values: 1, followed: 0, ..before });
            }
            Event::Alias(anchor) => {
                let repeated = anchors.get(&anchor).copied().unwrap_or_default();
                values = values.saturating_add(if is_key { 0 } else { repeated.values });
                followed = followed.saturating_add(repeated.followed).saturating_add(1);
                let key_of = is_key.then_some(repeated.start);
                found.push(Alias { span, key_of, values, followed });
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                values = values.saturating_add(1);
                let key = matches!(event, Event::MappingStart(..)).then_some(true);
                frames.push(Frame { anchor, before, key });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Frame { anchor, before, .. }) = frames.pop() else { continue };
                let values = values - before.values;
                anchors.insert(anchor, Repeated { values, followed: followed - before.followed, ..before });
            }
            _ => {}
        }
    }
    (found, events)
}

#[cfg(test)]
mod tests {
    use super::{beyond_repetition, beyond_values, key};

    #[test]
    fn the_alias_that_is_too_much() {
        // A mapping, a list of 2, an item each; then lists of 2 that repeat it.
        let text = "a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        let told = |most| beyond_values(text, most).map(|span| (span.start, &text[span]));
        assert_eq!(told(7), Some((20, "*a")));
        assert_eq!(told(10), Some((24, "*a")));
        assert_eq!(told(11), Some((32, "*b")));
        assert_eq!(told(25), Some((36, "*b")));
        assert_eq!(told(26), None);
    }

    #[test]
    fn what_is_followed_in_vain_is_told_at_an_alias() {
        let text = "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assert_eq!(beyond_repetition(text, 0), Some(17..19));
        assert_eq!(beyond_repetition(text, 100), Some(33..35));
        assert_eq!(beyond_repetition("a: 1\n", 0), None);
    }

    #[test]
    fn an_alias_as_a_key() {
        let text = "a: &a {k: v}\nb: {*a : 1}\n";
        assert_eq!(key(text, 3).map(|span| &text[span]), Some("*a"));
        assert_eq!(key(text, 0), None);
        let unspaced = "a: &a {k: v}\nb: {*ab: 2, *a: 1}\n";
        assert_eq!(key(unspaced, 3).map(|span| (span.start, &unspaced[span])), Some((25, "*a")));
    }
}
