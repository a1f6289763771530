//! What holds for the output of every fixture, and how the output grows with the document.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use generator::output::twins;
use generator::pipeline;
use tests::document::Texts;
use tests::fixture::Fixture;
use tests::flagship;

/// How many lines of Rust come out of a document that a test makes up.
fn rust_lines(text: String) -> usize {
    let fixture = Fixture { name: "made/up".to_owned(), text, config: String::new() };
    let files = fixture.generate().files;
    files.iter().filter(|(path, _)| is_rust(path)).map(|(_, text)| text.lines().count()).sum()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "rs")
}

#[test]
fn no_two_files_differ_in_case_only() {
    for fixture in Fixture::all() {
        let mut seen = BTreeSet::new();
        for (path, _) in fixture.generate().files.iter() {
            assert!(seen.insert(path.to_lowercase()), "{}: {path} is there twice", fixture.name);
        }
    }
}

#[test]
fn no_name_is_defined_twice() {
    for fixture in Fixture::all() {
        assert_eq!(twins::find(&fixture.generate().files), Ok(Vec::new()), "{}", fixture.name);
    }
    let committed = Texts::committed().generate().files.expect("it is right");
    assert_eq!(twins::find(&committed), Ok(Vec::new()));
}

#[test]
fn generated_code_is_finished_and_does_not_panic() {
    for fixture in Fixture::all() {
        for (path, text) in fixture.generate().files.iter().filter(|(path, _)| is_rust(path)) {
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in ["todo!", "unimplemented!", "unreachable!", "panic!", ".unwrap()", ".expect("] {
                    assert!(!line.contains(word), "{}: {path}: {line}", fixture.name);
                }
            }
        }
    }
}

#[test]
fn where_the_document_lies_does_not_matter() {
    let texts = Texts::committed();
    let expected = texts.generate().files;
    for folder in ["/home/somebody/", "../", "./specs/"] {
        let mut input = texts.input();
        input.document.name.insert_str(0, folder);
        assert_eq!(pipeline::generate(input, &flagship::options()).files, expected, "{folder}");
    }
}

/// A document with a union of this many variants, fewer than 90, told apart by a property.
fn union(variants: usize) -> String {
    let mut text = "openapi: 3.0.3
info: { title: Union, version: 1.0.0 }
paths:
  /x:
    get:
      operationId: x
      responses:
        '200': { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/X' } } } }
components:
  schemas:
    X:
      discriminator: { propertyName: kind }
      oneOf:
"
    .to_owned();
    for number in 10..10 + variants {
        writeln!(text, "        - $ref: '#/components/schemas/V{number}'")
            .expect("writing to a string never fails");
    }
    for number in 10..10 + variants {
        let properties = "properties: { kind: { type: string }, text: { type: string } }";
        writeln!(text, "    V{number}: {{ type: object, required: [kind], {properties} }}")
            .expect("writing to a string never fails");
    }
    text
}

#[test]
fn the_code_of_a_union_grows_with_its_variants_and_no_faster() {
    let [small, medium, large] = [10, 20, 40].map(|variants| rust_lines(union(variants)));
    // Lists of names break where the line is full; that gives or takes a few lines.
    assert!(large - medium <= 2 * (medium - small) + 8, "{small}, {medium}, {large} lines");
}

/// A document with this many operations in groups of 10.
fn operations(number: usize) -> String {
    let mut text = "openapi: 3.0.3
info: { title: Operations, version: 1.0.0 }
components:
  schemas:
    Thing: { type: object, properties: { name: { type: string } } }
    Fault: { type: object, properties: { detail: { type: string } } }
paths:
"
    .to_owned();
    for number in 0..number {
        let group = number / 10;
        write!(
            text,
            "  /things/{number}/{{id}}:
    put:
      tags: [group {group}]
      operationId: thing_{number}
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }}
      responses:
        '200': {{ description: '', content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }} }}
        '400': {{ description: '', content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Fault' }} }} }} }}
"
        )
        .expect("writing to a string never fails");
    }
    text
}

#[test]
fn an_operation_more_is_a_static_and_a_method() {
    let [few, many] = [100, 200].map(|number| rust_lines(operations(number)));
    let each = (many - few) / 100;
    assert!(each <= 15, "{each} lines for each operation");
}

#[test]
fn examples_of_the_front_page_give_the_credentials_that_their_call_needs() {
    let document = "openapi: 3.0.3\ninfo: { title: Locked, version: 1.0.0 }\nsecurity: [{ token: [] }]\npaths:\n  /both/:\n    get:\n      \
                    operationId: both\n      security: [{ key: [], login: [] }]\n      responses:\n        '200':\n          \
                    description: ''\n          content: { application/json: { schema: { type: string } } }\ncomponents:\n  \
                    securitySchemes:\n    token: { type: http, scheme: bearer }\n    login: { type: http, scheme: basic }\n    \
                    key: { type: apiKey, in: header, name: X-Key }\n";
    let fixture = Fixture { name: "made/up".to_owned(), text: document.to_owned(), config: String::new() };
    let generated = fixture.generate();
    let (_, page) =
        generated.files.iter().find(|(path, _)| path.ends_with("client/src/lib.rs")).expect("it is there");
    let clients: Vec<_> = page.lines().filter(|line| line.contains("Client::builder(")).collect();
    // Calls, errors, time, tests; the time of an attempt is no call's.
    assert_eq!(clients.len(), 4, "{clients:#?}");
    let complete = clients.iter().filter(|line| line.contains(".key(\"key\").login(\"user\", \"password\")"));
    assert_eq!(complete.count(), 3, "{clients:#?}");
}
