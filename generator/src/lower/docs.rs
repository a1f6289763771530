//! Prose: titles, descriptions, examples and deprecation.

use serde_json::Value;

use crate::document::{Document, SchemaView};
use crate::ir::Docs;
use crate::pointer::Place;

/// The prose of a schema.
pub(super) fn schema_docs(view: &SchemaView<'_>) -> Docs {
    let external = view.value.get("externalDocs").and_then(|external| {
        let url = external.get("url")?.as_str()?.to_owned();
        Some((url, external.get("description").and_then(Value::as_str).map(str::to_owned)))
    });
    Docs {
        summary: text(view.text("title")),
        description: text(view.text("description")),
        external,
        deprecated: view.deprecated(),
        example: view.example().cloned(),
    }
}

/// The example of a parameter, header or media type: `example`, or the value of the first of `examples`
/// (OpenAPI 3.0.3, "Example Object").
pub(super) fn example(document: &Document<'_>, at: &Place) -> Option<Value> {
    let node = document.root.pointer(at.pointer.as_str())?;
    if let Some(example) = node.get("example") {
        return Some(example.clone());
    }
    let (name, first) = node.get("examples")?.as_object()?.iter().next()?;
    let first = crate::document::Node { value: first, at: at.child("examples").child(name) };
    first.resolved(document.root)?.value.get("value").cloned()
}

/// A text that says something; an empty one is taken as absent.
pub(super) fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// `externalDocs`.
pub(super) fn external(docs: Option<&openapiv3::ExternalDocumentation>) -> Option<(String, Option<String>)> {
    docs.map(|docs| (docs.url.clone(), text(docs.description.as_deref())))
}
