//! Types for which something holds, also by way of the types inside of them.

use std::collections::BTreeSet;

use crate::ir::{Api, TypeId, TypeKind};

/// The types of which `holds` says so. It is asked again and again, with the types known so far, until there are no more.
pub(super) fn spread(api: &Api, holds: impl Fn(&TypeKind, &BTreeSet<TypeId>) -> bool) -> BTreeSet<TypeId> {
    let mut known = BTreeSet::new();
    loop {
        let more: Vec<TypeId> = api
            .types
            .iter()
            .filter(|(id, def)| !known.contains(id) && holds(&def.kind, &known))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            return known;
        }
        known.extend(more);
    }
}
