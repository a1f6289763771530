//! References of Swagger 2.0 follow what they name to its new place ("Reference Object").
//!
//! Nearly all name a whole component. Those that lead deeper (`#/paths/~1a/get/responses/200/schema`, which tools write that join
//! files) go where that part was moved.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Moved, parameters};
use crate::document::refs::target;
use crate::pointer::Pointer;

/// Rewrites every reference of the new tree.
pub(super) fn rewrite(tree: &mut Value, source: &Map<String, Value>, moved: &[Moved]) {
    let bodies = parameters::reusable_bodies(source);
    let deeper = deeper(tree, moved);
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        match node {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get_mut("$ref") {
                    let new = deeper.get(reference).cloned().or_else(|| component(reference, &bodies));
                    *reference = new.unwrap_or_else(|| std::mem::take(reference));
                }
                waiting.extend(members.values_mut());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The kind and the name of the component that a reference names: `#/definitions/Pet`.
pub(super) fn component_of(reference: &str) -> Option<(String, String)> {
    let [kind, name] = <[String; 2]>::try_from(target(reference)?.segments()).ok()?;
    Some((kind, name))
}

fn component(reference: &str, bodies: &[&str]) -> Option<String> {
    let (kind, name) = reference.strip_prefix("#/")?.split_once('/')?;
    match kind {
        "definitions" => Some(format!("#/components/schemas/{name}")),
        "parameters" if bodies.contains(&name) => None,
        "parameters" => Some(format!("#/components/parameters/{name}")),
        "responses" => Some(format!("#/components/responses/{name}")),
        _ => None,
    }
}

/// What the references that lead into something become, by their texts.
fn deeper(tree: &Value, moved: &[Moved]) -> BTreeMap<String, String> {
    let mut by_source: BTreeMap<&Pointer, Vec<&Pointer>> = BTreeMap::new();
    for Moved { to, from } in moved {
        by_source.entry(from).or_default().push(to);
    }
    let mut found = BTreeMap::new();
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        match node {
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref")
                    && component_of(reference).is_none()
                    && !found.contains_key(reference)
                    && let Some(place) = target(reference).and_then(|from| place(tree, &by_source, &from))
                {
                    found.insert(reference.clone(), place.fragment());
                }
                waiting.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// Where the node is that stood at `from`: with the innermost part around it that was moved and has it now.
fn place(tree: &Value, by_source: &BTreeMap<&Pointer, Vec<&Pointer>>, from: &Pointer) -> Option<Pointer> {
    let mut around = Some(from.clone());
    while let Some(part) = around {
        let places = by_source.get(&part).into_iter().flatten();
        // A parameter, whose keywords now stand in a schema below it, is not that schema.
        let places = places.filter(|to| part != *from || !to.is_within(from));
        let mut moved = places.filter_map(|to| from.rebase(&part, to));
        if let Some(place) = moved.find(|place| tree.pointer(place.as_str()).is_some()) {
            return Some(place);
        }
        around = part.parent();
    }
    None
}
