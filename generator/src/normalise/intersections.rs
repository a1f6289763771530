//! Does any schema contain itself by `allOf`, or choose itself by `anyOf` and `oneOf`?
//!
//! In: the tree and the references that the shape check met. Out: diagnostics only; each cycle is reported once.
//! Such a schema says that a value must be valid if it is valid, which is nothing. Cycles through both kinds of
//! keywords are left alone: a base whose children are its variants is one. A `$ref` to a `$ref` to
//! itself is told by [`references`](super::references).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::references::round;
use super::shape::Reference;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::refs::target;
use crate::pointer::{Place, Pointer};
use crate::source::Sources;

/// No more than this many members of cycles are looked at: in a schema of a thousand parts that all lead back, each part closes
/// another cycle. What is told until then is more than anybody reads at once.
const MOST_MEMBERS: usize = 100_000;

/// Keywords whose items are looked at, and how a cycle through them is told.
struct Kind {
    keywords: &'static [&'static str],
    told: &'static str,
    help: &'static str,
}

const KINDS: [Kind; 2] = [
    Kind {
        keywords: &["allOf"],
        told: "the schema is a part of itself by `allOf`",
        help: "take one of the parts out of its `allOf`",
    },
    Kind {
        keywords: &["anyOf", "oneOf"],
        told: "the schema is a choice of itself",
        help: "take the branch that leads back out of the choice",
    },
];

/// Checks every schema that is referred to from such a keyword.
pub fn check(tree: &Value, references: &[Reference], sources: &Sources, diagnostics: &mut Diagnostics) {
    for kind in &KINDS {
        let mut search = Search { tree, sources, kind, done: BTreeSet::new(), members: 0, diagnostics };
        for reference in references.iter().filter(|reference| reference.kind == "Schema") {
            if let Some(start) = reference.at.parent().filter(|schema| kind.is_part(schema)) {
                search.walk(start);
            }
        }
    }
}

/// A schema on the way, and the parts of it that are still to be looked at.
struct Step {
    schema: Pointer,
    parts: Vec<Pointer>,
}

/// The search for cycles through one kind of keywords.
struct Search<'a> {
    tree: &'a Value,
    sources: &'a Sources,
    kind: &'a Kind,
    /// Schemas behind which everything was looked at.
    done: BTreeSet<Pointer>,
    /// How many members the cycles that were found have together.
    members: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Search<'_> {
    /// Depth first, without recursion: chains of `allOf` may be as long as the document.
    fn walk(&mut self, start: Pointer) {
        if self.done.contains(&start) {
            return;
        }
        let (tree, kind) = (self.tree, self.kind);
        // Each schema on the way, with its place there.
        let mut open = BTreeMap::from([(start.clone(), 0)]);
        let mut way = vec![Step { parts: kind.parts(tree, &start), schema: start }];
        while let Some(step) = way.last_mut() {
            let Some(next) = step.parts.pop() else {
                open.remove(&step.schema);
                self.done.insert(step.schema.clone());
                way.pop();
                continue;
            };
            if let Some(begin) = open.get(&next) {
                self.found(&way[*begin..]);
            } else if !self.done.contains(&next) {
                open.insert(next.clone(), way.len());
                way.push(Step { parts: kind.parts(tree, &next), schema: next });
            }
        }
    }

    fn found(&mut self, cycle: &[Step]) {
        self.members += cycle.len();
        if self.members <= MOST_MEMBERS {
            let members: Vec<&Pointer> = cycle.iter().map(|step| &step.schema).collect();
            self.kind
                .told(self.tree, self.sources, &members)
                .into_iter()
                .for_each(|told| self.diagnostics.report(told));
        }
    }
}

impl Kind {
    /// The schemas that matter wherever this one does: the target of its `$ref`, and what the keywords list.
    fn parts(&self, tree: &Value, schema: &Pointer) -> Vec<Pointer> {
        let Some(value) = tree.pointer(schema.as_str()) else { return Vec::new() };
        let mut parts = Vec::new();
        for keyword in self.keywords {
            let listed = value.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            let list = schema.child(keyword);
            parts.extend((0..listed).rev().map(|index| list.index(index)));
        }
        parts.extend(value.get("$ref").and_then(Value::as_str).and_then(target));
        parts
    }

    /// True for an item of one of the keywords.
    fn is_part(&self, schema: &Pointer) -> bool {
        let keyword = schema.parent().and_then(|list| list.last());
        keyword.is_some_and(|keyword| self.keywords.contains(&keyword.as_str()))
    }

    fn told(&self, tree: &Value, sources: &Sources, members: &[&Pointer]) -> Option<Diagnostic> {
        let (parts, mut whole): (Vec<&Pointer>, Vec<&Pointer>) =
            members.iter().copied().partition(|schema| self.is_part(schema));
        // Without an item it is a chain of references.
        parts.first()?;
        let first = whole.iter().enumerate().min_by_key(|(_, schema)| **schema)?.0;
        whole.rotate_left(first);
        let message = format!("{}: {}", self.told, round(whole.into_iter(), sources));
        let reference = parts.iter().copied().filter(|part| {
            tree.pointer(part.as_str()).is_some_and(|part| part.get("$ref").is_some_and(Value::is_string))
        });
        let at = Place::document(reference.min()?.child("$ref"));
        Some(Diagnostic::new(&codes::CYCLIC_REF, &at, message).help(self.help))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::pointer::Pointer;
    use crate::source::Sources;

    fn told(schemas: &Value, references: &[(&str, &str)]) -> Vec<String> {
        let tree = json!({"components": {"schemas": schemas}});
        let references: Vec<Reference> = references
            .iter()
            .map(|(at, target)| Reference {
                at: Pointer::parse(&format!("/components/schemas/{at}/$ref")),
                target: (*target).to_owned(),
                kind: "Schema",
            })
            .collect();
        let mut diagnostics = Diagnostics::default();
        check(&tree, &references, &Sources::default(), &mut diagnostics);
        let line = |told: &crate::diagnostics::Diagnostic| {
            format!("{} {} {}", told.code.id, told.at.pointer, told.message)
        };
        diagnostics.iter().map(|told| line(told).replace("#/components/schemas/", "")).collect()
    }

    #[test]
    fn schemas_that_are_parts_of_each_other_are_told_once() {
        let (a, b) = ("#/components/schemas/A", "#/components/schemas/B");
        let schemas = json!({
            "A": {"allOf": [{"type": "object"}, {"$ref": b}]},
            "B": {"allOf": [{"$ref": a}]},
            "C": {"allOf": [{"$ref": a}]},
        });
        assert_eq!(
            told(&schemas, &[("A/allOf/1", b), ("B/allOf/0", a), ("C/allOf/0", a)]),
            ["OA0102 A/allOf/1/$ref the schema is a part of itself by `allOf`: `A` → `B` → `A`"]
        );
    }

    #[test]
    fn a_schema_may_be_its_own_part() {
        let a = "#/components/schemas/A";
        assert_eq!(
            told(&json!({"A": {"allOf": [{"$ref": a}]}}), &[("A/allOf/0", a)]),
            ["OA0102 A/allOf/0/$ref the schema is a part of itself by `allOf`: `A` → `A`"]
        );
    }

    #[test]
    fn a_choice_of_itself_is_told() {
        let a = "#/components/schemas/A";
        assert_eq!(
            told(&json!({"A": {"anyOf": [{"type": "string"}, {"$ref": a}]}}), &[("A/anyOf/1", a)]),
            ["OA0102 A/anyOf/1/$ref the schema is a choice of itself: `A` → `A`"]
        );
        let list = json!({"A": {"anyOf": [{"type": "array", "items": {"$ref": a}}]}});
        assert_eq!(told(&list, &[("A/anyOf/0/items", a)]), [""; 0]);
    }

    #[test]
    fn what_a_schema_contains_is_no_part_of_it() {
        let a = "#/components/schemas/A";
        let schemas = json!({
            "A": {"properties": {"next": {"$ref": a}}, "oneOf": [{"$ref": "#/components/schemas/B"}]},
            "B": {"allOf": [{"$ref": a}, {"$ref": a}]},
        });
        let references = [("A/properties/next", a), ("B/allOf/0", a), ("B/allOf/1", a)];
        assert_eq!(told(&schemas, &references), [""; 0]);
    }

    /// Each of 2,000 schemas leads to the next and back to the first: as many cycles, of 2,000,000 members together.
    #[test]
    fn cycles_that_share_their_members_are_told_as_far_as_anybody_reads() {
        let part = |index: usize| json!({"$ref": format!("#/components/schemas/S{index}")});
        let schemas: Value = (0..2000)
            .map(|index| (format!("S{index}"), json!({"allOf": [part(0), part((index + 1) % 2000)]})))
            .collect();
        let told = told(&schemas, &[("S0/allOf/0", "#/components/schemas/S0")]);
        assert!((100..1000).contains(&told.len()), "{}", told.len());
        assert!(told.iter().all(|told| told.len() < 500), "{:?}", told.last());
    }
}
