//! What `update` does to one node.

use serde_json::Value;

use crate::origins::Origins;
use crate::pointer::{Place, Pointer};

/// Merges a mapping into a mapping, appends to a list, replaces a primitive by another. `update_at` is where
/// the update is written.
pub(super) fn apply(
    target: &mut Value,
    at: &Pointer,
    update: &Value,
    update_at: &Place,
    origins: &mut Origins,
) -> Result<(), String> {
    match (&*target, update) {
        (Value::Object(_), Value::Object(_)) | (Value::Array(_), _) => {}
        (Value::Object(_), other) => return Err(mismatch("a mapping", at, other)),
        (_, Value::Object(_) | Value::Array(_)) => return Err(mismatch("no mapping or list", at, update)),
        (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
    }
    merge(target, at, update, update_at, origins);
    Ok(())
}

fn mismatch(found: &str, at: &Pointer, update: &Value) -> String {
    let kind = match update {
        Value::Object(_) => "a mapping",
        Value::Array(_) => "a list",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "a primitive",
    };
    format!("the target `{at}` is {found}; {kind} cannot be merged into it")
}

/// Recursive merge: members of mappings one by one, lists are joined, everything else is replaced.
fn merge(target: &mut Value, at: &Pointer, update: &Value, update_at: &Place, origins: &mut Origins) {
    match (target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, value) in updates {
                let (at, update_at) = (at.child(key), update_at.child(key));
                if let Some(member) = members.get_mut(key) {
                    merge(member, &at, value, &update_at, origins);
                } else {
                    members.insert(key.clone(), value.clone());
                    origins.set(at, update_at);
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for (index, value) in updates.iter().enumerate() {
                origins.set(at.index(items.len()), update_at.index(index));
                items.push(value.clone());
            }
        }
        (Value::Array(items), value) => {
            origins.set(at.index(items.len()), update_at.clone());
            items.push(value.clone());
        }
        (target, value) => {
            *target = value.clone();
            origins.set(at.clone(), update_at.clone());
        }
    }
}
