//! Does every `$ref` lead to what is wanted there?
//!
//! In: the tree and the references that the shape check met. Out: diagnostics only. Each target is reported
//! once, with the first reference to it. After an error here later phases meet references that they cannot
//! follow; they treat those as absent.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::bundle::UNRESOLVED;
use super::shape::{Reference, collection_at, kind_at};
use crate::diagnostics::similar::Searches;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::component_schema;
use crate::document::refs::{MAX_CHAIN, follow, target};
use crate::pointer::{Place, Pointer};
use crate::source::Sources;

/// No more than this many other references to the same target are shown.
pub(super) const MOST_RELATED: usize = 3;

/// No more than this many members of a cycle are named.
const MOST_NAMED: usize = 12;

/// Checks every reference.
pub fn check(tree: &Value, references: &[Reference], sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut targets: IndexMap<(&str, &str), Vec<&Reference>> = IndexMap::new();
    for reference in references {
        targets.entry((&reference.target, reference.kind)).or_default().push(reference);
    }
    let mut chains = Chains::default();
    let mut look = Look { tree, sources, searches: Searches::default() };
    let mut cycles = Vec::new();
    let mut long = None;
    for ((text, kind), uses) in targets {
        let at = Place::document(uses[0].at.clone());
        if let Some(mut problem) = look.problem(text, kind, &at) {
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
    report_cycles(cycles, references, sources, diagnostics);
    if let Some((text, at)) = long {
        let text = look.told(text);
        let message = format!("from `{text}` it takes more than {MAX_CHAIN} references to get to something");
        diagnostics
            .report(Diagnostic::new(&codes::LIMIT, &at, message).help("refer to what is meant directly"));
    }
}

/// What problems of references are told with.
struct Look<'a> {
    tree: &'a Value,
    sources: &'a Sources,
    searches: Searches,
}

impl Look<'_> {
    fn problem(&mut self, text: &str, kind: &str, at: &Place) -> Option<Diagnostic> {
        if text == UNRESOLVED {
            return None;
        }
        if !text.starts_with('#') {
            return Some(self.outside(text, at));
        }
        let Some(pointer) = target(text) else {
            let message = format!("`{text}` is an anchor; anchors are not supported");
            return Some(Diagnostic::new(&codes::DANGLING_REF, at, message).help(self.help_to_write()));
        };
        let Some(node) = follow(self.tree, text) else {
            return Some(self.dangling(text, &pointer, kind, at));
        };
        if let Some(found) = wrong_kind(node.value, &pointer, kind) {
            let message = format!("a {kind} Object is wanted here, but `{}` is {found}", self.told(text));
            return Some(
                Diagnostic::new(&codes::WRONG_REF_KIND, at, message).related(&node.at, "the target"),
            );
        }
        None
    }

    /// A reference as the document has it: what it leads to may have been moved since.
    fn told(&self, text: &str) -> String {
        match target(text) {
            Some(pointer) if self.sources.origins.locate(&pointer) != Place::document(pointer.clone()) => {
                self.sources.reference_to(&pointer)
            }
            _ => text.to_owned(),
        }
    }

    fn help_to_write(&self) -> String {
        let example = self.sources.reference_to(&component_schema("Name"));
        format!("write the path to the target: `{example}`")
    }

    /// References to other files and hosts. They are never opened from here: a document must not make the
    /// generator read files or use the network.
    fn outside(&self, text: &str, at: &Place) -> Diagnostic {
        if text.is_empty() {
            return Diagnostic::new(&codes::DANGLING_REF, at, "the `$ref` is empty")
                .help(self.help_to_write());
        }
        let file = text.split('#').next().unwrap_or(text);
        let names_component = !file.contains(['/', '.', ':', '\\']);
        let message = format!("`{text}` leads to another document");
        let diagnostic = Diagnostic::new(&codes::EXTERNAL_REF, at, message);
        if names_component {
            let component = self.sources.reference_to(&component_schema(file));
            diagnostic.help(format!("a component is written `{component}`"))
        } else {
            diagnostic
        }
    }

    fn dangling(&mut self, text: &str, pointer: &Pointer, kind: &str, at: &Place) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(&codes::DANGLING_REF, at, format!("`{}` leads nowhere", self.told(text)));
        let meant = meant(self.tree, pointer, &mut self.searches)
            .or_else(|| same_name(self.tree, pointer, kind))
            .map(|meant| format!("did you mean `{}`?", self.sources.reference_to(&meant)));
        match meant.or_else(|| missing_help(self.tree, pointer, |node| self.sources.reference_to(node))) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The node that a pointer leads to when each of its segments that is missing is read as the most similar one.
pub(super) fn meant(tree: &Value, pointer: &Pointer, searches: &mut Searches) -> Option<Pointer> {
    let mut node = tree;
    let mut meant = Pointer::root();
    for segment in pointer.segments() {
        let exact = node.pointer(Pointer::root().child(&segment).as_str()).is_some();
        let key = match node {
            Value::Object(members) if !exact => {
                searches.nearest(&segment, members.keys().map(String::as_str))?.to_owned()
            }
            _ => segment,
        };
        meant = meant.child(&key);
        node = tree.pointer(meant.as_str())?;
    }
    Some(meant)
}

/// The component of this name and of the kind that is wanted, for references that look for it elsewhere: `#/definitions/Pet`.
fn same_name(tree: &Value, pointer: &Pointer, kind: &str) -> Option<Pointer> {
    let name = pointer.last()?;
    let components = tree.get("components")?.as_object()?;
    let of_kind = |list: &Pointer| kind_at(&list.child(&name)) == Some(kind);
    let lists = components.keys().map(|list| Pointer::from_segments(["components", list]));
    lists.filter(of_kind).map(|list| list.child(&name)).find(|node| tree.pointer(node.as_str()).is_some())
}

/// What is there instead of a missing node; `told` is how a node is written.
pub(super) fn missing_help(
    tree: &Value,
    pointer: &Pointer,
    told: impl Fn(&Pointer) -> String,
) -> Option<String> {
    let (parent, name) = (pointer.parent()?, pointer.last()?);
    let around = told(&parent);
    Some(match tree.pointer(parent.as_str()) {
        Some(Value::Object(_)) => format!("`{around}` has no member `{name}`"),
        Some(Value::Array(items)) => format!("`{around}` has {} items", items.len()),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            format!("`{around}` is neither a mapping nor a list")
        }
        None => format!("there is no `{around}`"),
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
    match kind_at(pointer) {
        Some(found) => (found != wanted).then(|| format!("of the kind {found} Object")),
        None => collection_at(pointer).map(str::to_owned),
    }
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
fn report_cycles(
    cycles: Vec<Vec<Pointer>>,
    references: &[Reference],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
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
        let message = format!("the reference leads back to itself: {}", round(members.iter(), sources));
        let kind = positions.get(&at.pointer).map(|position| references[*position].kind);
        let diagnostic = Diagnostic::new(&codes::CYCLIC_REF, &at, message);
        diagnostics.report(match kind {
            Some(kind) if kind != "Schema" => {
                let kind = kind.to_lowercase();
                let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                diagnostic.help(format!("write {article} {kind} in place of one of the references"))
            }
            _ => diagnostic,
        });
    }
}

/// A cycle in words: its members, not too many of them, and the first one again.
pub(super) fn round<'a>(
    members: impl ExactSizeIterator<Item = &'a Pointer> + Clone,
    sources: &Sources,
) -> String {
    let told = |member: &Pointer| format!("`{}`", sources.reference_to(member));
    let left_out = members.len().saturating_sub(MOST_NAMED);
    let mut names: Vec<String> = members.clone().take(MOST_NAMED).map(told).collect();
    if left_out > 0 {
        names.push(format!("{left_out} more"));
    }
    names.extend(members.take(1).map(told));
    names.join(" → ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{check, round};
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::pointer::Pointer;
    use crate::source::Sources;

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
        check(&tree, &[at("/first"), at("/second")], &Sources::default(), &mut diagnostics);
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
        for collection in ["#/components/parameters", "#/components/schemas"] {
            let expected = format!(
                "OA0104 #/first +2: a Schema Object is wanted here, but `{collection}` is a mapping from names to other things; "
            );
            told(collection, "Schema", &expected);
        }
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
            check(&json!({"x": schemas}), &references, &Sources::default(), &mut diagnostics);
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
        let told = round(members.iter(), &Sources::default());
        assert!(told.ends_with("`#/10` → `#/11` → 8 more → `#/0`"), "{told}");
        assert_eq!(round(members[..2].iter(), &Sources::default()), "`#/0` → `#/1` → `#/0`");
    }
}
