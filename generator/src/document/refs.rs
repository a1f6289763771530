//! Nodes of the tree, and following `$ref` from one to another.
//!
//! A `$ref` may lead to any place of the document (`#/components/…`, `#/paths/…`), with `~0`, `~1` and
//! percent escapes, and to another `$ref`. Dangling and cyclic references were reported before this phase;
//! here they are simply `None`.

use serde_json::Value;

use crate::pointer::{Place, Pointer};

/// How many `$ref`s in a row are followed: more is taken as a cycle.
pub(crate) const MAX_CHAIN: usize = 64;

/// A node of the tree and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// The node.
    pub value: &'a Value,
    /// Where it stands.
    pub at: Place,
}

impl<'a> Node<'a> {
    /// The member of that name, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let value = self.value.get(key)?;
        Some(Node { value, at: self.at.child(key) })
    }

    /// The members of an object, in document order; none for anything else.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let at = self.at.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), Node { value, at: at.child(key) }))
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let at = self.at.clone();
        let items = self.value.as_array().into_iter().flatten();
        items.enumerate().map(move |(index, value)| Node { value, at: at.index(index) })
    }

    /// The text of a member that is a string.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Follows `$ref` (and a `$ref` at its target) until something else is found.
    pub fn resolved(&self, root: &'a Value) -> Option<Node<'a>> {
        self.chain(root)?.pop()
    }

    /// This node and those that its `$ref` leads to, one after the other; the last one has none. `None` when there is no last one.
    pub fn chain(&self, root: &'a Value) -> Option<Vec<Node<'a>>> {
        let mut chain = vec![self.clone()];
        while let Some(reference) = chain.last()?.text("$ref") {
            if chain.len() > MAX_CHAIN {
                return None;
            }
            chain.push(follow(root, reference)?);
        }
        Some(chain)
    }
}

/// The node that a `$ref` text names; `None` when there is none in this document.
pub fn follow<'a>(root: &'a Value, reference: &str) -> Option<Node<'a>> {
    let pointer = target(reference)?;
    let value = root.pointer(pointer.as_str())?;
    Some(Node { value, at: Place::document(pointer) })
}

/// The pointer in a `$ref` text; `None` when it leads to another document or to an anchor.
pub fn target(reference: &str) -> Option<Pointer> {
    let fragment = reference.strip_prefix('#')?;
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return None;
    }
    Some(Pointer::parse(&percent_decoded(fragment)))
}

/// Undoes percent escapes (RFC 3986, section 2.1); what is not a valid escape stays as it is.
pub fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escape = (bytes[index] == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = escape {
            decoded.push(byte);
            index += 3;
        } else {
            decoded.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Node, follow, target};
    use crate::pointer::Place;

    #[test]
    fn references_may_be_escaped_both_ways() {
        let root = json!({"paths": {"/a b/{id}": {"x~y": 1}}});
        let node = follow(&root, "#/paths/~1a%20b~1%7Bid%7D/x~0y").expect("the target exists");
        assert_eq!(node.value, &json!(1));
        assert_eq!(node.at.pointer.as_str(), "/paths/~1a b~1{id}/x~0y");
    }

    #[test]
    fn chains_are_followed_and_cycles_end() {
        let root = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": {"type": "string"}, "d": {"$ref": "#/d"}});
        let resolve = |key: &str| Node { value: &root[key], at: Place::default().child(key) }.resolved(&root);
        assert_eq!(resolve("a").map(|node| node.at.pointer.to_string()), Some("#/c".to_owned()));
        assert!(resolve("d").is_none());
    }

    #[test]
    fn other_documents_and_anchors_are_not_pointers() {
        assert!(target("other.yaml#/a").is_none());
        assert!(target("#anchor").is_none());
        assert_eq!(target("#").map(|pointer| pointer.to_string()), Some("#".to_owned()));
    }
}
