use serde_json::{Value, json};

use super::{is_swagger2, upgrade};
use crate::diagnostics::Diagnostics;
use crate::pointer::{FileId, Pointer};

fn upgraded(tree: &Value) -> (Value, Vec<(String, String)>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let upgraded = upgrade(tree, FileId::default(), &mut diagnostics);
    let moved = upgraded.moved.iter().map(|it| (it.to.to_string(), it.from.to_string())).collect();
    let codes = diagnostics.iter().map(|it| it.code.id.to_owned()).collect();
    (upgraded.tree, moved, codes)
}

#[test]
fn the_version_is_read_as_text_or_number() {
    assert!(is_swagger2(&json!({ "swagger": "2.0" })));
    assert!(is_swagger2(&json!({ "swagger": 2.0 })));
    assert!(!is_swagger2(&json!({ "openapi": "3.0.0" })));
    assert!(!is_swagger2(&json!({ "swagger": "1.2" })));
}

#[test]
fn host_base_path_and_schemes_become_servers() {
    let servers = |document: Value| upgraded(&document).0["servers"].clone();
    assert_eq!(
        servers(
            json!({ "swagger": "2.0", "host": "a.example", "basePath": "/v1/", "schemes": ["http", "https"] })
        ),
        json!([{ "url": "https://a.example/v1" }, { "url": "http://a.example/v1" }])
    );
    assert_eq!(
        servers(json!({ "swagger": "2.0", "host": "a.example" })),
        json!([{ "url": "https://a.example" }])
    );
    assert_eq!(servers(json!({ "swagger": "2.0", "basePath": "/v1" })), json!([{ "url": "/v1" }]));
    assert_eq!(servers(json!({ "swagger": "2.0" })), json!([{ "url": "/" }]));
}

#[test]
fn parameters_get_schemas_and_styles() {
    let (tree, _, codes) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a/{id}": { "get": { "parameters": [
            { "name": "id", "in": "path", "required": true, "type": "integer", "format": "int64" },
            { "name": "tags", "in": "query", "type": "array", "items": { "type": "string" }, "collectionFormat": "multi" },
            { "name": "ids", "in": "query", "type": "array", "items": { "type": "string" } },
            { "name": "tabs", "in": "query", "type": "array", "items": { "type": "string" }, "collectionFormat": "tsv" },
        ] } } }
    }));
    let parameters = &tree["paths"]["/a/{id}"]["get"]["parameters"];
    assert_eq!(
        parameters[0],
        json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "integer", "format": "int64" } })
    );
    assert_eq!((&parameters[1]["style"], &parameters[1]["explode"]), (&json!("form"), &json!(true)));
    assert_eq!((&parameters[2]["style"], &parameters[2]["explode"]), (&json!("form"), &json!(false)));
    assert_eq!(codes, ["OA0414"]);
}

#[test]
fn a_body_parameter_becomes_the_request_body_in_every_consumed_media_type() {
    let (tree, moved, _) = upgraded(&json!({
        "swagger": "2.0",
        "consumes": ["application/json", "application/xml"],
        "paths": { "/a": { "post": { "parameters": [
            { "name": "q", "in": "query", "type": "string" },
            { "name": "it", "in": "body", "required": true, "schema": { "$ref": "#/definitions/A" } },
        ] } } },
        "definitions": { "A": { "type": "object" } }
    }));
    let post = &tree["paths"]["/a"]["post"];
    let schema = json!({ "schema": { "$ref": "#/components/schemas/A" } });
    assert_eq!(
        post["requestBody"],
        json!({ "required": true, "content": { "application/json": schema, "application/xml": schema } })
    );
    assert_eq!(post["parameters"].as_array().map(Vec::len), Some(1));
    let body = ("#/paths/~1a/post/requestBody".to_owned(), "#/paths/~1a/post/parameters/1".to_owned());
    assert!(moved.contains(&body), "{moved:?}");
}

#[test]
fn form_parameters_become_one_object_and_files_travel_as_multipart() {
    let operation = |fields: Value| {
        let document = json!({ "swagger": "2.0", "paths": { "/a": { "post": { "parameters": fields } } } });
        upgraded(&document).0["paths"]["/a"]["post"]["requestBody"].clone()
    };
    assert_eq!(
        operation(json!([{ "name": "a", "in": "formData", "type": "string", "required": true }])),
        json!({ "required": true, "content": { "application/x-www-form-urlencoded": {
            "schema": { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] }
        } } })
    );
    assert_eq!(
        operation(json!([{ "name": "f", "in": "formData", "type": "file" }])),
        json!({ "required": false, "content": { "multipart/form-data": {
            "schema": { "type": "object", "properties": { "f": { "type": "string", "format": "binary" } } }
        } } })
    );
}

#[test]
fn reusable_bodies_are_followed_and_other_references_renamed() {
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a": {
            "parameters": [{ "$ref": "#/parameters/Body" }, { "$ref": "#/parameters/Page" }],
            "post": { "responses": { "404": { "$ref": "#/responses/Missing" } } }
        } },
        "parameters": {
            "Body": { "name": "b", "in": "body", "schema": { "type": "string" } },
            "Page": { "name": "page", "in": "query", "type": "integer" }
        },
        "responses": { "Missing": { "description": "none", "schema": { "type": "string" } } }
    }));
    let item = &tree["paths"]["/a"];
    assert_eq!(item["parameters"], json!([{ "$ref": "#/components/parameters/Page" }]));
    assert_eq!(
        item["post"]["requestBody"]["content"],
        json!({ "application/json": { "schema": { "type": "string" } } })
    );
    assert_eq!(item["post"]["responses"]["404"], json!({ "$ref": "#/components/responses/Missing" }));
    assert_eq!(
        tree["components"]["parameters"],
        json!({ "Page": { "name": "page", "in": "query", "schema": { "type": "integer" } } })
    );
    assert_eq!(
        tree["components"]["responses"]["Missing"]["content"],
        json!({ "application/json": { "schema": { "type": "string" } } })
    );
}

#[test]
fn responses_headers_and_examples_find_their_new_places() {
    let (tree, moved, _) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a": { "get": { "produces": ["text/csv"], "responses": { "200": {
            "schema": { "type": "file" },
            "examples": { "text/csv": "a;b" },
            "headers": { "X-Left": { "type": "integer", "description": "calls left" } }
        } } } } }
    }));
    assert_eq!(
        tree["paths"]["/a"]["get"]["responses"]["200"],
        json!({
            "headers": { "X-Left": { "description": "calls left", "schema": { "type": "integer" } } },
            "content": { "text/csv": { "schema": { "type": "string", "format": "binary" }, "example": "a;b" } }
        })
    );
    let at = Pointer::from_segments(["paths", "/a", "get", "responses", "200"]).to_string();
    assert!(moved.contains(&(format!("{at}/content/text~1csv/schema"), format!("{at}/schema"))), "{moved:?}");
}

#[test]
fn security_definitions_become_schemes() {
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "securityDefinitions": {
            "plain": { "type": "basic" },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "app": { "type": "oauth2", "flow": "application", "tokenUrl": "https://a.example/token", "scopes": { "r": "read" } }
        }
    }));
    assert_eq!(
        tree["components"]["securitySchemes"],
        json!({
            "plain": { "type": "http", "scheme": "basic" },
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "app": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://a.example/token", "scopes": { "r": "read" }
            } } }
        })
    );
}

#[test]
fn schema_spellings_change_but_names_and_literals_do_not() {
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "definitions": { "Pet": {
            "discriminator": "kind",
            "properties": {
                "discriminator": { "type": "string", "x-nullable": true },
                "default": { "type": "file" },
                "kind": { "type": "string", "default": "x-nullable", "example": { "type": "file" } }
            }
        } }
    }));
    assert_eq!(
        tree["components"]["schemas"]["Pet"],
        json!({
            "discriminator": { "propertyName": "kind" },
            "properties": {
                "discriminator": { "type": "string", "nullable": true },
                "default": { "type": "file" },
                "kind": { "type": "string", "default": "x-nullable", "example": { "type": "file" } }
            }
        })
    );
}

#[test]
fn responses_and_parameters_may_be_called_as_keywords_are() {
    let schema = json!({ "type": "string", "x-nullable": true });
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a": { "get": { "responses": { "default": { "description": "", "schema": schema } } } } },
        "parameters": { "example": { "name": "q", "in": "query", "type": "string", "x-nullable": true } },
        "responses": { "enum": { "description": "", "schema": schema } }
    }));
    let expected = json!({ "type": "string", "nullable": true });
    let of = |response: &Value| response["content"]["application/json"]["schema"].clone();
    assert_eq!(of(&tree["paths"]["/a"]["get"]["responses"]["default"]), expected);
    assert_eq!(of(&tree["components"]["responses"]["enum"]), expected);
    assert_eq!(tree["components"]["parameters"]["example"]["schema"], expected);
}

#[test]
fn lists_in_forms_are_joined_as_the_collection_format_says() {
    let list = |name: &str, format: &str| json!({ "name": name, "in": "formData", "type": "array", "items": { "type": "string" }, "collectionFormat": format });
    let body = |consumes: &str| {
        let fields =
            [list("c", "csv"), list("s", "ssv"), list("p", "pipes"), list("m", "multi"), list("t", "tsv")];
        let (tree, _, codes) = upgraded(
            &json!({ "swagger": "2.0", "paths": { "/a": { "post": { "consumes": [consumes], "parameters": fields } } } }),
        );
        (tree["paths"]["/a"]["post"]["requestBody"]["content"][consumes]["encoding"].clone(), codes)
    };
    let (encoding, codes) = body("application/x-www-form-urlencoded");
    assert_eq!(
        encoding,
        json!({
            "c": { "style": "form", "explode": false },
            "s": { "style": "spaceDelimited", "explode": false },
            "p": { "style": "pipeDelimited", "explode": false },
            "t": { "style": "form", "explode": false },
        })
    );
    assert_eq!(codes, ["OA0414"], "only tabs have no counterpart");
    let (encoding, codes) = body("multipart/form-data");
    assert_eq!(encoding, Value::Null);
    assert_eq!(codes, ["OA0414"; 4], "parts of multipart bodies are not joined");
}

#[test]
fn a_header_that_is_joined_in_another_way_than_by_commas_is_told() {
    let header = |format: &str| {
        let header = json!({ "type": "array", "items": { "type": "string" }, "collectionFormat": format });
        let response = json!({ "200": { "description": "", "headers": { "X-L": header } } });
        upgraded(&json!({ "swagger": "2.0", "paths": { "/a": { "get": { "responses": response } } } })).2
    };
    assert!(header("csv").is_empty());
    assert_eq!(header("pipes"), ["OA0414"]);
}

#[test]
fn only_schemes_of_http_make_servers() {
    let read = |document: &Value| {
        let (tree, _, codes) = upgraded(document);
        (tree["servers"].clone(), tree["paths"]["/a"]["get"]["servers"].clone(), codes)
    };
    let document = |schemes: &[&str], own: &[&str]| {
        read(&json!({
            "swagger": "2.0", "host": "h.example", "basePath": "/v1", "schemes": schemes,
            "paths": { "/a": { "get": { "schemes": own } } }
        }))
    };
    let http = json!([{ "url": "http://h.example/v1" }]);
    let https = json!([{ "url": "https://h.example/v1" }]);
    assert_eq!(document(&["ws", "http"], &[]), (http.clone(), Value::Null, vec![]));
    assert_eq!(document(&["wss"], &[]), (https.clone(), Value::Null, vec!["OA0210".to_owned()]));
    assert_eq!(document(&["http"], &["https", "wss"]), (http.clone(), https, vec![]));
    assert_eq!(document(&["http"], &["http", "https"]), (http.clone(), Value::Null, vec![]));
    assert_eq!(document(&["http"], &["ws"]), (http, Value::Null, vec!["OA0210".to_owned()]));
}

#[test]
fn references_into_operations_follow_what_was_moved() {
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a": { "post": {
            "parameters": [
                { "name": "it", "in": "body", "schema": { "type": "object", "properties": { "n": { "type": "string" } } } },
                { "name": "q", "in": "query", "type": "array", "items": { "type": "string" } }
            ],
            "responses": { "200": { "description": "", "schema": { "type": "object", "properties": { "n": { "type": "string" } } } } }
        } } },
        "responses": { "Gone": { "description": "", "schema": { "type": "string" } } },
        "definitions": {
            "Answer": { "$ref": "#/paths/~1a/post/responses/200/schema" },
            "Inside": { "$ref": "#/paths/~1a/post/responses/200/schema/properties/n" },
            "Body": { "$ref": "#/paths/~1a/post/parameters/0/schema" },
            "Item": { "$ref": "#/paths/~1a/post/parameters/1/items" },
            "Gone": { "$ref": "#/responses/Gone/schema" },
            "Deep": { "$ref": "#/definitions/Answer/properties" },
            "Missing": { "$ref": "#/paths/~1a/get/responses/200/schema" }
        }
    }));
    let content = "content/application~1json/schema";
    let expected = [
        ("Answer", format!("#/paths/~1a/post/responses/200/{content}")),
        ("Inside", format!("#/paths/~1a/post/responses/200/{content}/properties/n")),
        ("Body", format!("#/paths/~1a/post/requestBody/{content}")),
        ("Item", "#/paths/~1a/post/parameters/0/schema/items".to_owned()),
        ("Gone", format!("#/components/responses/Gone/{content}")),
        ("Deep", "#/components/schemas/Answer/properties".to_owned()),
        ("Missing", "#/paths/~1a/get/responses/200/schema".to_owned()),
    ];
    for (name, place) in expected {
        assert_eq!(tree["components"]["schemas"][name]["$ref"], json!(place), "{name}");
    }
}

#[test]
fn reusable_bodies_are_found_by_escaped_names() {
    let (tree, _, _) = upgraded(&json!({
        "swagger": "2.0",
        "paths": { "/a": { "post": { "parameters": [{ "$ref": "#/parameters/My%20Body" }] } } },
        "parameters": { "My Body": { "name": "b", "in": "body", "schema": { "type": "string" } } }
    }));
    assert_eq!(
        tree["paths"]["/a"]["post"]["requestBody"]["content"],
        json!({ "application/json": { "schema": { "type": "string" } } })
    );
}
