//! Groups of operations: the first tag (OpenAPI 3.0.3, "Tag Object").

use super::docs;
use crate::document::{Document, OperationNode};
use crate::ir::{Api, Docs, Group, GroupId, SpecName};

/// The group of an operation, created at its first use.
pub(super) fn group(document: &Document<'_>, api: &mut Api, node: &OperationNode) -> GroupId {
    let tag = node.operation.tags.first().filter(|tag| !tag.trim().is_empty());
    let name = match tag {
        Some(tag) => SpecName::Required(tag.clone()),
        None => SpecName::Suggested(vec!["default".to_owned()]),
    };
    if let Some((id, _)) = api.groups.iter().find(|(_, group)| group.name == name) {
        return id;
    }
    let declared = document.tags.iter().find(|declared| Some(&declared.name) == tag);
    let docs = declared.map(|declared| Docs {
        description: docs::text(declared.description.as_deref()),
        external: docs::external(declared.external_docs.as_ref()),
        ..Docs::default()
    });
    api.groups.push(Group { name, docs: docs.unwrap_or_default() })
}
