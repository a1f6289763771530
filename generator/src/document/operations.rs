//! Operations and their parts, with references followed (OpenAPI 3.0.3, "Path Item Object" to "Header
//! Object").
//!
//! A part that cannot be read was reported; the operation that holds it is left out, because half an
//! operation would send something wrong.

use openapiv3::{Header, MediaType, Operation, Parameter, PathItem, RequestBody, Response, Server};
use serde_json::{Map, Value};

use super::skeleton::{pick, reference, schema_or_content};
use super::typed::typed;
use super::{Node, list};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::HttpMethod;
use crate::pointer::Place;

/// One method on one path.
#[derive(Clone, Debug)]
pub struct OperationNode {
    /// The key below `paths`.
    pub path: String,
    /// The method.
    pub method: HttpMethod,
    /// Its keywords, without parameters, bodies and responses.
    pub operation: Operation,
    /// Servers of the operation, or of its path item; empty where the document's apply.
    pub servers: Vec<Server>,
    /// Summary and description of the path item.
    pub path_item: PathItem,
    /// Parameters of the path item that the operation does not override, then its own.
    pub parameters: Vec<ParameterNode>,
    /// The request body.
    pub body: Option<BodyNode>,
    /// Responses by the key as written, in document order.
    pub responses: Vec<(String, ResponseNode)>,
    /// Where it is declared.
    pub at: Place,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct ParameterNode {
    /// Its keywords; the schema is a `$ref` to its pointer.
    pub parameter: Parameter,
    /// Where it is declared.
    pub at: Place,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct BodyNode {
    /// Its keywords, without content.
    pub body: RequestBody,
    /// Content by media type, in document order.
    pub content: Vec<MediaNode>,
    /// Where it is declared.
    pub at: Place,
}

/// A response.
#[derive(Clone, Debug)]
pub struct ResponseNode {
    /// Its keywords, without content and headers.
    pub response: Response,
    /// Content by media type, in document order.
    pub content: Vec<MediaNode>,
    /// Declared headers, in document order.
    pub headers: Vec<HeaderNode>,
    /// Where it is declared.
    pub at: Place,
}

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct MediaNode {
    /// The key as written, for example `application/json`.
    pub name: String,
    /// Its keywords; the schema is a `$ref` to its pointer.
    pub media: MediaType,
    /// Where it is declared.
    pub at: Place,
}

/// A response header.
#[derive(Clone, Debug)]
pub struct HeaderNode {
    /// Its name.
    pub name: String,
    /// Its keywords; the schema is a `$ref` to its pointer.
    pub header: Header,
    /// Where it is declared.
    pub at: Place,
}

static METHODS: [(&str, HttpMethod); 9] = [
    ("get", HttpMethod::Get),
    ("head", HttpMethod::Head),
    ("post", HttpMethod::Post),
    ("put", HttpMethod::Put),
    ("patch", HttpMethod::Patch),
    ("delete", HttpMethod::Delete),
    ("options", HttpMethod::Options),
    ("trace", HttpMethod::Trace),
    ("query", HttpMethod::Other(String::new())),
];

/// Reads every operation below `paths`, in document order.
pub(crate) fn operations(root: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<OperationNode> {
    let paths = root.get("paths");
    let members = paths.iter().flat_map(Node::members);
    let mut operations = Vec::new();
    for (path, item) in members.filter(|(path, _)| !path.starts_with("x-")) {
        if let Some(item) = item.resolved(root.value) {
            path_item(root.value, path, &item, diagnostics, &mut operations);
        }
    }
    operations
}

fn path_item<'a>(
    root: &'a Value,
    path: &str,
    item: &Node<'a>,
    diagnostics: &mut Diagnostics,
    operations: &mut Vec<OperationNode>,
) {
    let Some(described) = typed::<PathItem>(pick(item, &["summary", "description"]), &item.at, diagnostics)
    else {
        return;
    };
    let servers: Vec<Server> = list(item, "servers", diagnostics);
    let shared = parameters(root, item, diagnostics);
    for (key, node) in item.members() {
        let Some((_, method)) = METHODS.iter().find(|(name, _)| *name == key) else { continue };
        let method = match method {
            HttpMethod::Other(_) => HttpMethod::Other(key.to_uppercase()),
            known => known.clone(),
        };
        let read = shared.clone().and_then(|shared| {
            let mut operation = operation(root, path, method, &node, shared, diagnostics)?;
            operation.path_item = described.clone();
            if operation.servers.is_empty() {
                operation.servers.clone_from(&servers);
            }
            Some(operation)
        });
        operations.extend(read);
    }
}

fn operation<'a>(
    root: &'a Value,
    path: &str,
    method: HttpMethod,
    node: &Node<'a>,
    shared: Vec<ParameterNode>,
    diagnostics: &mut Diagnostics,
) -> Option<OperationNode> {
    let mut skeleton = pick(
        node,
        &["tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security"],
    );
    skeleton.insert("responses".to_owned(), Value::Object(Map::new()));
    let read: Operation = typed(skeleton, &node.at, diagnostics)?;
    let own = parameters(root, node, diagnostics)?;
    let mut parameters = shared;
    parameters.retain(|inherited| !own.iter().any(|one| same(&one.parameter, &inherited.parameter)));
    parameters.extend(own);
    let body = match node.get("requestBody").map(|body| body.resolved(root)) {
        None => None,
        Some(body) => Some(request_body(root, &body?, diagnostics)?),
    };
    let declared = node.get("responses");
    let mut responses = Vec::new();
    for (status, response) in declared.iter().flat_map(Node::members) {
        if status.starts_with("x-") {
            continue;
        }
        let response = self::response(root, &response.resolved(root)?, diagnostics)?;
        responses.push((status.to_owned(), response));
    }
    Some(OperationNode {
        path: path.to_owned(),
        method,
        operation: read,
        servers: list(node, "servers", diagnostics),
        path_item: PathItem::default(),
        parameters,
        body,
        responses,
        at: node.at.clone(),
    })
}

/// Parameters are the same when name and location agree (OpenAPI 3.0.3, "Parameter Object"). Names of headers are
/// compared without case (RFC 9110, section 5.1).
fn same(one: &Parameter, other: &Parameter) -> bool {
    let (name, known) = (&one.parameter_data_ref().name, &other.parameter_data_ref().name);
    match (one, other) {
        (Parameter::Header { .. }, Parameter::Header { .. }) => name.eq_ignore_ascii_case(known),
        _ => std::mem::discriminant(one) == std::mem::discriminant(other) && name == known,
    }
}

/// The parameters of a path item or operation; `None` when one cannot be read.
fn parameters<'a>(
    root: &'a Value,
    parent: &Node<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<ParameterNode>> {
    let list = parent.get("parameters");
    let mut parameters: Vec<ParameterNode> = Vec::new();
    for node in list.iter().flat_map(Node::items) {
        let node = node.resolved(root)?;
        let mut skeleton = pick(
            &node,
            &[
                "name",
                "in",
                "description",
                "required",
                "deprecated",
                "style",
                "explode",
                "allowReserved",
                "allowEmptyValue",
            ],
        );
        schema_or_content(&node, &mut skeleton);
        let parameter: Parameter = typed(skeleton, &node.at, diagnostics)?;
        if let Some(first) = parameters.iter().find(|one| same(&one.parameter, &parameter)) {
            let name = &parameter.parameter_data_ref().name;
            diagnostics.report(
                Diagnostic::new(
                    &codes::DUPLICATE_PARAMETER,
                    &node.at,
                    format!("parameter `{name}` is declared twice; the first is used"),
                )
                .related(&first.at, "first declared here"),
            );
            continue;
        }
        parameters.push(ParameterNode { parameter, at: node.at });
    }
    Some(parameters)
}

fn request_body<'a>(root: &'a Value, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Option<BodyNode> {
    let body = typed(pick(node, &["description", "required"]), &node.at, diagnostics)?;
    Some(BodyNode { body, content: content(root, node, diagnostics)?, at: node.at.clone() })
}

fn response<'a>(root: &'a Value, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Option<ResponseNode> {
    let mut skeleton = pick(node, &["description"]);
    skeleton.entry("description").or_insert_with(|| "".into());
    let response = typed(skeleton, &node.at, diagnostics)?;
    let declared = node.get("headers");
    let mut headers = Vec::new();
    for (name, header) in declared.iter().flat_map(Node::members) {
        let Some(header) = header.resolved(root) else { continue };
        let mut skeleton = pick(&header, &["description", "required", "deprecated", "style"]);
        schema_or_content(&header, &mut skeleton);
        if let Some(read) = typed(skeleton, &header.at, diagnostics) {
            headers.push(HeaderNode { name: name.to_owned(), header: read, at: header.at });
        }
    }
    Some(ResponseNode { response, content: content(root, node, diagnostics)?, headers, at: node.at.clone() })
}

fn content<'a>(root: &'a Value, parent: &Node<'a>, diagnostics: &mut Diagnostics) -> Option<Vec<MediaNode>> {
    let declared = parent.get("content");
    let mut content = Vec::new();
    for (name, node) in declared.iter().flat_map(Node::members) {
        let node = node.resolved(root)?;
        let mut skeleton = Map::new();
        if let Some(schema) = node.get("schema") {
            skeleton.insert("schema".to_owned(), reference(&schema));
        }
        if let Some(encoding) = node.get("encoding") {
            let parts = encoding.members().map(|(property, part)| {
                let keywords = pick(&part, &["contentType", "style", "explode", "allowReserved"]);
                (property.to_owned(), Value::Object(keywords))
            });
            skeleton.insert("encoding".to_owned(), Value::Object(parts.collect()));
        }
        let media = typed(skeleton, &node.at, diagnostics)?;
        content.push(MediaNode { name: name.to_owned(), media, at: node.at });
    }
    Some(content)
}
