//! How single properties of form and multipart bodies are written (OpenAPI 3.1.1, "Encoding Object").
//!
//! In: the `encoding` of a media type, read from the tree, because `openapiv3` does not tell an absent `explode` from
//! `false`. Out: one [`PartEncoding`] per property. What cannot be followed is reported.

use serde_json::Value;

use super::{Lowering, formats};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{MediaNode, Node, SchemaView};
use crate::ir::{MediaKind, MediaType, ParamStyle, PartEncoding, Scalar, TypeKind, TypeRef};

/// How many aliases are followed; more are a cycle, which is reported elsewhere.
const MAX_ALIASES: usize = 16;

/// Keywords of OpenAPI 3.2 that describe parts by position.
const BY_POSITION: [&str; 2] = ["prefixEncoding", "itemEncoding"];

/// Lowers the encodings of a body.
pub(super) fn encodings(cx: &Lowering<'_>, media: &MediaNode) -> Vec<PartEncoding> {
    let root = cx.document.root;
    let Some(value) = root.pointer(media.at.pointer.as_str()) else { return Vec::new() };
    let node = Node { value, at: media.at.clone() };
    let kind = super::bodies::kind(&media.name);
    // Up to 3.0, styles are for forms only.
    let styled = match kind {
        MediaKind::Form => true,
        MediaKind::Multipart => {
            !root.get("openapi").and_then(Value::as_str).unwrap_or("3.0").starts_with("3.0")
        }
        MediaKind::Json
        | MediaKind::Text
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines
        | MediaKind::Bytes => false,
    };
    if kind == MediaKind::Multipart && BY_POSITION.iter().any(|keyword| node.value.get(keyword).is_some()) {
        return by_position(root, &node);
    }
    let declared = node.get("encoding");
    let mut encodings: Vec<PartEncoding> = declared
        .iter()
        .flat_map(Node::members)
        .map(|(property, encoding)| {
            let flag = |name: &str| encoding.value.get(name).and_then(Value::as_bool);
            let style = encoding.text("style");
            let explicit = style.is_some() || flag("explode").is_some() || flag("allowReserved").is_some();
            PartEncoding {
                property: property.to_owned(),
                // "If a value is explicitly defined [for style, explode, allowReserved], contentType is ignored."
                content_type: encoding
                    .text("contentType")
                    .filter(|_| !(styled && explicit))
                    .and_then(concrete),
                style: (styled && explicit).then(|| param_style(style, flag("explode"))),
                allow_reserved: styled && flag("allowReserved") == Some(true),
                headers: if kind == MediaKind::Multipart {
                    constant_headers(root, &encoding)
                } else {
                    Vec::new()
                },
            }
        })
        .filter(|encoding| {
            encoding.content_type.is_some() || encoding.style.is_some() || !encoding.headers.is_empty()
        })
        .collect();
    if kind == MediaKind::Multipart {
        add_files(root, &node, &mut encodings);
    }
    encodings
}

/// Adds the media types of files that only their schemas name: "`contentEncoding` … SHALL be ignored if `contentType` is
/// specified", and `contentMediaType` likewise (OpenAPI 3.1.1, "Working With Binary Data").
fn add_files(root: &Value, media: &Node<'_>, encodings: &mut Vec<PartEncoding>) {
    let schema = media.get("schema").and_then(|schema| schema.resolved(root));
    let properties = schema.and_then(|schema| schema.get("properties"));
    for (name, property) in properties.iter().flat_map(Node::members) {
        let property = property.resolved(root);
        let item = property.as_ref().and_then(|one| one.get("items")?.resolved(root));
        let Some(file) = item.or(property).map(SchemaView::new) else { continue };
        let named = formats::raw_media_type(&file).filter(|media| *media != "application/octet-stream");
        let Some(content_type) = named.and_then(concrete) else { continue };
        match encodings.iter_mut().find(|known| known.property == name) {
            Some(known) if known.style.is_some() => {}
            Some(known) => known.content_type = known.content_type.take().or(Some(content_type)),
            None => encodings.push(PartEncoding {
                property: name.to_owned(),
                content_type: Some(content_type),
                style: None,
                allow_reserved: false,
                headers: Vec::new(),
            }),
        }
    }
}

/// Tells of encodings that a request body in this media type does not have.
pub(super) fn report_unused(cx: &mut Lowering<'_>, media: &MediaType) {
    let Some(node) = cx.document.root.pointer(media.at.pointer.as_str()) else { return };
    let encoded = matches!(media.kind, MediaKind::Form | MediaKind::Multipart);
    if !encoded && node.get("encoding").is_some() {
        let message = format!("`encoding` says nothing about `{}`", media.name);
        cx.report(Diagnostic::new(&codes::ENCODING, &media.at.child("encoding"), message).at_key());
    }
    for keyword in BY_POSITION.iter().filter(|keyword| node.get(**keyword).is_some()) {
        if media.kind == MediaKind::Multipart && is_list(cx, media) {
            continue;
        }
        let message = format!(
            "`{keyword}` says nothing here: only parts of a multipart body that is a list are known by position"
        );
        cx.report(Diagnostic::new(&codes::ENCODING, &media.at.child(keyword), message).at_key());
    }
}

/// Encodings of parts by their position (OpenAPI 3.2.0, "Media Type Object": `prefixEncoding`, `itemEncoding`): those of the
/// first parts, then that of all others.
fn by_position(root: &Value, node: &Node<'_>) -> Vec<PartEncoding> {
    let part = |encoding: Option<Node<'_>>| PartEncoding {
        property: String::new(),
        content_type: encoding.as_ref().and_then(|one| one.text("contentType").and_then(concrete)),
        style: None,
        allow_reserved: false,
        headers: encoding.map(|one| constant_headers(root, &one)).unwrap_or_default(),
    };
    let first = node.get("prefixEncoding");
    let first = first.iter().flat_map(|list| {
        let items = list.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| part(Some(Node { value, at: list.at.index(index) })))
    });
    first.chain([part(node.get("itemEncoding"))]).collect()
}

/// Tells of headers of parts that nobody can give a value: the document does not, and a part that is no file has no place for
/// them in Rust.
pub(super) fn report_headers(cx: &mut Lowering<'_>, media: &MediaType) {
    let root = cx.document.root;
    let Some(value) = root.pointer(media.at.pointer.as_str()) else { return };
    let node = Node { value, at: media.at.clone() };
    let named = node.get("encoding");
    for (property, encoding) in named.iter().flat_map(Node::members) {
        if is_file(cx, media, property) {
            continue;
        }
        for (name, header) in encoding.get("headers").iter().flat_map(Node::members) {
            if header_value(root, name, &header).is_some() || name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let message = format!(
                "the header `{name}` of the part is not sent: its schema does not give its value, and `{property}` is no file, which could carry it"
            );
            cx.report(Diagnostic::new(&codes::ENCODING, &header.at, message).at_key());
        }
    }
}

/// True for a property that is a file, or several.
fn is_file(cx: &Lowering<'_>, media: &MediaType, property: &str) -> bool {
    let body = media.ty.as_ref().map(|used| settled(cx, &used.ty));
    let Some(TypeRef::Named(id)) = body else { return false };
    let TypeKind::Struct(shape) = &cx.types[*id].kind else { return false };
    let Some(field) = shape.fields.iter().find(|field| field.wire_name == property) else { return false };
    match settled(cx, &field.ty.ty) {
        TypeRef::Scalar(scalar) => *scalar == Scalar::Binary,
        TypeRef::List(item) => *settled(cx, &item.ty) == TypeRef::Scalar(Scalar::Binary),
        TypeRef::Named(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => false,
    }
}

/// True for a body whose parts are known by position.
pub(super) fn is_list(cx: &Lowering<'_>, media: &MediaType) -> bool {
    let body = media.ty.as_ref().map(|used| settled(cx, &used.ty));
    matches!(body, Some(TypeRef::List(_) | TypeRef::Tuple(_)))
}

/// What stands behind aliases.
fn settled<'t>(cx: &'t Lowering<'_>, mut ty: &'t TypeRef) -> &'t TypeRef {
    for _ in 0..MAX_ALIASES {
        let TypeRef::Named(id) = ty else { break };
        let TypeKind::Alias(alias) = &cx.types[*id].kind else { break };
        ty = &alias.ty.ty;
    }
    ty
}

/// The first media type of the list that can be sent: no range.
fn concrete(list: &str) -> Option<String> {
    let mut types = list.split(',').map(str::trim);
    types.find(|name| name.contains('/') && !name.contains('*')).map(str::to_owned)
}

/// `explode` is true for `form` unless it is said, as in queries.
fn param_style(style: Option<&str>, explode: Option<bool>) -> ParamStyle {
    match (style.unwrap_or("form"), explode) {
        ("deepObject", _) => ParamStyle::DeepObject,
        ("spaceDelimited" | "pipeDelimited", Some(true)) => ParamStyle::Form { explode: true },
        ("spaceDelimited", _) => ParamStyle::SpaceDelimited,
        ("pipeDelimited", _) => ParamStyle::PipeDelimited,
        (_, explode) => ParamStyle::Form { explode: explode.unwrap_or(true) },
    }
}

/// Headers of a part whose value the document gives. Callers give others with the file that the part is.
fn constant_headers(root: &Value, encoding: &Node<'_>) -> Vec<(String, String)> {
    let declared = encoding.get("headers");
    let headers = declared
        .iter()
        .flat_map(Node::members)
        .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    headers.filter_map(|(name, header)| Some((name.to_owned(), header_value(root, name, &header)?))).collect()
}

fn header_value(root: &Value, name: &str, header: &Node<'_>) -> Option<String> {
    let schema = header.resolved(root).and_then(|header| header.get("schema")?.resolved(root));
    schema.and_then(|schema| constant(schema.value)).filter(|value| is_sendable(name, value))
}

/// The only value that a schema allows.
fn constant(schema: &Value) -> Option<String> {
    let value = match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
        (Some(value), _) => value,
        (None, Some(values)) if values.len() == 1 => &values[0],
        (None, _) => return None,
    };
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_sendable(name: &str, value: &str) -> bool {
    let token = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    token && value.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    fn body(version: &str, media: &str) -> (Vec<String>, Vec<String>) {
        let outcome = lowered(&format!(
            "openapi: {version}
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          {media}
      responses: {{'204': {{description: none}}}}
"
        ));
        let text = outcome.operations();
        let lines = text.lines().map(str::trim);
        let parts = lines.filter(|line| line.starts_with("part ") || line.starts_with("header "));
        (parts.map(str::to_owned).collect(), outcome.reported)
    }

    const SCHEMA: &str =
        "schema: {type: object, properties: {a: {type: string}, b: {type: array, items: {type: string}}}}";

    #[test]
    fn styles_of_forms_have_the_defaults_of_queries() {
        let media = format!(
            "application/x-www-form-urlencoded: {{{SCHEMA}, encoding: {{a: {{allowReserved: true}}, b: {{style: pipeDelimited, contentType: text/csv}}, \
             c: {{explode: false}}, d: {{contentType: 'image/*, image/png'}}, e: {{}}}}}}"
        );
        let (parts, reported) = body("3.0.3", &media);
        assert_eq!(
            parts,
            [
                "part a as by type Form { explode: true } allow_reserved",
                "part b as by type PipeDelimited",
                "part c as by type Form { explode: false }",
                "part d as image/png",
            ]
        );
        assert!(reported.is_empty(), "{reported:?}");
    }

    #[test]
    fn parts_have_styles_since_31_and_headers_whose_value_is_known() {
        let media = format!(
            "multipart/form-data: {{{SCHEMA}, encoding: {{b: {{style: form, explode: false, contentType: text/csv, headers: {{X-A: {{schema: {{enum: [1]}}}}, \
             X-B: {{schema: {{type: string}}}}, Content-Type: {{schema: {{type: string}}}}}}}}}}}}"
        );
        let (old, reported) = body("3.0.3", &media);
        assert_eq!(old, ["part b as text/csv", "header X-A: 1"]);
        let (new, _) = body("3.1.0", &media);
        assert_eq!(new, ["part b as by type Form { explode: false }", "header X-A: 1"]);
        let at = "#/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/b/headers/X-B";
        assert_eq!(reported, [format!("OA0423 {at}")]);
    }

    #[test]
    fn encodings_that_do_nothing_are_told() {
        let (_, reported) = body(
            "3.2.0",
            &format!(
                "application/json: {{{SCHEMA}, encoding: {{a: {{contentType: text/plain}}}}, itemEncoding: {{}}}}"
            ),
        );
        let at = "#/paths/~1a/post/requestBody/content/application~1json";
        assert_eq!(reported, [format!("OA0423 {at}/encoding"), format!("OA0423 {at}/itemEncoding")]);
    }
}
