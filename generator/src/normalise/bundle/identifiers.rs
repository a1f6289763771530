//! `$id`, `$anchor`, `$dynamicAnchor` and `$self` of one file (JSON Schema 2020-12, section 8.2; OpenAPI 3.2,
//! "OpenAPI Object").

use std::collections::BTreeMap;

use serde_json::Value;

use crate::normalise::shape::schemas::schemas;
use crate::pointer::Pointer;

/// Where identifiers stand in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Identifiers {
    /// `$id` or `$self`, by the node that it identifies, outer ones first.
    pub(super) resources: BTreeMap<Pointer, String>,
    /// Nodes with an anchor, by its name, in document order.
    anchors: BTreeMap<String, Named>,
}

/// The nodes with one name.
#[derive(Clone, Debug, Default)]
struct Named {
    all: Vec<Anchor>,
    /// Those of each resource, as indexes in document order.
    by_resource: BTreeMap<Pointer, Vec<usize>>,
}

/// A node with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) at: Pointer,
    /// Named by `$dynamicAnchor`.
    pub(super) dynamic: bool,
}

impl Anchor {
    /// The keyword that names the node.
    pub(super) fn keyword(&self) -> Pointer {
        self.at.child(if self.dynamic { "$dynamicAnchor" } else { "$anchor" })
    }
}

impl Identifiers {
    /// Looks through the schemas of a whole file.
    pub(super) fn of(tree: &Value) -> Self {
        let mut found = Self::default();
        if let Some(Value::String(id)) = tree.get("$self") {
            found.resources.insert(Pointer::root(), id.clone());
        }
        let mut anchors = Vec::new();
        schemas(tree, &mut |at, members| {
            if let Some(Value::String(id)) = members.get("$id") {
                found.resources.insert(at.clone(), id.clone());
            }
            for keyword in ["$anchor", "$dynamicAnchor"] {
                if let Some(Value::String(name)) = members.get(keyword) {
                    let anchor = Anchor { at: at.clone(), dynamic: keyword == "$dynamicAnchor" };
                    anchors.push((name.clone(), anchor));
                }
            }
        });
        for (name, anchor) in anchors {
            let resource = found.resource(&anchor.at);
            let named = found.anchors.entry(name).or_default();
            named.by_resource.entry(resource).or_default().push(named.all.len());
            named.all.push(anchor);
        }
        found
    }

    /// The node with an `$id` that a node belongs to; the root of the file when there is none.
    pub(super) fn resource(&self, node: &Pointer) -> Pointer {
        let mut above = Some(node.clone());
        while let Some(pointer) = above {
            if self.resources.contains_key(&pointer) {
                return pointer;
            }
            above = pointer.parent();
        }
        Pointer::root()
    }

    /// The identifiers that a node stands in, outer ones first.
    pub(super) fn enclosing(&self, node: &Pointer) -> impl Iterator<Item = &str> {
        let above = std::iter::successors(Some(node.clone()), Pointer::parent);
        let mut around: Vec<&str> =
            above.filter_map(|pointer| self.resources.get(&pointer).map(String::as_str)).collect();
        around.reverse();
        around.into_iter()
    }

    /// The node of an anchor: in the same resource, or else the first of that name.
    pub(super) fn anchor(&self, resource: &Pointer, name: &str) -> Option<&Anchor> {
        let named = self.anchors.get(name)?;
        let here = named.by_resource.get(resource).and_then(|here| here.first());
        named.all.get(here.copied().unwrap_or_default())
    }

    /// Every node with this `$dynamicAnchor`.
    pub(super) fn dynamic<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Anchor> {
        self.anchors.get(name).into_iter().flat_map(|named| &named.all).filter(|anchor| anchor.dynamic)
    }

    /// Every anchor that another one of the same resource comes before, with its name and that one.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&str, &Anchor, &Anchor)> {
        self.anchors.iter().flat_map(|(name, named)| {
            named.by_resource.values().flat_map(move |here| {
                let first = &named.all[here[0]];
                let others = here.iter().skip(1).map(|index| &named.all[*index]);
                let others = others.filter(|other| other.at != first.at);
                others.map(move |other| (name.as_str(), first, other))
            })
        })
    }
}
