//! Hand-written JSON against hand-written unions of every kind.

use std::collections::BTreeMap;

use serde_json::{Value, from_str, from_value, json, to_string, to_value};

/// Holds the tag itself.
#[derive(Clone, Debug, PartialEq)]
struct Denied {
    component: String,
    error: Option<String>,
}

client_runtime::record! { Denied {
    component "component" Required String,
    error "error" Optional String,
} }

/// Knows nothing of the tag.
#[derive(Clone, Debug, PartialEq)]
struct Redirect {
    to: String,
    next: Option<Vec<Challenge>>,
}

client_runtime::record! { Redirect {
    to "to" Required String,
    next "next" Optional Vec<Challenge>,
} }

#[derive(Clone, Debug, PartialEq)]
enum Challenge {
    Denied(Denied),
    Redirect(Box<Redirect>),
    Free(BTreeMap<String, i64>),
    Unknown(Value),
}

client_runtime::union! { Challenge by tag "component" {
    Denied holds ["denied", "refused"] Denied,
    Redirect ["redirect"] Box<Redirect>,
    Free ["free"] BTreeMap<String, i64>,
} Unknown }

#[test]
fn follows_the_tag_wherever_it_stands() {
    for text in [
        r#"{"component":"redirect","to":"/"}"#,
        r#"{"to":"/","component":"redirect"}"#,
        r#"{"x":[{}],"to":"/","y":null,"component":"redirect"}"#,
    ] {
        let challenge: Challenge = from_str(text).expect("a challenge");
        assert_eq!(challenge, Challenge::Redirect(Box::new(Redirect { to: "/".to_owned(), next: None })));
        assert_eq!(to_string(&challenge).expect("encodes"), r#"{"component":"redirect","to":"/"}"#);
    }
}

#[test]
fn fills_a_tag_that_is_a_field_of_the_variant() {
    for text in [r#"{"component":"refused","error":"no"}"#, r#"{"error":"no","component":"refused"}"#] {
        let challenge: Challenge = from_str(text).expect("a challenge");
        let denied = Denied { component: "refused".to_owned(), error: Some("no".to_owned()) };
        assert_eq!(challenge, Challenge::Denied(denied));
        assert_eq!(to_string(&challenge).expect("encodes"), r#"{"component":"refused","error":"no"}"#);
    }
}

#[test]
fn keeps_what_has_no_known_tag() {
    for value in [
        json!({"component": "new", "a": 1}),
        json!({"a": {"component": "redirect"}}),
        json!({"component": null}),
        json!({}),
        json!([1, {"a": 2}]),
        json!("text"),
        json!(-7),
        json!(7),
        json!(0.5),
        json!(true),
        json!(null),
    ] {
        let challenge: Challenge = from_str(&value.to_string()).expect("any JSON");
        assert_eq!(challenge, Challenge::Unknown(value.clone()));
        assert_eq!(to_value(&challenge).expect("encodes"), value);
        assert_eq!(from_value::<Challenge>(value).expect("any tree"), challenge);
    }
}

#[test]
fn refuses_a_malformed_value_of_a_known_tag() {
    for text in [r#"{"component":"redirect"}"#, r#"{"a":1,"component":"redirect"}"#] {
        let error = from_str::<Challenge>(text).expect_err("`to` is missing").to_string();
        assert!(error.starts_with("missing field `to`"), "{error}");
    }
    let error = from_str::<Challenge>(r#"{"to":1,"component":"redirect"}"#).expect_err("`to` is no string");
    assert!(error.to_string().starts_with("invalid type: integer `1`, expected a string"), "{error}");
}

#[test]
fn shows_the_tag_only_to_variants_that_hold_it() {
    let free: Challenge = from_str(r#"{"a":1,"component":"free"}"#).expect("a challenge");
    assert_eq!(free, Challenge::Free(BTreeMap::from([("a".to_owned(), 1)])));
    assert_eq!(to_string(&free).expect("encodes"), r#"{"component":"free","a":1}"#);
    let twice = Challenge::Free(BTreeMap::from([("a".to_owned(), 1), ("component".to_owned(), 2)]));
    assert_eq!(to_string(&twice).expect("encodes"), r#"{"component":"free","a":1}"#);
}

#[test]
fn writes_a_tag_of_the_variant_whatever_its_field_says() {
    let denied = |component: &str| {
        let denied = Denied { component: component.to_owned(), error: Some("no".to_owned()) };
        to_string(&Challenge::Denied(denied)).expect("encodes")
    };
    assert_eq!(denied("refused"), r#"{"component":"refused","error":"no"}"#);
    assert_eq!(denied("redirect"), r#"{"component":"denied","error":"no"}"#);
    assert_eq!(denied(""), r#"{"component":"denied","error":"no"}"#);
}

/// Has a field for the tag, which may be left out.
#[derive(Clone, Debug, PartialEq)]
struct Level {
    kind: Option<i64>,
}

client_runtime::record! { Level { kind "kind" Optional i64 } }

#[derive(Clone, Debug, PartialEq)]
enum Leveled {
    Level(Level),
    Unknown(Value),
}

client_runtime::union! { Leveled by tag "kind" { Level holds ["1", "2"] Level } Unknown }

#[test]
fn writes_the_tag_where_its_field_is_left_out() {
    let write = |kind| to_string(&Leveled::Level(Level { kind })).expect("encodes");
    assert_eq!(write(Some(2)), r#"{"kind":2}"#);
    assert_eq!(write(Some(3)), r#"{"kind":"1"}"#);
    assert_eq!(write(None), r#"{"kind":"1"}"#);
}

#[test]
fn reads_unions_inside_their_variants() {
    let text = r#"{"component":"redirect","to":"/","next":[{"component":"denied"},{"component":"redirect","to":"a"}]}"#;
    let challenge: Challenge = from_str(text).expect("a challenge");
    assert_eq!(to_string(&challenge).expect("encodes"), text);
    let tag_last = r#"{"next":[{"to":"a","component":"redirect"}],"to":"/","component":"redirect"}"#;
    let challenge: Challenge = from_str(tag_last).expect("a challenge");
    assert_eq!(
        to_string(&challenge).expect("encodes"),
        r#"{"component":"redirect","to":"/","next":[{"component":"redirect","to":"a"}]}"#
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Setting {
    Count(i64),
    Share(f64),
    Flag(bool),
    Text(String),
    List(Vec<Setting>),
    Redirect(Box<Redirect>),
    Unknown(Value),
}

client_runtime::union! { Setting by kind {
    Count [Integer] i64,
    Share [Number] f64,
    Flag [Boolean] bool,
    Text [String] String,
    List [Array] Vec<Setting>,
    Redirect [Object] Box<Redirect>,
} Unknown }

#[test]
fn tells_json_types_apart() {
    let text = r#"[1,0.5,true,"x",[],{"to":"/"},null]"#;
    let setting: Setting = from_str(text).expect("a setting");
    assert_eq!(
        setting,
        Setting::List(vec![
            Setting::Count(1),
            Setting::Share(0.5),
            Setting::Flag(true),
            Setting::Text("x".to_owned()),
            Setting::List(vec![]),
            Setting::Redirect(Box::new(Redirect { to: "/".to_owned(), next: None })),
            Setting::Unknown(Value::Null),
        ])
    );
    assert_eq!(to_string(&setting).expect("encodes"), text);
    assert!(from_str::<Setting>(r#"{"from":"/"}"#).is_err());
}

#[derive(Clone, Debug, PartialEq)]
enum Number {
    Any(f64),
    Text(String),
    Unknown(Value),
}

client_runtime::union! { Number by kind { Any [Number] f64, Text [String] String } Unknown }

#[test]
fn takes_integers_as_numbers_where_no_variant_wants_integers() {
    assert_eq!(from_str::<Number>("3").expect("a number"), Number::Any(3.0));
}

#[derive(Clone, Debug, PartialEq)]
enum Keyed {
    Denied(Denied),
    Redirect(Redirect),
    Rest(BTreeMap<String, Value>),
    Unknown(Value),
}

client_runtime::union! { Keyed by keys {
    Denied ["component", "error"] Denied,
    Redirect ["to"] Redirect,
    Rest [] BTreeMap<String, Value>,
} Unknown }

#[test]
fn tells_required_keys_apart() {
    let read = |text: &str| from_str::<Keyed>(text).expect("a value");
    assert!(matches!(read(r#"{"error":"x","component":"a"}"#), Keyed::Denied(_)));
    assert!(matches!(read(r#"{"component":"a","to":"/"}"#), Keyed::Redirect(_)));
    assert!(matches!(read(r#"{"component":"a"}"#), Keyed::Rest(_)));
    assert_eq!(read("[1]"), Keyed::Unknown(json!([1])));
    let error = from_str::<Keyed>(r#"{"to":1}"#).expect_err("malformed").to_string();
    assert!(error.starts_with("invalid type: integer `1`, expected a string"), "{error}");
    assert_eq!(to_string(&read(r#"{"to":"/","x":1}"#)).expect("encodes"), r#"{"to":"/"}"#);
}

#[derive(Clone, Debug, PartialEq)]
enum Tried {
    Redirect(Redirect),
    Denied(Denied),
    Count(i64),
    Unknown(Value),
}

client_runtime::union! { Tried by shape {
    Redirect [Object(&[Must("to", Any), May("next", Any)])] Redirect,
    Denied [Object(&[Must("component", String), May("error", Any)])] Denied,
    Count [Integer] i64,
} Unknown }

#[test]
fn prefers_the_variant_that_knows_most() {
    let read = |text: &str| from_str::<Tried>(text).expect("any JSON");
    assert!(matches!(read(r#"{"to":"/"}"#), Tried::Redirect(_)));
    assert!(matches!(read(r#"{"to":"/","component":"a","error":"b"}"#), Tried::Denied(_)));
    assert!(matches!(read(r#"{"to":"/","component":"a"}"#), Tried::Redirect(_)));
    assert_eq!(read("5"), Tried::Count(5));
    assert_eq!(read(r#""x""#), Tried::Unknown(json!("x")));
    assert_eq!(to_string(&read("5")).expect("encodes"), "5");
    let error = from_str::<Tried>(r#"{"to":5}"#).expect_err("malformed").to_string();
    assert!(error.starts_with("invalid type: integer `5`, expected a string"), "{error}");
}

/// Nests without end, and each level looks like both variants.
#[derive(Clone, Debug, PartialEq)]
enum Nested {
    Left(Box<Side>),
    Right(Box<OtherSide>),
    Unknown(Value),
}

client_runtime::union! { Nested by shape {
    Left [Object(&[May("l", Any)])] Box<Side>,
    Right [Object(&[May("r", Any)])] Box<OtherSide>,
} Unknown }

#[derive(Clone, Debug, PartialEq)]
struct Side {
    both: Option<Nested>,
    l: Option<i64>,
}

client_runtime::record! { Side { both "both" Optional Nested, l "l" Optional i64 } }

#[derive(Clone, Debug, PartialEq)]
struct OtherSide {
    both: Option<Nested>,
    r: Option<String>,
}

client_runtime::record! { OtherSide { both "both" Optional Nested, r "r" Optional String } }

/// Tried one after the other, the variants of this body would be decoded 2^100 times.
#[test]
fn decides_once_however_deep_unions_nest() {
    let depth = 100;
    for (inner, fits) in [(r#"{"r":"x"}"#, true), (r#"{"r":5}"#, false)] {
        let text = format!("{}{inner}{}", r#"{"both":"#.repeat(depth), "}".repeat(depth));
        match from_str::<Nested>(&text) {
            Ok(read) => {
                assert!(fits);
                assert_eq!(to_string(&read).expect("encodes"), text);
            }
            Err(error) => {
                assert!(!fits);
                assert!(error.to_string().starts_with("invalid type: integer `5`"), "{error}");
            }
        }
    }
}
