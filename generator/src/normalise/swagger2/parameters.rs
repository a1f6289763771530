//! Parameters of Swagger 2.0: some stay parameters, `body` and `formData` ones become the request body ([`bodies`](super::bodies)).

use serde_json::{Map, Value, json};

use super::Upgrade;
use super::references::component_of;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

/// Members of a 2.0 parameter that belong to its schema in 3.0 ("Parameter Object", "Items Object").
pub(in crate::normalise) const SCHEMA_KEYWORDS: [&str; 20] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
    "x-enum-varnames",
    "x-enum-descriptions",
    "readOnly",
];

/// A parameter that becomes a request body or a part of one.
pub(super) struct Part {
    pub(super) members: Map<String, Value>,
    /// Where it is written.
    pub(super) from: Pointer,
    /// The item of the list that it is, or that refers to it.
    pub(super) listed: Pointer,
}

/// The parameters of one list, by what becomes of them.
pub(super) struct Split {
    plain: Vec<(Value, Pointer)>,
    /// Where what is its schema now was written.
    schemas: Vec<Pointer>,
    pub(super) bodies: Vec<Part>,
    pub(super) form: Vec<Part>,
}

/// Sorts a parameter list. References to reusable body and form parameters are followed, because nothing in
/// 3.0 could be referred to in their place.
pub(super) fn split(upgrade: &mut Upgrade<'_>, list: Option<&Value>, at: &Pointer) -> Split {
    let mut split = Split { plain: Vec::new(), schemas: Vec::new(), bodies: Vec::new(), form: Vec::new() };
    let source = upgrade.source;
    for (index, parameter) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let listed = at.index(index);
        let (parameter, from) = follow(upgrade, source, parameter, &listed);
        match (location(parameter), parameter) {
            ("body", Value::Object(members)) => {
                split.bodies.push(Part { members: members.clone(), from, listed });
            }
            ("formData", Value::Object(members)) => {
                split.form.push(Part { members: members.clone(), from, listed });
            }
            (_, Value::Object(members)) if !members.contains_key("$ref") => {
                split.schemas.push(schema_place(members, &listed));
                split.plain.push((plain(upgrade, members, &listed), listed));
            }
            _ => {
                split.schemas.push(listed.clone());
                split.plain.push((parameter.clone(), listed));
            }
        }
    }
    split
}

/// Where the schema of a parameter is written: beside its name, or as in 3.0.
pub(super) fn schema_place(members: &Map<String, Value>, at: &Pointer) -> Pointer {
    if members.contains_key("schema") { at.child("schema") } else { at.clone() }
}

impl Split {
    /// The parameters that stay parameters, with a note of where each stood.
    pub(super) fn plain(&self, upgrade: &mut Upgrade<'_>, at: &Pointer) -> Value {
        for (index, ((_, from), schema)) in self.plain.iter().zip(&self.schemas).enumerate() {
            if at.index(index) != *from {
                upgrade.record(at.index(index), from.clone());
            }
            upgrade.record(at.index(index).child("schema"), schema.clone());
        }
        self.plain.iter().map(|(parameter, _)| parameter.clone()).collect()
    }
}

/// Reusable parameters under `components.parameters`; body and form parameters have no place there.
pub(super) fn reusable(upgrade: &mut Upgrade<'_>, shared: &Map<String, Value>, from: &Pointer) -> Value {
    let mut target = Map::new();
    for (name, parameter) in shared {
        match (location(parameter), parameter) {
            ("body" | "formData", _) => {}
            (_, Value::Object(members)) if !members.contains_key("$ref") => {
                let at = from.child(name);
                let to = Pointer::from_segments(["components", "parameters", name, "schema"]);
                upgrade.record(to, schema_place(members, &at));
                target.insert(name.clone(), plain(upgrade, members, &at));
            }
            _ => {
                target.insert(name.clone(), parameter.clone());
            }
        }
    }
    Value::Object(target)
}

/// Names of the reusable parameters that are bodies or form fields.
pub(super) fn reusable_bodies(source: &Map<String, Value>) -> Vec<&str> {
    let shared = source.get("parameters").and_then(Value::as_object).into_iter().flatten();
    let bodies = shared.filter(|(_, parameter)| matches!(location(parameter), "body" | "formData"));
    bodies.map(|(name, _)| name.as_str()).collect()
}

pub(super) fn location(parameter: &Value) -> &str {
    parameter.get("in").and_then(Value::as_str).unwrap_or_default()
}

/// A reference to a reusable body or form parameter leads to that parameter; anything else stays itself.
fn follow<'v>(
    upgrade: &mut Upgrade<'_>,
    source: &'v Map<String, Value>,
    parameter: &'v Value,
    at: &Pointer,
) -> (&'v Value, Pointer) {
    let name = parameter.get("$ref").and_then(Value::as_str).and_then(component_of);
    let name = name.filter(|(kind, _)| kind == "parameters").map(|(_, name)| name);
    let target = name.and_then(|name| source.get("parameters")?.get(&name).map(|target| (name, target)));
    match target {
        Some((name, target)) if matches!(location(target), "body" | "formData") => {
            let from = Pointer::from_segments(["parameters", &name]);
            upgrade.used.insert(name);
            (target, from)
        }
        _ => (parameter, at.clone()),
    }
}

/// A path, query or header parameter: schema keywords move under `schema`, `collectionFormat` becomes a
/// style.
fn plain(upgrade: &mut Upgrade<'_>, parameter: &Map<String, Value>, at: &Pointer) -> Value {
    let mut target = Map::new();
    for (name, value) in parameter {
        let moves = SCHEMA_KEYWORDS.contains(&name.as_str());
        if !moves && name != "collectionFormat" {
            target.insert(name.clone(), value.clone());
        }
    }
    // Some documents write `style` or `schema`, as 3.0 does; they mean it.
    let styled = ["style", "explode"].iter().any(|name| target.contains_key(*name));
    if let Some(format) = collection_format(parameter).filter(|_| !styled) {
        if parameter.get("in").is_some_and(|location| location == "query") {
            let (style, explode) = style(upgrade, format, at);
            target.insert("style".into(), json!(style));
            target.insert("explode".into(), json!(explode));
        } else if format != "csv" {
            without_counterpart(upgrade, format, "`csv` is assumed", at);
        }
    }
    if !["schema", "content"].iter().any(|name| target.contains_key(*name)) {
        target.insert("schema".into(), flat_schema(upgrade, parameter, at));
    }
    Value::Object(target)
}

/// How the items of a list are joined; `None` for what is no list.
pub(super) fn collection_format(parameter: &Map<String, Value>) -> Option<&str> {
    let is_list = parameter.get("type").and_then(Value::as_str) == Some("array");
    let format = parameter.get("collectionFormat").and_then(Value::as_str);
    is_list.then_some(format.unwrap_or("csv"))
}

/// `style` and `explode` for a collection format in a query or a form.
pub(super) fn style(upgrade: &mut Upgrade<'_>, format: &str, at: &Pointer) -> (&'static str, bool) {
    match format {
        "multi" => ("form", true),
        "ssv" => ("spaceDelimited", false),
        "pipes" => ("pipeDelimited", false),
        "csv" => ("form", false),
        other => {
            without_counterpart(upgrade, other, "`csv` is assumed", at);
            ("form", false)
        }
    }
}

pub(super) fn without_counterpart(upgrade: &mut Upgrade<'_>, format: &str, instead: &str, at: &Pointer) {
    let message = format!("the collection format `{format}` has no counterpart here; {instead}");
    let at = upgrade.place(&at.child("collectionFormat"));
    upgrade.diagnostics.report(Diagnostic::new(&codes::COLLECTION_FORMAT, &at, message));
}

/// The schema that stands beside the name of a parameter or header.
pub(super) fn flat_schema(upgrade: &mut Upgrade<'_>, members: &Map<String, Value>, at: &Pointer) -> Value {
    let keywords = members.iter().filter(|(name, _)| SCHEMA_KEYWORDS.contains(&name.as_str()));
    let mut schema = Value::Object(keywords.map(|(name, value)| (name.clone(), value.clone())).collect());
    let (mut level, mut at) = (&mut schema, at.clone());
    while let Some(items) = level.get_mut("items") {
        at = at.child("items");
        if let Value::Object(members) = &mut *items
            && let Some(format) = collection_format(members).map(str::to_owned)
            && members.shift_remove("collectionFormat").is_some()
        {
            without_counterpart(upgrade, &format, "lists inside of lists are not joined", &at);
        }
        level = items;
    }
    schema
}
