//! Copies of nodes without Schema Objects and examples, ready for `openapiv3`.
//!
//! Only the keywords that a caller names are copied, so neither an extension nor prose of the wrong type
//! elsewhere can make a node fail.

use serde_json::{Map, Value, json};

use super::Node;

/// Copies the named keywords of an object.
pub(crate) fn pick(node: &Node<'_>, keywords: &[&str]) -> Map<String, Value> {
    keywords
        .iter()
        .filter_map(|keyword| Some(((*keyword).to_owned(), node.value.get(*keyword)?.clone())))
        .collect()
}

/// Copies an object without its extensions.
pub(crate) fn whole(node: &Node<'_>) -> Map<String, Value> {
    node.members()
        .filter(|(key, _)| !key.starts_with("x-"))
        .map(|(key, member)| (key.to_owned(), member.value.clone()))
        .collect()
}

/// A `$ref` that holds the pointer of a node.
pub(crate) fn reference(node: &Node<'_>) -> Value {
    json!({ "$ref": node.at.pointer.to_string() })
}

/// Puts the schema of a parameter or header into its skeleton: `schema` as a reference, or `content` with one
/// reference per media type. A node that has neither gets a reference to the schema that it lacks. Media types may be references
/// themselves (OpenAPI 3.2, "Media Type Object").
pub(crate) fn schema_or_content<'a>(root: &'a Value, node: &Node<'a>, skeleton: &mut Map<String, Value>) {
    if let (None, Some(content)) = (node.get("schema"), node.get("content")) {
        let content: Map<String, Value> = content
            .members()
            .map(|(name, media)| {
                let media = media.resolved(root).unwrap_or(media);
                let schema = Node { value: media.value, at: media.at.child("schema") };
                (name.to_owned(), json!({ "schema": reference(&schema) }))
            })
            .collect();
        skeleton.insert("content".to_owned(), Value::Object(content));
    } else {
        let schema = Node { value: node.value, at: node.at.child("schema") };
        skeleton.insert("schema".to_owned(), reference(&schema));
    }
}
