//! A fixed order, so that two pulls differ only where the API does.
//!
//! Paths and components go by name, keywords in the order of a reader's questions: what is it, what may it be,
//! what does it hold. Properties, parameters, enum values and every other list keep the order of the document:
//! it reaches the generated types.

use serde_json::{Map, Value};

use super::grammar::{self, Kind};

/// Orders a whole document.
pub(crate) fn order(document: &mut Value) {
    grammar::visit(Kind::Document, document, &mut |kind, object| {
        by_rank(object, keywords(kind));
        match kind {
            Kind::Document => by_name(object, &["paths", "webhooks"]),
            Kind::Components => by_name(object, &COMPONENTS),
            Kind::Operation => by_name(object, &["responses"]),
            Kind::Info
            | Kind::PathItem
            | Kind::Parameter
            | Kind::RequestBody
            | Kind::Response
            | Kind::MediaType
            | Kind::Encoding
            | Kind::Schema
            | Kind::Callback
            | Kind::Server
            | Kind::Example
            | Kind::Leaf => {}
        }
    });
}

/// Stable: keywords without a rank follow in the order of the document.
fn by_rank(object: &mut Map<String, Value>, ranked: &[&str]) {
    let mut members: Vec<_> = std::mem::take(object).into_iter().collect();
    members.sort_by_key(|(keyword, _)| {
        ranked.iter().position(|ranked| ranked == keyword).unwrap_or(ranked.len())
    });
    object.extend(members);
}

fn by_name(object: &mut Map<String, Value>, keywords: &[&str]) {
    for keyword in keywords {
        if let Some(Value::Object(named)) = object.get_mut(*keyword) {
            named.sort_keys();
        }
    }
}

const COMPONENTS: [&str; 10] = [
    "parameters",
    "headers",
    "requestBodies",
    "responses",
    "schemas",
    "examples",
    "links",
    "callbacks",
    "pathItems",
    "securitySchemes",
];

fn keywords(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Document => &[
            "openapi",
            "$self",
            "jsonSchemaDialect",
            "info",
            "servers",
            "tags",
            "security",
            "paths",
            "webhooks",
            "components",
        ],
        Kind::Info => &["title", "version", "termsOfService", "contact", "license"],
        Kind::Components => &COMPONENTS,
        Kind::PathItem => {
            &["$ref", "servers", "parameters", "get", "head", "post", "put", "patch", "delete", "query"]
        }
        Kind::Operation => &[
            "operationId",
            "deprecated",
            "tags",
            "servers",
            "security",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
        ],
        Kind::Parameter => &["$ref", "name", "in", "required", "deprecated", "style", "explode", "schema"],
        Kind::RequestBody => &["$ref", "required", "content"],
        Kind::Response => &["$ref", "description", "headers", "content"],
        Kind::MediaType => &["schema", "encoding", "example", "examples"],
        Kind::Encoding => &["contentType", "style", "explode", "headers"],
        Kind::Schema => SCHEMA,
        Kind::Server => &["url", "variables"],
        Kind::Callback | Kind::Example => &["$ref"],
        Kind::Leaf => &["$ref", "name", "type", "scheme", "in", "url"],
    }
}

const SCHEMA: &[&str] = &[
    "$ref",
    "type",
    "format",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "const",
    "enum",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "required",
    "properties",
    "additionalProperties",
    "default",
    "example",
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::order;

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn paths_and_components_go_by_name_and_properties_stay() {
        let mut document = json!({
            "components": { "schemas": {
                "Zebra": { "properties": { "z": {}, "a": {} }, "x-herd": 1, "required": ["z", "a"], "type": "object" },
                "Ape": {},
            } },
            "paths": { "/b/": { "delete": {}, "get": { "responses": { "403": {}, "200": {} } } }, "/a/": {} },
            "info": {},
        });
        order(&mut document);
        assert_eq!(keys(&document), ["info", "paths", "components"]);
        assert_eq!(keys(&document["paths"]), ["/a/", "/b/"]);
        assert_eq!(keys(&document["paths"]["/b/"]), ["get", "delete"]);
        assert_eq!(keys(&document["paths"]["/b/"]["get"]["responses"]), ["200", "403"]);
        assert_eq!(keys(&document["components"]["schemas"]), ["Ape", "Zebra"]);
        let zebra = &document["components"]["schemas"]["Zebra"];
        assert_eq!(keys(zebra), ["type", "required", "properties", "x-herd"]);
        assert_eq!(keys(&zebra["properties"]), ["z", "a"]);
        assert_eq!(zebra["required"], json!(["z", "a"]));
    }
}
