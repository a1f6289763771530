//! What an API sends to its users: `webhooks` (OpenAPI 3.1.1, "OpenAPI Object") and the `callbacks` of operations ("Callback
//! Object").

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::budget::Budget;
use super::operations::OperationNode;
use super::{Node, path_items};
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

/// A request that the API sends.
#[derive(Clone, Debug)]
pub struct WebhookNode {
    /// The key below `webhooks`; for a callback the operation and its key, `subscribe.onEvent`. Unique.
    pub name: String,
    /// The request. Its path is the key of the path item: for a callback the expression that says where it goes.
    pub operation: Rc<OperationNode>,
    /// The operation that asks for it, where it is a callback.
    pub callback_of: Option<String>,
}

/// Reads every webhook and callback, in document order, as far as the budget goes: those of operations, then those that webhooks and
/// callbacks have themselves.
pub(super) fn webhooks<'a>(
    root: &Node<'a>,
    operations: &[OperationNode],
    budget: &mut Budget<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<WebhookNode> {
    let mut found = Found {
        root: root.value,
        budget,
        list: Vec::new(),
        names: Names::default(),
        owners: BTreeSet::new(),
        shared: BTreeMap::new(),
    };
    for (name, item) in root.get("webhooks").iter().flat_map(Node::members) {
        if !name.starts_with("x-") {
            let requests = path_items::operations(root.value, name, &item, found.budget, diagnostics);
            found.add(name, None, requests.into_iter().map(Rc::new));
        }
    }
    for owner in operations {
        let id = owner.operation.operation_id.clone();
        let id = id.unwrap_or_else(|| format!("{} {}", owner.method, owner.path));
        found.callbacks(owner, &id, diagnostics);
    }
    let mut next = 0;
    while let Some(WebhookNode { name, operation, .. }) = found.list.get(next).cloned() {
        found.callbacks(&operation, &name, diagnostics);
        next += 1;
    }
    found.list
}

/// The requests of a callback, and what they cost: operations and parts.
type Shared = (Vec<Rc<OperationNode>>, (usize, usize));

/// What was read so far.
struct Found<'a, 'run> {
    root: &'a Value,
    budget: &'run mut Budget<'a>,
    list: Vec<WebhookNode>,
    names: Names,
    /// Requests whose callbacks were read: a callback may lead back to the request that has it.
    owners: BTreeSet<Pointer>,
    /// The requests of each callback that was read, and what they cost: any number of operations may have the same one.
    shared: BTreeMap<Pointer, Shared>,
}

impl<'a> Found<'a, '_> {
    /// Adds the requests of a path item.
    fn add(
        &mut self,
        name: &str,
        callback_of: Option<&str>,
        requests: impl IntoIterator<Item = Rc<OperationNode>>,
    ) {
        for operation in requests {
            let name = self.names.unique(name, &operation);
            self.list.push(WebhookNode { name, operation, callback_of: callback_of.map(str::to_owned) });
        }
    }

    /// Reads the callbacks of a request, which is called `id`.
    fn callbacks(&mut self, owner: &OperationNode, id: &str, diagnostics: &mut Diagnostics) {
        let Some(value) = self.root.pointer(owner.at.pointer.as_str()) else { return };
        let callbacks = Node { value, at: owner.at.clone() }.get("callbacks");
        for (key, callback) in callbacks.iter().flat_map(Node::members) {
            let Some(callback) = callback.resolved(self.root).filter(|_| !key.starts_with("x-")) else {
                continue;
            };
            if !self.owners.insert(owner.at.pointer.child("callbacks").child(key)) {
                continue;
            }
            let requests = self.requests(&callback, diagnostics);
            self.add(&format!("{id}.{key}"), Some(id), requests);
        }
    }

    /// The requests of a callback, each read once.
    fn requests(&mut self, callback: &Node<'a>, diagnostics: &mut Diagnostics) -> Vec<Rc<OperationNode>> {
        if let Some((requests, cost)) = self.shared.get(&callback.at.pointer) {
            let admitted = self.budget.admits_again(*cost, &callback.at);
            return if admitted { requests.clone() } else { Vec::new() };
        }
        let before = self.budget.spent();
        let mut requests = Vec::new();
        for (expression, item) in callback.members().filter(|(name, _)| !name.starts_with("x-")) {
            let read = path_items::operations(self.root, expression, &item, self.budget, diagnostics);
            requests.extend(read.into_iter().map(Rc::new));
        }
        let after = self.budget.spent();
        let cost = (after.0 - before.0, after.1 - before.1);
        self.shared.insert(callback.at.pointer.clone(), (requests.clone(), cost));
        requests
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostics::Diagnostics;
    use crate::document::parse;
    use crate::limits::Limits;

    fn names(document: &serde_json::Value) -> Vec<(String, Option<String>)> {
        let mut diagnostics = Diagnostics::default();
        let document = parse(document, &Limits::default(), &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        document.webhooks.into_iter().map(|webhook| (webhook.name, webhook.callback_of)).collect()
    }

    #[test]
    fn every_expression_of_a_callback_is_a_request() {
        let post = json!({"post": {"responses": {"204": {"description": "ok"}}}});
        let document = json!({"paths": {"/a": {"post": {
            "operationId": "a",
            "responses": {"204": {"description": "ok"}},
            "callbacks": {"on": {"{$url}/1": post, "{$url}/2": post, "{$url}/3": post, "{$url}/4": post}},
        }}}});
        let expected = ["a.on", "POST a.on", "POST a.on 2", "POST a.on 3"];
        assert_eq!(names(&document), expected.map(|name| (name.to_owned(), Some("a".to_owned()))));
    }

    #[test]
    fn webhooks_and_callbacks_have_callbacks_that_may_lead_back() {
        let document = json!({
            "webhooks": {"w": {"post": {
                "responses": {"204": {"description": "ok"}},
                "callbacks": {"on": {"{$url}": {"put": {
                    "responses": {"204": {"description": "ok"}},
                    "callbacks": {"back": {"{$url}": {"$ref": "#/webhooks/w"}}},
                }}}},
            }}},
        });
        let expected = [("w", None), ("w.on", Some("w")), ("w.on.back", Some("w.on"))];
        let expected = expected.map(|(name, of)| (name.to_owned(), of.map(str::to_owned)));
        assert_eq!(names(&document), expected);
    }
}
