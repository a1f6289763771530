//! `$id`, `$anchor`, `$dynamicAnchor` and `$self` of one file (JSON Schema 2020-12, section 8.2; OpenAPI 3.2,
//! "OpenAPI Object").

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;

/// Where identifiers stand in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Identifiers {
    /// `$id` or `$self`, by the node that it identifies, outer ones first.
    pub(super) resources: BTreeMap<Pointer, String>,
    /// Nodes with an anchor, by its name, in document order.
    anchors: BTreeMap<String, Vec<Anchor>>,
}

/// A node with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) at: Pointer,
    /// Named by `$dynamicAnchor`.
    pub(super) dynamic: bool,
}

impl Identifiers {
    /// Looks through a whole file.
    pub(super) fn of(tree: &Value) -> Self {
        let mut found = Self::default();
        found.look(tree, &mut String::new());
        found
    }

    fn look(&mut self, node: &Value, path: &mut String) {
        let length = path.len();
        match node {
            Value::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("$id", Value::String(id)) => {
                            self.resources.insert(Pointer::parse(path), id.clone());
                        }
                        ("$self", Value::String(id)) if path.is_empty() => {
                            self.resources.insert(Pointer::root(), id.clone());
                        }
                        ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                            let at = Pointer::parse(path);
                            let anchor = Anchor { at, dynamic: key == "$dynamicAnchor" };
                            self.anchors.entry(name.clone()).or_default().push(anchor);
                        }
                        (_, Value::Object(_) | Value::Array(_)) => {
                            let inner = Pointer::parse(path).child(key);
                            path.replace_range(.., inner.as_str());
                            self.look(value, path);
                            path.truncate(length);
                        }
                        (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let inner = Pointer::parse(path).index(index);
                    path.replace_range(.., inner.as_str());
                    self.look(item, path);
                    path.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
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
        named.iter().find(|anchor| self.resource(&anchor.at) == *resource).or_else(|| named.first())
    }

    /// Every node with this `$dynamicAnchor`.
    pub(super) fn dynamic<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Anchor> {
        self.anchors.get(name).into_iter().flatten().filter(|anchor| anchor.dynamic)
    }
}
