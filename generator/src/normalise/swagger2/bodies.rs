//! `body` and `formData` parameters of Swagger 2.0 become request bodies ("Parameter Object", OpenAPI 3.0.3 "Request Body Object").

use serde_json::{Map, Value, json};

use super::parameters::{
    Part, Split, collection_format, flat_schema, location, schema_place, style, without_counterpart,
};
use super::{Media, Upgrade, file_as_text};
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

/// A request body, and where the parameter stood that it came from.
pub(super) struct RequestBody {
    value: Value,
    /// Where the parameter is written.
    pub(super) from: Pointer,
    /// Parts of the value that stood elsewhere: below the request body, and before.
    parts: Vec<(Pointer, Pointer)>,
}

impl RequestBody {
    /// The value, with a note of where its parts stood before they stand below `to`.
    pub(super) fn placed(self, upgrade: &mut Upgrade<'_>, to: &Pointer) -> Value {
        upgrade.record(to.clone(), self.from);
        for (part, from) in self.parts {
            let part = part.segments().iter().fold(to.clone(), |at, segment| at.child(segment));
            upgrade.record(part, from);
        }
        self.value
    }
}

impl Split {
    /// The request body of an operation. The path item's body parameters count unless the operation has its
    /// own.
    pub(super) fn body(
        &self,
        upgrade: &mut Upgrade<'_>,
        shared: &Self,
        consumes: &[Media],
    ) -> Option<RequestBody> {
        let bodies = if self.bodies.is_empty() { &shared.bodies } else { &self.bodies };
        let inherited =
            shared.form.iter().filter(|shared| !self.form.iter().any(|own| name(own) == name(shared)));
        let fields: Vec<&Part> = inherited.chain(&self.form).collect();
        // What the operation says itself counts before what it shares with others.
        let by_form = self.form.first().filter(|_| self.bodies.is_empty());
        if let Some(body) = bodies.first() {
            for other in bodies.iter().skip(1) {
                left_out(upgrade, other, body, "a request has one body");
            }
            let rule = "a request has a body or fields of a form, not both";
            match by_form {
                Some(field) => left_out(upgrade, body, field, rule),
                None => fields.iter().for_each(|field| left_out(upgrade, field, body, rule)),
            }
        }
        match bodies.first() {
            Some(body) if by_form.is_none() => Some(plain_body(body, consumes)),
            _ => form_body(upgrade, &fields, consumes),
        }
    }
}

/// Reusable bodies and form fields that no operation refers to: they are checked all the same.
pub(super) fn unused(
    upgrade: &mut Upgrade<'_>,
    shared: &Map<String, Value>,
    from: &Pointer,
    to: &Pointer,
) -> Map<String, Value> {
    let consumes = upgrade.media_types(&Map::new(), "consumes", &Pointer::root());
    let mut bodies = Map::new();
    for (name, parameter) in
        shared.iter().filter(|(name, _)| !upgrade.used.contains(*name)).collect::<Vec<_>>()
    {
        let Value::Object(members) = parameter else { continue };
        let at = from.child(name);
        let part = Part { members: members.clone(), from: at.clone(), listed: at };
        let body = match location(parameter) {
            "body" => Some(plain_body(&part, &consumes)),
            "formData" => form_body(upgrade, &[&part], &consumes),
            _ => None,
        };
        if let Some(body) = body {
            bodies.insert(name.clone(), body.placed(upgrade, &to.child(name)));
        }
    }
    bodies
}

fn name(part: &Part) -> &str {
    part.members.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn left_out(upgrade: &mut Upgrade<'_>, part: &Part, used: &Part, rule: &str) {
    let message = format!("{rule}; `{}` is left out", name(part));
    let (at, used) = (upgrade.place(&part.listed), upgrade.place(&used.listed));
    let diagnostic = Diagnostic::new(&codes::DUPLICATE_PARAMETER, &at, message);
    upgrade.diagnostics.report(diagnostic.related(&used, "this is used"));
}

/// A `body` parameter, once per media type that the operation consumes.
fn plain_body(part: &Part, consumes: &[Media]) -> RequestBody {
    let schema = part.members.get("schema").cloned().unwrap_or_else(|| json!({}));
    let json_only = [Media { name: "application/json".to_owned(), at: None }];
    let mut content = Map::new();
    let mut parts = Vec::new();
    for Media { name, at } in if consumes.is_empty() { &json_only } else { consumes } {
        let to = Pointer::from_segments(["content", name]);
        parts.extend(at.clone().map(|at| (to.clone(), at)));
        parts.push((to.child("schema"), part.from.child("schema")));
        content.insert(name.clone(), json!({ "schema": schema }));
    }
    let kept = part
        .members
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "description" | "required") || name.starts_with("x-"));
    let mut body: Map<_, _> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    body.insert("content".into(), Value::Object(content));
    RequestBody { value: Value::Object(body), from: part.from.clone(), parts }
}

/// `formData` parameters together, as one object. Files travel as multipart, everything else in the media
/// type that the operation consumes.
fn form_body(upgrade: &mut Upgrade<'_>, fields: &[&Part], consumes: &[Media]) -> Option<RequestBody> {
    let first = fields.first()?;
    let (media_type, listed) = form_media(upgrade, fields, consumes);
    let to = Pointer::from_segments(["content", media_type]);
    let mut parts: Vec<(Pointer, Pointer)> = listed.map(|at| (to.clone(), at)).into_iter().collect();
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut encoding = Map::new();
    for (index, field) in fields.iter().enumerate() {
        let Some(name) = field.members.get("name").and_then(Value::as_str) else { continue };
        if let Some(first) =
            fields[..index].iter().find(|other| other.members.get("name") == field.members.get("name"))
        {
            let message = format!("parameter `{name}` is declared twice; the first is used");
            let (at, first) = (upgrade.place(&field.listed), upgrade.place(&first.listed));
            let diagnostic = Diagnostic::new(&codes::DUPLICATE_PARAMETER, &at, message);
            upgrade.diagnostics.report(diagnostic.related(&first, "first declared here"));
            continue;
        }
        parts.push((
            to.child("schema").child("properties").child(name),
            schema_place(&field.members, &field.from),
        ));
        properties.insert(name.to_owned(), field_schema(upgrade, field));
        if field.members.get("required") == Some(&Value::Bool(true)) {
            required.push(json!(name));
        }
        if let Some(style) = field_encoding(upgrade, field, media_type) {
            parts.push((to.child("encoding").child(name), field.from.clone()));
            encoding.insert(name.to_owned(), style);
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
    let value = json!({ "required": any_required, "content": { media_type: media } });
    Some(RequestBody { value, from: first.from.clone(), parts })
}

/// The media type of a form, and where it is listed.
fn form_media(
    upgrade: &mut Upgrade<'_>,
    fields: &[&Part],
    consumes: &[Media],
) -> (&'static str, Option<Pointer>) {
    const MULTIPART: &str = "multipart/form-data";
    const URLENCODED: &str = "application/x-www-form-urlencoded";
    let listed = |start: &str| consumes.iter().find(|media| media.name.starts_with(start));
    let has_file = fields.iter().any(|field| field.members.get("type").is_some_and(|kind| kind == "file"));
    let (multipart, urlencoded) = (listed("multipart/"), listed(URLENCODED));
    if let (None, None, Some(Media { name, at: Some(at) })) = (multipart, urlencoded, consumes.first()) {
        // Where the document lists what most of its operations consume, nothing is said of forms.
        if at.segments().len() > 2 {
            let used = if has_file { MULTIPART } else { URLENCODED };
            let message = format!("a form cannot travel as `{}`; `{used}` is used", name.escape_debug());
            let help = format!("list `{MULTIPART}` or `{URLENCODED}`");
            let diagnostic = Diagnostic::new(&codes::MEDIA_TYPE_LEFT_OUT, &upgrade.place(at), message);
            upgrade.diagnostics.report(diagnostic.help(help));
        }
    }
    if has_file || (multipart.is_some() && urlencoded.is_none()) {
        (MULTIPART, multipart.and_then(|media| media.at.clone()))
    } else {
        (URLENCODED, urlencoded.and_then(|media| media.at.clone()))
    }
}

fn field_schema(upgrade: &mut Upgrade<'_>, field: &Part) -> Value {
    let mut schema = match field.members.get("schema") {
        Some(schema) => schema.clone(),
        None => flat_schema(upgrade, &field.members, &field.from),
    };
    file_as_text(&mut schema);
    if let Value::Object(schema) = &mut schema {
        for keyword in ["description", "deprecated", "example"] {
            if let Some(value) = field.members.get(keyword) {
                schema.insert(keyword.to_owned(), value.clone());
            }
        }
    }
    schema
}

/// How the items of a list are joined, where it has to be said.
fn field_encoding(upgrade: &mut Upgrade<'_>, field: &Part, media_type: &str) -> Option<Value> {
    let given = ["style", "explode", "allowReserved"]
        .iter()
        .filter_map(|keyword| Some(((*keyword).to_owned(), field.members.get(*keyword)?.clone())));
    let given: Map<String, Value> = given.collect();
    if !given.is_empty() {
        return Some(Value::Object(given));
    }
    match collection_format(&field.members) {
        None | Some("multi") => None,
        Some(format) if media_type == "multipart/form-data" => {
            if field.members.contains_key("collectionFormat") {
                without_counterpart(upgrade, format, "each item is a part of its own", &field.from);
            }
            None
        }
        Some(format) => {
            let (style, explode) = style(upgrade, format, &field.from);
            Some(json!({ "style": style, "explode": explode }))
        }
    }
}
