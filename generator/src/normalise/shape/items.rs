//! Items of a list that are refused, and what that does to the places of the others.

use serde_json::Value;

use super::Check;
use crate::pointer::Pointer;

impl Check<'_> {
    /// Checks the items of the list that is looked at. Those that are not `good` are kept if they are admitted; the others go,
    /// and what is behind them moves up. What is kept is looked into, at the place that it has then.
    pub(super) fn items(
        &mut self,
        items: &mut Vec<Value>,
        good: impl Fn(&Value) -> bool,
        mut admit: impl FnMut(&mut Self, &mut Value) -> bool,
        mut inside: impl FnMut(&mut Self, &mut Value),
    ) {
        let list = Pointer::parse(&self.path);
        let all = items.len();
        let mut index = 0;
        let mut kept = 0;
        items.retain_mut(|item| {
            let admitted = good(item)
                || self.outside(&list, index, all, |check, is_readable| is_readable && admit(check, item));
            if admitted {
                if kept < index {
                    self.origins.move_item(&list, index, kept);
                }
                self.within(&kept.to_string(), |check| inside(check, item));
                kept += 1;
            }
            index += 1;
            admitted
        });
        self.origins.drop_items(&list, kept..all);
    }

    /// Looks at an item as one that the list of `all` items does not have: its own place may soon be that of the next one.
    fn outside<T>(
        &mut self,
        list: &Pointer,
        index: usize,
        all: usize,
        work: impl FnOnce(&mut Self, bool) -> T,
    ) -> T {
        let written = self.origins.locate(&list.index(index));
        let is_readable = !self.diagnostics.is_unreadable(&written);
        let outside = all + index;
        self.origins.set(list.index(outside), written);
        self.within(&outside.to_string(), |check| work(check, is_readable))
    }
}
