//! Examples of types, as data: what `example()` of a type gives in tests.
//!
//! In: the types of the plan, and which of them are pages of lists. Out: a JSON file with one entry per struct that
//! servers send, and the line of `lib.rs` that takes it in. It is data, and only compiled where tests ask for it.

use crate::emit::runtime::wire;
use crate::emit::samples::{Way, sample_of_type};
use crate::emit::{Input, examples, last_page};
use crate::ir::{TypeKind, TypeRef, TypeUse};

/// Where the table is in the crate.
pub(super) const FILE: &str = "src/examples.json";

/// The table.
pub(super) fn table(input: Input<'_>) -> String {
    let pages = last_page::types(input);
    let mut entries = Vec::new();
    for (id, def) in input.api.types.iter() {
        if def.direction.received && matches!(def.kind, TypeKind::Struct(_)) {
            let Some(mut example) = sample_of_type(input.api, id, Way::Received) else { continue };
            for rule in pages.get(&id).into_iter().flatten() {
                last_page::end(input.api, rule, &TypeUse::plain(TypeRef::Named(id)), &mut example);
            }
            entries.push((input.plan.ty(id).ident.clone(), example));
        }
    }
    examples::table(input, entries)
}

/// What `lib.rs` says about it.
pub(super) fn line() -> String {
    format!("{} {{ include_str!(\"examples.json\") }}", wire::EXAMPLES)
}
