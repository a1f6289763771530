//! What is repaired, what is refused, by hand from the OpenAPI Specification.

use serde_json::{Value, json};

use super::{Checked, Told, check, kind_at};
use crate::diagnostics::Diagnostics;
use crate::load::load;
use crate::pointer::Pointer;
use crate::source::{SourceText, Sources};

fn run(text: &str) -> (Value, Vec<String>, Option<Checked>) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (_, tree) = load(SourceText::new("x", text), &mut sources, &mut diagnostics);
    let mut tree = tree.unwrap_or_default();
    let checked = check(&mut tree, Told::default(), &mut sources, &mut diagnostics);
    let told = diagnostics.iter().map(|told| {
        let written = sources.origins.locate(&told.at.pointer);
        format!("{} {} {}", told.code.id, written.pointer, told.message)
    });
    (tree, told.collect(), checked)
}

/// Checks a document with this schema under `components.schemas.S`.
fn schema(text: &str) -> (Value, Vec<String>) {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S: ";
    let (mut tree, told, _) = run(&format!("{head}{text}\n"));
    let prefix = "#/components/schemas/S";
    let told = told.into_iter().map(|told| told.replace(prefix, "")).collect();
    (tree["components"]["schemas"]["S"].take(), told)
}

#[track_caller]
fn repairs(text: &str, expected: &Value, messages: &[&str]) {
    let (found, told) = schema(text);
    assert_eq!((&found, told), (expected, messages.iter().map(ToString::to_string).collect()));
}

#[test]
fn a_sound_schema_is_left_alone() {
    repairs(
        "{type: object, required: [a], properties: {$ref: {type: string}, required: {type: boolean}}, x-y: 1}",
        &json!({"type": "object", "required": ["a"], "properties": {"$ref": {"type": "string"}, "required": {"type": "boolean"}}, "x-y": 1}),
        &[],
    );
}

#[test]
fn values_that_plainly_mean_something_are_read_so() {
    repairs(
        "{nullable: 'true', minLength: '3', maxLength: 4.0, title: 1.10, enum: a, required: a}",
        &json!({"nullable": true, "minLength": 3, "maxLength": 4, "title": "1.10", "enum": ["a"], "required": ["a"]}),
        &[
            "OA0204 /nullable `nullable` must be `true` or `false`, not text; it is read as `true`",
            "OA0204 /minLength `minLength` must be an integer that is not negative, not text; it is read as `3`",
            "OA0204 /maxLength `maxLength` must be an integer that is not negative, not a number; it is read as `4`",
            "OA0204 /title `title` must be text, not a number; it is read as `\"1.10\"`",
            "OA0204 /enum `enum` must be a list, not text; it is read as `[\"a\"]`",
            "OA0204 /required `required` must be a list of text, not text; it is read as `[\"a\"]`",
        ],
    );
}

#[test]
fn required_on_a_property_counts_for_its_owner() {
    repairs(
        "{properties: {a: {required: true}, b: {required: false}}}",
        &json!({"properties": {"a": {}, "b": {}}, "required": ["a"]}),
        &[
            "OA0204 /properties/a/required `required` must be a list of text, not `true`; `a` is read as required",
            "OA0204 /properties/b/required `required` must be a list of text, not `false`; it is left out",
        ],
    );
}

#[test]
fn exclusive_bounds_of_other_versions_are_told() {
    repairs(
        "{type: integer, exclusiveMinimum: 5, maximum: 9, exclusiveMaximum: false}",
        &json!({"type": "integer", "exclusiveMinimum": 5, "maximum": 9, "exclusiveMaximum": false}),
        &[
            "OA0206 /exclusiveMinimum a number at `exclusiveMinimum` came with OpenAPI 3.1, and this document says 3.0; it is read as the bound 5",
        ],
    );
    repairs(
        "{exclusiveMinimum: true}",
        &json!({}),
        &["OA0317 /exclusiveMinimum `exclusiveMinimum: true` says nothing without `minimum`; it is left out"],
    );
    let (tree, told, _) = run(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents: {schemas: {S: {minimum: 3, exclusiveMinimum: true, maximum: 4, exclusiveMaximum: false}, T: {exclusiveMinimum: 3}}}\n",
    );
    assert_eq!(
        told,
        [
            "OA0204 #/components/schemas/S/exclusiveMinimum `exclusiveMinimum` is a number since OpenAPI 3.1; with `minimum: 3` it is read as `exclusiveMinimum: 3`",
            "OA0204 #/components/schemas/S/exclusiveMaximum `exclusiveMaximum` is a number since OpenAPI 3.1; it is left out",
        ]
    );
    assert_eq!(
        tree["components"]["schemas"]["S"],
        json!({"minimum": 3, "exclusiveMinimum": true, "maximum": 4})
    );
}

#[test]
fn a_list_of_no_types_and_a_discriminator_without_a_name_are_left_out() {
    repairs(
        "{type: []}",
        &json!({}),
        &["OA0204 /type `type` must not be empty; it is left out, so that any value fits"],
    );
    repairs(
        "{oneOf: [{}, {type: string}], discriminator: {propertyName: '', mapping: {a: Nowhere}}}",
        &json!({"oneOf": [{}, {"type": "string"}]}),
        &[
            "OA0204 /discriminator/propertyName `propertyName` must not be empty; the discriminator is left out",
        ],
    );
}

#[test]
fn what_has_no_meaning_is_left_out_or_refused() {
    repairs(
        "{minLength: -1, description: null, properties: [x], allOf: {}}",
        &json!({"allOf": [{}]}),
        &[
            "OA0204 /minLength `minLength` must be an integer that is not negative, not a number; it is left out",
            "OA0204 /description `description` must be text, not null; it is left out",
            "OA0201 /properties `properties` must be a mapping, not a list",
            "OA0204 /allOf `allOf` must be a list, not a mapping; it is read as `[{}]`",
        ],
    );
}

#[test]
fn unknown_and_later_keywords_are_told() {
    repairs(
        "{maxlength: 3, const: 1}",
        &json!({"maxlength": 3, "const": 1}),
        &[
            "OA0206 /const `const` came with OpenAPI 3.1; this document says 3.0",
            "OA0203 /maxlength `maxlength` is not a keyword of the Schema Object",
        ],
    );
}

#[test]
fn missing_keywords_are_assumed_where_that_is_safe() {
    let (tree, told, _) = run(
        "openapi: 3.0.3\npaths:\n  /a/{id}:\n    get:\n      parameters: [{in: path, name: id}, {in: query}, 7]\n",
    );
    assert_eq!(
        told,
        [
            "OA0205 #/paths/~1a~1{id}/get/parameters/0 a path parameter must say `required: true`; it is assumed",
            "OA0205 #/paths/~1a~1{id}/get/parameters/0 the parameter has neither `schema` nor `content`; `schema: {type: string}` is assumed",
            "OA0202 #/paths/~1a~1{id}/get/parameters/1 `name` is missing; the Parameter Object requires it",
            "OA0201 #/paths/~1a~1{id}/get/parameters/2 an item must be a mapping (Parameter Object or `$ref`), not a number",
            "OA0205 #/paths/~1a~1{id}/get `responses` is missing; `{}` is assumed",
            "OA0205 # `info` is missing; `{\"title\": \"API\", \"version\": \"0.0.0\"}` is assumed",
        ]
    );
    assert_eq!(tree["paths"]["/a/{id}"]["get"]["parameters"].as_array().map(Vec::len), Some(2));
}

#[test]
fn parameters_that_are_bodies_become_one() {
    let (tree, told, _) = run("openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    parameters: [{name: shared, in: body, schema: {type: string, title: 1}}]
    get: {responses: {}}
    put: {parameters: [{name: q, in: query, schema: {}}, {$ref: '#/components/parameters/B'}, {name: n, in: header, schema: {}, requird: true}], responses: {}}
    post: {parameters: [{name: f, in: formData, type: file, description: d}, {name: g, in: formData, type: integer, required: true}], responses: {}}
    patch: {parameters: [{name: b, in: body}], requestBody: {content: {}}, responses: {}}
components: {parameters: {B: {name: b, in: body, required: true, description: d, schema: {type: array, items: {}}}}}
");
    let path = &tree["paths"]["/a"];
    assert_eq!(path["parameters"], json!([]));
    assert_eq!(
        path["get"]["requestBody"],
        json!({"content": {"application/json": {"schema": {"type": "string", "title": "1"}}}})
    );
    assert_eq!(
        path["put"]["requestBody"],
        json!({"content": {"application/json": {"schema": {"type": "array", "items": {}}}}, "description": "d", "required": true})
    );
    let kept: Vec<&Value> =
        path["put"]["parameters"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
    assert_eq!(kept, ["q", "n"]);
    assert_eq!(
        path["post"]["requestBody"],
        json!({"required": true, "content": {"multipart/form-data": {"schema": {
            "type": "object",
            "properties": {"f": {"type": "string", "format": "binary", "description": "d"}, "g": {"type": "integer"}},
            "required": ["g"],
        }}}})
    );
    assert_eq!(path["patch"]["requestBody"], json!({"content": {}}));
    assert_eq!(tree["components"]["parameters"], json!({}));
    let body = "is Swagger 2.0; the parameter is read as the request body, as `application/json`";
    let part = "is read as a field of the request body, as `multipart/form-data`";
    let expected = [
        format!("OA0204 #/paths/~1a/parameters/0/in `in: body` {body}"),
        format!("OA0204 #/paths/~1a/put/parameters/1/$ref `in: body` {body}"),
        format!("OA0204 #/paths/~1a/post/parameters/0/in `in: formData` is Swagger 2.0; `f` {part}"),
        format!("OA0204 #/paths/~1a/post/parameters/1/in `in: formData` is Swagger 2.0; `g` {part}"),
        "OA0204 #/paths/~1a/patch/parameters/0/in `in: body` is Swagger 2.0; the operation has a `requestBody`, so the parameter is left out".to_owned(),
    ];
    assert_eq!(told[..5], expected);
    let at = |text: &str| told.iter().any(|told| told.contains(text));
    assert!(at("OA0204 #/paths/~1a/parameters/0/schema/title "), "{told:#?}");
    assert!(at("OA0203 #/paths/~1a/put/parameters/2/requird "), "{told:#?}");
}

#[test]
fn lists_at_items_are_told() {
    for (text, length) in [
        ("[{type: string}, {type: integer}]", "the schemas of the first 2 items"),
        ("[{type: string}]", "that of every item"),
    ] {
        let (_, told) = schema(&format!("{{type: array, items: {text}}}"));
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("OA0204 /items ") && told[0].contains(length), "{told:?}");
    }
    let (found, told) = schema("{type: array, items: [], additionalItems: false}");
    assert_eq!(found, json!({"type": "array"}));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].starts_with("OA0203 /additionalItems "), "{told:?}");
}

#[test]
fn other_documents_are_refused() {
    assert_eq!(run("asyncapi: 2.0.0\n").1, ["OA0003 # this is an AsyncAPI document"]);
    assert_eq!(run("- a\n").1, ["OA0003 # the document is not a mapping"]);
    assert_eq!(run("openapi: 4.0.0\n").1, ["OA0003 #/openapi OpenAPI `4.0.0` is not supported"]);
}

#[test]
fn references_are_noted_where_they_are_meant() {
    let (_, told, checked) = run("\
openapi: 3.1.0
info: {title: t, version: '1'}
components:
  schemas:
    A: {$ref: '#/components/schemas/B', example: {$ref: data}}
    B: {properties: {$ref: {$ref: '#/components/schemas/A'}}}
  parameters:
    P: {$ref: '#/components/parameters/Q'}
");
    assert_eq!(told, Vec::<String>::new());
    let noted: Vec<_> = checked
        .into_iter()
        .flat_map(|checked| checked.references)
        .map(|reference| (reference.at.as_str().to_owned(), reference.kind))
        .collect();
    assert_eq!(
        noted,
        [
            ("/components/schemas/A/$ref".to_owned(), "Schema"),
            ("/components/schemas/B/properties/$ref/$ref".to_owned(), "Schema"),
            ("/components/parameters/P/$ref".to_owned(), "Parameter"),
        ]
    );
}

#[test]
fn every_node_of_the_model_has_a_kind() {
    let kind = |pointer: &str| kind_at(&Pointer::parse(pointer));
    assert_eq!(kind("/components/schemas/A/properties/b/items"), Some("Schema"));
    assert_eq!(kind("/paths/~1a/get/responses/200/content/application~1json/schema"), Some("Schema"));
    assert_eq!(kind("/paths/~1a/get/parameters/0"), Some("Parameter"));
    assert_eq!(kind("/paths/~1a/get"), Some("Operation"));
    assert_eq!(kind("/info/title"), None);
}

#[test]
fn unknown_types_are_left_out() {
    repairs("{type: strin}", &json!({}), &["OA0315 /type `strin` is not a type; it is left out"]);
    repairs(
        "{type: [string, whatever]}",
        &json!({"type": ["string"]}),
        &["OA0315 /type/1 `whatever` is not a type; it is left out"],
    );
    repairs(
        "{type: String}",
        &json!({"type": "string"}),
        &["OA0204 /type `String` is not a type; it is read as `string`"],
    );
}

#[test]
fn entries_of_a_mapping_are_noted() {
    let (_, told, checked) = run(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S: {oneOf: [{}], discriminator: {propertyName: k, mapping: {a/b: Cat}}}\n",
    );
    assert!(told.is_empty(), "{told:?}");
    let noted = checked.expect("a sound document").mappings;
    let noted: Vec<_> = noted.iter().map(|entry| (entry.at.as_str(), entry.target.as_str())).collect();
    assert_eq!(noted, [("/components/schemas/S/discriminator/mapping/a~1b", "Cat")]);
}

#[test]
fn defaults_fit_their_schema() {
    repairs(
        "{type: object, properties: {a: {type: boolean, default: 'True'}, b: {type: integer, default: {}}, c: {type: string, default: 1}, d: {type: number, default: 1}, e: {type: [string, 'null'], default: null}}}",
        &json!({"type": "object", "properties": {
            "a": {"type": "boolean", "default": true}, "b": {"type": "integer"}, "c": {"type": "string", "default": "1"},
            "d": {"type": "number", "default": 1}, "e": {"type": ["string", "null"], "default": null}}}),
        &[
            "OA0316 /properties/a/default the default is text, but the type is `boolean`; it is read as `true`",
            "OA0316 /properties/b/default the default is a mapping, but the type is `integer`; it is left out",
            "OA0316 /properties/c/default the default is a number, but the type is `string`; it is read as `\"1\"`",
        ],
    );
    repairs(
        "{type: string, enum: [a, b], default: c}",
        &json!({"type": "string", "enum": ["a", "b"]}),
        &["OA0316 /default the default \"c\" is none of the values of `enum`; it is left out"],
    );
}

#[test]
fn constraints_can_be_met() {
    repairs(
        "{type: integer, minimum: 5, maximum: 1, multipleOf: 0, enum: [1, 2, 1]}",
        &json!({"type": "integer", "minimum": 5, "maximum": 1, "enum": [1, 2, 1]}),
        &[
            "OA0317 /minimum no value meets both `minimum: 5` and `maximum: 1`",
            "OA0317 /multipleOf `multipleOf` must be greater than zero, not `0`; it is left out",
            "OA0317 /enum/2 1 is listed twice",
        ],
    );
    repairs(
        "{type: string, enum: []}",
        &json!({"type": "string"}),
        &["OA0317 /enum `enum` has no value; it is left out"],
    );
}

mod faults;

#[test]
fn a_version_that_is_left_empty_is_none() {
    let (_, told, checked) = run("{openapi: , info: {title: t, version: '1'}, paths: {}}");
    assert_eq!(told, ["OA0003 # `openapi` is missing, which names the version"]);
    assert!(checked.is_none());
}

#[test]
fn null_without_quotation_marks_is_a_type_in_a_list_of_types() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S: {type: [string, null]}\n";
    let (tree, told, _) = run(text);
    assert_eq!(tree["components"]["schemas"]["S"], json!({"type": ["string", "null"]}));
    assert_eq!(
        told,
        ["OA0204 #/components/schemas/S/type/1 an item must be text, not null; it is read as `\"null\"`"]
    );
}

#[test]
fn a_path_without_its_slash_is_mended_unless_it_is_another_one_then() {
    let paths =
        |text: &str| run(&format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {text}\n"));
    let (tree, told, _) = paths("{a: {}, /b: {}}");
    assert_eq!(tree["paths"], json!({"/a": {}, "/b": {}}));
    assert_eq!(told, ["OA0204 #/paths/a the path `a` must begin with `/`; it is read as `/a`"]);
    for both in ["{a: {summary: one}, /a: {summary: two}}", "{/a: {summary: two}, a: {summary: one}}"] {
        let (tree, told, _) = paths(both);
        assert_eq!(tree["paths"], json!({"/a": {"summary": "two"}}), "{both}");
        assert_eq!(told, ["OA0207 #/paths/a the path `a` must begin with `/`, and `/a` is another one"]);
    }
}
