//! Where a problem is told: line and column of the text as somebody wrote it, and what stands there.
//!
//! The mistake is mostly the type `strnig`. Lines and columns were counted by hand; columns count characters, from 1.

use std::collections::BTreeMap;

use generator::diagnostics::levels::Levels;
use generator::files::{Files, Memory};
use generator::pipeline::{Input, lint};
use generator::source::SourceText;

#[path = "places/swagger2.rs"]
mod swagger2;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";

/// Each finding as `file:line:column text`, the text as it stands at the caret.
fn found(input: Input) -> Vec<String> {
    let report = lint(input, &Levels::default());
    let place = |finding: &generator::diagnostics::report::Finding| {
        let source = report.source(&finding.position);
        let text = &source.text[finding.position.span.clone()];
        let start = finding.position.start;
        format!("{} {}:{}:{} {text}", finding.code.id, source.name, start.line, start.column)
    };
    report.findings().iter().map(place).collect()
}

fn document(name: &str, text: impl Into<Vec<u8>>) -> Input {
    Input { document: SourceText::new(name, text.into()), ..Input::default() }
}

#[track_caller]
fn yaml(text: &str, expected: &str) {
    assert_eq!(found(document("a.yaml", text)), [expected], "{text}");
}

#[track_caller]
fn schemas(text: &str, expected: &str) {
    yaml(&format!("{HEAD}components:\n  schemas:\n{text}"), expected);
}

#[test]
fn line_ends_of_windows() {
    let text = format!("{HEAD}components:\n  schemas:\n    A: {{type: strnig}}\n").replace('\n', "\r\n");
    yaml(&text, "OA0315 a.yaml:6:15 strnig");
    yaml(&text.replace("strnig}", "string, minLenght: 1}"), "OA0203 a.yaml:6:23 minLenght");
}

#[test]
fn tabs_count_as_one_character() {
    let json = "{\n\t\"openapi\": \"3.0.3\",\n\t\"info\": {\"title\": \"T\", \"version\": \"1\"},\n\t\"paths\": {},\n\t\"components\": {\"schemas\": {\n\t\t\"A\":\t{\"type\":\t\"strnig\"}\n\t}}\n}\n";
    assert_eq!(found(document("a.json", json)), ["OA0315 a.json:6:17 \"strnig\""]);
}

#[test]
fn a_document_on_one_line() {
    let json = "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"T\",\"version\":\"1\"},\"paths\":{},\"components\":{\"schemas\":{\"A\":{\"type\":\"strnig\"}}}}";
    assert_eq!(found(document("a.json", json)), ["OA0315 a.json:1:103 \"strnig\""]);
    // A byte order mark is no character of the text.
    assert_eq!(found(document("a.json", format!("\u{feff}{json}"))), ["OA0315 a.json:1:103 \"strnig\""]);
    let flow = "{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {}, components: {schemas: {A: {type: strnig}}}}";
    yaml(flow, "OA0315 a.yaml:1:94 strnig");
    yaml(&format!("\u{feff}{flow}"), "OA0315 a.yaml:1:94 strnig");
}

#[test]
fn utf_16_is_counted_in_characters() {
    let text = format!("{HEAD}components: {{schemas: {{ß😀: {{type: string, title: 3}}}}}}\n");
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(found(document("a.yaml", bytes)), ["OA0208 a.yaml:4:24 ß😀", "OA0204 a.yaml:4:50 3"]);
}

#[test]
fn characters_of_several_bytes_before_the_caret() {
    schemas("    A: {title: \"日本語 😀 é\", type: strnig}\n", "OA0315 a.yaml:6:33 strnig");
    schemas("    A: {description: größer, minLenght: 1, type: string}\n", "OA0203 a.yaml:6:30 minLenght");
    // A letter and its accent are two characters.
    schemas("    A: {title: e\u{301}, type: strnig}\n", "OA0315 a.yaml:6:26 strnig");
}

#[test]
fn flow_style_on_several_lines() {
    schemas("    A: {\n      type:\n        strnig,\n      title: A}\n", "OA0315 a.yaml:8:9 strnig");
    schemas(
        "    A: {title: A, required: [a, {b: c}],\n        properties: {a: {type: string}}}\n",
        "OA0204 a.yaml:6:33 {b: c}",
    );
    schemas("    'A': {\"ty\\x70e\": 'strnig'}\n", "OA0315 a.yaml:6:22 'strnig'");
}

#[test]
fn text_on_several_lines() {
    schemas(
        "    A:\n      description: |\n        type: strnig\n\n          more\n      type: strnig\n",
        "OA0315 a.yaml:11:13 strnig",
    );
    schemas(
        "    A:\n      description: >-\n        one\n        two\n      title: 'one\n\n        two'\n      type: strnig # here\n",
        "OA0315 a.yaml:13:13 strnig",
    );
    schemas(
        "    A:\n      title: one\n        two\n        three\n      type: strnig\n",
        "OA0315 a.yaml:10:13 strnig",
    );
    // What is told of such a text is shown at its first line.
    schemas("    A:\n      type: \"str\n        nig\"\n", "OA0315 a.yaml:7:13 \"str");
    schemas("    A:\n      type: |-\n        strnig\n", "OA0315 a.yaml:8:9 strnig");
}

#[test]
fn what_aliases_repeat_is_told_once_where_it_is_written() {
    schemas(
        "    A: &a {type: object, properties: {a: {type: strnig}}}\n    B: *a\n    C: {allOf: [*a, {type: object}]}\n",
        "OA0315 a.yaml:6:49 strnig",
    );
    schemas(
        "    A: {type: object, properties: {a: &t {type: strnig}, b: *t}}\n",
        "OA0315 a.yaml:6:49 strnig",
    );
}

#[test]
fn what_is_merged_is_told_where_it_is_written() {
    schemas(
        "    A: {type: object, properties: &p {a: {type: strnig}}}\n    B: {type: object, properties: {<<: *p, b: {type: string}}}\n",
        "OA0315 a.yaml:6:49 strnig",
    );
    schemas(
        "    A: &a {title: A, type: string}\n    B: {<<: *a, type: strnig}\n",
        "OA0315 a.yaml:7:23 strnig",
    );
    schemas("    A: &a {title: A}\n    B: {<<: [*a, {type: strnig}]}\n", "OA0315 a.yaml:7:25 strnig");
}

#[test]
fn keys_in_every_spelling() {
    schemas("    A: {type: string, \"minLenght\": 1}\n", "OA0203 a.yaml:6:23 \"minLenght\"");
    schemas("    A:\n      ? minLenght\n      : 1\n      type: string\n", "OA0203 a.yaml:7:9 minLenght");
    schemas("    A:\n      ? type\n      : strnig\n", "OA0315 a.yaml:8:9 strnig");
    schemas("    ? A\n    : type: strnig\n", "OA0315 a.yaml:7:13 strnig");
}

#[test]
fn lists_in_every_spelling() {
    schemas("    A:\n      allOf:\n      - type: strnig\n", "OA0315 a.yaml:8:15 strnig");
    schemas("    A:\n      allOf:\n        -\n          type: strnig\n", "OA0315 a.yaml:9:17 strnig");
    schemas("    A: {allOf: [type: strnig]}\n", "OA0315 a.yaml:6:23 strnig");
}

fn several(files: &[(&str, &str)]) -> Input {
    let others = files[1..].iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let files_of = Memory {
        document: files[0].0.to_owned(),
        files: others.collect::<BTreeMap<_, _>>(),
        ..Memory::default()
    };
    Input { files: Files::new(files_of), ..document(files[0].0, files[0].1) }
}

#[test]
fn across_chains_of_files() {
    let root =
        format!("{HEAD}components: {{schemas: {{A: {{$ref: 'b.yaml#/B'}}, E: {{$ref: 'b.yaml#/B'}}}}}}\n");
    let chain = [
        ("a.yaml", root.as_str()),
        ("b.yaml", "B: {$ref: 'c/c.json#/C/properties/d'}\n"),
        ("c/c.json", "{\"C\": {\"properties\": {\r\n  \"d\": {\"$ref\": \"../d.yaml\"}}}}"),
        ("d.yaml", "# é\ntype: object\nproperties:\n  é: {type: strnig}\n"),
    ];
    assert_eq!(found(several(&chain)), ["OA0315 d.yaml:4:13 strnig"]);
    let cut = [chain[0], chain[1], ("c/c.json", "{\"C\": {\"properties\": {\r\n  \"e\": {}}}}")];
    assert_eq!(found(several(&cut)), ["OA0101 b.yaml:1:11 'c/c.json#/C/properties/d'"]);
    let missing = [chain[0], chain[1], chain[2]];
    assert_eq!(found(several(&missing)), ["OA0106 c/c.json:2:17 \"../d.yaml\""]);
    let broken = [chain[0], chain[1], chain[2], ("d.yaml", "type: object\nproperties: {a: [}\n")];
    assert_eq!(found(several(&broken)), ["OA0001 d.yaml:2:18 }"]);
}

fn with_overlay(text: &str, actions: &str) -> Vec<String> {
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}");
    let overlays = vec![SourceText::new("o.yaml", overlay)];
    found(Input { overlays, ..document("a.yaml", format!("{HEAD}{text}")) })
}

#[test]
fn after_an_overlay() {
    let text = "components:\n  schemas:\n    A: {allOf: [{type: string}, {type: strnig}]}\n";
    assert_eq!(
        with_overlay(text, "- {target: $.info, update: {description: x}}\n"),
        ["OA0315 a.yaml:6:40 strnig"]
    );
    // The item moves up; it is shown where it is written.
    let removed = "- target: '$.components.schemas.A.allOf[0]'\n  remove: true\n";
    assert_eq!(with_overlay(text, removed), ["OA0315 a.yaml:6:40 strnig"]);
    // What the overlay wrote is its own.
    let good = text.replace("strnig", "string");
    let update = "- target: $.components.schemas\n  update:\n    B: {properties: {é: {type: strnig}}}\n";
    assert_eq!(with_overlay(&good, update), ["OA0315 o.yaml:6:32 strnig"]);
    let over = "- target: '$.components.schemas.A.allOf[1]'\n  update: {type: strnig}\n";
    assert_eq!(with_overlay(&good, over), ["OA0315 o.yaml:5:18 strnig"]);
    // An item that is added at the end of a list.
    let added = "- target: $.components.schemas.A.allOf\n  update: {type: strnig}\n";
    assert_eq!(with_overlay(&good, added), ["OA0315 o.yaml:5:18 strnig"]);
}

#[test]
fn in_documents_of_swagger_2() {
    let text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    post:\n      parameters:\n      - {name: b, in: body, schema: {type: strnig}}\n      responses: {'200': {description: d, schema: {$ref: '#/definitions/N'}}}\ndefinitions:\n  M: {type: object, properties: {a: {type: strnig}}}\n";
    assert_eq!(
        found(document("a.yaml", text)),
        ["OA0315 a.yaml:7:44 strnig", "OA0101 a.yaml:8:58 '#/definitions/N'", "OA0315 a.yaml:10:44 strnig",]
    );
}

#[test]
fn refused_items_are_told_where_they_stand() {
    let text = "openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    A:
      required:
        - [x]
        - a
        - null
        - null
        - b
      allOf:
        - {type: object}
        - one
        - two
        - {type: strnig}
    B: {type: [string, strnig, 12, Integer]}
    C: {properties: {type: {title: 12}}}
    D: {required: [!tag a, b, [c]]}
";
    let expected = [
        "OA0204 a.yaml:8:11 [x]",
        "OA0204 a.yaml:10:11 null",
        "OA0204 a.yaml:11:11 null",
        "OA0201 a.yaml:15:11 one",
        "OA0201 a.yaml:16:11 two",
        "OA0315 a.yaml:17:18 strnig",
        "OA0315 a.yaml:18:24 strnig",
        "OA0204 a.yaml:18:32 12",
        "OA0204 a.yaml:18:36 Integer",
        "OA0204 a.yaml:19:36 12",
        "OA0005 a.yaml:20:20 !tag a",
        "OA0204 a.yaml:20:31 [c]",
    ];
    assert_eq!(found(document("a.yaml", text)), expected);
}

/// A reference may be repeated: the second is the one that is meant.
#[test]
fn parameters_that_are_referred_to_twice() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
      - {$ref: '#/components/parameters/P'}
      - {$ref: '#/components/parameters/P'}
      responses: {'204': {description: d}}
components:
  parameters:
    P: {name: p, in: query, schema: {type: string}}
";
    yaml(text, "OA0411 a.yaml:8:9 {$ref: '#/components/parameters/P'}");
}

#[test]
fn bodies_that_only_travel_as_xml() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    post:
      requestBody:
        content:
          application/xml: {schema: {type: object}}
      responses: {'204': {description: d}}
";
    yaml(text, "OA0417 a.yaml:8:11 application/xml");
}

/// Each reference leads to nothing; the help names what is there.
#[test]
fn what_was_meant_is_named() {
    let help = |reference: &str| {
        let text =
            format!("{HEAD}components:\n  schemas: {{Pet: {{type: string}}, A: {{$ref: '{reference}'}}}}\n");
        let report = lint(document("a.yaml", text), &Levels::default());
        report.findings().iter().map(|finding| finding.help.clone()).collect::<Vec<_>>()
    };
    for reference in [
        "#/components/Schemas/Pet",
        "#/component/schema/Pet",
        "#/definitions/Pet",
        "#/components/schemas/pet",
    ] {
        assert_eq!(help(reference), ["did you mean `#/components/schemas/Pet`?"], "{reference}");
    }
    assert_eq!(help("#/x/y"), ["there is no `#/x`"]);
}

#[test]
fn cycles_name_what_they_are_made_of() {
    let text = format!(
        "{HEAD}components:\n  examples: {{a: {{$ref: '#/components/examples/b'}}, b: {{$ref: '#/components/examples/a'}}}}\n"
    );
    let report = lint(document("a.yaml", text), &Levels::default());
    let help: Vec<_> = report.findings().iter().map(|finding| finding.help.as_str()).collect();
    assert_eq!(help, ["write an example in place of one of the references"]);
}

#[test]
fn a_reference_that_is_no_text_is_told_once() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: a
      parameters: [{$ref: }]
      requestBody: {$ref: 5}
      responses:
        '200': {$ref: [x]}
";
    // A value that is not there is shown by its colon, a list by its key.
    let expected = ["OA0201 a.yaml:7:25 :", "OA0201 a.yaml:8:27 5", "OA0201 a.yaml:10:17 $ref"];
    assert_eq!(found(document("a.yaml", text)), expected);
}

#[test]
fn odd_media_types_are_told() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: d
          content:
            application/json;charset=\"utf-8: {}
            application/json,text/plain: {}
            \"text/plain\\u00a0\": {}
            text/plain;charset=\"utf-8\": {}
            nothing: {}
";
    let expected = [
        "OA0208 a.yaml:11:13 application/json;charset=\"utf-8",
        "OA0208 a.yaml:12:13 application/json,text/plain",
        "OA0208 a.yaml:13:13 \"text/plain\\u00a0\"",
        "OA0208 a.yaml:15:13 nothing",
    ];
    assert_eq!(found(document("a.yaml", text)), expected);
}

/// Names and values of any length: what is said of them has an end, in every format.
#[test]
fn what_messages_quote_has_an_end() {
    let value = "v".repeat(50_000);
    let text = format!(
        "{HEAD}components:\n  schemas:\n    A: {{type: string, enum: {{k: {value}}}}}\n    B: {{$ref: '#/{value}'}}\n    C: {{$ref: '{value}.yaml'}}\n"
    );
    let report = lint(document("a.yaml", text), &Levels::default());
    assert!(report.findings().len() >= 3, "{}", report.findings().len());
    for finding in report.findings() {
        let related = finding.related.iter().map(|(_, label)| label);
        for said in [&finding.message, &finding.help].into_iter().chain(related) {
            assert!(said.chars().count() < 500, "{said}");
        }
    }
}

#[test]
fn a_version_without_a_patch_release() {
    let rest = "info: {title: T, version: '1'}\npaths: {}\n";
    yaml(&format!("openapi: '3.0'\n{rest}"), "OA0204 a.yaml:1:10 '3.0'");
    // A number is told once, as a number.
    yaml(&format!("openapi: 3.1\n{rest}"), "OA0204 a.yaml:1:10 3.1");
}
