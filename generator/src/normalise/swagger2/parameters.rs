//! Parameters of Swagger 2.0: some stay parameters, `body` and `formData` ones become the request body.

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

/// The parameters of one list, by what becomes of them.
pub(super) struct Split {
    plain: Vec<(Value, Pointer)>,
    body: Option<(Map<String, Value>, Pointer)>,
    form: Vec<(Map<String, Value>, Pointer)>,
}

/// A request body, and where the parameter stood that it came from.
pub(super) struct RequestBody {
    pub(super) value: Value,
    pub(super) from: Pointer,
    /// Parts of the value that stood elsewhere: below the request body, and before.
    pub(super) parts: Vec<(Pointer, Pointer)>,
}

/// Sorts a parameter list. References to reusable body and form parameters are followed, because nothing in
/// 3.0 could be referred to in their place.
pub(super) fn split(upgrade: &mut Upgrade<'_>, list: Option<&Value>, at: &Pointer) -> Split {
    let mut split = Split { plain: Vec::new(), body: None, form: Vec::new() };
    for (index, parameter) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
        let at = at.index(index);
        let (parameter, from) = follow(upgrade.source, parameter, &at);
        match (location(parameter), parameter) {
            ("body", Value::Object(members)) => split.body = Some((members.clone(), from)),
            ("formData", Value::Object(members)) => split.form.push((members.clone(), from)),
            (_, Value::Object(members)) if !members.contains_key("$ref") => {
                split.plain.push((plain(upgrade, members, &at), at));
            }
            _ => split.plain.push((parameter.clone(), at)),
        }
    }
    split
}

impl Split {
    /// The parameters that stay parameters, with a note of where each stood.
    pub(super) fn plain(&self, upgrade: &mut Upgrade<'_>, at: &Pointer) -> Value {
        for (index, (_, from)) in self.plain.iter().enumerate() {
            if at.index(index) != *from {
                upgrade.record(at.index(index), from.clone());
            }
            upgrade.record(at.index(index).child("schema"), from.clone());
        }
        self.plain.iter().map(|(parameter, _)| parameter.clone()).collect()
    }

    /// The request body of an operation; the path item's body parameters count unless the operation has its
    /// own.
    pub(super) fn body(
        &self,
        upgrade: &mut Upgrade<'_>,
        shared: &Self,
        consumes: &[String],
    ) -> Option<RequestBody> {
        if let Some((parameter, from)) = self.body.as_ref().or(shared.body.as_ref()) {
            let value = plain_body(parameter, consumes);
            let parts = schemas(&value).map(|schema| (schema, from.child("schema"))).collect();
            return Some(RequestBody { value, from: from.clone(), parts });
        }
        let inherited = shared.form.iter().filter(|(parameter, _)| {
            !self.form.iter().any(|(own, _)| own.get("name") == parameter.get("name"))
        });
        let fields: Vec<_> = inherited.chain(&self.form).collect();
        let (_, from) = fields.first()?;
        let value = form_body(upgrade, &fields, consumes);
        let place = |schema: Pointer| {
            let named = fields.iter().filter_map(move |(field, from)| {
                let name = field.get("name").and_then(Value::as_str)?;
                Some((schema.child("properties").child(name), from.clone()))
            });
            named.collect::<Vec<_>>()
        };
        let parts = schemas(&value).flat_map(place).collect();
        Some(RequestBody { value, from: from.clone(), parts })
    }
}

/// Where the schemas of a request body are, seen from the body.
fn schemas(body: &Value) -> impl Iterator<Item = Pointer> {
    let content = body.get("content").and_then(Value::as_object);
    content
        .into_iter()
        .flat_map(|content| content.keys().map(|media| Pointer::from_segments(["content", media, "schema"])))
}

/// Reusable parameters under `components.parameters`; body and form parameters have no place there.
pub(super) fn reusable(upgrade: &mut Upgrade<'_>, shared: &Map<String, Value>, from: &Pointer) -> Value {
    let mut target = Map::new();
    for (name, parameter) in shared {
        match (location(parameter), parameter) {
            ("body" | "formData", _) => {}
            (_, Value::Object(members)) => {
                let rewritten = plain(upgrade, members, &from.child(name));
                target.insert(name.clone(), rewritten);
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

fn location(parameter: &Value) -> &str {
    parameter.get("in").and_then(Value::as_str).unwrap_or_default()
}

/// A reference to a reusable body or form parameter leads to that parameter; anything else stays itself.
fn follow<'v>(source: &'v Map<String, Value>, parameter: &'v Value, at: &Pointer) -> (&'v Value, Pointer) {
    let name = parameter.get("$ref").and_then(Value::as_str).and_then(component_of);
    let name = name.filter(|(kind, _)| kind == "parameters").map(|(_, name)| name);
    let target = name.and_then(|name| source.get("parameters")?.get(&name).map(|target| (name, target)));
    match target {
        Some((name, target)) if matches!(location(target), "body" | "formData") => {
            (target, Pointer::from_segments(["parameters", &name]))
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
        if !moves && name != "collectionFormat" && name != "schema" {
            target.insert(name.clone(), value.clone());
        }
    }
    if let Some(format) = collection_format(parameter) {
        if parameter.get("in").is_some_and(|location| location == "query") {
            let (style, explode) = style(upgrade, format, at);
            target.insert("style".into(), json!(style));
            target.insert("explode".into(), json!(explode));
        } else if format != "csv" {
            without_counterpart(upgrade, format, "`csv` is assumed", at);
        }
    }
    // A few documents write `schema` outside of bodies, as 3.0 does; they mean it.
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| schema_of(parameter));
    target.insert("schema".into(), schema);
    Value::Object(target)
}

/// How the items of a list are joined; `None` for what is no list.
pub(super) fn collection_format(parameter: &Map<String, Value>) -> Option<&str> {
    let is_list = parameter.get("type").and_then(Value::as_str) == Some("array");
    let format = parameter.get("collectionFormat").and_then(Value::as_str);
    is_list.then_some(format.unwrap_or("csv"))
}

/// `style` and `explode` for a collection format in a query or a form.
fn style(upgrade: &mut Upgrade<'_>, format: &str, at: &Pointer) -> (&'static str, bool) {
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

fn schema_of(parameter: &Map<String, Value>) -> Value {
    let keywords = parameter.iter().filter(|(name, _)| SCHEMA_KEYWORDS.contains(&name.as_str()));
    Value::Object(keywords.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// A `body` parameter, once per media type that the operation consumes.
fn plain_body(parameter: &Map<String, Value>, consumes: &[String]) -> Value {
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
    let json_only = ["application/json".to_owned()];
    let media_types = if consumes.is_empty() { &json_only } else { consumes };
    let content: Map<_, _> = media_types.iter().map(|it| (it.clone(), json!({ "schema": schema }))).collect();
    let mut body = Map::new();
    for name in ["description", "required"] {
        if let Some(value) = parameter.get(name) {
            body.insert(name.into(), value.clone());
        }
    }
    body.insert("content".into(), Value::Object(content));
    Value::Object(body)
}

/// `formData` parameters together, as one object. Files travel as multipart, everything else in the media
/// type that the operation consumes.
fn form_body(
    upgrade: &mut Upgrade<'_>,
    fields: &[&(Map<String, Value>, Pointer)],
    consumes: &[String],
) -> Value {
    let has_file = fields.iter().any(|(field, _)| field.get("type").and_then(Value::as_str) == Some("file"));
    let multipart = consumes.iter().any(|it| it.starts_with("multipart/"));
    let urlencoded = consumes.iter().any(|it| it == "application/x-www-form-urlencoded");
    let media_type = if has_file || (multipart && !urlencoded) {
        "multipart/form-data"
    } else {
        "application/x-www-form-urlencoded"
    };
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut encoding = Map::new();
    for (field, from) in fields {
        let Some(name) = field.get("name").and_then(Value::as_str) else { continue };
        let mut schema = schema_of(field);
        if let (Some(schema), Some(description)) = (schema.as_object_mut(), field.get("description")) {
            schema.insert("description".into(), description.clone());
        }
        properties.insert(name.to_owned(), schema);
        if field.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        match collection_format(field) {
            None | Some("multi") => {}
            Some(format) if media_type == "multipart/form-data" => {
                if field.contains_key("collectionFormat") {
                    without_counterpart(upgrade, format, "each item is a part of its own", from);
                }
            }
            Some(format) => {
                let (style, explode) = style(upgrade, format, from);
                encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
            }
        }
    }
    let any_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if any_required {
        schema["required"] = Value::Array(required);
    }
    let mut media = json!({ "schema": schema });
    if !encoding.is_empty() {
        media["encoding"] = Value::Object(encoding);
    }
    json!({ "required": any_required, "content": { media_type: media } })
}
