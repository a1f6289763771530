//! Drops the types that no operation needs, and closes the gaps in the arena.
//!
//! A document without operations is a library of types: all of them stay. So they do when the caller wants every
//! component.

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Arena, Extent, Id as _, TypeDef, TypeId};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    if api.operations.is_empty() || api.extent == Extent::Components {
        return;
    }
    let roots = [api.sent(), api.received()].concat();
    let reached = api.reachable(&roots);
    let mut kept: Arena<TypeId, TypeDef> = Arena::default();
    let mut new_ids: Vec<Option<TypeId>> = Vec::with_capacity(reached.len());
    for (id, def) in std::mem::take(&mut api.types) {
        new_ids.push(reached[id.index()].then(|| kept.push(def)));
    }
    api.types = kept;
    for (_, def) in api.types.iter_mut() {
        // The owner may be gone: then the type gets a file of its own.
        def.owner = def.owner.and_then(|owner| new_ids[owner.index()]);
    }
    api.for_each_named_mut(&mut |id| {
        *id = new_ids[id.index()].expect("what a kept node uses was reached from it");
    });
}
