//! Which components a document needs: everything that its paths reach, over any number of references.
//!
//! In: a document whose paths are already selected. Out: the same document without the components, security
//! schemes and tags that nothing refers to. References are followed only where the specification has them; a
//! `$ref` inside an example is data.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use super::grammar::{self, Kind};

/// A component: its section and its name, for example `schemas` and `Pet`.
type Component = (String, String);

/// Removes what the paths do not reach.
///
/// # Errors
///
/// A reference that leads nowhere, to another file, or into the document outside of `components`.
pub(crate) fn prune(document: &mut Value) -> Result<()> {
    let mut open = Vec::new();
    let mut tags = BTreeSet::new();
    let mut roots = document.clone();
    if let Some(roots) = roots.as_object_mut() {
        roots.shift_remove("components");
    }
    grammar::visit(Kind::Document, &mut roots, &mut |kind, object| {
        references(kind, object, &mut open);
        if kind == Kind::Operation {
            let named = object.get("tags").and_then(Value::as_array).into_iter().flatten();
            tags.extend(named.filter_map(Value::as_str).map(str::to_owned));
        }
    });

    let mut reached = BTreeSet::new();
    while let Some(reference) = open.pop() {
        let component = component(&reference)?;
        if reached.contains(&component) {
            continue;
        }
        let pointer = format!("/components/{}/{}", component.0, component.1);
        let Some(mut definition) = document.pointer(&pointer).cloned() else {
            bail!("the source refers to `{reference}`, which it does not define");
        };
        if let Some(kind) = section(&component.0) {
            grammar::visit(kind, &mut definition, &mut |kind, object| references(kind, object, &mut open));
        }
        reached.insert(component);
    }

    keep_components(document, &reached);
    if let Some(Value::Array(declared)) = document.get_mut("tags") {
        declared.retain(|tag| tag["name"].as_str().is_some_and(|name| tags.contains(name)));
    }
    Ok(())
}

fn keep_components(document: &mut Value, reached: &BTreeSet<Component>) {
    let Some(Value::Object(sections)) = document.get_mut("components") else { return };
    for (section, named) in sections.iter_mut() {
        if let Value::Object(named) = named {
            named.retain(|name, _| reached.contains(&(section.clone(), escape(name))));
        }
    }
    sections.retain(|_, named| named.as_object().is_none_or(|named| !named.is_empty()));
}

/// Collects what one keyword object refers to, as written.
fn references(kind: Kind, object: &Map<String, Value>, found: &mut Vec<String>) {
    if let Some(Value::String(target)) = object.get("$ref") {
        found.push(target.clone());
    }
    if kind == Kind::Schema
        && let Some(mapping) =
            object.get("discriminator").and_then(|discriminator| discriminator.get("mapping"))
    {
        let targets = mapping.as_object().into_iter().flat_map(Map::values).filter_map(Value::as_str);
        found.extend(targets.map(mapped_schema));
    }
    if matches!(kind, Kind::Document | Kind::Operation)
        && let Some(Value::Array(alternatives)) = object.get("security")
    {
        let schemes = alternatives.iter().filter_map(Value::as_object).flat_map(Map::keys);
        found.extend(schemes.map(|name| format!("#/components/securitySchemes/{}", escape(name))));
    }
}

/// The component that a reference leads to or into; the name stays escaped.
fn component(reference: &str) -> Result<Component> {
    let Some(path) = reference.strip_prefix("#/components/") else {
        bail!("the source refers to `{reference}`; only references to its own components can be pulled");
    };
    match path.split('/').collect::<Vec<_>>()[..] {
        [section, name, ..] => Ok((section.to_owned(), name.to_owned())),
        _ => bail!("the source refers to `{reference}`, which names no component"),
    }
}

/// A mapping names a schema by reference, or by its bare name (OpenAPI 3.0.3, "Discriminator Object").
fn mapped_schema(target: &str) -> String {
    if target.contains(['/', '.']) {
        target.to_owned()
    } else {
        format!("#/components/schemas/{}", escape(target))
    }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The kind of object that a section of the Components Object holds, where it can refer to others.
fn section(name: &str) -> Option<Kind> {
    match name {
        "schemas" => Some(Kind::Schema),
        "responses" => Some(Kind::Response),
        "parameters" | "headers" => Some(Kind::Parameter),
        "examples" => Some(Kind::Example),
        "requestBodies" => Some(Kind::RequestBody),
        "securitySchemes" | "links" => Some(Kind::Leaf),
        "callbacks" => Some(Kind::Callback),
        "pathItems" => Some(Kind::PathItem),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::prune;

    fn pruned(mut document: Value) -> Value {
        prune(&mut document).expect("every reference of this test leads somewhere");
        document
    }

    fn returning(schema: &Value) -> Value {
        json!({ "/a/": { "get": { "tags": ["a"], "responses": { "200": { "content": {
            "application/json": { "schema": schema },
        } } } } } })
    }

    #[test]
    fn references_are_followed_through_any_number_of_components() {
        let document = json!({
            "paths": returning(&json!({ "$ref": "#/components/schemas/List" })),
            "components": { "schemas": {
                "List": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
                "Node": { "properties": { "next": { "allOf": [{ "$ref": "#/components/schemas/Node" }] } } },
                "Other": {},
            } },
        });
        let kept = pruned(document);
        assert!(kept.pointer("/components/schemas/Node").is_some());
        assert!(kept.pointer("/components/schemas/Other").is_none());
    }

    #[test]
    fn properties_named_ref_and_examples_are_not_references() {
        let document = json!({
            "paths": returning(&json!({
                "properties": { "$ref": { "type": "string" } },
                "example": { "$ref": "#/components/schemas/Other" },
            })),
            "components": { "schemas": { "Other": {} } },
        });
        assert_eq!(pruned(document)["components"], json!({}));
    }

    #[test]
    fn discriminator_mappings_and_security_count_as_references() {
        let mut paths = returning(&json!({ "oneOf": [], "discriminator": { "propertyName": "t", "mapping": {
            "a": "#/components/schemas/A", "b": "B",
        } } }));
        paths["/a/"]["get"]["security"] = json!([{ "token": [] }]);
        let kept = pruned(json!({
            "tags": [{ "name": "a" }, { "name": "b" }],
            "paths": paths,
            "components": {
                "schemas": { "A": {}, "B": {}, "C": {} },
                "securitySchemes": { "token": { "type": "http" }, "unused": { "type": "http" } },
            },
        }));
        assert_eq!(
            kept["components"],
            json!({ "schemas": { "A": {}, "B": {} }, "securitySchemes": { "token": { "type": "http" } } })
        );
        assert_eq!(kept["tags"], json!([{ "name": "a" }]));
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_named() {
        let mut document = json!({ "paths": returning(&json!({ "$ref": "#/components/schemas/Gone" })) });
        let error = prune(&mut document).expect_err("the schema is not defined");
        assert_eq!(
            error.to_string(),
            "the source refers to `#/components/schemas/Gone`, which it does not define"
        );
    }

    #[test]
    fn a_reference_to_another_file_is_refused() {
        let mut document = json!({ "paths": returning(&json!({ "$ref": "other.yaml#/Pet" })) });
        assert!(prune(&mut document).is_err());
    }
}
