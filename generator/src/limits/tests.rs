//! Every limit, just kept and just exceeded.

use std::collections::BTreeMap;

use super::{Limit, LimitError, Limits};
use crate::diagnostics::codes;
use crate::diagnostics::levels::Levels;
use crate::files::{Files, Memory};
use crate::pipeline::{Input, lint};
use crate::source::SourceText;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n";
const NO_PATHS: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n";

fn input(document: &str, config: &str) -> Input {
    Input {
        document: SourceText::new("pets.yaml", document),
        config: Some(SourceText::new("pets.toml", config)),
        ..Input::default()
    }
}

/// `line:column message` of everything reported; all of it must be about limits and say how to raise them.
fn told(input: Input) -> Vec<String> {
    let report = lint(input, &Levels::default());
    let told = report.findings().iter().map(|finding| {
        assert_eq!(finding.code, &codes::LIMIT, "{finding:?}");
        let at = &finding.position.start;
        format!("{}:{} {}; {}", at.line, at.column, finding.message, finding.help)
    });
    told.collect()
}

/// Nothing is said where the limit is `kept`, and this where it is one less.
#[track_caller]
fn holds(document: &str, limit: Limit, kept: usize, place_and_message: &str) {
    let with = |number| told(input(document, &format!("limits = {{ {limit} = {number} }}")));
    assert_eq!(with(kept), [""; 0]);
    let less = kept - 1;
    let expected = format!(
        "{place_and_message}; the limit `{limit}` is {less}; raise it with `{limit} = NUMBER` below `[limits]` in the \
         configuration, or with `--limit {limit}=NUMBER`"
    );
    assert_eq!(with(less), [expected]);
}

#[test]
fn bytes_of_a_file() {
    holds(NO_PATHS, Limit::FileBytes, NO_PATHS.len(), "1:1 the file is too large");
}

#[test]
fn depth_of_a_text() {
    // The mapping of the document is the first level.
    let document = format!("{NO_PATHS}x-deep: [[[1]]]\n");
    holds(&document, Limit::Depth, 4, "4:11 lists and mappings are nested too deep");
    let json =
        r#"{"openapi": "3.1.0", "info": {"title": "P", "version": "1"}, "paths": {}, "x-deep": [[[1]]]}"#;
    holds(json, Limit::Depth, 4, "1:87 lists and mappings are nested too deep");
}

#[test]
fn values_of_aliases() {
    let list = "x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]\n";
    let document = format!("{NO_PATHS}{list}x-b: [{}]\n", vec!["*a"; 100].join(", "));
    assert!(document.len() < 1118, "else it may have more values");
    // The document, `openapi`, `info` with 2, `paths`, a list of 10, a list of 100 lists of 10.
    let values = 1 + 1 + (1 + 2) + 1 + (1 + 10) + (1 + 100 * (1 + 10));
    holds(&document, Limit::Values, values, "5:403 aliases make the document too large");
    let plain = format!("{NO_PATHS}{list}");
    assert_eq!(told(input(&plain, "limits = { values = 1 }")), [""; 0], "as many as it has bytes");
}

#[test]
fn schemas_inside_of_each_other() {
    let deep = format!("{}{{type: string}}{}", "{type: array, items: ".repeat(3), "}".repeat(3));
    let document = format!("{NO_PATHS}components: {{schemas: {{Deep: {deep}}}}}\n");
    holds(&document, Limit::SchemaDepth, 3, "4:86 schemas are nested too deep");
}

#[test]
fn schemas_and_properties_that_are_merged() {
    let base = "Base: {type: object, properties: {a: {type: string}, b: {type: string}}}";
    let own = "{type: object, properties: {c: {type: string}}}";
    let child =
        format!("Child:\n      allOf:\n        - $ref: '#/components/schemas/Base'\n        - {own}\n");
    let document = format!("{NO_PATHS}components:\n  schemas:\n    {base}\n    {child}");
    // The schema, its two parts and what one refers to; three properties.
    holds(&document, Limit::Merged, 7, "10:11 too much is repeated by `allOf` and choices");
}

#[test]
fn numbers_of_schemas_and_operations() {
    let document =
        format!("{NO_PATHS}components:\n  schemas:\n    A: {{type: string}}\n    B: {{type: string}}\n");
    holds(&document, Limit::Schemas, 2, "7:5 the document has 2 component schemas");
    let get = "get: {responses: {'204': {description: done}}}";
    let document = format!(
        "{HEAD}paths:\n  /a:\n    {get}\nwebhooks:\n  changed:\n    {}\n",
        get.replace("get", "post")
    );
    holds(
        &document,
        Limit::Operations,
        2,
        "8:5 the document has more operations, what they share counted each time",
    );
}

#[test]
fn parts_of_operations() {
    let shared = "$ref: '#/components/pathItems/Shared'";
    let item = "{parameters: [{name: p, in: query, schema: {type: string}}], get: {responses: {'204': {description: done}}}}";
    let document = format!(
        "{HEAD}paths:\n  /a: {{{shared}}}\n  /b: {{{shared}}}\ncomponents:\n  pathItems:\n    Shared: {item}\n"
    );
    let told = "8:74 the operations have more parts, such as parameters and media types, what they share counted each time";
    holds(&document, Limit::Parts, 4, told);
}

#[test]
fn lengths_of_names() {
    let pet = "{type: object, properties: {äöüäöüäöüäöü: {type: string}}}";
    let document = format!("{NO_PATHS}components: {{schemas: {{Pet: {pet}}}}}\n");
    holds(&document, Limit::NameLength, 12, "4:57 the name has 12 characters");
}

#[test]
fn names_that_are_values() {
    let get = "get: {operationId: abcdefghijklmnopqrst, responses: {'204': {description: done}}}";
    let document = format!("{HEAD}paths: {{/a: {{{get}}}}}\n");
    holds(&document, Limit::NameLength, 20, "3:33 the name has 20 characters");
    let get = "get: {tags: [a, abcdefghijklmnopqrst], responses: {'204': {description: done}}}";
    let document = format!("{HEAD}paths: {{/a: {{{get}}}}}\n");
    holds(&document, Limit::NameLength, 20, "3:30 the name has 20 characters");
    // Prose is no name.
    let prose = NO_PATHS.replace("version:", "contact: {name: abcdefghijklmnopqrst}, version:");
    assert_eq!(told(input(&prose, "limits = { name-length = 10 }")), [""; 0]);
}

/// A document of three files, each reached from the one before.
fn three_files(config: &str) -> Input {
    let file = |text: &str| text.to_owned();
    let files = BTreeMap::from([
        ("b.yaml".to_owned(), file("properties: {c: {$ref: c.yaml}}")),
        ("c.yaml".to_owned(), file("type: string")),
    ]);
    let document = format!("{NO_PATHS}components: {{schemas: {{A: {{$ref: b.yaml}}}}}}\n");
    Input {
        files: Files::new(Memory { document: "pets.yaml".to_owned(), files, ..Memory::default() }),
        ..input(&document, config)
    }
}

#[test]
fn numbers_and_bytes_of_files() {
    assert_eq!(told(three_files("limits = { files = 3 }")), [""; 0]);
    let said = told(three_files("limits = { files = 2 }"));
    assert!(said[0].starts_with("1:24 the document has too many files; the limit `files` is 2"), "{said:?}");
    let document = three_files("").document.bytes.len();
    let all = document + "properties: {c: {$ref: c.yaml}}".len() + "type: string".len();
    assert_eq!(told(three_files(&format!("limits = {{ total-bytes = {all} }}"))), [""; 0]);
    let said = told(three_files(&format!("limits = {{ total-bytes = {} }}", all - 1)));
    assert!(said[0].starts_with("1:24 the files of the document are too large together"), "{said:?}");
}

#[test]
fn what_references_repeat() {
    let item = "get: {responses: {'204': {description: done}}}";
    let files = BTreeMap::from([("a.yaml".to_owned(), item.to_owned())]);
    let document = format!(
        "{HEAD}paths:\n  /a: {{$ref: a.yaml, summary: a}}\n  /b: {{$ref: a.yaml, summary: b}}\n  /c: {{$ref: a.yaml, summary: c}}\n"
    );
    let with = |config: &str| Input {
        files: Files::new(Memory {
            document: "pets.yaml".to_owned(),
            files: files.clone(),
            ..Memory::default()
        }),
        ..input(&document, config)
    };
    // A path item, an operation, its responses, one of them and its description: 5 values each.
    assert_eq!(told(with("limits = { copies = 10 }")), [""; 0]);
    let said = told(with("limits = { copies = 9 }"));
    assert!(
        said[0].starts_with("6:14 too much is repeated by references; the limit `copies` is 9"),
        "{said:?}"
    );
}

#[test]
fn the_caller_counts_before_the_configuration() {
    let given: Limits = "depth=3".parse().expect("well formed");
    let limits = given.over(&"depth=9".parse().expect("well formed"));
    assert_eq!((limits.get(Limit::Depth), limits.get(Limit::Files)), (3, Limit::Files.default()));
    let deep =
        Input { limits: given, ..input(&format!("{NO_PATHS}x-deep: [[[1]]]\n"), "limits = { depth = 9 }") };
    assert_eq!(told(deep).len(), 1);
}

#[test]
fn what_is_no_limit_is_refused() {
    let refused = |text: &str| text.parse::<Limits>().expect_err("it is no limit");
    assert_eq!(refused("depth"), LimitError::Malformed("depth".to_owned()));
    assert_eq!(refused("depth=ten"), LimitError::Malformed("depth=ten".to_owned()));
    assert_eq!(refused("height=1"), LimitError::Unknown("height".to_owned()));
    assert_eq!(refused("depth=0"), LimitError::Nothing(Limit::Depth));
    assert_eq!(refused("depth=1000"), LimitError::TooMuch(Limit::Depth));
    let report = lint(input(NO_PATHS, "[limits]\nheight = 1\n"), &Levels::default());
    let at = |index: usize| &report.findings()[index].position.start;
    assert_eq!((report.findings()[0].code.id, at(0).line, at(0).column), ("OA0505", 2, 1));
    let report = lint(input(NO_PATHS, "[limits]\ndepth = 1000\n"), &Levels::default());
    assert_eq!(report.findings()[0].message, "`depth` can be 120 at most");
}

/// The page that explains the code has a row for every limit.
#[test]
fn the_page_lists_every_limit() {
    for limit in Limit::ALL {
        let row = format!("| `{limit}` | {} |", grouped(limit.default()));
        assert!(codes::LIMIT.explain.contains(&row), "{row}");
    }
}

/// `1000000` as `1,000,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let separated = digits.char_indices().map(|(at, digit)| {
        let comma = if at > 0 && (digits.len() - at).is_multiple_of(3) { "," } else { "" };
        format!("{comma}{digit}")
    });
    separated.collect()
}
