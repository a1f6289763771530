//! Groups of operations: the first tag (OpenAPI 3.0.3, "Tag Object").

use std::collections::BTreeMap;

use super::docs;
use crate::document::{Document, OperationNode};
use crate::ir::{Api, Docs, Group, GroupId, SpecName};

/// What is known of groups: a document may have as many tags as operations.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The group of a tag, and that of operations without one.
    made: BTreeMap<Option<String>, GroupId>,
    /// Where the document describes a tag.
    declared: BTreeMap<String, usize>,
}

impl Groups {
    /// Takes back the group that an operation began.
    pub(super) fn forget(&mut self, node: &OperationNode) {
        self.made.remove(&tag(node).cloned());
    }
}

/// What an operation is grouped by.
fn tag(node: &OperationNode) -> Option<&String> {
    node.operation.tags.first().filter(|tag| !tag.trim().is_empty())
}

/// The group of an operation, created at its first use.
pub(super) fn group(
    document: &Document<'_>,
    known: &mut Groups,
    api: &mut Api,
    node: &OperationNode,
) -> GroupId {
    let tag = tag(node);
    if let Some(id) = known.made.get(&tag.cloned()) {
        return *id;
    }
    let name = match tag {
        Some(tag) => SpecName::Required(tag.clone()),
        None => SpecName::Suggested(vec!["default".to_owned()]),
    };
    if known.declared.is_empty() {
        for (index, declared) in document.tags.iter().enumerate() {
            known.declared.entry(declared.name.clone()).or_insert(index);
        }
    }
    let declared = tag.and_then(|tag| known.declared.get(tag)).map(|index| &document.tags[*index]);
    let docs = declared.map(|declared| Docs {
        description: docs::text(declared.description.as_deref()),
        external: docs::external(declared.external_docs.as_ref()),
        ..Docs::default()
    });
    let id = api.groups.push(Group { name, docs: docs.unwrap_or_default() });
    known.made.insert(tag.cloned(), id);
    id
}
