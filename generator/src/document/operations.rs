//! Operations and their parts, with references followed (OpenAPI 3.0.3, "Path Item Object" to "Header
//! Object").
//!
//! A part that cannot be read was reported; the operation that holds it is left out, because half an
//! operation would send something wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapiv3::{Header, MediaType, Operation, Parameter, PathItem, RequestBody, Response, Server};
use serde_json::{Map, Value};

use super::budget::Budget;
use super::skeleton::{pick, reference, schema_or_content};
use super::typed::typed;
use super::{Node, list, path_items};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Described, HttpMethod};
use crate::pointer::{Place, Pointer};

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
    pub body: Option<Rc<BodyNode>>,
    /// Responses by the key as written, in document order.
    pub responses: Vec<(String, Rc<ResponseNode>)>,
    /// Where it is declared.
    pub at: Place,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct ParameterNode {
    /// Its keywords; the schema is a `$ref` to its pointer. One with `in: querystring` is read as one in the query.
    pub parameter: Parameter,
    /// What OpenAPI 3.2 added and `openapiv3` does not know.
    pub later: Option<LaterParameter>,
    /// `allowReserved`, wherever the parameter goes.
    pub allow_reserved: bool,
    /// Where it is declared.
    pub at: Place,
}

/// What OpenAPI 3.2 added to parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaterParameter {
    /// `in: querystring`: the value is the whole query.
    QueryString,
    /// `style: cookie`.
    CookieStyle,
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
    /// `itemSchema`, of a sequential media type: where it is, and what it describes.
    pub item: Option<(Place, Described)>,
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

/// Bodies and responses that references lead to, by their places: each is read once, however many operations have it. `None` for one
/// that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Known {
    bodies: BTreeMap<Pointer, Option<Rc<BodyNode>>>,
    responses: BTreeMap<Pointer, Option<Rc<ResponseNode>>>,
}

/// What stands at a place, or where a reference there leads to.
fn known<'a, T>(
    known: &mut BTreeMap<Pointer, Option<Rc<T>>>,
    root: &'a Value,
    node: &Node<'a>,
    read: impl FnOnce(&Node<'a>) -> Option<T>,
) -> Option<Rc<T>> {
    let target = node.resolved(root)?;
    if node.at.pointer == target.at.pointer {
        return read(&target).map(Rc::new);
    }
    known.entry(target.at.pointer.clone()).or_insert_with(|| read(&target).map(Rc::new)).clone()
}

/// Reads every operation below `paths`, in document order, as far as the budget goes: path items and their parts may be shared, so that
/// a small document can have any number of them.
pub(super) fn operations<'a>(
    root: &Node<'a>,
    budget: &mut Budget<'a>,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNode> {
    let paths = root.get("paths");
    let members = paths.iter().flat_map(Node::members);
    let mut operations = Vec::new();
    for (path, item) in members.filter(|(path, _)| !path.starts_with("x-")) {
        if budget.beyond.is_some() {
            break;
        }
        operations.extend(path_items::operations(root.value, path, &item, budget, diagnostics));
    }
    operations
}

/// Reads one operation; `None` when a part of it cannot be read.
pub(super) fn operation<'a>(
    root: &'a Value,
    path: &str,
    method: HttpMethod,
    node: &Node<'a>,
    shared: Vec<ParameterNode>,
    parts: &mut Known,
    diagnostics: &mut Diagnostics,
) -> Option<OperationNode> {
    let mut skeleton = pick(
        node,
        &["tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security"],
    );
    skeleton.insert("responses".to_owned(), Value::Object(Map::new()));
    let read: Operation = typed(skeleton, &node.at, diagnostics)?;
    let own = parameters(root, node.get("parameters").as_ref(), diagnostics)?;
    let mut parameters = shared;
    let overridden: BTreeSet<String> = own.iter().map(identity).collect();
    parameters.retain(|inherited| !overridden.contains(&identity(inherited)));
    parameters.extend(own);
    let body = match node.get("requestBody") {
        None => None,
        Some(body) => {
            Some(known(&mut parts.bodies, root, &body, |body| request_body(root, body, diagnostics))?)
        }
    };
    let declared = node.get("responses");
    let mut responses = Vec::new();
    for (status, response) in declared.iter().flat_map(Node::members) {
        if status.starts_with("x-") {
            continue;
        }
        let response = known(&mut parts.responses, root, &response, |response| {
            self::response(root, response, diagnostics)
        })?;
        responses.push((status.to_owned(), response));
    }
    Some(OperationNode {
        path: path.to_owned(),
        method,
        operation: read,
        servers: list(node.get("servers").as_ref(), diagnostics),
        path_item: PathItem::default(),
        parameters,
        body,
        responses,
        at: node.at.clone(),
    })
}

/// Parameters are the same when name and location agree (OpenAPI 3.0.3, "Parameter Object"). Names of headers are
/// compared without case (RFC 9110, section 5.1).
fn identity(one: &ParameterNode) -> String {
    let name = &one.parameter.parameter_data_ref().name;
    match &one.parameter {
        Parameter::Header { .. } => format!("header {}", name.to_ascii_lowercase()),
        Parameter::Query { .. } => format!("query {:?} {name}", one.later),
        Parameter::Path { .. } => format!("path {:?} {name}", one.later),
        Parameter::Cookie { .. } => format!("cookie {:?} {name}", one.later),
    }
}

/// The parameters of a path item or operation; `None` when one cannot be read.
pub(super) fn parameters<'a>(
    root: &'a Value,
    list: Option<&Node<'a>>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<ParameterNode>> {
    let mut parameters: Vec<ParameterNode> = Vec::new();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    // Items of the list: two references may lead to the same parameter.
    let mut listed: Vec<Place> = Vec::new();
    for item in list.into_iter().flat_map(Node::items) {
        let node = item.resolved(root)?;
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
        schema_or_content(root, &node, &mut skeleton);
        let later = later(&mut skeleton);
        let allow_reserved = skeleton.get("allowReserved") == Some(&Value::Bool(true));
        let parameter: Parameter = typed(skeleton, &node.at, diagnostics)?;
        let parameter = ParameterNode { parameter, later, allow_reserved, at: node.at.clone() };
        let first = *first.entry(identity(&parameter)).or_insert(parameters.len());
        if let Some(first) = listed.get(first) {
            let name = &parameter.parameter.parameter_data_ref().name;
            diagnostics.report(
                Diagnostic::new(
                    &codes::DUPLICATE_PARAMETER,
                    &item.at,
                    format!("parameter `{name}` is declared twice; the first is used"),
                )
                .related(first, "first declared here"),
            );
            continue;
        }
        parameters.push(parameter);
        listed.push(item.at);
    }
    Some(parameters)
}

/// Takes what OpenAPI 3.2 added out of a parameter's keywords ("Parameter Locations", "Style Values").
fn later(skeleton: &mut Map<String, Value>) -> Option<LaterParameter> {
    let has = |skeleton: &Map<String, Value>, keyword: &str, value: &str| {
        skeleton.get(keyword).and_then(Value::as_str) == Some(value)
    };
    if has(skeleton, "in", "querystring") {
        skeleton.insert("in".to_owned(), "query".into());
        return Some(LaterParameter::QueryString);
    }
    if has(skeleton, "in", "cookie") && has(skeleton, "style", "cookie") {
        skeleton.remove("style");
        return Some(LaterParameter::CookieStyle);
    }
    None
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
        schema_or_content(root, &header, &mut skeleton);
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
        let media = typed(skeleton, &node.at, diagnostics)?;
        content.push(MediaNode { name: name.to_owned(), media, item: item(root, &node), at: node.at });
    }
    Some(content)
}

/// What one item of a sequence is (OpenAPI 3.2.0, "Sequential Media Types"). An event whose data is described by
/// `contentSchema` and by nothing else is that data.
fn item(root: &Value, media: &Node<'_>) -> Option<(Place, Described)> {
    let declared = media.get("itemSchema")?;
    let data = declared.clone().resolved(root).and_then(|item| {
        let plain = ["oneOf", "anyOf", "allOf"].iter().all(|keyword| item.get(keyword).is_none());
        item.get("properties")?.get("data")?.get("contentSchema").filter(|_| plain)
    });
    Some(match data {
        Some(data) => (data.at, Described::Data),
        None => (declared.at, Described::Item),
    })
}
