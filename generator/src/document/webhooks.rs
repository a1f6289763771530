//! What an API sends to its users: `webhooks` (OpenAPI 3.1.1, "OpenAPI Object") and the `callbacks` of operations ("Callback
//! Object").

use super::Node;
use super::operations::{OperationNode, path_item};
use crate::diagnostics::Diagnostics;

/// A request that the API sends.
#[derive(Clone, Debug)]
pub struct WebhookNode {
    /// The key below `webhooks`; for a callback the operation and its key, `subscribe.onEvent`. Unique.
    pub name: String,
    /// The request. Its path is the key of the path item: for a callback the expression that says where it goes.
    pub operation: OperationNode,
    /// The operation that asks for it, where it is a callback.
    pub callback_of: Option<String>,
}

/// Reads every webhook and callback, in document order.
pub(crate) fn webhooks(
    root: &Node<'_>,
    operations: &[OperationNode],
    diagnostics: &mut Diagnostics,
) -> Vec<WebhookNode> {
    let mut found: Vec<WebhookNode> = Vec::new();
    let mut add = |name: &str, callback_of: Option<&str>, requests: Vec<OperationNode>| {
        for operation in requests {
            let mut unique = name.to_owned();
            if found.iter().any(|known| known.name == unique) {
                unique = format!("{} {name}", operation.method);
            }
            if !found.iter().any(|known| known.name == unique) {
                let callback_of = callback_of.map(str::to_owned);
                found.push(WebhookNode { name: unique, operation, callback_of });
            }
        }
    };
    for (name, item) in root.get("webhooks").iter().flat_map(Node::members) {
        if let Some(item) = item.resolved(root.value).filter(|_| !name.starts_with("x-")) {
            let mut requests = Vec::new();
            path_item(root.value, name, &item, diagnostics, &mut requests);
            add(name, None, requests);
        }
    }
    for owner in operations {
        let Some(value) = root.value.pointer(owner.at.pointer.as_str()) else { continue };
        let callbacks = Node { value, at: owner.at.clone() }.get("callbacks");
        for (key, callback) in callbacks.iter().flat_map(Node::members) {
            let Some(callback) = callback.resolved(root.value).filter(|_| !key.starts_with("x-")) else {
                continue;
            };
            let id = owner.operation.operation_id.clone();
            let id = id.unwrap_or_else(|| format!("{} {}", owner.method, owner.path));
            for (expression, item) in
                callback.members().filter(|(expression, _)| !expression.starts_with("x-"))
            {
                if let Some(item) = item.resolved(root.value) {
                    let mut requests = Vec::new();
                    path_item(root.value, expression, &item, diagnostics, &mut requests);
                    add(&format!("{id}.{key}"), Some(&id), requests);
                }
            }
        }
    }
    found
}
