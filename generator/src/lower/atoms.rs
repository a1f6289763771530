//! Takes schemas apart into atoms: what `$ref`, `allOf`, `oneOf`, `anyOf` and the other keywords of one
//! schema say at the same time.
//!
//! In OpenAPI all keywords of a schema hold together (JSON Schema core, "Schema Object"), so a schema with
//! `allOf`, siblings of `$ref`, or `properties` beside `oneOf` is an intersection. As a list of atoms they all look alike.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{SchemaView, refs};
use crate::pointer::Pointer;

/// One part of an intersection.
#[derive(Clone, Debug)]
pub(super) struct Atom<'a> {
    /// The schema that it is written in.
    pub view: SchemaView<'a>,
    /// Which keywords of it are meant.
    pub part: Part<'a>,
}

/// Which keywords of a schema an [`Atom`] stands for.
#[derive(Clone, Debug)]
pub(super) enum Part<'a> {
    /// `$ref`, with its target.
    Reference(SchemaView<'a>),
    /// `oneOf` or `anyOf`, whichever is named.
    Union(&'static str),
    /// Everything else.
    Own,
}

/// Keywords that are atoms of their own.
const COMBINING: [&str; 4] = ["$ref", "allOf", "oneOf", "anyOf"];

/// Keywords that, beside a combination, repeat what its parts say.
const REPEATED: [&str; 2] = ["type", "not"];

/// Atoms, and every place that was looked at to find them.
#[derive(Debug, Default)]
pub(super) struct Atoms<'a> {
    /// In the order of the document, outermost first.
    pub list: Vec<Atom<'a>>,
    /// The places, references followed.
    pub places: BTreeSet<Pointer>,
}

/// Whether references are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Follow {
    /// Until none is left.
    All,
    /// No: a reference is an atom.
    None,
}

/// Takes schemas apart.
pub(super) fn atoms<'a>(root: &'a Value, parts: &[SchemaView<'a>], follow: Follow) -> Atoms<'a> {
    let mut atoms = Atoms::default();
    // A stack instead of recursion: chains of `allOf` may be as long as the document.
    let mut open: Vec<SchemaView<'a>> = parts.iter().rev().cloned().collect();
    while let Some(view) = open.pop() {
        if !atoms.places.insert(view.at.pointer.clone()) {
            continue;
        }
        if view.own_only {
            atoms.list.push(Atom { view, part: Part::Own });
            continue;
        }
        let mut inner = Vec::new();
        if let Some(target) = view.reference().and_then(|reference| refs::follow(root, reference)) {
            let target = SchemaView::new(target);
            match follow {
                Follow::All => inner.push(target),
                Follow::None if atoms.list.iter().any(|atom| refers_to(atom, &target)) => {}
                Follow::None => atoms.list.push(Atom { view: view.clone(), part: Part::Reference(target) }),
            }
        }
        inner.extend(view.schemas("allOf"));
        own(&view, &mut atoms.list);
        open.extend(inner.into_iter().rev());
    }
    atoms
}

fn refers_to(atom: &Atom<'_>, target: &SchemaView<'_>) -> bool {
    matches!(&atom.part, Part::Reference(other) if other.at == target.at)
}

/// The atoms of a schema's own keywords.
fn own<'a>(view: &SchemaView<'a>, atoms: &mut Vec<Atom<'a>>) {
    let unions: Vec<&'static str> =
        ["oneOf", "anyOf"].into_iter().filter(|keyword| is_union(view, keyword)).collect();
    let combined = !unions.is_empty() || view.has("$ref") || view.has("allOf");
    let mut elsewhere = COMBINING.to_vec();
    if combined {
        elsewhere.extend(REPEATED);
    }
    if !view.asserts_nothing_but(&elsewhere) {
        atoms.push(Atom { view: view.clone(), part: Part::Own });
    }
    for keyword in unions {
        atoms.push(Atom { view: view.clone(), part: Part::Union(keyword) });
    }
}

/// True for an atom that bounds values but does not say what they are.
pub(super) fn is_bound(atom: &Atom<'_>) -> bool {
    let combined = COMBINING.iter().any(|keyword| atom.view.has(keyword));
    let elsewhere = if combined { [&COMBINING[..], &REPEATED[..]].concat() } else { Vec::new() };
    matches!(atom.part, Part::Own) && atom.view.only_bounds_besides(&elsewhere)
}

/// True when `oneOf` or `anyOf` chooses between types, and does not merely demand one key or another.
fn is_union(view: &SchemaView<'_>, keyword: &str) -> bool {
    let branches = view.schemas(keyword);
    let objects = view.has("properties");
    let says_nothing = |branch: &SchemaView<'_>| {
        branch.is_only_validation() || (objects && branch.asserts_nothing_but(&["required", "not", "type"]))
    };
    !branches.iter().all(says_nothing)
}

/// Every place that a `$ref` leads to, apart from component schemas.
pub(super) fn ref_targets(root: &Value) -> BTreeSet<Pointer> {
    let mut targets = BTreeSet::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str).and_then(refs::target);
                targets.extend(reference.filter(|pointer| !is_component_schema(pointer)));
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    targets
}

/// True for `#/components/schemas/<name>`.
pub(super) fn is_component_schema(pointer: &Pointer) -> bool {
    pointer
        .as_str()
        .strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.is_empty() && !name.contains('/'))
}
