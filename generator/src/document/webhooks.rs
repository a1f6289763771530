//! What an API sends to its users: `webhooks` (OpenAPI 3.1.1, "OpenAPI Object") and the `callbacks` of operations ("Callback
//! Object").

use std::collections::BTreeMap;

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
    let mut names = Names::default();
    let mut add = |name: &str, callback_of: Option<&str>, requests: Vec<OperationNode>| {
        for operation in requests {
            let name = names.unique(name, &operation);
            found.push(WebhookNode { name, operation, callback_of: callback_of.map(str::to_owned) });
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

/// Names that are taken, and how often each was asked for.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    /// The name itself, else with the method in front, else with a number behind: the expressions of one callback have one name.
    fn unique(&mut self, name: &str, operation: &OperationNode) -> String {
        let with_method = format!("{} {name}", operation.method);
        for free in [name.to_owned(), with_method.clone()] {
            if !self.0.contains_key(&free) {
                self.0.insert(free.clone(), 1);
                return free;
            }
        }
        let mut number = self.0.get(&with_method).copied().unwrap_or_default();
        loop {
            number += 1;
            let free = format!("{with_method} {number}");
            if !self.0.contains_key(&free) {
                self.0.insert(with_method, number);
                self.0.insert(free.clone(), 1);
                return free;
            }
        }
    }
}
