//! Swagger 2.0: the places are those of the text, whatever the document becomes before the later phases see it.

use super::{document, found};

const HEAD: &str = "swagger: '2.0'\ninfo: {title: T, version: '1'}\n";

/// What is found in a document whose third line is the first of these.
#[track_caller]
fn told(rest: &str, expected: &[&str]) {
    assert_eq!(found(document("a.yaml", format!("{HEAD}{rest}"))), expected, "{rest}");
}

/// What is found in an operation; what stands in it begins in line 6.
#[track_caller]
fn operation(members: &str, expected: &[&str]) {
    let open = "paths:\n  /a:\n    post:\n";
    told(&format!("{open}{members}      responses: {{'204': {{description: d}}}}\n"), expected);
}

#[test]
fn values_of_the_wrong_type() {
    operation(
        "      parameters: {q: {name: q, in: query, type: string}}\n",
        &["OA0201 a.yaml:6:7 parameters"],
    );
    operation("      consumes: text/plain\n", &["OA0204 a.yaml:6:17 text/plain"]);
    operation(
        "      parameters:\n      - {name: q, in: query, type: array, items: {type: string}, collectionFormat: [pipes]}\n",
        &["OA0204 a.yaml:7:66 collectionFormat"],
    );
    operation(
        "      consumes: [application/x-www-form-urlencoded]\n      parameters:\n      - {name: 5, in: formData, type: string, required: 'true'}\n",
        &["OA0204 a.yaml:8:16 5", "OA0204 a.yaml:8:57 'true'"],
    );
    told(
        "host: [e.com]\nschemes: http\nbasePath: 1\npaths: {}\n",
        &[
            "OA0204 a.yaml:3:1 host",
            "OA0204 a.yaml:4:10 http",
            "OA0204 a.yaml:5:11 1",
            "OA0204 a.yaml:5:11 1",
        ],
    );
    told(
        "paths: {}\ndefinitions: {A: 5, B: {x-nullable: 'yes'}}\n",
        &["OA0201 a.yaml:4:18 5", "OA0204 a.yaml:4:37 'yes'"],
    );
}

#[test]
fn words_that_are_no_keywords() {
    operation(
        "      parameters:\n      - {name: g, in: formData, type: string, defalt: 5, requird: true}\n      consumes: [multipart/form-data]\n",
        &["OA0203 a.yaml:7:47 defalt", "OA0203 a.yaml:7:58 requird"],
    );
    operation(
        "      parameters:\n      - {name: g, in: body, schema: {type: string}, requird: true}\n",
        &["OA0203 a.yaml:7:53 requird"],
    );
    operation("      sumary: s\n", &["OA0203 a.yaml:6:7 sumary"]);
    told("hots: e.com\npaths: {}\n", &["OA0203 a.yaml:3:1 hots"]);
    told(
        "paths: {}\nresponses: {R: {description: d, headers: {X: {typ: string, type: string}}}}\n",
        &["OA0203 a.yaml:4:47 typ"],
    );
}

#[test]
fn keywords_of_openapi_3() {
    told(
        "servers: [{url: 'https://e.com'}]\npaths: {}\ndefinitions: {A: {oneOf: [{type: string}]}}\n",
        &["OA0206 a.yaml:3:1 servers", "OA0206 a.yaml:5:19 oneOf"],
    );
    told(
        "host: e.com\nservers: [{url: 'https://e.com'}]\npaths: {}\n",
        &["OA0206 a.yaml:4:1 servers", "OA0210 a.yaml:4:1 servers"],
    );
    operation(
        "      parameters:\n      - {name: q, in: query, schema: {type: strnig}}\n",
        &["OA0206 a.yaml:7:30 schema", "OA0315 a.yaml:7:45 strnig"],
    );
}

/// Parameters that become part of a body make those behind them move up: what is told of each stays with it.
#[test]
fn parameters_that_exclude_each_other() {
    operation(
        "      parameters:
      - {name: b, in: body, schema: {type: strnig}}
      - {name: c, in: body, schema: {}}
      - {name: f, in: formData, type: string, required: true}
      - {name: q, in: query, type: strnig}
",
        &[
            "OA0315 a.yaml:7:44 strnig",
            "OA0411 a.yaml:8:9 {name: c, in: body, schema: {}}",
            "OA0411 a.yaml:9:9 {name: f, in: formData, type: string, required: true}",
            "OA0315 a.yaml:10:36 strnig",
        ],
    );
    operation(
        "      parameters:
      - {name: f, in: formData, type: string}
      - {name: f, in: formData, type: integer}
      - {name: q, in: query, requird: true, type: string}
",
        &["OA0411 a.yaml:8:9 {name: f, in: formData, type: integer}", "OA0203 a.yaml:9:30 requird"],
    );
}

#[test]
fn media_types_stand_where_they_are_listed() {
    told(
        "consumes:\n- \"bad media\\n\"\npaths:\n  /a:\n    post:\n      parameters: [{name: g, in: body, schema: {}}]\n      responses: {'204': {description: d}}\n",
        &["OA0207 a.yaml:4:3 \"bad media\\n\""],
    );
    told(
        "produces: [text/plain, 'no media']\npaths:\n  /a:\n    get:\n      responses: {'200': {description: d, schema: {type: strnig}}}\n",
        &["OA0208 a.yaml:3:24 'no media'", "OA0315 a.yaml:7:58 strnig"],
    );
    operation(
        "      consumes: [application/json]\n      parameters: [{name: f, in: formData, type: string}]\n",
        &["OA0422 a.yaml:6:18 application/json"],
    );
}

#[test]
fn headers_and_flows() {
    told(
        "paths: {}\nresponses: {R: {description: d, headers: {X: {type: strnig}}}}\n",
        &["OA0315 a.yaml:4:53 strnig"],
    );
    told(
        "paths: {}\nsecurityDefinitions:\n  a: {type: oauth2, flow: Implicit, authorizationUrl: nowhere, scopes: {}}\n  b: {type: oauth2, flow: pasword, tokenUrl: /t, scopes: {}}\n",
        &["OA0204 a.yaml:5:27 Implicit", "OA0406 a.yaml:5:55 nowhere", "OA0201 a.yaml:6:27 pasword"],
    );
}

#[test]
fn addresses() {
    told("host: https://e.com/v1\npaths: {}\n", &["OA0204 a.yaml:3:7 https://e.com/v1"]);
    told("host: e.com\nbasePath: v1\npaths: {}\n", &["OA0204 a.yaml:4:11 v1"]);
    told(
        "host: e.com\nschemes: [htps, HTTP]\npaths: {}\n",
        &["OA0210 a.yaml:4:11 htps", "OA0204 a.yaml:4:17 HTTP"],
    );
    told("host: 'e com'\npaths: {}\n", &["OA0210 a.yaml:3:7 'e com'"]);
}

/// A file is a form field or the body of a response, and nothing else.
#[test]
fn files_elsewhere() {
    operation(
        "      parameters:\n      - {name: q, in: query, type: file}\n      - {name: f, in: formData, type: file}\n      consumes: [multipart/form-data]\n",
        &["OA0204 a.yaml:7:36 file"],
    );
}

/// What no operation refers to is checked like everything else.
#[test]
fn unused_bodies() {
    told(
        "paths: {}\nparameters:\n  B: {name: b, in: body, schema: {type: strnig}}\n  F: {name: f, in: formData, type: strnig}\n",
        &["OA0315 a.yaml:5:41 strnig", "OA0315 a.yaml:6:36 strnig"],
    );
}

#[test]
fn versions() {
    for (text, expected) in [
        ("swagger: '2.1'\n", "OA0204 a.yaml:1:10 '2.1'"),
        ("swagger: 2.0\n", "OA0204 a.yaml:1:10 2.0"),
        ("swagger: '1.2'\n", "OA0003 a.yaml:1:10 '1.2'"),
        ("swagger: '3.0.3'\n", "OA0003 a.yaml:1:10 '3.0.3'"),
        ("swagger: null\n", "OA0003 a.yaml:1:10 null"),
        ("OpenAPI: '3.0.3'\n", "OA0003 a.yaml:1:1 OpenAPI"),
        ("openapi: '3'\n", "OA0204 a.yaml:1:10 '3'"),
        ("openapi: '3.0.3.1'\n", "OA0204 a.yaml:1:10 '3.0.3.1'"),
    ] {
        let text = format!("{text}info: {{title: T, version: '1'}}\npaths: {{}}\n");
        assert_eq!(found(document("a.yaml", text.clone())), [expected], "{text}");
    }
}

#[test]
fn references_are_named_as_they_are_written() {
    let text = format!(
        "{HEAD}paths: {{}}\ndefinitions: {{Nope: {{}}, A: {{$ref: '#/definitions/Nop'}}, B: {{$ref: '#/definitions/B'}}, C: {{$ref: A}}}}\n"
    );
    let report = super::lint(document("a.yaml", text), &super::Levels::default());
    let told: Vec<String> =
        report.findings().iter().map(|finding| format!("{}; {}", finding.message, finding.help)).collect();
    let expected = [
        "`#/definitions/Nop` leads nowhere; did you mean `#/definitions/Nope`?",
        "the reference leads back to itself: `#/definitions/B` → `#/definitions/B`; give one of the references a schema of its own",
        "`A` leads to another document, and only this one was given; a component is written `#/definitions/A`",
    ];
    assert_eq!(told, expected);
}

#[test]
fn references_to_places_of_the_later_version() {
    let answer = "      responses: {'200': {description: d, schema: {$ref: '#/components/schemas/A'}}}\n";
    let open = format!("paths:\n  /a:\n    get:\n{answer}");
    told(
        &format!("{open}definitions: {{A: {{type: object}}}}\n"),
        &["OA0204 a.yaml:6:58 '#/components/schemas/A'"],
    );
    // What is there as well is told itself.
    told(
        &format!("{open}components: {{schemas: {{A: {{type: object}}}}}}\n"),
        &["OA0206 a.yaml:7:1 components"],
    );
}
