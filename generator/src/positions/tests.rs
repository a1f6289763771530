//! Positions of keys and values, by hand.

use super::{Oddity, Outline};
use crate::diagnostics::Part;
use crate::pointer::Pointer;
use crate::source::{Format, Source};

fn text_at(text: &str, format: Format, pointer: &str, part: Part) -> (usize, usize, String) {
    let source = Source::new("x".into(), text.into(), format);
    let span = Outline::of(&source).locate(&Pointer::parse(pointer), part);
    let at = source.line_column(span.start);
    (at.line, at.column, source.text[span].to_owned())
}

#[track_caller]
fn check(text: &str, format: Format, pointer: &str, part: Part, expected: (usize, usize, &str)) {
    let (line, column, found) = text_at(text, format, pointer, part);
    assert_eq!((line, column, found.as_str()), expected, "{pointer}");
}

const BLOCK: &str = "\
openapi: 3.0.3
paths:
  /a:
    get:
      tags: [one, 'two']
      summary: Größe  # comment
      parameters:
        - name: id
          in: path
";

#[test]
fn block_yaml() {
    let yaml = Format::Yaml;
    check(BLOCK, yaml, "/openapi", Part::Value, (1, 10, "3.0.3"));
    check(BLOCK, yaml, "/openapi", Part::Key, (1, 1, "openapi"));
    check(BLOCK, yaml, "/paths/~1a/get/tags/1", Part::Value, (5, 19, "'two'"));
    check(BLOCK, yaml, "/paths/~1a/get/summary", Part::Value, (6, 16, "Größe"));
    check(BLOCK, yaml, "/paths/~1a/get/parameters/0/in", Part::Value, (9, 15, "path"));
    check(BLOCK, yaml, "/paths/~1a/get/parameters/0/name", Part::Key, (8, 11, "name"));
}

#[test]
fn tabs_behind_a_colon_part_keys_and_values() {
    let text = "a:\tone\nb:\n  - c:\t\ttwo\n    d: {e:\tthree}\nf: four\n";
    check(text, Format::Yaml, "/a", Part::Value, (1, 4, "one"));
    check(text, Format::Yaml, "/b/0/c", Part::Value, (3, 9, "two"));
    check(text, Format::Yaml, "/b/0/d/e", Part::Value, (4, 12, "three"));
    check(text, Format::Yaml, "/f", Part::Value, (5, 4, "four"));
}

#[test]
fn collections_are_shown_by_their_key() {
    check(BLOCK, Format::Yaml, "/paths/~1a/get", Part::Value, (4, 5, "get"));
}

#[test]
fn missing_nodes_fall_back_to_the_nearest_above() {
    check(BLOCK, Format::Yaml, "/paths/~1a/get/responses/200", Part::Value, (4, 5, "get"));
}

#[test]
fn flow_yaml_and_quoted_keys() {
    let text = "{a: {\"b c\": [1, 2]}}\n";
    check(text, Format::Yaml, "/a/b c/1", Part::Value, (1, 17, "2"));
    check(text, Format::Yaml, "/a/b c", Part::Key, (1, 6, "\"b c\""));
}

#[test]
fn an_alias_of_a_text_is_a_key() {
    let text = "name: &n b\nmore: {*n : 1, c: 2}\n";
    check(text, Format::Yaml, "/more/b", Part::Value, (2, 13, "1"));
    check(text, Format::Yaml, "/more/b", Part::Key, (2, 8, "*n"));
    check(text, Format::Yaml, "/more/c", Part::Value, (2, 19, "2"));
}

#[test]
fn aliases_and_merge_keys_lead_to_what_they_repeat() {
    let text = "base: &base\n  x: 1\nuse: *base\nmerged:\n  <<: *base\n  y: 2\n";
    check(text, Format::Yaml, "/use/x", Part::Value, (2, 6, "1"));
    check(text, Format::Yaml, "/merged/x", Part::Value, (2, 6, "1"));
    check(text, Format::Yaml, "/merged/y", Part::Value, (6, 6, "2"));
}

#[test]
fn collections_with_many_children() {
    let members: Vec<String> = (0..100).map(|index| format!("m{index}: {index}")).collect();
    let members = members.join("\n");
    check(&members, Format::Yaml, "/m0", Part::Value, (1, 5, "0"));
    check(&members, Format::Yaml, "/m77", Part::Value, (78, 6, "77"));
    let twice = format!("{members}\nm77: twice\n<<: {{n: merged}}\n");
    check(&twice, Format::Yaml, "/m77", Part::Value, (78, 6, "77"));
    check(&twice, Format::Yaml, "/n", Part::Value, (102, 9, "merged"));
    let items: Vec<String> = (0..100).map(|index| format!("- {{a: {index}, a: {index}}}")).collect();
    let items = items.join("\n");
    check(&items, Format::Yaml, "/77/a", Part::Value, (78, 7, "77"));
    let source = Source::new("x".into(), items, Format::Yaml);
    let last = Outline::of(&source).oddities().pop();
    assert!(
        matches!(&last, Some(Oddity::DuplicateKey { pointer, .. }) if pointer.as_str() == "/99/a"),
        "{last:?}"
    );
}

/// Each mapping merges the one before it ten times: there are 10^30 ways to what is not there.
#[test]
fn mappings_that_merge_each_other_are_looked_at_once() {
    let mut lines = vec!["m0: &m0 {a: 1}".to_owned()];
    for index in 1..=30 {
        let before = vec![format!("*m{}", index - 1); 10].join(", ");
        lines.push(format!("m{index}: &m{index} {{<<: [{before}]}}"));
    }
    let text = lines.join("\n");
    check(&text, Format::Yaml, "/m30/a", Part::Value, (1, 13, "1"));
    check(&text, Format::Yaml, "/m30/b", Part::Key, (31, 1, "m30"));
}

#[test]
fn json() {
    let text = "{\n\t\"a\\u0062\": [true, {\"c\": \"d\"}],\n\t\"e\": {}\n}\n";
    check(text, Format::Json, "/ab/1/c", Part::Value, (2, 26, "\"d\""));
    check(text, Format::Json, "/ab/0", Part::Value, (2, 14, "true"));
    check(text, Format::Json, "/e", Part::Key, (3, 2, "\"e\""));
}

#[test]
fn toml() {
    let text = "[[allow]]\ncode = \"OA0101\"\n[[allow]]\ncode = \"OA0102\"\n";
    check(text, Format::Toml, "/allow/1/code", Part::Value, (4, 8, "\"OA0102\""));
}

#[test]
fn every_duplicate_key_is_found() {
    for (text, format) in [
        ("a: 1\nb: {c: 1, c: 2}\na: 2\n", Format::Yaml),
        ("{\"a\": 1,\n\"b\": {\"c\": 1, \"c\": 2},\n\"a\": 2}", Format::Json),
    ] {
        let source = Source::new("x".into(), text.into(), format);
        let found: Vec<_> = Outline::of(&source)
            .oddities()
            .into_iter()
            .map(|oddity| match oddity {
                Oddity::DuplicateKey { pointer, others, .. } => {
                    (pointer.as_str().to_owned(), source.line_column(others[0].start).line)
                }
                other => panic!("only duplicates are expected: {other:?}"),
            })
            .collect();
        assert_eq!(found, [("/a".to_owned(), 3), ("/b/c".to_owned(), 2)], "{format:?}");
    }
}
