//! Hand-written JSON against hand-written structs of every kind of field.

use std::collections::BTreeMap;

use serde_json::{Value, from_str, json, to_string, to_value};
use uuid::Uuid;

use client_runtime::Patch;

#[derive(Clone, Debug, PartialEq)]
struct FlowSet {
    pk: Uuid,
    slug: Option<String>,
    layout: Option<i64>,
    icon: Patch<String>,
    r#type: Vec<bool>,
}

client_runtime::record! { FlowSet {
    pk "pk" Required Uuid,
    slug "slug" Nullable String,
    layout "layout" Optional i64,
    icon "icon" Patch String,
    r#type "type" Required Vec<bool>,
} }

#[derive(Clone, Debug, PartialEq)]
struct Node {
    id: i64,
    next: Option<Box<Node>>,
    children: Option<Vec<Node>>,
}

client_runtime::record! { Node {
    id "id" Required i64,
    next "next" Optional Box<Node>;
    children "children" Optional Vec<Node>
} }

#[derive(Clone, Debug, Default, PartialEq)]
struct ValidationError {
    code: Option<String>,
    additional: BTreeMap<String, Vec<String>>,
}

client_runtime::record! { ValidationError {
    code "code" Optional String,
} additional Vec<String> }

#[derive(Clone, Debug, Default, PartialEq)]
struct Empty {}

client_runtime::record! { Empty {} }

/// No fields, but whatever a server sends.
#[derive(Clone, Debug, Default, PartialEq)]
struct Anything {
    additional: BTreeMap<String, Value>,
}

client_runtime::record! { Anything {} additional Value }

const PK: &str = "6e1c5d0a-36b5-4f0c-9f5f-0b9f3c1e2d3a";

#[test]
fn keeps_absent_null_and_value_apart() {
    for (icon, text) in [
        (Patch::Absent, ""),
        (Patch::Null, r#","icon":null"#),
        (Patch::Value("x".to_owned()), r#","icon":"x""#),
    ] {
        let text = format!(r#"{{"pk":"{PK}","slug":null{text},"type":[true]}}"#);
        let flow: FlowSet = from_str(&text).expect("a valid flow set");
        let pk = Uuid::parse_str(PK).expect("a uuid");
        assert_eq!(flow, FlowSet { pk, slug: None, layout: None, icon, r#type: vec![true] });
        assert_eq!(to_string(&flow).expect("encodes"), text);
    }
}

#[test]
fn reads_properties_in_any_order_and_skips_unknown_ones() {
    let text = format!(r#"{{"type":[],"new":{{"a":[1]}},"layout":7,"slug":"s","pk":"{PK}","other":null}}"#);
    let flow: FlowSet = from_str(&text).expect("a valid flow set");
    assert_eq!((flow.slug.as_deref(), flow.layout), (Some("s"), Some(7)));
}

#[test]
fn reads_null_of_an_optional_field_as_absent() {
    let flow: FlowSet = from_str(&format!(r#"{{"pk":"{PK}","slug":"s","layout":null,"type":[]}}"#))
        .expect("a valid flow set");
    assert_eq!(flow.layout, None);
    assert_eq!(to_value(flow).expect("encodes"), json!({"pk": PK, "slug": "s", "type": []}));
}

#[test]
fn says_what_is_wrong_as_serde_does() {
    let error = |text: &str| from_str::<FlowSet>(text).expect_err("must fail").to_string();
    assert_eq!(error("{}"), "missing field `pk` at line 1 column 2");
    let no_slug = format!(r#"{{"pk":"{PK}","type":[]}}"#);
    assert_eq!(error(&no_slug), format!("missing field `slug` at line 1 column {}", no_slug.len()));
    assert_eq!(error("7"), "invalid type: integer `7`, expected struct FlowSet at line 1 column 1");
    assert_eq!(error("[]"), "invalid type: sequence, expected struct FlowSet at line 1 column 0");
    assert_eq!(error(r#"{"layout":1,"layout":2}"#), "duplicate field `layout` at line 1 column 20");
    assert_eq!(
        error(r#"{"layout":"one"}"#),
        r#"invalid type: string "one", expected i64 at line 1 column 15"#
    );
}

#[test]
fn reads_types_that_contain_themselves() {
    let text = r#"{"id":1,"next":{"id":2},"children":[{"id":3,"children":[]}]}"#;
    let node: Node = from_str(text).expect("a valid node");
    assert_eq!(node.children.as_ref().map(Vec::len), Some(1));
    assert_eq!(to_string(&node).expect("encodes"), text);
}

#[test]
fn keeps_additional_properties_and_writes_no_name_twice() {
    let text = r#"{"code":"invalid","name":["This field may not be blank."],"user":[]}"#;
    let mut error: ValidationError = from_str(text).expect("a valid error");
    assert_eq!(error.additional["name"], ["This field may not be blank."]);
    assert_eq!(to_string(&error).expect("encodes"), text);
    error.additional.insert("code".to_owned(), vec!["other".to_owned()]);
    assert_eq!(to_string(&error).expect("encodes"), text);
}

#[test]
fn reads_and_writes_structs_without_fields() {
    assert_eq!(from_str::<Empty>(r#"{"a":1}"#).expect("an object"), Empty {});
    assert_eq!(to_string(&Empty {}).expect("encodes"), "{}");
    let anything: Anything = from_str(r#"{"a":1}"#).expect("an object");
    assert_eq!(to_string(&anything).expect("encodes"), r#"{"a":1}"#);
}

#[test]
fn works_on_trees_as_on_text() {
    let tree = json!({"pk": PK, "slug": "s", "icon": null, "type": [false]});
    let flow: FlowSet = serde_json::from_value(tree.clone()).expect("a valid flow set");
    assert_eq!(flow.icon, Patch::Null);
    assert_eq!(to_value(&flow).expect("encodes"), tree);
    assert_eq!(serde_json::from_value::<Value>(tree.clone()).expect("a tree"), tree);
}
