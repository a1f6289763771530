//! `in: body` and `in: formData`: parameters of Swagger 2.0 in a document of OpenAPI 3, whose authors mean the request body.
//!
//! In: the tree, before its keywords are checked. Out: the tree without such parameters. Where an operation has no `requestBody`, they
//! have become one, else they are left out; both is told.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Check;
use crate::diagnostics::{Diagnostic, codes};
use crate::normalise::swagger2::parameters::SCHEMA_KEYWORDS;
use crate::pointer::{Place, Pointer};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Members of a path item that are operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Such a parameter, taken out of the list that it stood in.
struct Misplaced {
    /// The parameter, references followed.
    parameter: Map<String, Value>,
    /// What leads to its keyword `in`, or to the reference to it.
    told_at: Pointer,
    /// What leads to the parameter itself.
    at: Pointer,
}

/// Reusable parameters of the kind, by name.
type Reusable = BTreeMap<String, Map<String, Value>>;

/// Takes them out of the whole document.
pub(super) fn into_bodies(check: &mut Check<'_>, document: &mut Map<String, Value>) {
    let components = document.get("components").and_then(|components| components.get("parameters"));
    let reusable: Reusable = components
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, parameter)| Some((name.clone(), parameter.as_object()?.clone())))
        .filter(|(_, parameter)| is_misplaced(parameter))
        .collect();
    for section in ["paths", "webhooks"] {
        if let Some(Value::Object(items)) = document.get_mut(section) {
            path_items(check, items, &Pointer::root().child(section), &reusable);
        }
    }
    let Some(Value::Object(components)) = document.get_mut("components") else { return };
    let at = Pointer::root().child("components");
    if let Some(Value::Object(items)) = components.get_mut("pathItems") {
        path_items(check, items, &at.child("pathItems"), &reusable);
    }
    if let Some(Value::Object(parameters)) = components.get_mut("parameters") {
        parameters.retain(|name, _| !reusable.contains_key(name));
    }
}

fn path_items(check: &mut Check<'_>, items: &mut Map<String, Value>, at: &Pointer, reusable: &Reusable) {
    for (path, item) in items {
        let Value::Object(item) = item else { continue };
        let at = at.child(path);
        let shared = take(check, item, &at, reusable);
        for (key, value) in item {
            let at = at.child(key);
            match value {
                Value::Object(members) if METHODS.contains(&key.as_str()) => {
                    operation(check, members, &at, &shared, reusable);
                }
                Value::Object(others) if key == "additionalOperations" => {
                    for (method, value) in others {
                        let Value::Object(members) = value else { continue };
                        operation(check, members, &at.child(method), &shared, reusable);
                    }
                }
                _ => {}
            }
        }
    }
}

fn operation(
    check: &mut Check<'_>,
    members: &mut Map<String, Value>,
    at: &Pointer,
    shared: &[Misplaced],
    reusable: &Reusable,
) {
    if let Some(Value::Object(callbacks)) = members.get_mut("callbacks") {
        for (name, callback) in callbacks {
            let Value::Object(items) = callback else { continue };
            path_items(check, items, &at.child("callbacks").child(name), reusable);
        }
    }
    let own = take(check, members, at, reusable);
    let meant: Vec<&Misplaced> = if own.is_empty() { shared.iter().collect() } else { own.iter().collect() };
    if meant.is_empty() {
        return;
    }
    let body = at.child("requestBody");
    if members.contains_key("requestBody") {
        for one in meant {
            tell(check, one, "the operation has a `requestBody`, so the parameter is left out");
        }
        return;
    }
    let whole = meant.iter().find(|one| location(&one.parameter) == "body");
    let value = match whole {
        Some(whole) => whole_body(check, whole, &body),
        None => form(check, &meant, &body),
    };
    let part_of_whole = |one: &&&Misplaced| whole.is_some_and(|whole| whole.at != one.at);
    for one in meant.iter().filter(part_of_whole) {
        tell(check, one, "another parameter is the whole body, so this one is left out");
    }
    members.insert("requestBody".to_owned(), value);
}

/// Takes the misplaced ones out of the `parameters` of a path item or operation. What leads to those that go stands behind the list.
fn take(
    check: &mut Check<'_>,
    owner: &mut Map<String, Value>,
    at: &Pointer,
    reusable: &Reusable,
) -> Vec<Misplaced> {
    let Some(Value::Array(list)) = owner.get_mut("parameters") else { return Vec::new() };
    let found =
        |parameter: &Value| parameter.as_object().is_some_and(|one| followed(one, reusable).is_some());
    if !list.iter().any(found) {
        return Vec::new();
    }
    let (at, all) = (at.child("parameters"), list.len());
    let (mut kept, mut taken) = (Vec::new(), Vec::new());
    for (index, parameter) in std::mem::take(list).into_iter().enumerate() {
        let from = at.index(index);
        let misplaced = parameter.as_object().and_then(|one| followed(one, reusable));
        let Some((value, component)) = misplaced else {
            if kept.len() < index {
                check.origins.move_item(&at, index, kept.len());
            }
            kept.push(parameter);
            continue;
        };
        let behind = at.index(all + taken.len());
        check.origins.rewrite([(&behind, &from)]);
        taken.push(match component {
            None => Misplaced { parameter: value.clone(), told_at: behind.child("in"), at: behind },
            Some(name) => Misplaced {
                parameter: value.clone(),
                told_at: behind.child("$ref"),
                at: Pointer::from_segments(["components", "parameters", name]),
            },
        });
    }
    check.origins.drop_items(&at, kept.len()..all);
    *list = kept;
    taken
}

/// The parameter, if it is one of the kind, and the name of the component that it refers to.
fn followed<'a>(
    parameter: &'a Map<String, Value>,
    reusable: &'a Reusable,
) -> Option<(&'a Map<String, Value>, Option<&'a str>)> {
    let Some(reference) = parameter.get("$ref").and_then(Value::as_str) else {
        return is_misplaced(parameter).then_some((parameter, None));
    };
    let name = crate::document::refs::target(reference)?.last()?;
    let (name, found) = reusable.get_key_value(&name)?;
    (reference == format!("#/components/parameters/{name}")).then_some((found, Some(name.as_str())))
}

fn is_misplaced(parameter: &Map<String, Value>) -> bool {
    matches!(location(parameter), "body" | "formData")
}

fn location(parameter: &Map<String, Value>) -> &str {
    parameter.get("in").and_then(Value::as_str).unwrap_or_default()
}

fn tell(check: &mut Check<'_>, one: &Misplaced, what: &str) {
    let message = format!("`in: {}` is Swagger 2.0; {what}", location(&one.parameter));
    let at = Place::document(one.told_at.clone());
    check.diagnostics.report(Diagnostic::new(&codes::REPAIRED, &at, message));
}

/// The request body that a `body` parameter is.
fn whole_body(check: &mut Check<'_>, one: &Misplaced, body: &Pointer) -> Value {
    tell(check, one, &format!("the parameter is read as the request body, as `{JSON}`"));
    let schema = body.child("content").child(JSON).child("schema");
    check.origins.rewrite([(body, &one.at), (&schema, &one.at.child("schema"))]);
    let mut value = json!({ "content": { JSON: { "schema": schema_of(&one.parameter) } } });
    for name in ["description", "required"] {
        if let Some(said) = one.parameter.get(name) {
            value[name] = said.clone();
        }
    }
    value
}

/// The request body that `formData` parameters are together: parts where one of them is a file.
fn form(check: &mut Check<'_>, fields: &[&Misplaced], body: &Pointer) -> Value {
    let is_file = |schema: &Value| schema.get("format").is_some_and(|format| format == "binary");
    let schemas: Vec<Value> = fields.iter().map(|field| schema_of(&field.parameter)).collect();
    let files = schemas.iter().any(|schema| is_file(schema) || schema.get("items").is_some_and(is_file));
    let media = if files { MULTIPART } else { FORM };
    let at = body.child("content").child(media).child("schema");
    if let Some(first) = fields.first() {
        check.origins.rewrite([(body, &first.at)]);
    }
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (field, mut schema) in fields.iter().zip(schemas) {
        let Some(name) = field.parameter.get("name").and_then(Value::as_str) else { continue };
        tell(check, field, &format!("`{name}` is read as a field of the request body, as `{media}`"));
        if let (Some(schema), Some(said)) = (schema.as_object_mut(), field.parameter.get("description")) {
            schema.entry("description").or_insert_with(|| said.clone());
        }
        let property = at.child("properties").child(name);
        let written =
            if field.parameter.contains_key("schema") { field.at.child("schema") } else { field.at.clone() };
        check.origins.rewrite([(&property, &written)]);
        properties.insert(name.to_owned(), schema);
        if field.parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(name);
        }
    }
    let any_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if any_required {
        schema["required"] = json!(required);
    }
    json!({ "required": any_required, "content": { media: { "schema": schema } } })
}

/// The schema of a parameter, which stands beside its name in Swagger 2.0, where a file is a type.
fn schema_of(parameter: &Map<String, Value>) -> Value {
    let mut schema = parameter.get("schema").cloned().unwrap_or_else(|| {
        let keywords = parameter.iter().filter(|(name, _)| SCHEMA_KEYWORDS.contains(&name.as_str()));
        Value::Object(keywords.map(|(name, value)| (name.clone(), value.clone())).collect())
    });
    if schema.get("type").is_some_and(|name| name == "file") {
        schema["type"] = json!("string");
        schema["format"] = json!("binary");
    }
    schema
}
