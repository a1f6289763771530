//! Which node a pointer reaches that leads *through* a `$ref`: bundlers write `#/paths/~1a/get/responses/200/schema` where the
//! response is a reference.
//!
//! In: a place, and what is to be seen at a place. Out: the first place that exists when every `$ref` on the way may be
//! followed. Places may be those of one tree or of several files.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::pointer::Pointer;

/// How many `$ref`s one pointer may lead through.
const MAX_HOPS: usize = 8;
/// How many places are tried for one pointer. Where every step of a pointer is a reference there are as many ways as there are
/// choices of steps, and all but one lead nowhere.
const MAX_TRIED: usize = 256;

/// What is at a place.
#[derive(Debug)]
pub(super) enum Look<P> {
    /// A node.
    Node,
    /// No node, but these places, one for each `$ref` on the way there. The one to be tried first is the last.
    Turns(Vec<P>),
}

/// The node that a pointer reaches; the first of several ways that lead to one.
pub(super) fn reached<P: Clone + Ord>(start: P, mut look: impl FnMut(&P) -> Look<P>) -> Option<P> {
    let mut tried = BTreeSet::new();
    let mut open = vec![(start, 0)];
    while let Some((place, hops)) = open.pop() {
        if tried.len() == MAX_TRIED || !tried.insert(place.clone()) {
            continue;
        }
        match look(&place) {
            Look::Node => return Some(place),
            Look::Turns(turns) if hops < MAX_HOPS => {
                open.extend(turns.into_iter().map(|turn| (turn, hops + 1)));
            }
            Look::Turns(_) => {}
        }
    }
    None
}

/// A `$ref` on the way that a pointer takes.
#[derive(Debug)]
pub(super) struct Turn {
    /// The `$ref` keyword.
    pub(super) at: Pointer,
    /// Its text.
    pub(super) text: String,
    /// What is left of the pointer there.
    pub(super) rest: Pointer,
}

impl Turn {
    /// The rest of the way from the target of the `$ref`.
    pub(super) fn from(&self, target: &Pointer) -> Pointer {
        self.rest.rebase(&Pointer::root(), target).unwrap_or_default()
    }
}

/// Every `$ref` beside the steps of a pointer, as far as they exist, outermost first.
pub(super) fn turns(tree: &Value, pointer: &Pointer) -> Vec<Turn> {
    let segments = pointer.segments();
    let mut turns = Vec::new();
    let mut prefix = Pointer::root();
    for (index, segment) in segments.iter().enumerate() {
        let Some(node) = tree.pointer(prefix.as_str()) else { break };
        if let Some(text) = node.get("$ref").and_then(Value::as_str) {
            let rest = Pointer::from_segments(segments[index..].iter().map(String::as_str));
            turns.push(Turn { at: prefix.child("$ref"), text: text.to_owned(), rest });
        }
        prefix = prefix.child(segment);
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::{Look, reached};

    #[test]
    fn the_last_turn_is_tried_first_and_the_others_after_it() {
        let mut seen = Vec::new();
        let found = reached(1, |place| {
            seen.push(*place);
            match place {
                1 => Look::Turns(vec![2, 3]),
                3 => Look::Turns(vec![4]),
                2 => Look::Node,
                _ => Look::Turns(Vec::new()),
            }
        });
        assert_eq!(found, Some(2));
        assert_eq!(seen, [1, 3, 4, 2]);
    }

    #[test]
    fn a_place_is_looked_at_once_and_no_place_for_ever() {
        let mut looks = 0;
        let nowhere = reached(0_u32, |place| {
            looks += 1;
            Look::Turns((0..40).map(|turn| (place + turn) % 50).collect())
        });
        assert_eq!((nowhere, looks), (None, 50));
        looks = 0;
        let nowhere = reached(0_u64, |place| {
            looks += 1;
            Look::Turns((1..40).map(|turn| place * 40 + turn).collect())
        });
        assert_eq!((nowhere, looks), (None, 256));
    }
}
