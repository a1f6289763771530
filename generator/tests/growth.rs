//! What multiplies in a document does not multiply in the output: bytes of what is generated from small documents.

use generator::pipeline::{Input, Layout, OnError, Options, generate};
use generator::plan::Packages;
use generator::source::SourceText;
use serde_json::{Value, json};

/// The bytes of all files, those of the runtime left out.
fn bytes(document: &Value) -> usize {
    let document = SourceText::new("a.json", document.to_string().into_bytes());
    let options = Options {
        packages: Packages::named("growth"),
        layout: Layout::Member,
        on_error: OnError::Stop,
        ..Options::default()
    };
    let generated = generate(Input { document, ..Input::default() }, &options);
    let files = generated.files.expect("the document is sound");
    files.iter().map(|(_, text)| text.len()).sum()
}

fn object(properties: &[(String, Value)]) -> Value {
    let required: Vec<&String> = properties.iter().map(|(name, _)| name).collect();
    let members: serde_json::Map<String, Value> = properties.iter().cloned().collect();
    json!({"type": "object", "required": required, "properties": members})
}

fn with_operations(count: usize, schemas: &serde_json::Map<String, Value>, body: &str) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{body}")}}});
    let paths: serde_json::Map<String, Value> = (0..count)
        .map(|index| {
            let post = json!({
                "operationId": format!("o{index}"),
                "requestBody": {"content": content},
                "responses": {"200": {"description": "d", "content": content}},
            });
            (format!("/p{index}"), json!({"post": post}))
        })
        .collect();
    json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

/// Each type needs the next one three times: all of it would be 3^30 values.
#[test]
fn types_that_need_each_other_have_no_example() {
    let level = |index: usize| {
        let next = json!({"$ref": format!("#/components/schemas/L{}", index + 1)});
        let properties: Vec<_> = (0..3).map(|name| (format!("p{name}"), next.clone())).collect();
        (format!("L{index}"), object(&properties))
    };
    let mut schemas: serde_json::Map<_, _> = (0..30).map(level).collect();
    schemas.insert("L30".to_owned(), json!({"type": "string"}));
    let bytes = bytes(&with_operations(1, &schemas, "L0"));
    assert!(bytes < 200_000, "{bytes} bytes");
}

/// Ten types of which each needs all others.
#[test]
fn a_circle_of_types_has_no_example() {
    let one = |index: usize| {
        let others = (0..10).filter(|other| *other != index);
        let properties: Vec<_> = others
            .map(|other| (format!("p{other}"), json!({"$ref": format!("#/components/schemas/S{other}")})))
            .collect();
        (format!("S{index}"), object(&properties))
    };
    let bytes = bytes(&with_operations(1, &(0..10).map(one).collect(), "S0"));
    assert!(bytes < 200_000, "{bytes} bytes");
}

/// A page shows a part of a large body: twice the fields cost the type, not every operation.
#[test]
fn pages_of_operations_show_a_part_of_a_large_body() {
    let document = |fields: usize| {
        let properties: Vec<_> =
            (0..fields).map(|name| (format!("p{name}"), json!({"type": "string"}))).collect();
        with_operations(20, &[("A".to_owned(), object(&properties))].into_iter().collect(), "A")
    };
    let (one, two) = (bytes(&document(500)), bytes(&document(1000)));
    assert!(two < one + 500 * 1000, "{one} and {two} bytes");
}
