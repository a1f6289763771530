//! How many operations and parts of operations may still be read.
//!
//! In: an operation of the tree, before anything is made of it. Out: whether it may be read. A reference is a few
//! bytes and may lead to much: what operations share is counted once for each of them, because each of them has it.

use serde_json::Value;

use super::Node;
use super::operations::Known;
use crate::limits::{Limit, Limits};
use crate::pointer::Place;

/// So many bytes of prose, or of an example, count as one more part.
const BYTES_OF_A_PART: usize = 1_000;

/// What a value of an example counts beside its text, in bytes.
const BYTES_OF_A_VALUE: usize = 32;

/// What may still be read.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    root: &'a Value,
    /// Parts of the document's `security`, which operations have that say nothing themselves.
    security: usize,
    operations: usize,
    parts: usize,
    most_operations: usize,
    most_parts: usize,
    /// What is shared and was read.
    pub(super) known: Known,
    /// Nothing is read any more.
    pub(super) beyond: Option<Beyond>,
}

/// A limit and where it was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The limit.
    pub limit: Limit,
    /// The operation or path item that is beyond.
    pub at: Place,
}

impl<'a> Budget<'a> {
    pub(super) fn new(root: &Node<'a>, limits: &Limits) -> Self {
        Self {
            root: root.value,
            security: security(root),
            operations: 0,
            parts: 0,
            most_operations: limits.get(Limit::Operations),
            most_parts: limits.get(Limit::Parts),
            known: Known::default(),
            beyond: None,
        }
    }

    /// True for an operation that may be read. `shared` is what its path item gives it: [`Self::parameters`].
    pub(super) fn admits(&mut self, operation: &Node<'a>, shared: usize) -> bool {
        let parts = shared.saturating_add(self.operation(operation));
        self.admits_again((1, parts), &operation.at)
    }

    /// True for parts that may be read, wherever they are needed.
    pub(super) fn admits_parts(&mut self, parts: usize, at: &Place) -> bool {
        self.parts = self.parts.saturating_add(parts);
        if self.parts > self.most_parts {
            self.exceed(Limit::Parts, at);
        }
        self.beyond.is_none()
    }

    /// What was read so far: operations and parts.
    pub(super) fn spent(&self) -> (usize, usize) {
        (self.operations, self.parts)
    }

    /// True for operations that may be had once more, after they were read.
    pub(super) fn admits_again(&mut self, (operations, parts): (usize, usize), at: &Place) -> bool {
        self.operations = self.operations.saturating_add(operations);
        if self.operations > self.most_operations {
            self.exceed(Limit::Operations, at);
        }
        self.admits_parts(parts, at)
    }

    fn exceed(&mut self, limit: Limit, at: &Place) {
        self.beyond.get_or_insert_with(|| Beyond { limit, at: at.clone() });
    }

    /// The parts that a list of parameters is.
    pub(super) fn parameters(&self, list: Option<&Node<'a>>) -> usize {
        let items = list.into_iter().flat_map(Node::items);
        items.filter_map(|item| item.resolved(self.root)).map(|one| 1 + text(&one) + self.media(&one)).sum()
    }

    fn operation(&self, node: &Node<'a>) -> usize {
        let length = |key: &str| node.value.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        let body = node.get("requestBody").and_then(|body| body.resolved(self.root));
        let responses = node.get("responses");
        let responses = responses.iter().flat_map(Node::members);
        let responses = responses.filter_map(|(_, response)| response.resolved(self.root));
        let needed = if node.value.get("security").is_some() { security(node) } else { self.security };
        self.parameters(node.get("parameters").as_ref())
            + body.map_or(0, |body| text(&body) + self.media(&body))
            + responses.map(|one| 1 + text(&one) + self.media(&one) + self.headers(&one)).sum::<usize>()
            + needed
            + text(node)
            // The first of each is as good as always there, and no part.
            + length("tags").saturating_sub(1)
            + length("servers").saturating_sub(1)
    }

    /// Media types, and how their parts are encoded.
    fn media(&self, owner: &Node<'a>) -> usize {
        let content = owner.get("content");
        let media = content.iter().flat_map(Node::members);
        let media = media.filter_map(|(_, media)| media.resolved(self.root));
        media.map(|one| 1 + text(&one) + members(one.value.get("encoding"))).sum()
    }

    fn headers(&self, owner: &Node<'a>) -> usize {
        let headers = owner.get("headers");
        let headers = headers.iter().flat_map(Node::members);
        headers.filter_map(|(_, header)| header.resolved(self.root)).map(|one| 1 + text(&one)).sum()
    }
}

/// Every scheme and every scope of every alternative.
fn security(owner: &Node<'_>) -> usize {
    let alternatives = owner.value.get("security").and_then(Value::as_array).into_iter().flatten();
    let schemes = |alternative: &Value| {
        let schemes = alternative.as_object().into_iter().flatten();
        schemes.map(|(_, scopes)| 1 + scopes.as_array().map_or(0, Vec::len)).sum::<usize>()
    };
    alternatives.map(|alternative| schemes(alternative).max(1)).sum()
}

fn members(value: Option<&Value>) -> usize {
    value.and_then(Value::as_object).map_or(0, serde_json::Map::len)
}

/// Prose and examples, of which only long ones count.
fn text(owner: &Node<'_>) -> usize {
    let texts = ["summary", "description", "example", "examples"].into_iter();
    texts.filter_map(|key| owner.value.get(key)).map(bytes).sum::<usize>() / BYTES_OF_A_PART
}

fn bytes(value: &Value) -> usize {
    let mut open = vec![value];
    let mut bytes = 0;
    while let Some(value) = open.pop() {
        bytes += BYTES_OF_A_VALUE;
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(String::len).sum::<usize>();
                open.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Beyond, Budget};
    use crate::document::Node;
    use crate::limits::{Limit, Limits};
    use crate::pointer::Place;

    /// The parts of an operation.
    fn parts(document: &Value, operation: &Value) -> usize {
        let root = Node { value: document, at: Place::default() };
        let budget = Budget::new(&root, &Limits::default());
        budget.operation(&Node { value: operation, at: Place::default() })
    }

    #[test]
    fn whatever_is_made_for_each_operation_is_a_part() {
        let none = json!({});
        assert_eq!(parts(&none, &json!({"operationId": "a", "tags": ["t"], "description": "short"})), 0);
        assert_eq!(parts(&none, &json!({"parameters": [{"name": "a"}, {"content": {"a/b": {}}}]})), 3);
        let media = json!({"a/b": {"encoding": {"one": {}, "two": {}}}, "c/d": {}});
        assert_eq!(parts(&none, &json!({"requestBody": {"content": media}})), 4);
        let response = json!({"headers": {"A": {}, "B": {}}, "content": {"a/b": {}}});
        assert_eq!(parts(&none, &json!({"responses": {"200": response, "404": {}}})), 5);
        assert_eq!(parts(&none, &json!({"security": [{}, {"a": [], "b": ["read", "write"]}]})), 5);
        assert_eq!(parts(&none, &json!({"description": "x".repeat(3_000)})), 3);
        assert_eq!(
            parts(&none, &json!({"requestBody": {"content": {"a/b": {"example": ["x".repeat(2_000)]}}}})),
            3
        );
    }

    #[test]
    fn what_is_shared_counts_for_everyone() {
        let document = json!({
            "security": [{"a": []}, {"b": []}],
            "components": {"responses": {"X": {"headers": {"A": {}, "B": {}}}}},
        });
        let operation = json!({"responses": {"200": {"$ref": "#/components/responses/X"}}});
        assert_eq!(parts(&document, &operation), 5);
        let open = json!({"responses": {"200": {"$ref": "#/components/responses/X"}}, "security": []});
        assert_eq!(parts(&document, &open), 3);
    }

    #[test]
    fn the_first_limit_that_is_reached_is_remembered_with_its_place() {
        let tree = json!({"responses": {"200": {}, "404": {}}});
        let root = Node { value: &tree, at: Place::default() };
        let limits = "parts=3".parse().expect("well formed");
        let mut budget = Budget::new(&root, &limits);
        let at = |key: &str| Place::default().child(key);
        assert!(budget.admits(&Node { value: &tree, at: at("a") }, 1));
        assert!(!budget.admits(&Node { value: &tree, at: at("b") }, 1));
        assert!(!budget.admits(&Node { value: &root.value["none"], at: at("c") }, 0));
        assert_eq!(budget.beyond, Some(Beyond { limit: Limit::Parts, at: at("b") }));
    }
}
