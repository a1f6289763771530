//! Path items (OpenAPI 3.1.1, "Path Item Object"): from the place of one to its operations.
//!
//! A path item may refer to another one and say more beside the reference. What it says beside counts: it replaces the member of the
//! same name at the target, as it does where the target is in another file.

use std::sync::LazyLock;

use indexmap::IndexMap;
use openapiv3::{PathItem, Server};
use serde_json::{Map, Value};

use super::budget::Budget;
use super::operations::{OperationNode, operation, parameters};
use super::typed::typed;
use super::{Node, list};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::header_syntax::is_token;
use crate::ir::HttpMethod;
use crate::pointer::Place;

static METHODS: LazyLock<[(&str, HttpMethod); 9]> = LazyLock::new(|| {
    [
        ("get", HttpMethod::Get),
        ("head", HttpMethod::Head),
        ("post", HttpMethod::Post),
        ("put", HttpMethod::Put),
        ("patch", HttpMethod::Patch),
        ("delete", HttpMethod::Delete),
        ("options", HttpMethod::Options),
        ("trace", HttpMethod::Trace),
        ("query", HttpMethod::Other("QUERY".to_owned())),
    ]
});

/// Reads the operations of the path item at a place, as far as the budget goes; none where a reference leads nowhere, which was reported.
pub(super) fn operations<'a>(
    root: &'a Value,
    path: &str,
    item: &Node<'a>,
    budget: &mut Budget<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNode> {
    let Some(members) = members(root, item) else { return Vec::new() };
    let prose: Map<String, Value> = ["summary", "description"]
        .into_iter()
        .filter_map(|keyword| Some((keyword.to_owned(), members.get(keyword)?.value.clone())))
        .collect();
    let Some(described) = typed::<PathItem>(prose, &item.at, diagnostics) else { return Vec::new() };
    let servers: Vec<Server> = list(members.get("servers"), diagnostics);
    let methods = methods(&members, diagnostics);
    let weight = budget.parameters(members.get("parameters"));
    // Any number of paths may share an item that has nothing but parameters.
    if methods.is_empty() && !budget.admits_parts(weight, &item.at) {
        return Vec::new();
    }
    let Some(shared) = parameters(root, members.get("parameters"), diagnostics) else {
        return Vec::new();
    };
    let mut operations = Vec::new();
    for (method, node) in methods {
        if !budget.admits(&node, weight) {
            break;
        }
        let read = operation(root, path, method, &node, shared.clone(), &mut budget.known, diagnostics);
        operations.extend(read.map(|mut operation| {
            operation.path_item = described.clone();
            if operation.servers.is_empty() {
                operation.servers.clone_from(&servers);
            }
            operation
        }));
    }
    operations
}

/// The members of a path item: those of the item that it refers to, in their order, and those beside the reference.
fn members<'a>(root: &'a Value, item: &Node<'a>) -> Option<IndexMap<&'a str, Node<'a>>> {
    let mut members = IndexMap::new();
    item.chain(root)?.iter().rev().for_each(|layer| members.extend(layer.members()));
    Some(members)
}

/// The operations of a path item with their methods, in document order; those of `additionalOperations` (OpenAPI 3.2, "Path
/// Item Object") have the method as it is sent for a key.
fn methods<'a>(
    members: &IndexMap<&'a str, Node<'a>>,
    diagnostics: &mut Diagnostics,
) -> Vec<(HttpMethod, Node<'a>)> {
    let mut methods = Vec::new();
    for (key, node) in members {
        if *key == "additionalOperations" {
            let more = node.members().filter(|(key, _)| !key.starts_with("x-"));
            methods
                .extend(more.filter_map(|(key, node)| Some((additional(key, &node.at, diagnostics)?, node))));
        } else if let Some((_, method)) = METHODS.iter().find(|(name, _)| name == key) {
            methods.push((method.clone(), node.clone()));
        }
    }
    methods
}

/// A method of `additionalOperations`; `None` where it cannot be sent (RFC 9110, section 9.1).
fn additional(key: &str, at: &Place, diagnostics: &mut Diagnostics) -> Option<HttpMethod> {
    if !is_token(key) {
        let message = format!("`{}` cannot be sent as a method", key.escape_debug());
        diagnostics.report(Diagnostic::new(&codes::INVALID_NAME, at, message).at_key());
        return None;
    }
    match METHODS.iter().find(|(_, method)| method.to_string() == key) {
        Some((name, method)) => {
            let message = format!("`{key}` has a keyword of its own, `{name}`");
            diagnostics.report(Diagnostic::new(&codes::ODD_NAME, at, message).at_key());
            Some(method.clone())
        }
        None => Some(HttpMethod::Other(key.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostics::Diagnostics;
    use crate::document::parse;
    use crate::limits::Limits;

    #[test]
    fn what_stands_beside_a_reference_counts() {
        let done = json!({"204": {"description": "done"}});
        let query = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
        let document = json!({
            "paths": {"/a": {
                "$ref": "#/components/pathItems/Shared",
                "put": {"operationId": "own", "responses": done},
                "post": {"operationId": "beside", "responses": done},
                "parameters": [query("own")],
            }},
            "components": {"pathItems": {
                "Shared": {"$ref": "#/components/pathItems/Base", "summary": "shared"},
                "Base": {
                    "summary": "base",
                    "description": "words",
                    "parameters": [query("base")],
                    "get": {"operationId": "base", "responses": done, "parameters": [query("inner")]},
                    "post": {"operationId": "replaced", "responses": done},
                },
            }},
        });
        let mut diagnostics = Diagnostics::default();
        let document = parse(&document, &Limits::default(), &mut diagnostics);
        let read: Vec<String> = document
            .operations
            .iter()
            .map(|one| {
                let names = one.parameters.iter().map(|one| one.parameter.parameter_data_ref().name.as_str());
                let names: Vec<&str> = names.collect();
                format!("{} {:?} {names:?} {}", one.method, one.operation.operation_id, one.at.pointer)
            })
            .collect();
        assert_eq!(
            read,
            [
                r#"GET Some("base") ["own", "inner"] #/components/pathItems/Base/get"#,
                r#"POST Some("beside") ["own"] #/paths/~1a/post"#,
                r#"PUT Some("own") ["own"] #/paths/~1a/put"#,
            ]
        );
        let prose = &document.operations[0].path_item;
        assert_eq!((prose.summary.as_deref(), prose.description.as_deref()), (Some("shared"), Some("words")));
        assert_eq!(diagnostics.len(), 0);
    }
}
