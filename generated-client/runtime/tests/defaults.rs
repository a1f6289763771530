//! `with_defaults()`: what absent properties get, and what is left alone.

use std::collections::BTreeMap;

use client_runtime::{Patch, Value, WithDefaults as _};
use serde_json::{from_str, to_string};

/// A type that both sides send.
#[derive(Clone, Debug, PartialEq)]
struct Limits {
    most: Option<i64>,
    unit: Patch<String>,
}

client_runtime::record! { Limits defaults {
    most "most" Optional i64 = "3",
    unit "unit" Patch String = "\"s\"",
} }

/// A type that only comes in.
#[derive(Clone, Debug, PartialEq)]
struct Options {
    name: String,
    limits: Option<Limits>,
    by_name: Option<BTreeMap<String, Vec<Limits>>>,
    choice: Option<Choice>,
    broken: Option<i64>,
    additional: BTreeMap<String, Box<Limits>>,
}

client_runtime::record! { Options filled {
    name "name" Required String,
    limits "limits" Optional Limits = ("{\"most\":7}");
    by_name "by_name" Optional BTreeMap<String, Vec<Limits>> = _,
    choice "choice" Optional Choice = _,
    broken "broken" Optional i64 = "\"x\"",
} additional Box<Limits> = _ }

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Limits(Limits),
    Text(String),
    Unknown(Value),
}

client_runtime::union! { Choice by kind {
    Limits [Object] Limits,
    Text [String] String,
} Unknown }

client_runtime::defaults! { Choice { Limits } }

#[test]
fn absent_properties_get_their_defaults_and_others_stay() {
    let limits: Limits = from_str("{}").expect("all is optional");
    assert_eq!(to_string(&limits).expect("it can be written"), "{}");
    let filled = limits.with_defaults();
    assert_eq!(filled, Limits { most: Some(3), unit: Patch::Value("s".to_owned()) });
    let limits: Limits = from_str(r#"{"most":1,"unit":null}"#).expect("null is a value of `unit`");
    assert_eq!(limits.clone().with_defaults(), limits);
}

#[test]
fn a_type_that_is_filled_fills_what_is_its_own() {
    let text = r#"{"name":"a","by_name":{"b":[{}]},"choice":{},"more":{}}"#;
    let mut options: Options = from_str(text).expect("a value");
    let written = r#"{"name":"a","limits":{"most":7},"by_name":{"b":[{}]},"choice":{},"more":{}}"#;
    assert_eq!(to_string(&options).expect("it can be written"), written);
    options.fill_defaults();
    assert_eq!(
        to_string(&options).expect("it can be written"),
        r#"{"name":"a","limits":{"most":7,"unit":"s"},"by_name":{"b":[{"most":3,"unit":"s"}]},"#.to_owned()
            + r#""choice":{"most":3,"unit":"s"},"more":{"most":3,"unit":"s"}}"#
    );
    assert_eq!(options.broken, None, "a text is no integer");
}

#[test]
fn variants_without_defaults_stay_as_they_are() {
    let choice: Choice = from_str("\"text\"").expect("a text");
    assert_eq!(choice.clone().with_defaults(), choice);
    let choice: Choice = from_str("true").expect("anything");
    assert_eq!(choice.with_defaults(), Choice::Unknown(Value::Bool(true)));
}
