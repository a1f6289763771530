//! Operations (OpenAPI 3.0.3, "Operation Object"), each as one transaction.

use std::collections::BTreeMap;

use openapiv3::Parameter;

use super::{
    Lowering, bodies, docs, groups, naming, params, paths, responses, schemas, security, servers, unsendable,
};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::OperationNode;
use crate::ir::{Api, AuthRequirement, Docs, HttpMethod, Operation, OperationId, SpecName};
use crate::pointer::{Place, Pointer};

/// Why an operation cannot be lowered.
#[derive(Debug)]
pub(super) struct Unsupported {
    /// What it uses, as a noun phrase: "a parameter that …".
    pub message: String,
    /// Where.
    pub at: Place,
}

/// Lowers every operation, in document order. What is not supported is left out with one warning.
pub(super) fn operations(cx: &mut Lowering<'_>, api: &mut Api) {
    let document = cx.document;
    let names = names(cx);
    for (node, name) in document.operations.iter().zip(names) {
        // What is wrong with them was reported, and is no part of what can be rolled back.
        let Some(auth) = security::requirements(cx, node) else {
            api.incomplete = true;
            continue;
        };
        let checkpoint = cx.begin();
        let groups = api.groups.len();
        let sets = api.error_sets.len();
        let lowered = operation(cx, api, node, name, auth).and_then(|mut operation| {
            schemas::finish_pending(cx);
            bodies::keep_sendable(cx, &mut operation)?;
            params::spellable(cx, &operation)?;
            unsendable::report(cx, &operation);
            Ok(operation)
        });
        match lowered {
            Ok(operation) => {
                cx.commit(checkpoint);
                let _: OperationId = api.operations.push(operation);
            }
            Err(unsupported) => {
                cx.roll_back(checkpoint);
                if api.groups.len() > groups {
                    api.groups.truncate(groups);
                    cx.groups.forget(node);
                }
                api.error_sets.truncate(sets);
                let message = format!("{} {} uses {}", node.method, node.path, unsupported.message);
                cx.report(
                    Diagnostic::new(&codes::UNSUPPORTED, &unsupported.at, message)
                        .related(&node.at, "the operation that is left out"),
                );
            }
        }
    }
}

/// Names of all operations: `operationId`, made unique by method and path where two agree, or method and path
/// alone. Known before anything is lowered, because inline types are named for them.
fn names(cx: &mut Lowering<'_>) -> Vec<SpecName> {
    let document = cx.document;
    let mut first_use: BTreeMap<&str, &OperationNode> = BTreeMap::new();
    let mut names = Vec::with_capacity(document.operations.len());
    for node in &document.operations {
        let id = node.operation.operation_id.as_deref().filter(|id| !id.trim().is_empty());
        let from_path = || {
            let method = node.method.to_string().to_lowercase();
            std::iter::once(method).chain(naming::path_words(&node.path)).collect::<Vec<_>>()
        };
        let name = match id {
            None => SpecName::Suggested(from_path()),
            Some(id) => match first_use.get(id) {
                None => {
                    first_use.insert(id, node);
                    SpecName::Required(id.to_owned())
                }
                Some(first) => {
                    cx.diagnostics.report(duplicate(id, node, first));
                    SpecName::Suggested(std::iter::once(id.to_owned()).chain(from_path()).collect())
                }
            },
        };
        let words = match &name {
            SpecName::Required(name) => vec![name.clone()],
            SpecName::Suggested(words) => words.clone(),
        };
        // A path item that several paths refer to is named for the first of them.
        cx.operation_names.entry(node.at.pointer.clone()).or_insert(words);
        names.push(name);
    }
    names
}

/// Two operations with one id; or one operation that several paths lead to, told where the second path does.
fn duplicate(id: &str, node: &OperationNode, first: &OperationNode) -> Diagnostic {
    if node.at == first.at {
        let path = |path: &str| Place::document(Pointer::root().child("paths").child(path));
        let message = format!("`{id}` is at `{}` as well; method and path are added to its id", first.path);
        return Diagnostic::new(&codes::DUPLICATE_OPERATION_ID, &path(&node.path), message)
            .at_key()
            .related(&path(&first.path), "the other path")
            .help("give each path operations of its own");
    }
    let message = format!("`{id}` is the id of another operation; method and path are added to it");
    Diagnostic::new(&codes::DUPLICATE_OPERATION_ID, &node.at.child("operationId"), message)
        .related(&first.at.child("operationId"), "first used here")
}

fn operation(
    cx: &mut Lowering<'_>,
    api: &mut Api,
    node: &OperationNode,
    name: SpecName,
    auth: Vec<AuthRequirement>,
) -> Result<Operation, Unsupported> {
    let is_query = |name: &str| {
        let declared = node.parameters.iter().map(|node| &node.parameter);
        declared
            .filter(|one| matches!(one, Parameter::Query { .. }))
            .any(|one| one.parameter_data_ref().name == name)
    };
    let path = paths::template(&node.path, &is_query);
    let params = params::params(cx, node, &path)?;
    let body = bodies::request_body(cx, node);
    let responses = responses::responses(cx, node);
    let group = groups::group(cx.document, &mut cx.groups, api, node);
    Ok(Operation {
        name,
        group,
        method: node.method.clone(),
        path,
        params,
        body,
        success: responses.success,
        errors: api.error_sets.push(responses.errors),
        error_docs: responses.error_docs,
        pagination: None,
        auth,
        servers: servers::lower(&node.servers),
        docs: operation_docs(node),
        at: node.at.clone(),
    })
}

/// Prose of the operation, and of its path item where it has none.
pub(super) fn operation_docs(node: &OperationNode) -> Docs {
    let (own, shared) = (&node.operation, &node.path_item);
    Docs {
        summary: docs::text(own.summary.as_deref()).or_else(|| docs::text(shared.summary.as_deref())),
        description: docs::text(own.description.as_deref())
            .or_else(|| docs::text(shared.description.as_deref())),
        external: docs::external(own.external_docs.as_ref()),
        deprecated: own.deprecated,
        example: None,
    }
}

/// Methods whose answer has no body by definition (RFC 9110, section 9.3.2).
pub(super) fn answers_without_body(method: &HttpMethod) -> bool {
    *method == HttpMethod::Head
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    #[test]
    fn operations_without_an_id_or_with_a_used_one_are_named_for_method_and_path() {
        let outcome = lowered(
            "paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: pet, tags: [pets, other], responses: {'204': {description: a}}}
    put: {operationId: pet, responses: {'204': {description: a}}}
    delete: {responses: {'204': {description: a}}}",
        );
        let text = outcome.operations();
        let heads: Vec<&str> = text.lines().filter(|line| line.starts_with("operation")).collect();
        assert_eq!(
            heads,
            [
                "operation pet in pets: GET /pets/{id}",
                "operation pet.put.pets.id in default: PUT /pets/{id}",
                "operation delete.pets.id in default: DELETE /pets/{id}",
            ]
        );
        assert_eq!(outcome.reported, ["OA0405 #/paths/~1pets~1{id}/put/operationId"]);
    }

    #[test]
    fn an_unsupported_operation_is_one_warning_and_leaves_nothing_behind() {
        let outcome = lowered(
            "paths:
  /a:
    post:
      tags: [lonely]
      parameters:
        - {name: e, in: query, schema: {type: object, properties: {e: {type: string, enum: [1]}}}}
        - {name: a, in: query, content: {}}
      responses: {'204': {description: a}}
    get: {operationId: kept, responses: {'204': {description: a}}}",
        );
        assert_eq!(outcome.types(), "");
        assert_eq!(outcome.api.groups.len(), 1);
        assert_eq!(outcome.api.error_sets.len(), 1);
        assert_eq!(outcome.reported, ["OA0401 #/paths/~1a/post/parameters/1/content"]);
    }

    #[test]
    fn a_group_that_began_with_an_operation_that_is_left_out_begins_with_the_next() {
        let outcome = lowered(
            "paths:
  /a:
    post: {tags: [t], parameters: [{name: a, in: query, content: {}}], responses: {'204': {description: a}}}
    get: {operationId: kept, tags: [t], responses: {'204': {description: a}}}",
        );
        assert!(outcome.operations().contains("operation kept in t: GET /a"), "{}", outcome.operations());
        assert_eq!(outcome.api.groups.len(), 1);
    }

    #[test]
    fn references_to_parts_and_path_items_are_followed() {
        let outcome = lowered(
            "paths:
  /a: {$ref: '#/components/pathItems/Shared'}
components:
  pathItems:
    Shared:
      get:
        operationId: a
        parameters: [{$ref: '#/components/parameters/Page'}]
        responses: {'404': {$ref: '#/components/responses/Missing'}, '200': {description: ok, content: {text/csv: {schema: {type: string}}}}}
  parameters: {Page: {name: page, in: query, schema: {type: integer}}}
  responses: {Missing: {description: gone, content: {application/json: {schema: {type: object, properties: {code: {type: string}}}}}}}",
        );
        assert_eq!(outcome.types(), "struct Missing.response\n  code?: String\n");
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a
  query page?: I64
  success 200
    description \"ok\"
    text/csv (Text): String
  error 404
    description \"gone\"
    application/json (Json): Missing.response
"
        );
    }

    #[test]
    fn the_same_header_in_another_case_is_sent_once() {
        let outcome = lowered(
            "paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: X-Boo, in: header, schema: {type: string}}
        - {name: x-boo, in: header, schema: {type: integer}}
        - {name: boo, in: query, schema: {type: string}}
        - {name: Boo, in: query, schema: {type: string}}
      responses: {'204': {description: a}}",
        );
        assert_eq!(outcome.api.operations.iter().map(|(_, one)| one.params.len()).sum::<usize>(), 3);
        assert_eq!(outcome.reported, ["OA0411 #/paths/~1a/get/parameters/1"]);
    }
}
