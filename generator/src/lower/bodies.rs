//! Request bodies and media types (OpenAPI 3.0.3, "Request Body Object", "Media Type Object", "Encoding Object").

use super::operations::Unsupported;
use super::params::schema_place;
use super::schemas::{lower_use, view_at};
use super::{Lowering, docs, encodings};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{MediaNode, OperationNode};
use crate::ir::{
    Body, Described, Docs, MediaKind, MediaType, Operation, Presence, TypeKind, TypeRef, TypeUse,
};

/// Lowers the request body. One without any media type is no body.
pub(super) fn request_body(cx: &mut Lowering<'_>, node: &OperationNode) -> Option<Body> {
    let body = node.body.as_ref()?;
    let content: Vec<MediaType> = body.content.iter().map(|media| media_type(cx, media)).collect();
    if content.is_empty() {
        return None;
    }
    report_only_xml(cx, &content);
    Some(Body {
        presence: if body.body.required { Presence::Required } else { Presence::Optional },
        content,
        docs: Docs { description: docs::text(body.body.description.as_deref()), ..Docs::default() },
        at: body.at.clone(),
    })
}

/// Takes out multipart bodies whose parts are known neither by name nor by position: each part has a header of its own, and an object
/// without listed properties does not say what they are. Tells of bodies whose fields are described but
/// whose media type no rule writes.
pub(super) fn keep_sendable(cx: &mut Lowering<'_>, operation: &mut Operation) -> Result<(), Unsupported> {
    let Some(body) = &mut operation.body else { return Ok(()) };
    let (kept, lost): (Vec<MediaType>, Vec<MediaType>) = std::mem::take(&mut body.content)
        .into_iter()
        .partition(|media| media.kind != MediaKind::Multipart || has_known_parts(cx, media));
    body.content = kept;
    if body.content.is_empty() {
        let message = "a multipart body that is neither an object with listed properties nor, in another media type than `multipart/form-data`, a list".to_owned();
        return Err(Unsupported { message, at: body.at.child("content") });
    }
    for media in lost {
        let message = format!("`{}` cannot be sent: its parts have no names", media.name);
        cx.report(Diagnostic::new(&codes::MEDIA_TYPE_LEFT_OUT, &media.at, message).at_key());
    }
    for media in &body.content {
        encodings::report_unused(cx, media);
        encodings::report_headers(cx, media);
        let passed_as = match media.kind {
            MediaKind::Text => "text",
            MediaKind::Bytes => "bytes",
            MediaKind::Json
            | MediaKind::Form
            | MediaKind::Multipart
            | MediaKind::Xml
            | MediaKind::EventStream
            | MediaKind::JsonLines => continue,
        };
        if is_structured(cx, media) {
            let message =
                format!("`{}` is passed as {passed_as}: no rule writes the fields of its schema", media.name);
            cx.report(Diagnostic::new(&codes::RAW_BODY, &media.at, message).at_key());
        }
    }
    Ok(())
}

/// True where the schema describes fields or items.
fn is_structured(cx: &Lowering<'_>, media: &MediaType) -> bool {
    let Some(ty) = media.ty.as_ref() else { return false };
    match &cx.types.settled(ty).ty {
        TypeRef::Named(id) => matches!(cx.types[*id].kind, TypeKind::Struct(_)),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => true,
        TypeRef::Scalar(_) | TypeRef::Any => false,
    }
}

/// Parts of a form have names; those of other multipart bodies may be known by position.
fn has_known_parts(cx: &Lowering<'_>, media: &MediaType) -> bool {
    let essence = media.name.split(';').next().unwrap_or_default().trim();
    has_named_parts(cx, media)
        || (!essence.eq_ignore_ascii_case("multipart/form-data") && encodings::is_list(cx, media))
}

fn has_named_parts(cx: &Lowering<'_>, media: &MediaType) -> bool {
    let Some(ty) = media.ty.as_ref() else { return false };
    let TypeRef::Named(id) = &cx.types.settled(ty).ty else { return false };
    matches!(cx.types[*id].kind, TypeKind::Struct(_))
}

/// XML that has no alternative travels as text: its elements, attributes and namespaces are the caller's.
pub(super) fn report_only_xml(cx: &mut Lowering<'_>, content: &[MediaType]) {
    if let Some(first) = content.first()
        && content.iter().all(|media| media.kind == MediaKind::Xml)
    {
        let message = "this body only travels as XML; it is text in Rust, not a type";
        cx.report(Diagnostic::new(&codes::XML_TEXT, &first.at, message).at_key());
    }
}

/// Lowers a body in one media type.
pub(super) fn media_type(cx: &mut Lowering<'_>, node: &MediaNode) -> MediaType {
    let kind = kind(&node.name);
    let item = node.item.as_ref().filter(|_| matches!(kind, MediaKind::EventStream | MediaKind::JsonLines));
    let (schema, described) = match item {
        Some((place, described)) => (Some(place.clone()), *described),
        None => (node.media.schema.as_ref().and_then(schema_place), Described::Body),
    };
    let parts = node.item.as_ref().filter(|_| kind == MediaKind::Multipart && schema.is_none());
    let ty = match (parts, schema) {
        // Each part is an item (OpenAPI 3.2.0, "Sequential Media Types").
        (Some((place, _)), _) => {
            let view = view_at(cx, place);
            Some(TypeUse::plain(TypeRef::List(Box::new(lower_use(cx, &view)))))
        }
        (None, schema) => schema.map(|place| {
            let view = view_at(cx, &place);
            lower_use(cx, &view)
        }),
    };
    MediaType {
        name: node.name.clone(),
        kind,
        ty,
        described,
        encoding: encodings::encodings(cx, node),
        example: docs::example(cx.document, &node.at),
        at: node.at.clone(),
    }
}

/// How a media type is read and written, parameters aside (RFC 6838; RFC 6839 for suffixes).
pub(super) fn kind(name: &str) -> MediaKind {
    let essence = name.split([';', ',']).next().unwrap_or_default().trim().to_lowercase();
    let (family, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (family, subtype) {
        ("application", "jsonl" | "x-ndjson" | "ndjson" | "json-seq" | "x-jsonl" | "x-json-stream") => {
            MediaKind::JsonLines
        }
        (_, subtype) if subtype == "json" || subtype.ends_with("+json") => MediaKind::Json,
        // A range that includes JSON, as many documents write for "whatever the server sends".
        ("*" | "application", "*") => MediaKind::Json,
        ("application", "x-www-form-urlencoded") => MediaKind::Form,
        ("multipart", _) => MediaKind::Multipart,
        (_, subtype) if subtype == "xml" || subtype.ends_with("+xml") => MediaKind::Xml,
        ("text", "event-stream") => MediaKind::EventStream,
        ("text", _) => MediaKind::Text,
        _ => MediaKind::Bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::ir::MediaKind;
    use crate::lower::fixture::lowered;

    #[test]
    fn multipart_bodies_without_named_parts_are_refused() {
        let operation = |schema: &str| {
            format!(
                "paths:
  /a:
    post:
      operationId: a
      requestBody: {{content: {{multipart/form-data: {{schema: {schema}}}}}}}
      responses: {{'204': {{description: none}}}}
"
            )
        };
        let files = operation("{type: object, additionalProperties: {type: string, format: binary}}");
        let refused = ["OA0401 #/paths/~1a/post/requestBody/content"];
        assert_eq!(lowered(&files).reported, refused);
        let union = operation("{oneOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}");
        assert_eq!(lowered(&union).reported, refused);
        let named = operation("{type: object, properties: {file: {type: string, format: binary}}}");
        assert!(lowered(&named).reported.is_empty());
    }

    #[test]
    fn media_types_that_cannot_be_sent_as_described_are_named() {
        let outcome = lowered(
            "paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {a: {type: string}}}}
          multipart/form-data: {schema: {type: string}}
          application/yaml: {schema: {type: object, properties: {a: {type: string}}}}
          application/zip: {schema: {type: string, format: binary}}
          text/plain: {schema: {type: array, items: {type: string}}}
      responses: {'204': {description: none}}
",
        );
        assert_eq!(
            outcome.reported,
            [
                "OA0422 #/paths/~1a/post/requestBody/content/multipart~1form-data",
                "OA0421 #/paths/~1a/post/requestBody/content/application~1yaml",
                "OA0421 #/paths/~1a/post/requestBody/content/text~1plain",
            ]
        );
    }

    #[test]
    fn media_types_are_known_by_subtype_and_suffix() {
        for (name, expected) in [
            ("application/json", MediaKind::Json),
            ("Application/JSON; charset=utf-8", MediaKind::Json),
            ("application/problem+json", MediaKind::Json),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/form-data", MediaKind::Multipart),
            ("text/xml", MediaKind::Xml),
            ("application/atom+xml", MediaKind::Xml),
            ("text/event-stream", MediaKind::EventStream),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("text/csv", MediaKind::Text),
            ("application/octet-stream", MediaKind::Bytes),
            ("image/png", MediaKind::Bytes),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
