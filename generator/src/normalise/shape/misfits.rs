//! Which constraints of its schema a single value breaks (JSON Schema validation, sections 6.2, 6.3 and 7.3).
//!
//! Formats are looked at where Rust has a type for them: a text that is none cannot be held. Patterns are not tried.

use serde_json::{Map, Value};

/// What is wrong with a value of the right type, as the end of a sentence: "is less than `minimum: 5`".
pub(super) fn misfit(value: &Value, schema: &Map<String, Value>) -> Option<String> {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let excludes = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
    let beyond = |is: &str, keyword: &str| Some(format!("{is} `{keyword}: {}`", schema[keyword]));
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            let least = bound("minimum");
            let most = bound("maximum");
            if least.is_some_and(|least| number < least) {
                beyond("is less than", "minimum")
            } else if most.is_some_and(|most| number > most) {
                beyond("is more than", "maximum")
            } else if least == Some(number) && excludes("exclusiveMinimum") {
                Some("is `minimum`, which `exclusiveMinimum` excludes".to_owned())
            } else if most == Some(number) && excludes("exclusiveMaximum") {
                Some("is `maximum`, which `exclusiveMaximum` excludes".to_owned())
            } else if bound("exclusiveMinimum").is_some_and(|least| number <= least) {
                beyond("is not more than", "exclusiveMinimum")
            } else if bound("exclusiveMaximum").is_some_and(|most| number >= most) {
                beyond("is not less than", "exclusiveMaximum")
            } else {
                None
            }
        }
        Value::String(text) => match schema.get("format").and_then(Value::as_str) {
            Some("date") if !is_date(text) => Some("is no date: `2024-12-31`".to_owned()),
            Some("date-time") if !is_date_time(text) => {
                Some("is no date with a time: `2024-12-31T23:59:59Z`".to_owned())
            }
            Some("uuid") if !is_uuid(text) => Some("is no UUID".to_owned()),
            _ => sized(text.chars().count(), "minLength", "maxLength", "characters", schema),
        },
        Value::Array(items) => sized(items.len(), "minItems", "maxItems", "items", schema),
        Value::Object(members) => {
            sized(members.len(), "minProperties", "maxProperties", "properties", schema)
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn sized(size: usize, low: &str, high: &str, what: &str, schema: &Map<String, Value>) -> Option<String> {
    let size = u64::try_from(size).ok()?;
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    if let Some(least) = bound(low).filter(|least| size < *least) {
        return Some(format!("has {size} {what}, and `{low}` is {least}"));
    }
    let most = bound(high).filter(|most| size > *most)?;
    Some(format!("has {size} {what}, and `{high}` is {most}"))
}

/// RFC 3339, section 5.6: `full-date`. The length of months is left to whoever reads the date.
fn is_date(text: &str) -> bool {
    matches_digits(text, "dddd-dd-dd")
}

/// RFC 3339, section 5.6: a date and at least hours and minutes, also with a space in between, as many servers write it.
fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(rest)) = (text.get(..10), text.get(10..)) else { return false };
    let time = rest.strip_prefix(['T', 't', ' ', '_']);
    is_date(date) && time.and_then(|time| time.get(..5)).is_some_and(|time| matches_digits(time, "dd:dd"))
}

/// RFC 9562, section 4, with or without what programs put around it.
fn is_uuid(text: &str) -> bool {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let digits = text.chars().filter(|one| *one != '-');
    digits.clone().count() == 32 && digits.clone().all(|one| one.is_ascii_hexdigit())
}

/// True for a text with a digit for every `d`, and otherwise the same.
fn matches_digits(text: &str, form: &str) -> bool {
    let fits = |(one, form): (char, char)| if form == 'd' { one.is_ascii_digit() } else { one == form };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::misfit;

    #[track_caller]
    fn breaks(schema: &Value, fits: &[Value], others: &[(Value, &str)]) {
        let schema = schema.as_object().expect("a schema is a mapping");
        for value in fits {
            assert_eq!(misfit(value, schema), None, "{value}");
        }
        for (value, told) in others {
            assert_eq!(misfit(value, schema).as_deref(), Some(*told), "{value}");
        }
    }

    #[test]
    fn numbers_have_bounds() {
        breaks(
            &json!({"minimum": 5, "maximum": 9, "exclusiveMaximum": true}),
            &[json!(5), json!(8.5)],
            &[
                (json!(1), "is less than `minimum: 5`"),
                (json!(10), "is more than `maximum: 9`"),
                (json!(9), "is `maximum`, which `exclusiveMaximum` excludes"),
            ],
        );
        breaks(
            &json!({"exclusiveMinimum": 5}),
            &[json!(6)],
            &[(json!(5), "is not more than `exclusiveMinimum: 5`")],
        );
    }

    #[test]
    fn texts_and_collections_have_sizes() {
        breaks(
            &json!({"minLength": 1, "maxLength": 2}),
            &[json!("é"), json!("éé")],
            &[
                (json!(""), "has 0 characters, and `minLength` is 1"),
                (json!("long"), "has 4 characters, and `maxLength` is 2"),
            ],
        );
        breaks(
            &json!({"maxItems": 1}),
            &[json!([1])],
            &[(json!([1, 2]), "has 2 items, and `maxItems` is 1")],
        );
        let empty = (json!({}), "has 0 properties, and `minProperties` is 1");
        breaks(&json!({"minProperties": 1}), &[json!({"a": 1})], &[empty]);
    }

    #[test]
    fn formats_with_a_type_in_rust_are_looked_at() {
        breaks(
            &json!({"format": "date-time"}),
            &[
                json!("2024-12-31T23:59:59Z"),
                json!("2024-12-31 23:59:59.5+02:00"),
                json!("2024-12-31T23:59Z"),
            ],
            &[(json!("now"), "is no date with a time: `2024-12-31T23:59:59Z`")],
        );
        breaks(
            &json!({"format": "date"}),
            &[json!("2024-12-31")],
            &[(json!("31.12.2024"), "is no date: `2024-12-31`")],
        );
        breaks(
            &json!({"format": "uuid"}),
            &[json!("3fa85f64-5717-4562-b3fc-2c963f66afa6"), json!("3FA85F6457174562B3FC2C963F66AFA6")],
            &[(json!(""), "is no UUID")],
        );
        breaks(&json!({"format": "email"}), &[json!("nobody")], &[]);
    }
}
