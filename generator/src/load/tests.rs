//! What texts of every kind are read as.

use serde_json::{Value, json};

use super::{load, to_yaml};
use crate::diagnostics::Diagnostics;
use crate::source::{SourceText, Sources};

/// The tree, and `code line:column message` of every diagnostic.
fn read(name: &str, bytes: impl Into<Vec<u8>>) -> (Option<Value>, Vec<String>) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (file, tree) = load(SourceText::new(name, bytes), &mut sources, &mut diagnostics);
    let told = diagnostics.iter().map(|diagnostic| {
        let span = diagnostic.span.clone().unwrap_or(0..0);
        let at = sources[file].line_column(span.start);
        format!("{} {}:{} {}", diagnostic.code.id, at.line, at.column, diagnostic.message)
    });
    (tree, told.collect())
}

#[track_caller]
fn reads_as(bytes: impl Into<Vec<u8>>, expected: &Value) {
    let (tree, told) = read("x", bytes);
    assert_eq!((tree.as_ref(), told.as_slice()), (Some(expected), [].as_slice()));
}

#[track_caller]
fn is_refused(bytes: impl Into<Vec<u8>>, expected: &[&str]) {
    assert_eq!(read("x", bytes).1, expected);
}

#[test]
fn keys_are_text_as_written() {
    reads_as(
        "200: a\non: b\nno: c\n1e3: d\n012: e\n~: f\n0x1F: g\n1.10: h\n",
        &json!({"200": "a", "on": "b", "no": "c", "1e3": "d", "012": "e", "~": "f", "0x1F": "g", "1.10": "h"}),
    );
}

#[test]
fn values_follow_yaml_1_2() {
    reads_as(
        "a: no\nb: on\nc: 012\nd: 2020-01-01\ne: 12:30:45\nf: ~\ng: true\nh: 1e3\n",
        &json!({"a": "no", "b": "on", "c": "012", "d": "2020-01-01", "e": "12:30:45", "f": null, "g": true, "h": 1000.0}),
    );
}

#[test]
fn numbers_out_of_range_are_rounded_or_kept_as_text() {
    reads_as(
        "[18446744073709551616, -9223372036854775809]",
        &json!([18_446_744_073_709_551_616_f64, -9_223_372_036_854_775_809_f64]),
    );
    reads_as("{\"a\": 1e400, \"b\": \"1e400\"}", &json!({"a": f64::MAX, "b": "1e400"}));
    reads_as("a: 1e400\nb: .inf\nc: .nan\n", &json!({"a": "1e400", "b": "inf", "c": "NaN"}));
}

#[test]
fn merge_keys_keep_what_the_mapping_says_itself() {
    reads_as(
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\n",
        &json!({"a": {"x": 1, "y": 1}, "b": {"y": 2, "z": 2}, "c": {"x": 0, "y": 1, "z": 2}}),
    );
    reads_as("{\"<<\": {\"x\": 1}}", &json!({"<<": {"x": 1}}));
    // Between quotation marks it is a key like any other, and a text a text.
    reads_as(
        "a:\n  \"<<\": {x: 1}\n  <<: {y: 2}\n'b\"<<\"': '<<'\nc: |\n  \"<<\"\n",
        &json!({"a": {"<<": {"x": 1}, "y": 2}, "b\"<<\"": "<<", "c": "\"<<\"\n"}),
    );
    reads_as("a:\n  '<<': {x: 1}\n  y: 2\n", &json!({"a": {"<<": {"x": 1}, "y": 2}}));
}

#[test]
fn encodings_are_told_by_the_byte_order_mark() {
    reads_as(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n".as_slice(), &json!({"a": 1, "b": 2}));
    let utf16: Vec<u8> = "\u{feff}a: é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    reads_as(utf16, &json!({"a": "é"}));
    is_refused(b"a: 1\nb: caf\xe9\n".as_slice(), &["OA0001 2:7 byte 11 (0xe9) is not UTF-8"]);
}

#[test]
fn what_is_no_document_is_named() {
    is_refused("", &["OA0001 1:1 the document is empty"]);
    is_refused("# only a comment\n", &["OA0001 1:1 the document is empty"]);
    is_refused("\n<!DOCTYPE html>\n", &["OA0003 2:1 this is HTML or XML"]);
    is_refused(b"\x1f\x8b\x08".as_slice(), &["OA0003 1:1 this is a gzip archive"]);
    is_refused("a: 1\n\0", &["OA0001 2:1 the text holds a NUL character"]);
}

#[test]
fn everything_lost_in_silence_is_reported() {
    is_refused(
        "a: 1\nb: {c: 1, c: 2}\na: 2\n",
        &["OA0002 3:1 the key `a` is given twice", "OA0002 2:11 the key `c` is given twice"],
    );
    // One message, at the second; the others are shown beside it.
    is_refused("a: 1\na: 2\na: 3\n", &["OA0002 2:1 the key `a` is given 3 times"]);
    is_refused("{\"a\": 1, \"\\u0061\": 2}", &["OA0002 1:10 the key `a` is given twice"]);
    is_refused("a: 1\n---\nb: 2\n", &["OA0006 2:1 a second document begins here"]);
    reads_as("---\na: 1\n---\n", &json!({"a": 1}));
    is_refused("a: !include x.yaml\n", &["OA0005 1:4 the tag `!include` is not understood"]);
    is_refused("a: !!python/object x\n", &["OA0005 1:4 the tag `!!python/object` is not understood"]);
    reads_as("a: !!str 1\n", &json!({"a": "1"}));
}

#[test]
fn syntax_errors_have_a_place() {
    is_refused("{\"a\": 1} x", &["OA0001 1:10 trailing characters"]);
    let (tree, told) = read("x.yaml", "a:\n  b: 1\n c: 2\n");
    assert_eq!((tree, told.len()), (None, 1));
    assert!(told[0].starts_with("OA0001 3:2 "), "{told:?}");
    assert_eq!(read("x.yaml", "{a: 1}").0, Some(json!({"a": 1})));
    assert_eq!(read("x.json", "{a: 1}").0, None);
}

#[test]
fn depth_and_aliases_are_limited() {
    let deep = "[".repeat(100_000);
    assert!(read("x.json", deep.clone()).1[0].starts_with("OA0004"));
    assert!(read("x.yaml", format!("a: {deep}")).0.is_none());
    let mut laughs = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}, ", level - 1).repeat(10);
        laughs = format!("{laughs}a{level}: &a{level} [{alias}]\n");
    }
    assert!(read("x.yaml", laughs).1[0].starts_with("OA0004"));
}

#[test]
fn what_is_written_reads_back_the_same() {
    let tree = json!({"a": "no", "b": "1", "on": ["x: y", "multi\nline", ""], "200": {"n": 1.5, "e": {}, "z": null}});
    let text = to_yaml(&tree).expect("JSON values can be written");
    reads_as(text, &tree);
}

#[test]
fn characters_that_yaml_does_not_allow_are_told_where_they_stand() {
    for (text, told) in [
        ("a: ä\nb: \"a\u{c}b\"\n", "OA0001 2:6 the character U+000C is not allowed"),
        ("a: 1\nb: a \u{1b}[31m b\n", "OA0001 2:6 the character U+001B is not allowed"),
        ("a: 1\nb: \"a\u{7f}b\"\n", "OA0001 2:6 the character U+007F is not allowed"),
        ("a: 1\nb: \"a\u{ffff}b\"\n", "OA0001 2:6 the character U+FFFF is not allowed"),
    ] {
        is_refused(text, &[told]);
    }
}

#[test]
fn an_unknown_escape_is_told_where_it_stands() {
    let (_, told) = read("x", "a: \"one\n  two\n  three \\d bad\"\n");
    assert!(told[0].starts_with("OA0001 3:9 found unknown escape character"), "{told:?}");
}

#[test]
fn aliases_that_are_at_fault_are_told() {
    is_refused("a: &a {k: v}\nb: {*a : 1}\n", &["OA0001 2:5 an alias of a mapping or list cannot be a key"]);
    let list = |name: &str, of: &str| format!("{name}: &{name} [{}]\n", [of; 10].join(", "));
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let grown = names.windows(2).map(|pair| list(pair[1], &format!("*{}", pair[0])));
    let bomb: String = std::iter::once(list("a", "1")).chain(grown).collect();
    let (_, told) = read("x", bomb.as_str());
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("OA0004 5:") || told[0].starts_with("OA0004 6:"), "{told:?}");
}

#[test]
fn lines_of_nothing_but_tabs_are_empty() {
    reads_as("a: 1\n\t\nb: |\n  x\n\t\n  y\n\t\t\nc: 2\n", &json!({"a": 1, "b": "x\n\ny\n", "c": 2}));
    // Text of a block that begins with a tab.
    reads_as("a: |\n  x\n  \ty\n  \t\n  z\n", &json!({"a": "x\n\ty\n\t\nz\n"}));
}
