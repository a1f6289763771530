//! JSON bodies whose type has room for numbers that are none.
//!
//! `serde_json` writes `null` for what is not a number or infinite, which says something else than the caller meant. In: a value. Out: its
//! JSON, or the place of such a number. A body without any null in it is written once; only one with nulls is looked at a
//! second time, to tell those that are meant from those that are not.

use std::{cell::Cell, fmt, io};

use serde_core::Serialize;
use serde_json::ser::Formatter;

use super::tree::{Tree, TreeError};

/// Why a body cannot be written.
#[derive(Debug)]
pub(crate) enum JsonFault {
    /// By the format or by the type.
    Json(serde_json::Error),
    /// By a value in it.
    Value(TreeError),
}

impl fmt::Display for JsonFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(formatter),
            Self::Value(error) => error.fmt(formatter),
        }
    }
}

/// Writes a value as JSON in which every number is one.
pub(crate) fn finite<S: Serialize + ?Sized>(body: &S) -> Result<Vec<u8>, JsonFault> {
    let nulls = Cell::new(false);
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, Nulls(&nulls));
    body.serialize(&mut serializer).map_err(JsonFault::Json)?;
    if nulls.get() {
        Tree::of(body).map_err(JsonFault::Value)?;
    }
    Ok(json)
}

/// Compact JSON, and whether there is a null in it.
struct Nulls<'a>(&'a Cell<bool>);

impl Formatter for Nulls<'_> {
    fn write_null<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.set(true);
        writer.write_all(b"null")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::finite;

    #[test]
    fn the_place_of_what_is_no_number_is_told() {
        let told = |value: f64| {
            let body = BTreeMap::from([("a", vec![None, Some(BTreeMap::from([("b", value)]))])]);
            finite(&body).map_err(|fault| fault.to_string())
        };
        assert_eq!(told(f64::NAN), Err("a[1].b: `NaN` is not a finite number".to_owned()));
        assert_eq!(told(f64::INFINITY), Err("a[1].b: `inf` is not a finite number".to_owned()));
        assert_eq!(told(0.5), Ok(br#"{"a":[null,{"b":0.5}]}"#.to_vec()), "other nulls are meant");
        assert!(finite(&f32::NAN).is_err());
    }
}
