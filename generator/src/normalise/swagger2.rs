//! Rewrites a Swagger 2.0 document as OpenAPI 3.0.
//!
//! In: a tree whose `swagger` is `2.0`. Out: the tree of an OpenAPI 3.0.3 document that describes the same
//! API, and where its moved parts stood, so that diagnostics point into the document as it was written.
//! What 2.0 can say and 3.0 cannot (`collectionFormat: tsv`) is reported. Members of the wrong type are
//! carried over as they are: the shape check that follows reports them.

pub(super) mod parameters;
mod references;
mod responses;
mod security;
mod servers;

use serde_json::{Map, Value, json};

use crate::diagnostics::Diagnostics;
use crate::origins::Origins;
use crate::pointer::{FileId, Place, Pointer};

/// A part of the document that stands at another place after rewriting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it is now.
    pub to: Pointer,
    /// Where it was written.
    pub from: Pointer,
}

/// A rewritten document.
#[derive(Debug)]
pub struct Upgraded {
    /// The OpenAPI 3.0.3 tree.
    pub tree: Value,
    /// Its moved parts, outer ones before inner ones.
    pub moved: Vec<Moved>,
}

/// The members of a path item that are operations in 2.0.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Members of the document that are said in another way in 3.0.
const REPLACED: [&str; 10] = [
    "swagger",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
];

/// What the whole rewriting needs to know.
struct Upgrade<'a> {
    source: &'a Map<String, Value>,
    file: FileId,
    moved: Vec<Moved>,
    diagnostics: &'a mut Diagnostics,
}

impl Upgrade<'_> {
    fn place(&self, pointer: &Pointer) -> Place {
        Place { file: self.file, pointer: pointer.clone() }
    }

    fn record(&mut self, to: Pointer, from: Pointer) {
        self.moved.push(Moved { to, from });
    }

    /// Media types of an operation: its own `consumes` or `produces`, else the document's.
    fn media_types(&self, operation: &Map<String, Value>, keyword: &str) -> Vec<String> {
        let own = operation.get(keyword).or_else(|| self.source.get(keyword)).and_then(Value::as_array);
        own.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// Rewrites a Swagger 2.0 document in place, and remembers where its parts stood; leaves others alone.
pub fn apply(tree: &mut Value, file: FileId, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    if is_swagger2(tree) {
        let upgraded = upgrade(tree, file, diagnostics);
        origins.rewrite(upgraded.moved.iter().map(|moved| (&moved.to, &moved.from)));
        *tree = upgraded.tree;
    }
}

/// True for a Swagger 2.0 document; the version may have been written as a number.
pub fn is_swagger2(tree: &Value) -> bool {
    match tree.get("swagger") {
        Some(Value::String(version)) => version.trim() == "2" || version.trim().starts_with("2."),
        Some(Value::Number(version)) => version.as_f64() == Some(2.0),
        _ => false,
    }
}

/// Rewrites `tree`, which [`is_swagger2`] must hold for. A tree that is not a mapping comes back unchanged.
pub fn upgrade(tree: &Value, file: FileId, diagnostics: &mut Diagnostics) -> Upgraded {
    let Some(source) = tree.as_object() else {
        return Upgraded { tree: tree.clone(), moved: Vec::new() };
    };
    let mut upgrade = Upgrade { source, file, moved: Vec::new(), diagnostics };
    let mut target = Map::new();
    target.insert("openapi".into(), json!("3.0.3"));
    for (name, value) in source {
        if !REPLACED.contains(&name.as_str()) && name != "paths" {
            target.insert(name.clone(), value.clone());
        }
    }
    target.insert("servers".into(), servers::of_document(&mut upgrade));
    if let Some(paths) = source.get("paths") {
        target.insert("paths".into(), paths_of(&mut upgrade, paths));
    }
    let components = components(&mut upgrade);
    if !components.is_empty() {
        target.insert("components".into(), Value::Object(components));
    }
    let mut tree = Value::Object(target);
    rewrite_schemas(&mut tree);
    references::rewrite(&mut tree, source, &upgrade.moved);
    Upgraded { tree, moved: upgrade.moved }
}

fn paths_of(upgrade: &mut Upgrade<'_>, paths: &Value) -> Value {
    let Some(paths) = paths.as_object() else { return paths.clone() };
    let at = Pointer::from_segments(["paths"]);
    let items = paths.iter().map(|(path, item)| (path.clone(), path_item(upgrade, item, &at.child(path))));
    Value::Object(items.collect())
}

/// Operations are rewritten one by one. Parameters of the path item that are bodies or form fields become
/// part of each operation, because 3.0 knows bodies only there.
fn path_item(upgrade: &mut Upgrade<'_>, item: &Value, at: &Pointer) -> Value {
    let Some(item) = item.as_object() else { return item.clone() };
    let shared = parameters::split(upgrade, item.get("parameters"), &at.child("parameters"));
    let mut target = Map::new();
    for (name, value) in item {
        match value {
            Value::Object(operation) if METHODS.contains(&name.as_str()) => {
                let rewritten = rewrite_operation(upgrade, operation, &shared, &at.child(name));
                target.insert(name.clone(), Value::Object(rewritten));
            }
            _ if name == "parameters" => {
                target.insert(name.clone(), shared.plain(upgrade, &at.child("parameters")));
            }
            _ => {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    Value::Object(target)
}

fn rewrite_operation(
    upgrade: &mut Upgrade<'_>,
    operation: &Map<String, Value>,
    shared: &parameters::Split,
    at: &Pointer,
) -> Map<String, Value> {
    let own = parameters::split(upgrade, operation.get("parameters"), &at.child("parameters"));
    let mut target = Map::new();
    for (name, value) in operation {
        match name.as_str() {
            "consumes" | "produces" => {}
            "schemes" => {
                if let Some(servers) = servers::of_operation(upgrade, value, &at.child("schemes")) {
                    target.insert("servers".into(), servers);
                }
            }
            "parameters" => {
                target.insert(name.clone(), own.plain(upgrade, &at.child("parameters")));
            }
            "responses" => {
                let produces = upgrade.media_types(operation, "produces");
                let at = at.child("responses");
                let responses = responses::all(upgrade, value, &produces, &at, &at);
                target.insert(name.clone(), responses);
            }
            _ => {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    let consumes = upgrade.media_types(operation, "consumes");
    if let Some(body) = own.body(upgrade, shared, &consumes) {
        let to = at.child("requestBody");
        upgrade.record(to.clone(), body.from);
        for (part, from) in body.parts {
            let part = part.segments().iter().fold(to.clone(), |at, segment| at.child(segment));
            upgrade.record(part, from);
        }
        target.insert("requestBody".into(), body.value);
    }
    target
}

/// The document's reusable parts, at their places of 3.0.
fn components(upgrade: &mut Upgrade<'_>) -> Map<String, Value> {
    let source = upgrade.source;
    let mut components = Map::new();
    let to = Pointer::from_segments(["components"]);
    if let Some(definitions) = source.get("definitions") {
        upgrade.record(to.child("schemas"), Pointer::from_segments(["definitions"]));
        components.insert("schemas".into(), definitions.clone());
    }
    if let Some(Value::Object(shared)) = source.get("parameters") {
        let from = Pointer::from_segments(["parameters"]);
        upgrade.record(to.child("parameters"), from.clone());
        let parameters = parameters::reusable(upgrade, shared, &from);
        components.insert("parameters".into(), parameters);
    }
    if let Some(shared) = source.get("responses") {
        let from = Pointer::from_segments(["responses"]);
        upgrade.record(to.child("responses"), from.clone());
        let produces = upgrade.media_types(&Map::new(), "produces");
        let responses = responses::all(upgrade, shared, &produces, &from, &to.child("responses"));
        components.insert("responses".into(), responses);
    }
    if let Some(Value::Object(definitions)) = source.get("securityDefinitions") {
        upgrade.record(to.child("securitySchemes"), Pointer::from_segments(["securityDefinitions"]));
        components.insert("securitySchemes".into(), security::schemes(definitions));
    }
    components
}

/// Spells in every Schema Object what 3.0 spells differently: `type: file`, `x-nullable`, a plain
/// `discriminator`. The walk covers the whole tree; literal values (`default`, `enum`, `example`) are left
/// alone. It goes down with a list, not by recursion, so that nesting cannot exhaust the stack.
fn rewrite_schemas(tree: &mut Value) {
    let mut waiting = vec![(tree, Role::Object)];
    while let Some((node, role)) = waiting.pop() {
        match node {
            Value::Array(items) => waiting.extend(items.iter_mut().map(|item| (item, Role::Object))),
            Value::Object(members) => {
                if role == Role::Object {
                    rewrite_keywords(members);
                }
                for (name, value) in members.iter_mut() {
                    match (role, name.as_str()) {
                        (Role::Object, "default" | "enum" | "example" | "examples") => {}
                        (Role::Object, name) if KEEPERS.contains(&name) => {
                            waiting.push((value, Role::Names));
                        }
                        _ => waiting.push((value, Role::Object)),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Members whose own members have names that the document chose: a response may be called `default`.
const KEEPERS: [&str; 8] =
    ["properties", "schemas", "headers", "responses", "parameters", "paths", "content", "securitySchemes"];

/// What the members of a mapping are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Keywords of the specification.
    Object,
    /// Names that the document chose, for example of properties.
    Names,
}

fn rewrite_keywords(members: &mut Map<String, Value>) {
    if members.get("type").and_then(Value::as_str) == Some("file") {
        members.insert("type".into(), json!("string"));
        members.insert("format".into(), json!("binary"));
    }
    if let Some(nullable @ Value::Bool(_)) = members.get("x-nullable").cloned() {
        members.shift_remove("x-nullable");
        members.insert("nullable".into(), nullable);
    }
    if let Some(Value::String(property)) = members.get("discriminator").cloned() {
        members.insert("discriminator".into(), json!({ "propertyName": property }));
    }
}

#[cfg(test)]
mod tests;
