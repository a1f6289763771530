//! Does every `$ref` lead to what is wanted there?
//!
//! In: the tree and the references that the shape check met. Out: diagnostics only. Each target is reported
//! once, with the first reference to it. After an error here later phases meet references that they cannot
//! follow; they treat those as absent.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::bundle::UNRESOLVED;
use super::shape::{Reference, kind_at};
use crate::diagnostics::similar::Searches;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::component_schema;
use crate::document::refs::{MAX_CHAIN, follow, target};
use crate::pointer::{Place, Pointer};

/// No more than this many other references to the same target are shown.
pub(super) const MOST_RELATED: usize = 3;

/// No more than this many members of a cycle are named.
const MOST_NAMED: usize = 12;

/// Checks every reference.
pub fn check(tree: &Value, references: &[Reference], diagnostics: &mut Diagnostics) {
    let mut targets: IndexMap<(&str, &str), Vec<&Reference>> = IndexMap::new();
    for reference in references {
        targets.entry((&reference.target, reference.kind)).or_default().push(reference);
    }
    let mut chains = Chains::default();
    let mut searches = Searches::default();
    let mut cycles = Vec::new();
    let mut long = None;
    for ((text, kind), uses) in targets {
        let at = Place::document(uses[0].at.clone());
        if let Some(mut problem) = problem(tree, text, kind, &at, &mut searches) {
            for other in uses.iter().skip(1).take(MOST_RELATED) {
                problem = problem.related(&Place::document(other.at.clone()), "it is also used here");
            }
            if uses.len() > MOST_RELATED + 1 {
                problem.message =
                    format!("{}; it is used at {} other places", problem.message, uses.len() - 1);
            }
            diagnostics.report(problem);
        } else {
            match chains.from(tree, text) {
                Chain::Cycle(members) => cycles.push(members),
                Chain::Ends(length) if length > MAX_CHAIN && long.is_none() => long = Some((text, at)),
                Chain::Ends(_) | Chain::Broken => {}
            }
        }
    }
    report_cycles(cycles, references, diagnostics);
    if let Some((text, at)) = long {
        let message = format!("from `{text}` it takes more than {MAX_CHAIN} references to get to something");
        diagnostics
            .report(Diagnostic::new(&codes::LIMIT, &at, message).help("refer to what is meant directly"));
    }
}

fn problem(tree: &Value, text: &str, kind: &str, at: &Place, searches: &mut Searches) -> Option<Diagnostic> {
    if text == UNRESOLVED {
        return None;
    }
    if !text.starts_with('#') {
        return Some(outside(text, at));
    }
    let Some(pointer) = target(text) else {
        let message = format!("`{text}` is an anchor; anchors are not supported");
        let help = "write the path to the target: `#/components/schemas/Name`";
        return Some(Diagnostic::new(&codes::DANGLING_REF, at, message).help(help));
    };
    let Some(node) = follow(tree, text) else { return Some(dangling(tree, text, &pointer, at, searches)) };
    if let Some(found) = wrong_kind(node.value, &pointer, kind) {
        let message = format!("a {kind} Object is wanted here, but `{text}` is {found}");
        return Some(Diagnostic::new(&codes::WRONG_REF_KIND, at, message).related(&node.at, "the target"));
    }
    None
}

/// References to other files and hosts. They are never opened from here: a document must not make the
/// generator read files or use the network.
fn outside(text: &str, at: &Place) -> Diagnostic {
    if text.is_empty() {
        let help = "write the path to the target: `#/components/schemas/Name`";
        return Diagnostic::new(&codes::DANGLING_REF, at, "the `$ref` is empty").help(help);
    }
    let file = text.split('#').next().unwrap_or(text);
    let names_component = !file.contains(['/', '.', ':', '\\']);
    let message = format!("`{text}` leads to another document");
    let diagnostic = Diagnostic::new(&codes::EXTERNAL_REF, at, message);
    if names_component {
        diagnostic.help(format!("a component is written `#/components/schemas/{file}`"))
    } else {
        diagnostic
    }
}

fn dangling(tree: &Value, text: &str, pointer: &Pointer, at: &Place, searches: &mut Searches) -> Diagnostic {
    let diagnostic = Diagnostic::new(&codes::DANGLING_REF, at, format!("`{text}` leads nowhere"));
    match missing_help(tree, pointer, "", searches) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// What is there instead of a missing node, or what may have been meant; `file` is written in front of pointers.
pub(super) fn missing_help(
    tree: &Value,
    pointer: &Pointer,
    file: &str,
    searches: &mut Searches,
) -> Option<String> {
    let (parent, name) = (pointer.parent()?, pointer.last()?);
    Some(match tree.pointer(parent.as_str()) {
        Some(Value::Object(members)) => match searches.nearest(&name, members.keys().map(String::as_str)) {
            Some(known) => format!("did you mean `{file}{}`?", parent.child(known)),
            None => format!("`{file}{parent}` has no member `{name}`"),
        },
        Some(Value::Array(items)) => format!("`{file}{parent}` has {} items", items.len()),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            format!("`{file}{parent}` is neither a mapping nor a list")
        }
        None => format!("there is no `{file}{parent}`"),
    })
}

/// The component that was probably meant, as a reference.
pub(super) fn nearest_schema(tree: &Value, text: &str, searches: &mut Searches) -> Option<Pointer> {
    let name = text.rsplit('/').next().unwrap_or(text);
    let schemas = tree.pointer("/components/schemas")?.as_object()?;
    searches.nearest(name, schemas.keys().map(String::as_str)).map(component_schema)
}

/// What stands at the target, when it is something else than what is wanted. Places that the object model
/// does not know (`#/definitions/…`, extensions) may hold anything.
pub(super) fn wrong_kind(target: &Value, pointer: &Pointer, wanted: &str) -> Option<String> {
    let possible = target.is_object() || (target.is_boolean() && wanted == "Schema");
    if !possible {
        return Some("no mapping".to_owned());
    }
    kind_at(pointer).filter(|found| *found != wanted).map(|found| format!("of the kind {found} Object"))
}

/// Where a `$ref` to a `$ref` to … leads.
enum Chain {
    /// To something else, by way of so many references.
    Ends(usize),
    /// To itself; the members of the cycle.
    Cycle(Vec<Pointer>),
    /// Nowhere, or into a cycle that is known: that is told elsewhere.
    Broken,
}

/// What is known of chains. Each node is looked at once, so that a chain of n references takes n steps, not n².
#[derive(Default)]
struct Chains(BTreeMap<Pointer, Option<usize>>);

impl Chains {
    /// Follows a chain. Of all that lead into a cycle only the first gets to know its members.
    fn from(&mut self, tree: &Value, text: &str) -> Chain {
        let mut way: IndexSet<Pointer> = IndexSet::new();
        let mut next = follow(tree, text);
        let end = loop {
            let Some(node) = next else { break None };
            if let Some(known) = self.0.get(&node.at.pointer) {
                break *known;
            }
            if let Some(start) = way.get_index_of(&node.at.pointer) {
                let members = way.iter().skip(start).cloned().collect();
                self.0.extend(way.into_iter().map(|member| (member, None)));
                return Chain::Cycle(members);
            }
            let Some(reference) = node.text("$ref") else { break Some(0) };
            next = follow(tree, reference);
            way.insert(node.at.pointer);
        };
        let mut length = end;
        for member in way.into_iter().rev() {
            length = length.map(|length| length + 1);
            self.0.insert(member, length);
        }
        length.map_or(Chain::Broken, Chain::Ends)
    }
}

/// Tells each cycle once, at the reference that closes it: the one that leads back to the member that stands first in
/// the document. References from outside into the cycle are no fault of their own.
fn report_cycles(cycles: Vec<Vec<Pointer>>, references: &[Reference], diagnostics: &mut Diagnostics) {
    if cycles.is_empty() {
        return;
    }
    let mut positions: BTreeMap<&Pointer, usize> = BTreeMap::new();
    for (position, reference) in references.iter().enumerate() {
        positions.entry(&reference.at).or_insert(position);
    }
    for mut members in cycles {
        let order = |member: &Pointer| positions.get(&member.child("$ref")).copied().unwrap_or(usize::MAX);
        let first = (0..members.len()).min_by_key(|index| (order(&members[*index]), *index)).unwrap_or(0);
        members.rotate_left(first);
        let Some(last) = members.last() else { continue };
        let at = Place::document(last.child("$ref"));
        let message = format!("the reference leads back to itself: {}", round(members.iter()));
        diagnostics.report(Diagnostic::new(&codes::CYCLIC_REF, &at, message));
    }
}

/// A cycle in words: its members, not too many of them, and the first one again.
pub(super) fn round<'a>(members: impl ExactSizeIterator<Item = &'a Pointer> + Clone) -> String {
    let left_out = members.len().saturating_sub(MOST_NAMED);
    let mut names: Vec<String> =
        members.clone().take(MOST_NAMED).map(|member| format!("`{member}`")).collect();
    if left_out > 0 {
        names.push(format!("{left_out} more"));
    }
    names.extend(members.take(1).map(|member| format!("`{member}`")));
    names.join(" → ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{check, round};
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::pointer::Pointer;

    #[track_caller]
    fn told(reference: &str, kind: &'static str, expected: &str) {
        let tree = json!({
            "components": {
                "schemas": {"Pet": {}, "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}, "a/b%": {}},
                "parameters": {"Limit": {"schema": {}, "name": "x"}},
                "x-more": {"Anything": {}},
            },
        });
        let mut diagnostics = Diagnostics::default();
        let at = |pointer| Reference { at: Pointer::parse(pointer), target: reference.to_owned(), kind };
        check(&tree, &[at("/first"), at("/second")], &mut diagnostics);
        let told = diagnostics.iter().map(|told| {
            let help = told.help.clone().unwrap_or_default();
            format!("{} {} +{}: {}; {help}", told.code.id, told.at.pointer, told.related.len(), told.message)
        });
        assert_eq!(told.collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn good_references_are_silent() {
        for reference in [
            "#/components/schemas/Pet",
            "#/components/schemas/a~1b%25",
            "#/components/parameters/Limit/schema",
            "#/components/x-more/Anything",
        ] {
            told(reference, "Schema", "");
        }
    }

    #[test]
    fn each_missing_target_is_told_once() {
        told(
            "#/components/schemas/Pte",
            "Schema",
            "OA0101 #/first +1: `#/components/schemas/Pte` leads nowhere; did you mean `#/components/schemas/Pet`?",
        );
        told(
            "#/components/responses/No",
            "Response",
            "OA0101 #/first +1: `#/components/responses/No` leads nowhere; there is no `#/components/responses`",
        );
        told(
            "",
            "Schema",
            "OA0101 #/first +1: the `$ref` is empty; write the path to the target: `#/components/schemas/Name`",
        );
    }

    #[test]
    fn other_documents_are_not_opened() {
        told("pets.yaml#/Pet", "Schema", "OA0103 #/first +1: `pets.yaml#/Pet` leads to another document; ");
        told(
            "Pet",
            "Schema",
            "OA0103 #/first +1: `Pet` leads to another document; a component is written `#/components/schemas/Pet`",
        );
    }

    #[test]
    fn the_target_must_be_of_the_kind_that_is_wanted() {
        told(
            "#/components/parameters/Limit",
            "Schema",
            "OA0104 #/first +2: a Schema Object is wanted here, but `#/components/parameters/Limit` is of the kind Parameter Object; ",
        );
        told(
            "#/components/parameters/Limit/name",
            "Schema",
            "OA0104 #/first +2: a Schema Object is wanted here, but `#/components/parameters/Limit/name` is no mapping; ",
        );
    }

    /// A chain of references is followed as far as [`MAX_CHAIN`] says: what is longer must not be dropped in silence.
    #[test]
    fn chains_that_are_not_followed_to_their_end_are_told_once() {
        for (length, expected) in [(64, 0), (65, 1), (20_000, 1)] {
            let link = |index: usize| json!({"$ref": format!("#/x/S{}", index + 1)});
            let mut schemas: serde_json::Map<_, _> =
                (0..length).map(|index| (format!("S{index}"), link(index))).collect();
            schemas.insert(format!("S{length}"), json!({"type": "string"}));
            let references: Vec<Reference> = (0..length)
                .map(|index| Reference {
                    at: Pointer::parse(&format!("/x/S{index}/$ref")),
                    target: format!("#/x/S{}", index + 1),
                    kind: "Schema",
                })
                .chain([Reference {
                    at: Pointer::parse("/use"),
                    target: "#/x/S0".to_owned(),
                    kind: "Schema",
                }])
                .collect();
            let mut diagnostics = Diagnostics::default();
            check(&json!({"x": schemas}), &references, &mut diagnostics);
            let codes: Vec<_> = diagnostics.iter().map(|told| told.code.id).collect();
            assert_eq!(codes, vec!["OA0004"; expected], "{length}");
        }
    }

    #[test]
    fn cycles_are_told_once_where_they_close() {
        told(
            "#/components/schemas/A",
            "Schema",
            "OA0102 #/components/schemas/B/$ref +0: the reference leads back to itself: `#/components/schemas/A` → `#/components/schemas/B` → `#/components/schemas/A`; ",
        );
    }

    #[test]
    fn long_cycles_are_told_in_short() {
        let members: Vec<Pointer> = (0..20).map(|index| Pointer::root().index(index)).collect();
        let told = round(members.iter());
        assert!(told.ends_with("`#/10` → `#/11` → 8 more → `#/0`"), "{told}");
        assert_eq!(round(members[..2].iter()), "`#/0` → `#/1` → `#/0`");
    }
}
