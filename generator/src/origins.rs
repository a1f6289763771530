//! Where the nodes of the normalised document were written.
//!
//! Overlays add nodes that the document's text does not have, and move items of lists. Diagnostics speak of
//! the document in its final form; this map leads back to the text that a person can mend.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::pointer::{Place, Pointer};

/// Final pointer → place in a text, for every node that does not stand at its own pointer in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    moved: BTreeMap<Pointer, Place>,
}

impl Origins {
    /// Where the node at `pointer` is written: with what was moved or made above it, or at its own pointer.
    pub fn locate(&self, pointer: &Pointer) -> Place {
        let mut above = Some(pointer.clone());
        while let Some(ancestor) = above {
            if let Some(place) = self.moved.get(&ancestor) {
                let pointer = pointer.rebase(&ancestor, &place.pointer);
                return Place { file: place.file, pointer: pointer.unwrap_or_default() };
            }
            above = ancestor.parent();
        }
        Place::document(pointer.clone())
    }

    /// The node at `pointer`, with all below it, now comes from `place`.
    pub fn set(&mut self, pointer: Pointer, place: Place) {
        self.take_below(&pointer);
        self.moved.insert(pointer, place);
    }

    /// The document was rewritten: each `to` now holds what stood at `from` (the pairs may overlap, outer ones
    /// first, and one `from` may have become several `to`).
    pub fn rewrite<'a>(&mut self, moved: impl IntoIterator<Item = (&'a Pointer, &'a Pointer)>) {
        let before = self.clone();
        for (to, from) in moved {
            self.moved.insert(to.clone(), before.locate(from));
            let starts_alike =
                before.moved.range(from..).take_while(|(key, _)| key.as_str().starts_with(from.as_str()));
            for (pointer, place) in starts_alike.filter(|(key, _)| key.is_within(from)) {
                self.moved.extend(pointer.rebase(from, to).map(|pointer| (pointer, place.clone())));
            }
        }
    }

    /// The item `index` of the list at `list` was removed; `len` items are left.
    pub fn remove_item(&mut self, list: &Pointer, index: usize, len: usize) {
        for to in index..len {
            self.move_item(list, to + 1, to);
        }
        self.drop_items(list, len..len + 1);
    }

    /// The item `from` of the list at `list` has taken the place of the item `to`, which is gone.
    pub fn move_item(&mut self, list: &Pointer, from: usize, to: usize) {
        let (from, to) = (list.index(from), list.index(to));
        self.take_below(&to);
        let place = self.locate(&from);
        for (pointer, place) in self.take_below(&from) {
            self.moved.extend(pointer.rebase(&from, &to).map(|pointer| (pointer, place)));
        }
        self.moved.entry(to).or_insert(place);
    }

    /// The list at `list` no longer has these items.
    pub fn drop_items(&mut self, list: &Pointer, items: Range<usize>) {
        items.for_each(|index| drop(self.take_below(&list.index(index))));
    }

    /// Takes out the entries at and below `pointer`.
    fn take_below(&mut self, pointer: &Pointer) -> Vec<(Pointer, Place)> {
        let keys: Vec<Pointer> = self
            .moved
            .range(pointer..)
            .take_while(|(key, _)| key.as_str().starts_with(pointer.as_str()))
            .filter(|(key, _)| key.is_within(pointer))
            .map(|(key, _)| key.clone())
            .collect();
        keys.into_iter().filter_map(|key| self.moved.remove_entry(&key)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use crate::pointer::{FileId, Place, Pointer};

    fn overlay(pointer: &str) -> Place {
        Place { file: FileId(1), pointer: Pointer::parse(pointer) }
    }

    fn document(pointer: &str) -> Place {
        Place::document(Pointer::parse(pointer))
    }

    #[test]
    fn rewritten_nodes_lead_to_where_they_stood_before() {
        let mut origins = Origins::default();
        origins.set(Pointer::parse("/definitions/A/title"), overlay("/actions/0/update"));
        let pair = (&Pointer::parse("/components/schemas"), &Pointer::parse("/definitions"));
        origins.rewrite([pair]);
        let locate = |pointer: &str| origins.locate(&Pointer::parse(pointer));
        assert_eq!(locate("/components/schemas/A/type"), document("/definitions/A/type"));
        assert_eq!(locate("/components/schemas/A/title"), overlay("/actions/0/update"));
        assert_eq!(locate("/paths"), document("/paths"));
    }

    #[test]
    fn made_nodes_lead_to_what_made_them() {
        let mut origins = Origins::default();
        origins.set(Pointer::parse("/info"), overlay("/actions/0/update/info"));
        origins.set(Pointer::parse("/info/title"), overlay("/actions/1/update"));
        assert_eq!(
            origins.locate(&Pointer::parse("/info/version")),
            overlay("/actions/0/update/info/version")
        );
        assert_eq!(origins.locate(&Pointer::parse("/info/title")), overlay("/actions/1/update"));
        assert_eq!(origins.locate(&Pointer::parse("/information")), document("/information"));
    }

    #[test]
    fn items_behind_a_removed_one_move_up() {
        let mut origins = Origins::default();
        let list = Pointer::parse("/tags");
        origins.set(Pointer::parse("/tags/2/name"), overlay("/actions/0/update/name"));
        origins.remove_item(&list, 0, 2);
        origins.remove_item(&list, 0, 1);
        assert_eq!(origins.locate(&Pointer::parse("/tags/0/description")), document("/tags/2/description"));
        assert_eq!(origins.locate(&Pointer::parse("/tags/0/name")), overlay("/actions/0/update/name"));
    }

    #[test]
    fn items_that_move_up_one_by_one_lead_to_where_they_stood() {
        let mut origins = Origins::default();
        let list = Pointer::parse("/tags");
        origins.set(Pointer::parse("/tags/3/name"), overlay("/actions/0/update/name"));
        // Of five items the first and the third are left out.
        origins.move_item(&list, 1, 0);
        origins.move_item(&list, 3, 1);
        origins.move_item(&list, 4, 2);
        origins.drop_items(&list, 3..5);
        let places =
            ["/tags/0", "/tags/1", "/tags/1/name", "/tags/2"].map(|at| origins.locate(&Pointer::parse(at)));
        let name = overlay("/actions/0/update/name");
        assert_eq!(places, [document("/tags/1"), document("/tags/3"), name, document("/tags/4")]);
        assert_eq!(origins.locate(&Pointer::parse("/tags/3")), document("/tags/3"));
    }
}
