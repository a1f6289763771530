//! Values that a schema lists: do they fit the schema that lists them? (JSON Schema, "Validation Keywords"; OpenAPI 3.0.3, "Schema
//! Object", `default`.)
//!
//! A default of another type is read as what was meant, where that is plain, or left out. Bounds that no value can meet are told.

use serde_json::{Map, Number, Value};

use super::Check;
use super::fit::describe_value;
use super::misfits::misfit;
use super::names::at_key;
use crate::diagnostics::{Diagnostic, codes};

/// Checks `default` against `type`, `enum` and the constraints. One that does not fit is no value that the generated types could hold or
/// that `validate()` would let pass, so that it is left out.
pub(super) fn default(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let Some(value) = members.get("default").filter(|value| !value.is_null()) else { return };
    let names: Vec<String> = match members.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let types: Vec<&str> = names.iter().map(String::as_str).collect();
    if !types.is_empty() && !types.iter().any(|name| has_type(value, name)) {
        let wrong =
            format!("the default is {}, but the type is `{}`", describe_value(value), types.join("`, `"));
        let meant = types.iter().find_map(|name| reading(value, name));
        let told = match &meant {
            Some(meant) => format!("{wrong}; it is read as `{meant}`"),
            None => format!("{wrong}; it is left out"),
        };
        check.within("default", |check| check.report(&codes::DEFAULT, told));
        match meant {
            Some(meant) => members.insert("default".to_owned(), meant),
            None => members.shift_remove("default"),
        };
    }
    if let Some(format) = members.get("default").and_then(|value| too_large(value, &types, members)) {
        let message = format!("the default {} does not fit {format}; it is left out", members["default"]);
        check.within("default", |check| check.report(&codes::DEFAULT, message));
        members.shift_remove("default");
    }
    if let Some(wrong) = members.get("default").and_then(|value| misfit(value, members)) {
        let message = format!("the default {} {wrong}; it is left out", members["default"]);
        check.within("default", |check| check.report(&codes::DEFAULT, message));
        members.shift_remove("default");
    }
    let (Some(value), Some(Value::Array(listed))) = (members.get("default"), members.get("enum")) else {
        return;
    };
    if !listed.is_empty() && !listed.iter().any(|known| spelled(known) == spelled(value)) {
        let message = format!("the default {value} is none of the values of `enum`; it is left out");
        check.within("default", |check| check.report(&codes::DEFAULT, message));
        members.shift_remove("default");
    }
}

/// "type": an integer may be written with a fraction of zero.
fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().map_or(value.is_number(), |number| number.fract() == 0.0),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        // Told already.
        _ => true,
    }
}

/// The format of numbers that a default is too large for (OpenAPI 3.0.3, "Data Types"); integers without one have 64 bits.
fn too_large(value: &Value, types: &[&str], members: &Map<String, Value>) -> Option<String> {
    let format = members.get("format").and_then(Value::as_str).unwrap_or_default();
    // A whole number that is written with a fraction is compared as what it is.
    let whole = || {
        let number = value.as_f64().filter(|number| number.fract() == 0.0);
        let exact = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
        exact.or_else(|| format!("{:.0}", number?).parse().ok())
    };
    let fits = match (types, format) {
        (["integer"], "int8" | "int16" | "int32") => i32::try_from(whole()?).is_ok(),
        (["integer"], "uint8" | "uint16" | "uint32") => u32::try_from(whole()?).is_ok(),
        (["integer"], "uint64") => u64::try_from(whole()?).is_ok(),
        (["integer"], _) => i64::try_from(whole()?).is_ok(),
        (["number"], "float") => value.as_f64()?.abs() <= f64::from(f32::MAX),
        _ => true,
    };
    (!fits).then(|| if format.is_empty() { "64 bits".to_owned() } else { format!("the format `{format}`") })
}

fn reading(value: &Value, name: &str) -> Option<Value> {
    match (name, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        ("boolean", Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ => None,
        },
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("number", Value::String(text)) => text.trim().parse::<Number>().ok().map(Value::Number),
        _ => None,
    }
}

/// The text of a scalar: `1`, `1.0` and `"1"` are the same choice of an enumeration.
fn spelled(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|number| number.fract() == 0.0) {
            Some(whole) => format!("{whole:.0}"),
            None => number.to_string(),
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Bounds that exclude every value, and values that are listed twice.
pub(super) fn bounds(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        let number = |name: &str| members.get(name).and_then(Value::as_f64);
        let (Some(least), Some(most)) = (number(low), number(high)) else { continue };
        if least > most {
            let message = format!("no value meets both `{low}: {least}` and `{high}: {most}`");
            let other = check.place().child(high);
            check.within(low, |check| {
                let diagnostic = Diagnostic::new(&codes::CONSTRAINT, &check.place(), message);
                check.diagnostics.report(diagnostic.related(&other, "the other bound"));
            });
        }
    }
    if let Some(factor) = members.get("multipleOf").and_then(Value::as_f64).filter(|factor| *factor <= 0.0) {
        let message = format!("`multipleOf` must be greater than zero, not `{factor}`; it is left out");
        check.within("multipleOf", |check| check.report(&codes::CONSTRAINT, message));
        members.shift_remove("multipleOf");
    }
    let Some(Value::Array(listed)) = members.get("enum") else { return };
    if listed.is_empty() {
        let message = "`enum` has no value; it is left out".to_owned();
        at_key(check, "enum", &codes::CONSTRAINT, message);
        members.shift_remove("enum");
        return;
    }
    let mut sorted: Vec<(String, usize)> =
        listed.iter().enumerate().map(|(index, value)| (value.to_string(), index)).collect();
    sorted.sort();
    for pair in sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        check.within("enum", |check| {
            let first = check.place().index(pair[0].1);
            check.within(&pair[1].1.to_string(), |check| {
                let message = format!("{} is listed twice", pair[1].0);
                let diagnostic = Diagnostic::new(&codes::CONSTRAINT, &check.place(), message);
                check.diagnostics.report(diagnostic.related(&first, "first listed here"));
            });
        });
    }
}
