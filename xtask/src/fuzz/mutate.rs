//! Changes of a document's tree, and of its text.
//!
//! In: a document and a source of chance. Out: a document that differs in a few places, the way it differs from what an
//! author, a merge or an attacker could write: nodes are deleted, retyped, renamed, swapped, duplicated, made to refer
//! to each other in circles.

use fastrand::Rng;
use generator::pointer::Pointer;
use serde_json::{Map, Value, json};

use super::odd;

/// The most changes of one mutant.
const MOST: usize = 6;

/// Changes some nodes of `tree`; `other` lends nodes.
pub(super) fn tree(tree: &mut Value, other: &Value, random: &mut Rng) {
    for _ in 0..random.usize(1..=MOST) {
        let places = places(tree);
        let place = &places[random.usize(..places.len())];
        let second = &places[random.usize(..places.len())];
        match random.u8(..12) {
            0 | 1 => delete(tree, place),
            2 => set(tree, place, odd::value(random)),
            3 => retype(tree, place),
            4 => rename(tree, place, &odd::text(random)),
            5 => swap(tree, place, second),
            6 => duplicate(tree, place, &odd::text(random)),
            7 => set(tree, place, json!({"$ref": format!("#{second}")})),
            8 => {
                let lent = self::places(other);
                let lent = other.pointer(&lent[random.usize(..lent.len())]).cloned();
                set(tree, place, lent.unwrap_or_default());
            }
            9 => copy(tree, place, second),
            10 => set(tree, place, Value::String(odd::text(random))),
            _ => add_keyword(tree, place, random),
        }
    }
}

/// Changes some bytes of a text.
pub(super) fn text(text: &mut Vec<u8>, random: &mut Rng) {
    for _ in 0..random.usize(1..=MOST) {
        let at = random.usize(..=text.len());
        let end = text.len().min(at + random.usize(..20));
        match random.u8(..5) {
            0 => text.truncate(at),
            1 => drop(text.drain(at..end)),
            2 => drop(text.splice(at..at, odd::text(random).into_bytes())),
            3 => {
                let piece = text[at..end].to_vec();
                drop(text.splice(at..at, piece));
            }
            _ => {
                if let Some(byte) = text.get_mut(at) {
                    *byte = random.u8(..);
                }
            }
        }
    }
}

/// Pointers of all nodes, the root included.
pub(super) fn places(tree: &Value) -> Vec<String> {
    let mut places = Vec::new();
    enter(tree, &Pointer::default(), &mut places);
    places
}

fn enter(node: &Value, at: &Pointer, places: &mut Vec<String>) {
    places.push(at.as_str().to_owned());
    match node {
        Value::Object(members) => {
            members.iter().for_each(|(name, node)| enter(node, &at.child(name), places));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, node)| enter(node, &at.child(&index.to_string()), places));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Removes a node from what holds it; the root becomes null.
pub(super) fn delete(tree: &mut Value, place: &str) {
    match parent(tree, place) {
        Some((Value::Object(members), name)) => drop(members.shift_remove(&name)),
        Some((Value::Array(items), index)) => {
            if let Some(index) = index.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => *tree = Value::Null,
    }
}

fn set(tree: &mut Value, place: &str, value: Value) {
    if let Some(node) = tree.pointer_mut(place) {
        *node = value;
    }
}

/// What holds a node, and the node's name there.
fn parent<'a>(tree: &'a mut Value, place: &str) -> Option<(&'a mut Value, String)> {
    let (parent, name) = place.rsplit_once('/')?;
    Some((tree.pointer_mut(parent)?, name.replace("~1", "/").replace("~0", "~")))
}

/// The same content in another shape: what people write by mistake.
fn retype(tree: &mut Value, place: &str) {
    let Some(node) = tree.pointer_mut(place) else { return };
    *node = match node.take() {
        Value::Null => Value::Bool(false),
        Value::Bool(flag) => Value::String(flag.to_string()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => match text.parse::<i64>() {
            Ok(number) => Value::from(number),
            Err(_) => json!([text]),
        },
        Value::Array(items) => {
            Value::Object(items.into_iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect())
        }
        Value::Object(members) => Value::Array(members.into_iter().map(|(_, member)| member).collect()),
    };
}

fn rename(tree: &mut Value, place: &str, to: &str) {
    let Some((Value::Object(members), name)) = parent(tree, place) else { return };
    let renamed = std::mem::take(members).into_iter();
    let renamed = renamed.map(|(key, value)| (if key == name { to.to_owned() } else { key }, value));
    *members = renamed.collect::<Map<_, _>>();
}

fn swap(tree: &mut Value, first: &str, second: &str) {
    let inside = |a: &str, b: &str| a.starts_with(b);
    if inside(first, second) || inside(second, first) {
        return;
    }
    let (Some(a), Some(b)) = (tree.pointer(first).cloned(), tree.pointer(second).cloned()) else { return };
    set(tree, first, b);
    set(tree, second, a);
}

fn copy(tree: &mut Value, from: &str, to: &str) {
    if let Some(node) = tree.pointer(from).cloned() {
        set(tree, to, node);
    }
}

fn duplicate(tree: &mut Value, place: &str, name: &str) {
    let Some(node) = tree.pointer(place).cloned() else { return };
    match parent(tree, place) {
        Some((Value::Object(members), _)) => drop(members.insert(name.to_owned(), node)),
        Some((Value::Array(items), _)) => items.push(node),
        _ => {}
    }
}

/// Gives an object a keyword of some other kind of object.
fn add_keyword(tree: &mut Value, place: &str, random: &mut Rng) {
    const KEYWORDS: &[&str] = &[
        "$ref",
        "type",
        "nullable",
        "enum",
        "const",
        "default",
        "example",
        "format",
        "pattern",
        "minLength",
        "maximum",
        "multipleOf",
        "required",
        "properties",
        "additionalProperties",
        "items",
        "prefixItems",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "discriminator",
        "readOnly",
        "writeOnly",
        "deprecated",
        "in",
        "name",
        "style",
        "explode",
        "schema",
        "content",
        "parameters",
        "requestBody",
        "responses",
        "security",
        "servers",
        "operationId",
        "tags",
        "headers",
        "encoding",
        "$id",
        "$anchor",
        "$dynamicRef",
        "xml",
    ];
    let types = ["string", "integer", "number", "boolean", "object", "array", "null"];
    let value = match random.u8(..4) {
        0 => json!(types[random.usize(..types.len())]),
        1 => json!([types[random.usize(..types.len())], types[random.usize(..types.len())]]),
        2 => json!([{"type": types[random.usize(..types.len())]}, {"$ref": format!("#{place}")}]),
        _ => odd::value(random),
    };
    if let Some(Value::Object(members)) = tree.pointer_mut(place) {
        members.insert(KEYWORDS[random.usize(..KEYWORDS.len())].to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use serde_json::json;

    use super::{delete, places, retype, tree};

    #[test]
    fn the_same_seed_makes_the_same_mutant() {
        let document = json!({"a": [1, {"b": "c"}], "d": {"e": null}});
        let make = |seed| {
            let mut mutant = document.clone();
            tree(&mut mutant, &document, &mut Rng::with_seed(seed));
            mutant
        };
        assert_eq!(make(7), make(7));
        assert!((0..20).any(|seed| make(seed) != document));
    }

    #[test]
    fn every_node_has_a_place_and_can_be_deleted() {
        let mut document = json!({"a/b": [1, 2], "c": {}});
        assert_eq!(places(&document), ["", "/a~1b", "/a~1b/0", "/a~1b/1", "/c"]);
        delete(&mut document, "/a~1b/0");
        delete(&mut document, "/c");
        assert_eq!(document, json!({"a/b": [2]}));
    }

    #[test]
    fn numbers_and_lists_change_their_shape() {
        let mut document = json!({"a": 1, "b": ["x"]});
        retype(&mut document, "/a");
        retype(&mut document, "/b");
        assert_eq!(document, json!({"a": "1", "b": {"0": "x"}}));
    }
}
