//! Overlays: changes to a document that are kept beside it (OpenAPI Overlay Specification 1.0).
//!
//! In: the tree of the document and the tree of one overlay. Out: the changed document, and the
//! [`Origins`] of what was made or moved. Actions apply in order, each to the result of those before it.

mod update;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostics::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::origins::Origins;
use crate::pointer::{FileId, Place, Pointer};

/// Applies an overlay to a document. Actions that cannot be applied are reported and left out.
pub fn apply(
    overlay: &Value,
    file: FileId,
    document: &mut Value,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    let root = Place { file, pointer: Pointer::root() };
    let Some(members) = overlay.as_object() else {
        diagnostics.report(Diagnostic::new(&codes::OVERLAY_INVALID, &root, "an overlay is a mapping"));
        return;
    };
    check_head(members, &root, diagnostics);
    let at = root.child("actions");
    let Some(actions) = members.get("actions").and_then(Value::as_array) else {
        diagnostics.report(Diagnostic::new(&codes::OVERLAY_INVALID, &at, "`actions` must be a list"));
        return;
    };
    for (index, action) in actions.iter().enumerate() {
        let at = at.index(index);
        if let Err(diagnostic) = apply_action(action, &at, document, origins) {
            diagnostics.report(*diagnostic);
        }
    }
}

/// "Overlay Object": `overlay` names the version, `info` has a title and a version.
fn check_head(members: &Map<String, Value>, root: &Place, diagnostics: &mut Diagnostics) {
    let mut invalid = |at: &Place, message: &str| {
        diagnostics.report(Diagnostic::new(&codes::OVERLAY_INVALID, at, message));
    };
    match members.get("overlay") {
        Some(Value::String(version)) if version.starts_with("1.") => {}
        Some(_) => invalid(&root.child("overlay"), "`overlay` must be `1.0.0`"),
        None => invalid(root, "`overlay: 1.0.0` is missing"),
    }
    for name in ["title", "version"] {
        if !members.get("info").and_then(|info| info.get(name)).is_some_and(Value::is_string) {
            invalid(&root.child("info"), &format!("`info.{name}` is missing or no text"));
        }
    }
    for key in members.keys() {
        if !matches!(key.as_str(), "overlay" | "info" | "extends" | "actions") && !key.starts_with("x-") {
            invalid(&root.child(key), &format!("`{key}` is not a member of an overlay"));
        }
    }
}

type Refused = Box<Diagnostic>;

fn refuse(at: &Place, message: impl Into<String>) -> Refused {
    Box::new(Diagnostic::new(&codes::OVERLAY_INVALID, at, message))
}

/// "Action Object".
fn apply_action(
    action: &Value,
    at: &Place,
    document: &mut Value,
    origins: &mut Origins,
) -> Result<(), Refused> {
    let members = action.as_object().ok_or_else(|| refuse(at, "an action is a mapping"))?;
    for key in members.keys() {
        if !matches!(key.as_str(), "target" | "description" | "update" | "remove") && !key.starts_with("x-") {
            let diagnostic = refuse(&at.child(key), format!("`{key}` is not a member of an action"));
            return Err(Box::new(diagnostic.at_key()));
        }
    }
    let target_at = at.child("target");
    let target = match members.get("target") {
        Some(Value::String(target)) => target,
        Some(_) => return Err(refuse(&target_at, "`target` must be text")),
        None => return Err(refuse(at, "the action has no `target`")),
    };
    let remove = match members.get("remove") {
        Some(Value::Bool(remove)) => *remove,
        Some(_) => return Err(refuse(&at.child("remove"), "`remove` must be `true` or `false`")),
        None => false,
    };
    let nodes = select(target, &target_at, document)?;
    if remove {
        // From the last to the first, so that the places of those that are left stay what they are. A query
        // may select in any order: `$.tags[2, 0]`.
        let mut nodes = nodes;
        nodes.sort_by_cached_key(place_in_lists);
        for node in nodes.iter().rev() {
            remove_node(document, node, origins);
        }
        return Ok(());
    }
    let update =
        members.get("update").ok_or_else(|| refuse(at, "the action has neither `update` nor `remove`"))?;
    let update_at = at.child("update");
    for node in &nodes {
        if let Some(target) = document.pointer_mut(node.as_str())
            && let Err(mismatch) = update::apply(target, node, update, &update_at, origins)
        {
            return Err(refuse(&update_at, mismatch));
        }
    }
    Ok(())
}

/// The nodes that a JSONPath query (RFC 9535) selects, in document order.
fn select(target: &str, at: &Place, document: &Value) -> Result<Vec<Pointer>, Refused> {
    let query = JsonPath::parse(target).map_err(|error| {
        let message = format!("`{target}` is not a JSONPath query: {}", error.message());
        Box::new(Diagnostic::new(&codes::OVERLAY_TARGET, at, message))
    })?;
    let mut nodes: Vec<Pointer> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for node in query.query_located(document) {
        let pointer = Pointer::parse(&node.location().to_json_pointer());
        if seen.insert(pointer.clone()) {
            nodes.push(pointer);
        }
    }
    if nodes.is_empty() {
        let message = format!("`{target}` matches nothing");
        return Err(Box::new(Diagnostic::new(&codes::OVERLAY_NO_MATCH, at, message)));
    }
    Ok(nodes)
}

/// Sorts items of one list by their index.
fn place_in_lists(node: &Pointer) -> Vec<(usize, String)> {
    let place = |segment: String| match segment.parse() {
        Ok(index) => (index, String::new()),
        Err(_) => (0, segment),
    };
    node.segments().into_iter().map(place).collect()
}

/// Takes a node out of the mapping or list that holds it. The root, and nodes that went with one above
/// them, are left alone.
fn remove_node(document: &mut Value, node: &Pointer, origins: &mut Origins) {
    let (Some(parent), Some(segment)) = (node.parent(), node.last()) else { return };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&segment);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = segment.parse().ok().filter(|index: &usize| *index < items.len()) {
                items.remove(index);
                origins.remove_item(&parent, index, items.len());
            }
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
}

#[cfg(test)]
mod tests;
