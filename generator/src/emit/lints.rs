//! What the generated crates let pass: lints that names, prose and signatures of a document can set off.
//!
//! In: what one crate allows besides what all allow. Out: the attributes at the top of its `lib.rs`.

use crate::plan::Plan;

/// Lints that names and prose of a document can set off in any crate, with the reason.
const EVERYWHERE: &[Allowed] = &[
    ("clippy::disallowed_names", "names come from the document"),
    ("clippy::doc_lazy_continuation", "prose comes from the document"),
    ("clippy::doc_overindented_list_items", "prose comes from the document"),
];

/// Lints of names that are not ASCII.
const BEYOND_ASCII: &[Allowed] = &[
    ("confusable_idents", "names come from the document"),
    ("mixed_script_confusables", "names come from the document"),
    ("uncommon_codepoints", "names come from the document"),
];

/// A lint, and why it does not count.
pub(super) type Allowed = (&'static str, &'static str);

/// One line per lint.
pub(super) fn lines(plan: &Plan, own: &[Allowed]) -> Vec<String> {
    let names = if plan.beyond_ascii { BEYOND_ASCII } else { &[] };
    let mut all: Vec<Allowed> = [EVERYWHERE, own, names].concat();
    // Those of clippy first.
    all.sort_by_key(|(lint, _)| (!lint.starts_with("clippy::"), *lint));
    all.into_iter().map(|(lint, reason)| format!("#![allow({lint}, reason = \"{reason}\")]")).collect()
}
