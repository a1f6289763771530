//! The one tree: the document, with what other files hold at its places.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::gather::{Gathered, Resolution, Resolved};
use super::homes::Homes;
use super::{Target, tags};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::limits::{Limit, Limits};
use crate::normalise::shape::walk::Keyword;
use crate::origins::Origins;
use crate::pointer::{Place, Pointer};

/// Members of a whole file that mean nothing where its schema stands now.
const OF_FILES: [&str; 5] = ["definitions", "$defs", "$schema", "$id", "id"];

struct Copy<'a> {
    gathered: &'a Gathered<'a>,
    homes: &'a Homes,
    limits: &'a Limits,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    /// Targets that stand in place of references at the moment, one inside of another.
    inside: Vec<Target>,
    /// Where a path item was put that several paths share.
    items: BTreeMap<Target, Pointer>,
    /// How many values were copied.
    copies: usize,
    /// True once something was too deep: that is told at the innermost reference.
    too_deep: bool,
}

/// Puts everything into one tree, and notes where it was written.
pub(super) fn one_tree(
    gathered: &Gathered<'_>,
    homes: &Homes,
    limits: &Limits,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Value {
    let mut copy = Copy {
        gathered,
        homes,
        limits,
        origins,
        diagnostics,
        inside: Vec::new(),
        items: BTreeMap::new(),
        copies: 0,
        too_deep: false,
    };
    let root = Target { file: 0, pointer: Pointer::root() };
    let mut tree = copy.node(&root, &Pointer::root());
    for (home, (target, kind)) in &homes.added {
        let mut value = copy.node(target, home);
        if target.pointer == Pointer::root() && *kind == "Schema" {
            forget_file(&mut value);
        }
        insert(&mut tree, home, value);
    }
    tree
}

fn forget_file(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    // `id: {…}` would be data of someone's own.
    members.retain(|key, value| !OF_FILES.contains(&key.as_str()) || (key == "id" && !value.is_string()));
}

/// Puts a value at a place below mappings that may have to be made.
fn insert(tree: &mut Value, at: &Pointer, value: Value) {
    let mut node = tree;
    for segment in at.segments() {
        if !node.is_object() {
            *node = Value::Object(Map::new());
        }
        let Some(members) = node.as_object_mut() else { return };
        node = members.entry(segment).or_insert(Value::Null);
    }
    *node = value;
}

impl Copy<'_> {
    /// A copy of a node, its references as they must be when it stands at `to`.
    fn node(&mut self, from: &Target, to: &Pointer) -> Value {
        let Some(value) = self.gathered.library.value(from) else { return Value::Null };
        let mut value = value.clone();
        if from.file != 0 {
            let file = self.gathered.library.files[from.file].id;
            self.origins.set(to.clone(), Place { file, pointer: from.pointer.clone() });
        }
        let gathered = self.gathered;
        let within = gathered.resolved.range(from..).take_while(|(at, _)| {
            at.file == from.file && at.pointer.as_str().starts_with(from.pointer.as_str())
        });
        let mut within: Vec<(&Target, &Resolved)> =
            within.filter(|(at, _)| at.pointer.is_within(&from.pointer)).collect();
        // Inner ones first: what stands beside a reference comes along when its target takes the place of both.
        within.sort_by_key(|(at, _)| std::cmp::Reverse(at.pointer.as_str().matches('/').count()));
        for (at, resolved) in within {
            let (Some(local), Some(key)) =
                (at.pointer.rebase(&from.pointer, &Pointer::root()), at.pointer.last())
            else {
                continue;
            };
            let Some(owner) = local.parent() else { continue };
            let placed = at.pointer.parent().and_then(|owner| owner.rebase(&from.pointer, to));
            let Some(Value::Object(members)) = value.pointer_mut(owner.as_str()) else { continue };
            self.change(members, &key, resolved, at, &placed.unwrap_or_default());
            if let (Keyword::Ref, Resolution::Refer(target, kind)) = (resolved.keyword, &resolved.becomes)
                && target.pointer != Pointer::root()
                && let Some(home) = self.homes.find(target, kind)
            {
                tags::keep(&mut value, &local, &target.pointer, &home);
            }
        }
        value
    }

    /// Changes the mapping `members`, which stands at `to` then, as the reference at its member `key` demands.
    fn change(
        &mut self,
        members: &mut Map<String, Value>,
        key: &str,
        resolved: &Resolved,
        at: &Target,
        to: &Pointer,
    ) {
        let text = match &resolved.becomes {
            Resolution::Keep => return,
            Resolution::Failed => Resolution::failed_text(),
            Resolution::Drop => {
                members.shift_remove(key);
                return;
            }
            Resolution::Refer(target, kind) => match self.homes.find(target, kind) {
                Some(home) => Value::String(home.fragment()),
                None => Resolution::failed_text(),
            },
            Resolution::Insert(target, wanted) => {
                let target = target.clone();
                return self.replace(members, &target, wanted.name(), at, to);
            }
        };
        if resolved.keyword == Keyword::DynamicRef {
            members.shift_remove(key);
            members.insert("$ref".to_owned(), text);
            let written = self.place(at);
            self.origins.set(to.child("$ref"), written);
        } else {
            members.insert(key.to_owned(), text);
        }
    }

    /// The target of a reference takes its place; members beside the reference win.
    fn replace(
        &mut self,
        members: &mut Map<String, Value>,
        target: &Target,
        kind: Option<&'static str>,
        at: &Target,
        to: &Pointer,
    ) {
        members.shift_remove("$ref");
        if let Some(first) = self.items.get(target).filter(|_| members.is_empty()) {
            members.insert("$ref".to_owned(), Value::String(first.fragment()));
            return;
        }
        let place = self.place(at);
        let problem = if self.inside.contains(target) {
            Some(Diagnostic::new(&codes::CYCLIC_REF, &place, "the reference leads back to itself"))
        } else if self.copies > self.limits.get(Limit::Copies) {
            let found = "too much is repeated by references";
            Some(self.limits.exceeded(Limit::Copies, &place, found))
        } else {
            None
        };
        if let Some(problem) = problem {
            self.diagnostics.report(problem);
            return;
        }
        // What stands in place of references is as deep as the chain of them is long.
        if self.is_too_deep(self.inside.len().max(depth(to)) + 1, &place) {
            return;
        }
        let beside = std::mem::take(members);
        self.inside.push(target.clone());
        // What stands beside the reference keeps its own origin.
        let origins: Vec<(Pointer, Place)> =
            beside.keys().map(|key| to.child(key)).map(|at| (at.clone(), self.origins.locate(&at))).collect();
        let mut value = self.node(target, to);
        self.inside.pop();
        if target.pointer == Pointer::root() && kind == Some("Schema") {
            forget_file(&mut value);
        }
        let size = Size::of(&value);
        self.copies += size.weight;
        if let Value::Object(found) = value
            && !self.is_too_deep(depth(to) + size.height, &place)
        {
            *members = found;
        }
        for (at, place) in origins {
            self.origins.set(at, place);
        }
        members.extend(beside);
        if kind == Some("Path Item") && !members.is_empty() {
            self.items.entry(target.clone()).or_insert_with(|| to.clone());
        }
    }

    /// True beyond the limit of depth, which is told.
    fn is_too_deep(&mut self, depth: usize, at: &Place) -> bool {
        let beyond = depth > self.limits.get(Limit::Depth);
        if beyond && !std::mem::replace(&mut self.too_deep, true) {
            let found = "references nest lists and mappings too deep";
            self.diagnostics.report(self.limits.exceeded(Limit::Depth, at, found));
        }
        beyond
    }

    fn place(&self, at: &Target) -> Place {
        let place = Place { file: self.gathered.library.files[at.file].id, pointer: at.pointer.clone() };
        if at.file == 0 { self.origins.locate(&at.pointer) } else { place }
    }
}

/// How deep a node stands.
fn depth(at: &Pointer) -> usize {
    at.as_str().matches('/').count()
}

/// How much a tree holds.
#[derive(Clone, Copy)]
struct Size {
    /// Its values, with itself.
    weight: usize,
    /// Lists and mappings inside of each other, with itself.
    height: usize,
}

impl Size {
    fn of(value: &Value) -> Self {
        let inside: Vec<Self> = match value {
            Value::Object(members) => members.values().map(Self::of).collect(),
            Value::Array(items) => items.iter().map(Self::of).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Self { weight: 1, height: 0 };
            }
        };
        let height = inside.iter().map(|size| size.height).max().unwrap_or(0);
        Self { weight: 1 + inside.iter().map(|size| size.weight).sum::<usize>(), height: 1 + height }
    }
}
