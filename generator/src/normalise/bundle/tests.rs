//! What several files become, by hand.

mod dynamic;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::apply;
use crate::diagnostics::Diagnostics;
use crate::files::{Files, Memory};
use crate::limits::Limits;
use crate::load::load;
use crate::pointer::{FileId, Pointer};
use crate::source::{SourceText, Sources};

struct Outcome {
    tree: Value,
    sources: Sources,
    /// `code file:line:column message; help +related`.
    told: Vec<String>,
}

/// Bundles files; the first is the document.
fn bundled(files: &[(&str, &str)]) -> Outcome {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (name, text) = files[0];
    let (_, tree) = load(SourceText::new(name, text), &mut sources, &mut diagnostics);
    let mut tree = tree.expect("the document can be read");
    let others: BTreeMap<String, String> =
        files[1..].iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let reader = Files::new(Memory { document: name.to_owned(), files: others, ..Memory::default() });
    apply(&mut tree, FileId::default(), &reader, &Limits::default(), &mut sources, &mut diagnostics);
    let told = diagnostics.iter().map(|told| {
        let written = sources.written_at(&told.at);
        let source = &sources[written.file];
        let outline = crate::positions::Outline::of(source);
        let span = told.span.clone().unwrap_or_else(|| outline.locate(&written.pointer, told.part));
        let at = source.line_column(span.start);
        let help = told.help.clone().map(|help| format!("; {help}")).unwrap_or_default();
        let related = told.related.len();
        format!(
            "{} {}:{}:{} {}{help} +{related}",
            told.code.id, source.name, at.line, at.column, told.message
        )
    });
    let told = told.collect();
    Outcome { tree, sources, told }
}

/// A document with these schemas.
fn schemas(text: &str) -> String {
    let indented: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{}\n",
        indented.join("\n")
    )
}

#[track_caller]
fn becomes(files: &[(&str, &str)], expected: &Value) {
    let Outcome { tree, told, .. } = bundled(files);
    assert_eq!((&tree["components"]["schemas"], told.as_slice()), (expected, [].as_slice()));
}

#[track_caller]
fn says(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(bundled(files).told, expected);
}

#[test]
fn each_schema_stands_once_however_it_is_reached() {
    becomes(
        &[
            (
                "spec/api.yaml",
                &schemas(
                    "A: {properties: {x: {$ref: 'pets.yaml#/definitions/Pet'}, y: {$ref: ./sub/../pets.yaml#/definitions/Pet}}}\nB: {$ref: sub/owner.json}",
                ),
            ),
            (
                "spec/pets.yaml",
                "definitions:\n  Pet: {properties: {owner: {$ref: sub/owner.json}}}\n  Unused: {$ref: nowhere.yaml}",
            ),
            (
                "spec/sub/owner.json",
                r##"{"properties": {"pet": {"$ref": "../pets.yaml#/definitions/Pet"}, "root": {"$ref": "../api.yaml#/components/schemas/A"}, "me": {"$ref": "#"}}}"##,
            ),
        ],
        &json!({
            "A": {"properties": {"x": {"$ref": "#/components/schemas/Pet"}, "y": {"$ref": "#/components/schemas/Pet"}}},
            "B": {"properties": {
                "pet": {"$ref": "#/components/schemas/Pet"},
                "root": {"$ref": "#/components/schemas/A"},
                "me": {"$ref": "#/components/schemas/B"},
            }},
            "Pet": {"properties": {"owner": {"$ref": "#/components/schemas/B"}}},
        }),
    );
}

#[test]
fn pointers_are_escaped_lead_through_references_and_into_definitions() {
    becomes(
        &[
            (
                "api.yaml",
                &schemas(
                    "A: {allOf: [{$ref: 'x.yaml#/definitions/a~1b%25/properties/p'}, {$ref: 'x.yaml#/definitions/Through/properties/p'}]}",
                ),
            ),
            (
                "x.yaml",
                "definitions:\n  a/b%: {properties: {p: {type: string}}}\n  Through: {$ref: '#/definitions/a~1b%25'}",
            ),
        ],
        &json!({
            "A": {"allOf": [
                {"$ref": "#/components/schemas/a~1b%25/properties/p"},
                {"$ref": "#/components/schemas/a~1b%25/properties/p"},
            ]},
            "a/b%": {"properties": {"p": {"type": "string"}}},
        }),
    );
}

#[test]
fn names_that_are_taken_get_the_file_in_front() {
    becomes(
        &[
            (
                "api.yaml",
                &schemas("Pet: {allOf: [{$ref: 'b/Pet.yaml'}, {$ref: 'a.yaml#/Pet'}, {$ref: c.yaml}]}"),
            ),
            (
                "b/Pet.yaml",
                "{type: object, definitions: {Tag: {type: string}}, properties: {t: {$ref: '#/definitions/Tag'}}}",
            ),
            ("a.yaml", "Pet: {type: object}"),
            ("c.yaml", "{$schema: x, $ref: '#/definitions/Cat', definitions: {Cat: {type: string}}}"),
        ],
        &json!({
            "Pet": {"allOf": [
                {"$ref": "#/components/schemas/b_Pet"},
                {"$ref": "#/components/schemas/a_Pet"},
                {"$ref": "#/components/schemas/Cat"},
            ]},
            "Cat": {"type": "string"},
            "Tag": {"type": "string"},
            "a_Pet": {"type": "object"},
            "b_Pet": {"type": "object", "properties": {"t": {"$ref": "#/components/schemas/Tag"}}},
        }),
    );
}

#[test]
fn a_mapping_names_schemas_of_its_own_file() {
    becomes(
        &[
            ("api.yaml", &schemas("A: {$ref: 'pets.yaml#/components/schemas/Pet'}")),
            (
                "pets.yaml",
                "components:\n  schemas:\n    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: k, mapping: {c: Cat, d: dog.yaml, e: none.yaml, f: '#/components/schemas/Cat'}}}\n    Cat: {}",
            ),
            ("dog.yaml", "{}"),
        ],
        &json!({
            "A": {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "k", "mapping": {
                "c": "#/components/schemas/Cat",
                "d": "#/components/schemas/dog",
                "e": "none.yaml",
                "f": "#/components/schemas/Cat",
            }}},
            "Cat": {},
            "dog": {},
        }),
    );
}

#[test]
fn a_mapping_may_name_a_schema_with_a_dot() {
    becomes(
        &[
            ("api.yaml", &schemas("A: {$ref: 'pets.yaml#/components/schemas/Pet'}\ncom.x.Cat: {}")),
            (
                "pets.yaml",
                "components:\n  schemas:\n    Pet: {oneOf: [{$ref: '#/components/schemas/com.x.Cat'}], discriminator: {propertyName: k, mapping: {c: com.x.Cat}}}\n    com.x.Cat: {type: object}",
            ),
        ],
        &json!({
            "A": {"oneOf": [{"$ref": "#/components/schemas/pets_com.x.Cat"}], "discriminator": {"propertyName": "k", "mapping": {
                "c": "#/components/schemas/pets_com.x.Cat",
            }}},
            "com.x.Cat": {},
            "pets_com.x.Cat": {"type": "object"},
        }),
    );
}

#[test]
fn a_file_that_only_a_mapping_asked_for_is_still_missing() {
    says(
        &[(
            "api.yaml",
            &schemas(
                "A: {oneOf: [{$ref: '#/components/schemas/X'}], discriminator: {propertyName: k, mapping: {x: other.yaml}}}\nB: {$ref: other.yaml}\nC: {$ref: other.yaml}\nX: {}",
            ),
        )],
        &["OA0106 api.yaml:6:15 there is no file `other.yaml` +1"],
    );
}

#[test]
fn other_objects_stand_under_components_or_in_place() {
    let document = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {$ref: paths/a.yaml}
  /b: {$ref: paths/a.yaml}
components:
  responses: {Gone: {$ref: 'parts.yaml#/responses/Gone'}}
  securitySchemes: {$ref: security.yaml}
";
    let Outcome { tree, told, sources } = bundled(&[
        ("api.yaml", document),
        (
            "paths/a.yaml",
            "get:\n  parameters: [{$ref: '../parts.yaml#/parameters/Limit'}]\n  responses:\n    '410': {$ref: '../parts.yaml#/responses/Gone'}\n    '404': {$ref: '../api.yaml#/components/responses/Gone'}",
        ),
        (
            "parts.yaml",
            "parameters: {Limit: {name: limit, in: query, schema: {type: integer}}}\nresponses: {Gone: {description: gone}}",
        ),
        ("security.yaml", "key: {type: apiKey, in: header, name: X-Key}"),
    ]);
    assert!(told.is_empty(), "{told:?}");
    let gone = json!({"$ref": "#/components/responses/Gone"});
    assert_eq!(
        tree["paths"]["/a"]["get"],
        json!({"parameters": [{"$ref": "#/components/parameters/Limit"}], "responses": {"410": gone, "404": gone}})
    );
    assert_eq!(tree["paths"]["/b"], json!({"$ref": "#/paths/~1a"}));
    assert_eq!(tree["components"]["responses"]["Gone"], json!({"description": "gone"}));
    assert_eq!(tree["components"]["securitySchemes"]["key"]["name"], "X-Key");
    let at = sources.origins.locate(&Pointer::parse("/paths/~1a/get/parameters/0/$ref"));
    assert_eq!(
        (sources[at.file].name.as_str(), at.pointer.as_str()),
        ("paths/a.yaml", "/get/parameters/0/$ref")
    );
    let at = sources.origins.locate(&Pointer::parse("/components/parameters/Limit/schema/type"));
    assert_eq!(
        (sources[at.file].name.as_str(), at.pointer.as_str()),
        ("parts.yaml", "/parameters/Limit/schema/type")
    );
}

#[test]
fn identifiers_and_anchors_lead_to_their_nodes() {
    let refs = "A:
  $id: https://example.com/schemas/a
  properties: {x: {$ref: '#/$defs/X'}, y: {$ref: '#named'}, z: {$ref: b}, w: {$ref: 'b#/$defs/W'}, r: {$ref: '#/components/schemas/C'}}
  $defs: {X: {type: string}, Y: {$anchor: named, type: integer}}
B: {$id: https://example.com/schemas/b, $defs: {W: {}}}
C: {allOf: [{$ref: 'https://example.com/schemas/b'}, {$ref: '#named'}]}";
    let properties = bundled(&[("api.yaml", &schemas(refs))]);
    assert_eq!(properties.told, [""; 0]);
    let schemas = &properties.tree["components"]["schemas"];
    assert_eq!(
        schemas["A"]["properties"],
        json!({
            "x": {"$ref": "#/components/schemas/A/$defs/X"},
            "y": {"$ref": "#/components/schemas/A/$defs/Y"},
            "z": {"$ref": "#/components/schemas/B"},
            "w": {"$ref": "#/components/schemas/B/$defs/W"},
            "r": {"$ref": "#/components/schemas/C"},
        })
    );
    assert_eq!(
        schemas["C"]["allOf"],
        json!([{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/A/$defs/Y"}])
    );
}

#[test]
fn identifiers_in_data_name_nothing() {
    let refs =
        "A: {example: {$id: 'https://example.com/b', $anchor: x}, enum: [{$anchor: x}], x-note: {$anchor: x}}
B: {$anchor: x, $id: 'https://example.com/b'}
C: {allOf: [{$ref: '#x'}, {$ref: 'https://example.com/b'}]}
D: {default: {$anchor: y}, properties: {v: {$ref: '#y'}}}";
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", &schemas(refs))]);
    assert_eq!(
        tree["components"]["schemas"]["C"]["allOf"],
        json!([{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/B"}])
    );
    assert_eq!(
        told,
        [
            "OA0101 api.yaml:8:55 `#y` leads nowhere: there is no anchor `y`; give the target `$anchor`, or write the path to it: `#/components/schemas/Name` +0"
        ]
    );
}

#[test]
fn names_that_two_schemas_have_are_told() {
    let refs = "A: {$anchor: x}
B: {$anchor: x}
C: {$ref: '#x'}
D: {$id: 'https://example.com/d', $anchor: x}
E: {$id: 'https://example.com/d'}
F: {$id: '#f'}
G: {$id: '#g'}";
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", &schemas(refs))]);
    assert_eq!(tree["components"]["schemas"]["C"], json!({"$ref": "#/components/schemas/A"}));
    assert_eq!(
        told,
        [
            "OA0111 api.yaml:9:14 the `$id` `https://example.com/d` is that of another schema; references lead to the first +1",
            "OA0111 api.yaml:6:18 the anchor `x` is that of another schema; references lead to the first +1",
        ]
    );
}

#[test]
fn a_document_that_names_itself_stands_for_its_folder() {
    let document = "\
openapi: 3.2.0
$self: https://example.com/api/v1/openapi.yaml
info: {title: T, version: '1'}
components:
  schemas:
    A: {allOf: [{$ref: 'https://example.com/api/v1/openapi.yaml#/components/schemas/B'}, {$ref: 'https://example.com/api/v1/schemas/Pet.yaml'}]}
    B: {}
";
    let Outcome { tree, told, .. } =
        bundled(&[("openapi.yaml", document), ("schemas/Pet.yaml", "{type: string}")]);
    assert_eq!(told, [""; 0]);
    assert_eq!(
        tree["components"]["schemas"]["A"]["allOf"],
        json!([{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/Pet"}])
    );
}

#[test]
fn faults_are_told_where_they_are_written() {
    says(
        &[
            (
                "api.yaml",
                &schemas(
                    "A: {$ref: 'a.yaml#/Pte'}\nB: {$ref: 'a.yaml#/Pte'}\nC: {$ref: a.yaml#/Pet/type}\nD: {$ref: b.yaml}\nE: {$ref: b.yaml}\nF: {$ref: Pet}\nG: {$ref: bad.yaml}\nH: {$ref: 'p.yaml#/components/parameters/P'}",
                ),
            ),
            ("a.yaml", "Pet: {type: object}\n"),
            ("bad.yaml", "a: 1\na: 2\n"),
            ("p.yaml", "openapi: 3.0.3\ncomponents: {parameters: {P: {name: p, in: query}}}"),
        ],
        &[
            "OA0002 bad.yaml:2:1 the key `a` is given twice +2",
            "OA0101 api.yaml:5:15 `a.yaml#/Pte` leads nowhere; did you mean `a.yaml#/Pet`? +2",
            "OA0104 api.yaml:7:15 a Schema Object is wanted here, but `a.yaml#/Pet/type` is no mapping +1",
            "OA0106 api.yaml:8:15 there is no file `b.yaml` +1",
            "OA0106 api.yaml:10:15 there is no file `Pet`; a component is written `#/components/schemas/Pet` +0",
            "OA0104 api.yaml:12:15 a Schema Object is wanted here, but `p.yaml#/components/parameters/P` is of the kind Parameter Object +1",
        ],
    );
}

#[test]
fn faults_in_other_files_are_told_there() {
    says(
        &[
            ("api.yaml", &schemas("A: {$ref: 'sub/a.yaml'}")),
            (
                "sub/a.yaml",
                "properties:\n  x:\n    $ref: ../../b.yaml\n  y:\n    $ref: https://example.com/y.json\n  z: {$ref: '#zed'}\n",
            ),
        ],
        &[
            "OA0107 sub/a.yaml:3:11 `../../b.yaml` leads out of the document's folder +0",
            "OA0108 sub/a.yaml:5:11 `https://example.com/y.json` leads to another host; the network is not used unless that is allowed +0",
            "OA0101 sub/a.yaml:6:13 `#zed` leads nowhere: there is no anchor `zed`; give the target `$anchor`, or write the path to it: `#/components/schemas/Name` +0",
        ],
    );
}

#[test]
fn path_items_that_lead_to_each_other_end() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n";
    says(
        &[("api.yaml", document), ("a.yaml", "$ref: b.yaml\n"), ("b.yaml", "$ref: a.yaml\n")],
        &["OA0102 b.yaml:1:7 the reference leads back to itself +0"],
    );
}

#[test]
fn path_items_inside_of_each_other_end_at_the_limit_of_depth() {
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {$ref: 'x.yaml#/i0'}}\n";
    let item = |index: usize| {
        let next = format!("{{$ref: '#/i{}'}}", index + 1);
        format!("i{index}: {{get: {{callbacks: {{c: {{'{{$url}}': {next}}}}}}}}}\n")
    };
    let items: String = (0..3000).map(item).chain(["i3000: {get: {}}\n".to_owned()]).collect();
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", document), ("x.yaml", &items)]);
    // The item of the path stands 2 deep, and each callback 4 deeper: the 30th would stand at 122.
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("OA0004 x.yaml:30:"), "{told:?}");
    assert!(tree["paths"]["/a"]["get"]["callbacks"].is_object());
}

#[test]
fn ways_through_references_in_another_file_end() {
    let mut nested = "{$ref: '#/x'}".to_owned();
    for _ in 0..40 {
        nested = format!("{{$ref: '#/x', a: {nested}}}");
    }
    let missing = format!("other.yaml#/x{}/missing", "/a".repeat(39));
    let Outcome { told, .. } = bundled(&[
        ("api.yaml", &schemas(&format!("A: {{$ref: '{missing}'}}"))),
        ("other.yaml", &format!("x: {nested}\n")),
    ]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("OA0101 api.yaml:5:15 ") && told[0].contains("leads nowhere"), "{told:?}");
}

#[test]
fn swagger_2_is_bundled_as_it_is_written() {
    let document = "\
swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters: [{$ref: 'parameters.json#/tags'}]
      responses: {'200': {description: ok, schema: {$ref: Pet.json}}, default: {$ref: 'r.yaml#/Error'}}
";
    let Outcome { tree, told, .. } = bundled(&[
        ("swagger.yaml", document),
        (
            "parameters.json",
            r#"{"tags": {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}}}"#,
        ),
        ("Pet.json", r#"{"type": "object"}"#),
        ("r.yaml", "Error: {description: no, schema: {$ref: Pet.json}}"),
    ]);
    assert_eq!(told, [""; 0]);
    let get = &tree["paths"]["/a"]["get"];
    assert_eq!(get["parameters"], json!([{"$ref": "#/parameters/tags"}]));
    assert_eq!(get["responses"]["200"]["schema"], json!({"$ref": "#/definitions/Pet"}));
    assert_eq!(get["responses"]["default"], json!({"$ref": "#/responses/Error"}));
    assert_eq!(tree["responses"]["Error"]["schema"], json!({"$ref": "#/definitions/Pet"}));
    assert_eq!(tree["definitions"], json!({"Pet": {"type": "object"}}));
}

#[test]
fn documents_that_stand_alone_are_not_touched() {
    let text = schemas("A: {$ref: '#/components/schemas/B'}\nB: {example: {$ref: other.yaml}}");
    let before = bundled(&[("api.yaml", &text)]);
    assert_eq!(before.told, [""; 0]);
    assert_eq!(before.tree["components"]["schemas"]["B"], json!({"example": {"$ref": "other.yaml"}}));
}
