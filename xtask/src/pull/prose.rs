//! Drops prose: the keywords `description`, `summary` and, in schemas, `title`.
//!
//! Only keywords are dropped; a property, parameter, schema or example member of such a name is a fact and
//! stays. `info.title` names the API and stays. The `description` that the specification demands of a response
//! (OpenAPI 3.0.3, "Response Object") becomes empty.

use serde_json::{Map, Value};

use super::grammar::{self, Kind};

/// Drops the prose of a whole document.
pub(crate) fn drop_prose(document: &mut Value) {
    grammar::visit(Kind::Document, document, &mut |kind, object| {
        object.shift_remove("summary");
        if kind == Kind::Schema {
            object.shift_remove("title");
        }
        if kind == Kind::Response && !is_reference(object) {
            object.insert("description".to_owned(), Value::from(""));
        } else {
            object.shift_remove("description");
        }
    });
}

fn is_reference(object: &Map<String, Value>) -> bool {
    object.contains_key("$ref")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::drop_prose;

    fn dropped(mut document: Value) -> Value {
        drop_prose(&mut document);
        document
    }

    #[test]
    fn schemas_lose_their_prose_at_every_depth() {
        let schema = json!({
            "title": "A pet", "description": "Four legs", "type": "object",
            "properties": { "tail": { "type": "string", "title": "Tail", "description": "Wags" } },
            "additionalProperties": { "type": "string", "description": "More" },
        });
        let expected = json!({
            "type": "object",
            "properties": { "tail": { "type": "string" } },
            "additionalProperties": { "type": "string" },
        });
        assert_eq!(
            dropped(json!({ "components": { "schemas": { "Pet": schema } } })),
            json!({ "components": { "schemas": { "Pet": expected } } })
        );
    }

    #[test]
    fn properties_named_like_prose_stay() {
        let document = json!({ "components": { "schemas": {
            "title": { "type": "string" },
            "Page": {
                "type": "object",
                "required": ["title", "description"],
                "properties": {
                    "title": { "type": "string" },
                    "description": { "type": "string" },
                    "summary": { "type": "string", "enum": ["title", "description"] },
                },
            },
        } } });
        assert_eq!(dropped(document.clone()), document);
    }

    #[test]
    fn data_is_not_prose() {
        let document = json!({ "components": { "schemas": { "Page": {
            "type": "object",
            "default": { "title": "none" },
            "example": { "title": "Home", "description": "Start here" },
            "enum": [{ "summary": "x" }],
        } } } });
        assert_eq!(dropped(document.clone()), document);
    }

    #[test]
    fn operations_parameters_and_tags_lose_their_prose() {
        let document = json!({
            "info": { "title": "Shop", "version": "1", "description": "Sells", "summary": "A shop" },
            "tags": [{ "name": "pets", "description": "All pets" }],
            "paths": { "/pets/": { "summary": "Pets", "get": {
                "operationId": "pets_list", "summary": "List", "description": "List them",
                "parameters": [{ "name": "title", "in": "query", "description": "Filter" }],
                "responses": {},
            } } },
        });
        let expected = json!({
            "info": { "title": "Shop", "version": "1" },
            "tags": [{ "name": "pets" }],
            "paths": { "/pets/": { "get": {
                "operationId": "pets_list",
                "parameters": [{ "name": "title", "in": "query" }],
                "responses": {},
            } } },
        });
        assert_eq!(dropped(document), expected);
    }

    #[test]
    fn responses_keep_an_empty_description_and_references_get_none() {
        let document = json!({ "paths": { "/a/": { "get": { "responses": {
            "200": { "description": "Fine", "headers": { "title": { "description": "A header" } } },
            "404": { "$ref": "#/components/responses/Missing" },
        } } } } });
        let expected = json!({ "paths": { "/a/": { "get": { "responses": {
            "200": { "description": "", "headers": { "title": {} } },
            "404": { "$ref": "#/components/responses/Missing" },
        } } } } });
        assert_eq!(dropped(document), expected);
    }

    #[test]
    fn named_examples_keep_their_value() {
        let document = json!({ "paths": { "/a/": { "post": { "requestBody": { "content": { "application/json": {
            "examples": { "summary": { "summary": "Prose", "value": { "summary": "data" } } },
        } } } } } } });
        let expected = json!({ "paths": { "/a/": { "post": { "requestBody": { "content": { "application/json": {
            "examples": { "summary": { "value": { "summary": "data" } } },
        } } } } } } });
        assert_eq!(dropped(document), expected);
    }
}
