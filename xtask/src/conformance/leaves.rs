//! Texts and numbers that satisfy their constraints.
//!
//! In: a scalar with its constraints. Out: JSON. `salt` tells apart the items of a list that must differ.

use generator::ir::{Bound, Constraints, Scalar};
use serde_json::{Value, json};

use super::patterns::matching;

/// How much of what is allowed is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What must be there, as short and as small as it may be.
    Minimal,
    /// Everything that may be there.
    Maximal,
}

/// A text without a format is no longer than this, unless it must be.
const LONG: usize = 40;

/// What texts are made of that may be anything: it has to be escaped in JSON and in forms.
const ODD: &str = "caf\u{e9} \"au lait\" & 1/2 = 50% + x? ";

/// A value of a scalar type.
pub(super) fn scalar(scalar: Scalar, constraints: &Constraints, extent: Extent, salt: usize) -> Value {
    match scalar {
        Scalar::Bool => json!(constraints.only.unwrap_or((extent == Extent::Maximal) ^ (salt % 2 == 1))),
        Scalar::I32 => json!(integer(constraints, f64::from(i32::MIN), f64::from(i32::MAX), extent, salt)),
        Scalar::I64 => json!(integer(constraints, -SAFE, SAFE, extent, salt)),
        Scalar::U32 => json!(integer(constraints, 0.0, f64::from(u32::MAX), extent, salt)),
        Scalar::U64 => json!(integer(constraints, 0.0, SAFE, extent, salt)),
        Scalar::F32 | Scalar::F64 => number(constraints, extent, salt),
        Scalar::Uuid => json!(format!("3fa85f64-5717-4562-b3fc-2c963f66{:04x}", salt % 0xffff)),
        Scalar::DateTime => json!(format!("2024-07-29T15:51:{:02}Z", salt % 60)),
        Scalar::Date => json!(format!("2024-07-{:02}", 1 + salt % 31)),
        Scalar::Time => json!(format!("15:51:{:02}Z", salt % 60)),
        Scalar::Base64 => {
            json!(format!("c3RyaW5{}", char::from(b'g' + u8::try_from(salt % 16).unwrap_or(0))))
        }
        // Only a configuration brings types of other crates, and these documents have none.
        Scalar::String | Scalar::Binary | Scalar::Secret | Scalar::External(_) => {
            json!(text(constraints, extent, salt))
        }
    }
}

/// The largest integer that every program can read.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// What is asked for where no bound is given: far enough from zero to be seen.
const USUAL: f64 = 7.0;

fn integer(constraints: &Constraints, least: f64, most: f64, extent: Extent, salt: usize) -> i64 {
    let low = bound(constraints.minimum.as_ref(), 1.0).map_or(least, |low| low.ceil().max(least));
    let high = bound(constraints.maximum.as_ref(), -1.0).map_or(most, |high| high.floor().min(most));
    let step = constraints.multiple_of.as_ref().and_then(serde_json::Number::as_f64).unwrap_or(1.0).max(1.0);
    whole(chosen(low, high, step, extent, salt))
}

/// A number, and a fraction where it may be one: an integer fits other variants of unions, too.
fn number(constraints: &Constraints, extent: Extent, salt: usize) -> Value {
    if let Some(step) = constraints.multiple_of.as_ref().and_then(serde_json::Number::as_f64) {
        let low = bound(constraints.minimum.as_ref(), step).unwrap_or(-SAFE);
        let high = bound(constraints.maximum.as_ref(), -step).unwrap_or(SAFE);
        return spelled(chosen(low, high, step, extent, salt));
    }
    let away = f64::from(u32::try_from(salt % 1000).unwrap_or(0));
    let value = |bound: &Option<Bound>| bound.as_ref().and_then(|bound| bound.value.as_f64());
    let is_open = |bound: &Option<Bound>| bound.as_ref().is_some_and(|bound| bound.exclusive);
    let Constraints { minimum, maximum, .. } = constraints;
    spelled(match (value(minimum), value(maximum)) {
        (None, None) => USUAL + 0.5 + away,
        (Some(low), None) => low + 0.5 + away,
        (None, Some(high)) => high - 0.5 - away,
        (Some(low), Some(high)) => {
            let part = (high - low) / 1000.0;
            match extent {
                Extent::Minimal if is_open(minimum) => low + part * (1.0 + away / 2.0),
                Extent::Minimal => low + part * (away / 2.0),
                Extent::Maximal if is_open(maximum) => high - part * (1.0 + away / 2.0),
                Extent::Maximal => high - part * (away / 2.0),
            }
        }
    })
}

/// A whole number as an integer.
fn spelled(value: f64) -> Value {
    if value.fract() == 0.0 { json!(whole(value)) } else { json!(value) }
}

/// A multiple of `step` in a range: the bound where there is one, else some steps away from zero.
fn chosen(low: f64, high: f64, step: f64, extent: Extent, salt: usize) -> f64 {
    let away = step * f64::from(u32::try_from(salt % 1000).unwrap_or(0));
    let multiple = |value: f64| (value / step).ceil() * step;
    let first = multiple(low.max(-SAFE));
    let value = match extent {
        Extent::Minimal if low > -f64::from(i32::MAX) => first + away,
        Extent::Maximal if high < f64::from(i32::MAX) => (high / step).floor() * step - away,
        Extent::Minimal | Extent::Maximal => multiple(USUAL.max(low)) + away,
    };
    if (first..=high).contains(&value) { value } else { first }
}

/// A bound as a number; the next one where the bound itself is not allowed.
fn bound(bound: Option<&Bound>, step: f64) -> Option<f64> {
    let bound = bound?;
    let value = bound.value.as_f64()?;
    Some(if bound.exclusive { value + step } else { value })
}

#[expect(clippy::cast_possible_truncation, reason = "values outside of i64 are not chosen")]
fn whole(value: f64) -> i64 {
    value as i64
}

fn text(constraints: &Constraints, extent: Extent, salt: usize) -> String {
    let length = |length: Option<u64>| length.and_then(|length| usize::try_from(length).ok());
    let most = length(constraints.max_length).unwrap_or(usize::MAX);
    // An empty text is no parameter, and servers take it for nothing.
    let least = length(constraints.min_length).unwrap_or(0).max(1).min(most);
    if let Some(text) = constraints.patterns.iter().find_map(|pattern| matching(pattern, least, most, salt)) {
        return text;
    }
    if let Some(text) = constraints.format.as_deref().and_then(|format| of_format(format, salt)) {
        return text;
    }
    let wanted = match extent {
        Extent::Minimal => least,
        Extent::Maximal => LONG.max(least).min(most),
    };
    let begin = if salt == 0 { String::new() } else { salt.to_string() };
    let kind = if extent == Extent::Minimal { "text" } else { ODD };
    begin.chars().chain(kind.chars().cycle()).take(wanted.max(begin.len()).min(most)).collect()
}

/// A text of a format that validators know.
fn of_format(format: &str, salt: usize) -> Option<String> {
    Some(match format {
        "email" | "idn-email" => format!("user{salt}@example.com"),
        "hostname" | "idn-hostname" => format!("h{salt}.example.com"),
        "ipv4" | "ip" => format!("198.51.100.{}", 1 + salt % 250),
        "ipv6" => format!("2001:db8::{:x}", 1 + salt % 0xffff),
        "uri" | "url" | "iri" => format!("https://example.com/{salt}"),
        "uri-reference" | "iri-reference" | "json-pointer" => format!("/{salt}"),
        "uri-template" => format!("/{salt}/{{id}}"),
        "relative-json-pointer" => format!("{}", salt % 10),
        "duration" => format!("PT{}S", 1 + salt),
        "regex" => format!("^a{{{}}}$", 1 + salt),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use generator::ir::{Bound, Constraints, Scalar};
    use serde_json::{Number, Value, json};

    use super::{Extent, scalar};

    fn both(kind: Scalar, constraints: &Constraints) -> [Value; 2] {
        [Extent::Minimal, Extent::Maximal].map(|extent| scalar(kind, constraints, extent, 0))
    }

    fn at(value: i64, exclusive: bool) -> Bound {
        Bound { value: Number::from(value), exclusive }
    }

    #[test]
    fn integers_stand_at_their_bounds() {
        let bounded = Constraints {
            minimum: Some(at(1, false)),
            maximum: Some(at(10, true)),
            ..Constraints::default()
        };
        assert_eq!(both(Scalar::I32, &bounded), [json!(1), json!(9)]);
        let stepped = Constraints { multiple_of: Some(Number::from(5)), ..bounded };
        assert_eq!(both(Scalar::I64, &stepped), [json!(5), json!(5)]);
        assert_eq!(both(Scalar::U64, &Constraints::default()), [json!(0), json!(7)]);
    }

    #[test]
    fn numbers_are_fractions_or_stand_at_their_bounds() {
        let minimum = Some(at(0, true));
        let open =
            Constraints { minimum: minimum.clone(), maximum: Some(at(1, true)), ..Constraints::default() };
        assert_eq!(both(Scalar::F64, &open), [json!(0.001), json!(0.999)]);
        let closed = Constraints { minimum: Some(at(0, false)), maximum: Some(at(2, false)), ..open };
        assert_eq!(both(Scalar::F64, &closed), [json!(0), json!(2)]);
        let low = Constraints { minimum, ..Constraints::default() };
        assert_eq!(both(Scalar::F64, &low), [json!(0.5), json!(0.5)]);
        assert_eq!(both(Scalar::F64, &Constraints::default()), [json!(7.5), json!(7.5)]);
        let stepped = Constraints { multiple_of: Some(Number::from(2)), ..low };
        assert_eq!(both(Scalar::F64, &stepped), [json!(2), json!(8)]);
    }

    #[test]
    fn texts_are_as_long_as_they_may_be() {
        let bounded = Constraints { min_length: Some(2), max_length: Some(6), ..Constraints::default() };
        assert_eq!(both(Scalar::String, &bounded), [json!("te"), json!("caf\u{e9} \"")]);
        assert_eq!(scalar(Scalar::String, &bounded, Extent::Minimal, 12), json!("12"));
        let pattern = Constraints { patterns: vec!["^[a-z]+$".to_owned()], ..bounded };
        assert_eq!(both(Scalar::String, &pattern), [json!("aa"), json!("aa")]);
    }

    #[test]
    fn items_differ_by_their_salt() {
        for kind in
            [Scalar::Uuid, Scalar::DateTime, Scalar::Base64, Scalar::I64, Scalar::Bool, Scalar::Secret]
        {
            let of = |salt| scalar(kind, &Constraints::default(), Extent::Maximal, salt);
            assert_ne!(of(0), of(1), "{kind:?}");
        }
    }
}
