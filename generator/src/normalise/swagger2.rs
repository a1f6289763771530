//! Rewrites a Swagger 2.0 document as OpenAPI 3.0.
//!
//! In: a tree whose `swagger` is `2.0`. Out: the tree of an OpenAPI 3.0.3 document that describes the same
//! API, and where its moved parts stood, so that diagnostics point into the document as it was written.
//! What 2.0 can say and 3.0 cannot (`collectionFormat: tsv`) is reported, as are parameters that exclude each other. Types and keywords
//! were checked before ([`shape`](super::shape)).

mod bodies;
pub(super) mod parameters;
mod references;
mod responses;
mod security;
mod servers;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
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
const REPLACED: [&str; 12] = [
    "openapi",
    "components",
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
    /// Reusable body and form parameters that operations refer to, by name.
    used: BTreeSet<String>,
    diagnostics: &'a mut Diagnostics,
}

/// A media type of a request or response, and where it is listed.
struct Media {
    name: String,
    /// `None` for one that is assumed.
    at: Option<Pointer>,
}

impl Upgrade<'_> {
    fn place(&self, pointer: &Pointer) -> Place {
        Place { file: self.file, pointer: pointer.clone() }
    }

    fn record(&mut self, to: Pointer, from: Pointer) {
        self.moved.push(Moved { to, from });
    }

    /// Media types of an operation that stands at `at`: its own `consumes` or `produces`, else the document's.
    fn media_types(&self, operation: &Map<String, Value>, keyword: &str, at: &Pointer) -> Vec<Media> {
        let (list, at) = match operation.get(keyword) {
            Some(own) => (Some(own), at.child(keyword)),
            None => (self.source.get(keyword), Pointer::from_segments([keyword])),
        };
        let listed = list.and_then(Value::as_array).into_iter().flatten().enumerate();
        let named = listed.filter_map(|(index, name)| {
            Some(Media { name: name.as_str()?.to_owned(), at: Some(at.index(index)) })
        });
        named.collect()
    }
}

/// Rewrites a Swagger 2.0 document in place, and remembers where its parts stood; leaves others alone.
pub fn apply(tree: &mut Value, file: FileId, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    if is_swagger2(tree) {
        let upgraded = upgrade(tree, file, diagnostics);
        let before = origins.clone();
        origins.rewrite(upgraded.moved.iter().map(|moved| (&moved.to, &moved.from)));
        *tree = upgraded.tree;
        keep_places(&before, origins, diagnostics);
    }
}

/// What was reported until now speaks of nodes as they stood before. Where another node stands there now, the report gets a pointer that
/// no node has.
fn keep_places(before: &Origins, origins: &mut Origins, diagnostics: &mut Diagnostics) {
    let nowhere = Pointer::from_segments(["\0"]);
    let mut used = 0;
    diagnostics.relocate(|place| {
        if place.file != FileId::default() {
            return;
        }
        let written = before.locate(&place.pointer);
        if origins.locate(&place.pointer) != written {
            place.pointer = nowhere.index(used);
            used += 1;
            origins.set(place.pointer.clone(), written);
        }
    });
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
    let mut upgrade = Upgrade { source, file, moved: Vec::new(), used: BTreeSet::new(), diagnostics };
    let mut target = Map::new();
    target.insert("openapi".into(), json!("3.0.3"));
    for (name, value) in source {
        if !REPLACED.contains(&name.as_str()) && name != "paths" {
            target.insert(name.clone(), value.clone());
        }
    }
    if let Some(servers) = servers::of_document(&mut upgrade) {
        target.insert("servers".into(), servers);
    }
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
                let produces = upgrade.media_types(operation, "produces", at);
                let at = at.child("responses");
                let responses = responses::all(upgrade, value, &produces, &at, &at);
                target.insert(name.clone(), responses);
            }
            _ => {
                target.insert(name.clone(), value.clone());
            }
        }
    }
    let consumes = upgrade.media_types(operation, "consumes", at);
    if let Some(body) = own.body(upgrade, shared, &consumes) {
        let to = at.child("requestBody");
        if operation.contains_key("requestBody") {
            let message = "the parameters describe the body already; `requestBody` is left out";
            let diagnostic =
                Diagnostic::new(&codes::DUPLICATE_PARAMETER, &upgrade.place(&to), message).at_key();
            let described = upgrade.place(&body.from);
            upgrade.diagnostics.report(diagnostic.related(&described, "described here"));
        }
        target.insert("requestBody".into(), body.placed(upgrade, &to));
    }
    target
}

/// The document's reusable parts, at their places of 3.0. The places are noted for parts that are absent, too: references may lead
/// there.
fn components(upgrade: &mut Upgrade<'_>) -> Map<String, Value> {
    let source = upgrade.source;
    let given = source.get("components").and_then(Value::as_object);
    let mut components = given.cloned().unwrap_or_default();
    let mut add = |kind: &str, parts: Value| match (components.get_mut(kind), parts) {
        (Some(Value::Object(given)), Value::Object(parts)) => given.extend(parts),
        (_, parts) => drop(components.insert(kind.to_owned(), parts)),
    };
    let to = Pointer::from_segments(["components"]);
    for (kind, name) in KINDS {
        let listed = given.and_then(|given| given.get(kind)).and_then(Value::as_object);
        let (to, from) = (to.child(kind), Pointer::from_segments([name]));
        if listed.is_some() {
            // What stands under `components` already is no part that was moved.
            let names = source.get(name).and_then(Value::as_object).into_iter().flatten();
            names.for_each(|(name, _)| upgrade.record(to.child(name), from.child(name)));
        } else {
            upgrade.record(to, from);
        }
    }
    if let Some(definitions) = source.get("definitions") {
        add("schemas", definitions.clone());
    }
    if let Some(Value::Object(shared)) = source.get("parameters") {
        let from = Pointer::from_segments(["parameters"]);
        add("parameters", parameters::reusable(upgrade, shared, &from));
        let bodies = bodies::unused(upgrade, shared, &from, &to.child("requestBodies"));
        if !bodies.is_empty() {
            add("requestBodies", Value::Object(bodies));
        }
    }
    if let Some(shared) = source.get("responses") {
        let from = Pointer::from_segments(["responses"]);
        let produces = upgrade.media_types(&Map::new(), "produces", &Pointer::root());
        add("responses", responses::all(upgrade, shared, &produces, &from, &to.child("responses")));
    }
    if let Some(Value::Object(definitions)) = source.get("securityDefinitions") {
        add("securitySchemes", security::schemes(upgrade, definitions, &to.child("securitySchemes")));
    }
    components
}

/// Reusable parts by the names of 3.0 and of 2.0.
const KINDS: [(&str, &str); 4] = [
    ("schemas", "definitions"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securitySchemes", "securityDefinitions"),
];

/// Spells in every Schema Object what 3.0 spells differently: `x-nullable`, a plain `discriminator`. The walk covers the whole tree; literal values (`default`, `enum`, `example`) are left
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
    if let Some(nullable @ Value::Bool(_)) = members.get("x-nullable").cloned() {
        members.shift_remove("x-nullable");
        members.insert("nullable".into(), nullable);
    }
    if let Some(Value::String(property)) = members.get("discriminator").cloned() {
        members.insert("discriminator".into(), json!({ "propertyName": property }));
    }
}

/// A file, which may stand where a form field or a response body has its type, is binary text in 3.0.
fn file_as_text(schema: &mut Value) {
    if let Value::Object(members) = schema
        && members.get("type").is_some_and(|kind| kind == "file")
    {
        members.insert("type".into(), json!("string"));
        members.insert("format".into(), json!("binary"));
    }
}

#[cfg(test)]
mod tests;
