//! Request bodies and media types (OpenAPI 3.0.3, "Request Body Object", "Media Type Object", "Encoding Object").

use super::params::schema_place;
use super::schemas::{lower_use, view_at};
use super::{Lowering, docs};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{MediaNode, OperationNode};
use crate::ir::{Body, Docs, MediaKind, MediaType, PartEncoding, Presence};
use crate::pointer::Place;

/// Lowers the request body. One without any media type is no body.
pub(super) fn request_body(cx: &mut Lowering<'_>, node: &OperationNode) -> Option<Body> {
    let body = node.body.as_ref()?;
    let content: Vec<MediaType> = body.content.iter().map(|media| media_type(cx, media)).collect();
    if content.is_empty() {
        return None;
    }
    report_only_xml(cx, &content, &body.at);
    Some(Body {
        presence: if body.body.required { Presence::Required } else { Presence::Optional },
        content,
        docs: Docs { description: docs::text(body.body.description.as_deref()), ..Docs::default() },
        at: body.at.clone(),
    })
}

/// XML that has no alternative travels as text: its elements, attributes and namespaces are the caller's.
pub(super) fn report_only_xml(cx: &mut Lowering<'_>, content: &[MediaType], at: &Place) {
    if !content.is_empty() && content.iter().all(|media| media.kind == MediaKind::Xml) {
        let message = "this body only travels as XML; it is text in Rust, not a type";
        cx.report(Diagnostic::new(&codes::XML_TEXT, &at.child("content"), message).at_key());
    }
}

/// Lowers a body in one media type.
pub(super) fn media_type(cx: &mut Lowering<'_>, node: &MediaNode) -> MediaType {
    let schema = node.media.schema.as_ref().and_then(schema_place);
    let ty = schema.map(|place| {
        let view = view_at(cx, &place);
        lower_use(cx, &view)
    });
    let encoding = node
        .media
        .encoding
        .iter()
        .map(|(property, encoding)| PartEncoding {
            property: property.clone(),
            content_type: encoding.content_type.clone(),
        })
        .collect();
    MediaType {
        name: node.name.clone(),
        kind: kind(&node.name),
        ty,
        encoding,
        example: docs::example(cx.document, &node.at),
        at: node.at.clone(),
    }
}

/// How a media type is read and written, parameters aside (RFC 6838; RFC 6839 for suffixes).
fn kind(name: &str) -> MediaKind {
    let essence = name.split(';').next().unwrap_or_default().trim().to_lowercase();
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
