//! Unions that are told apart by what the whole value looks like.
//!
//! The value is read into a tree once. One walk over it compares it with the [`Shape`] of each variant, and the tree is
//! given up for the variant that fits best: nothing is decoded to try it, so that unions inside of unions
//! cost no more than their depth. The shapes are as deep as the generated table, whatever the value.
//!
//! What fits best: as few constants as possible other than the document lists, then as many properties as possible
//! that the variant knows, then as few as possible that it rules out, then as many as possible that it keeps. Of equals
//! the first. A property that a server adds, which no variant knows, therefore changes nothing.

use std::cmp::Reverse;

use serde_core::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

use crate::spelled::Spelled;
use crate::time::{Date, DateTime, Time};

/// What a value may look like. Null inside of arrays and maps looks like anything.
#[derive(Debug)]
pub enum Shape {
    /// Anything.
    Any,
    /// `true`, `false`.
    Boolean,
    /// A boolean, this one as a rule.
    Only(bool),
    /// A number without fraction.
    Integer,
    /// Any number.
    Number,
    /// Any string.
    String,
    /// A string in the form of a UUID.
    Uuid,
    /// A string in the form of a date and time.
    DateTime,
    /// A string in the form of a date.
    Date,
    /// A string in the form of a time.
    Time,
    /// A string, one of these as a rule.
    Text(&'static [&'static str]),
    /// An integer, one of these as a rule.
    Integers(&'static [i64]),
    /// An array whose items all look alike.
    List(&'static Shape),
    /// An array with one item for each of these.
    Tuple(&'static [Shape]),
    /// An object whose values all look alike.
    Map(&'static Shape),
    /// An object with properties.
    Object(&'static [Property]),
    /// One of several.
    OneOf(&'static [Shape]),
}

/// A demand on the properties of an object.
#[derive(Debug)]
pub enum Property {
    /// Must be there, and be one of the constants of its shape.
    Tag(&'static str, Shape),
    /// May be absent or null; what is there must be one of the constants of its shape.
    MayTag(&'static str, Shape),
    /// Must be there and not be null.
    Must(&'static str, Shape),
    /// Must be there, and may be null.
    Null(&'static str, Shape),
    /// May be absent or null.
    May(&'static str, Shape),
    /// What all other properties look like.
    Rest(Shape),
    /// There are no other properties, as a rule.
    Closed,
}

/// How well a value fits; the greatest is the best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Constants that are none of those in the document.
    strange: Reverse<usize>,
    /// Properties, constants and forms that the shape knows.
    known: usize,
    /// Properties that the shape rules out.
    ruled_out: Reverse<usize>,
    /// Properties that the shape does not know and keeps.
    kept: usize,
}

impl Fit {
    const PLAIN: Self = Self { strange: Reverse(0), known: 0, ruled_out: Reverse(0), kept: 0 };
    const KNOWN: Self = Self { known: 1, ..Self::PLAIN };

    /// Whether a constant is one of those in the document.
    fn constant(listed: bool) -> Self {
        if listed { Self::KNOWN } else { Self { strange: Reverse(1), ..Self::PLAIN } }
    }

    fn and(self, other: Self) -> Self {
        Self {
            strange: Reverse(self.strange.0 + other.strange.0),
            known: self.known + other.known,
            ruled_out: Reverse(self.ruled_out.0 + other.ruled_out.0),
            kept: self.kept + other.kept,
        }
    }
}

/// The fit of `holds`: it must hold, and says nothing more.
fn plain(holds: bool) -> Option<Fit> {
    holds.then_some(Fit::PLAIN)
}

/// The length of a day, as in `2024-01-31`.
const DAY: usize = 10;

/// The fit of a text that was read, where that was possible, and has the form of its type or not.
fn form<T>(read: Option<T>, holds: bool) -> Option<Fit> {
    read.map(|_| if holds { Fit::KNOWN } else { Fit::PLAIN })
}

impl Shape {
    /// How well a value fits; `None` if it cannot be of this shape.
    fn fit(&self, value: &Value) -> Option<Fit> {
        match self {
            Self::Any => Some(Fit::PLAIN),
            Self::Boolean => plain(value.is_boolean()),
            Self::Only(constant) => Some(Fit::constant(value.as_bool()? == *constant)),
            Self::Integer => is_integer(value).then_some(Fit::KNOWN),
            Self::Number => plain(value.is_number()),
            Self::String => plain(value.is_string()),
            Self::Uuid => value.as_str()?.parse::<crate::Uuid>().ok().map(|_| Fit::KNOWN),
            // Servers write days where points in time are wanted, and the reverse: both are read, but only one
            // has the form.
            Self::DateTime => form(DateTime::read(value.as_str()?), value.as_str()?.len() > DAY),
            Self::Date => form(Date::read(value.as_str()?), value.as_str()?.len() == DAY),
            Self::Time => Time::read(value.as_str()?).map(|_| Fit::KNOWN),
            Self::Text(texts) => Some(Fit::constant(texts.contains(&value.as_str()?))),
            Self::Integers(integers) if is_integer(value) => {
                Some(Fit::constant(value.as_i64().is_some_and(|value| integers.contains(&value))))
            }
            Self::Integers(_) => None,
            Self::List(item) => all(value.as_array()?.iter().map(|value| item.fit_or_null(value))),
            Self::Tuple(items) => {
                let values = value.as_array().filter(|values| values.len() == items.len())?;
                all(items.iter().zip(values).map(|(item, value)| item.fit_or_null(value)))
            }
            Self::Map(item) => all(value.as_object()?.values().map(|value| item.fit_rest(value))),
            Self::Object(properties) => fit_object(properties, value.as_object()?),
            Self::OneOf(shapes) => shapes.iter().filter_map(|shape| shape.fit(value)).max(),
        }
    }

    fn fit_or_null(&self, value: &Value) -> Option<Fit> {
        if value.is_null() { Some(Fit::PLAIN) } else { self.fit(value) }
    }

    /// The fit of a property that is kept under its name. Nothing in it counts as known.
    fn fit_rest(&self, value: &Value) -> Option<Fit> {
        self.fit_or_null(value).map(|fit| Fit { known: 0, kept: 1, ..fit })
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

fn all(mut fits: impl Iterator<Item = Option<Fit>>) -> Option<Fit> {
    fits.try_fold(Fit::PLAIN, |sum, fit| Some(sum.and(fit?)))
}

fn fit_object(properties: &[Property], object: &Map<String, Value>) -> Option<Fit> {
    let mut sum = Fit::PLAIN;
    let mut others = object.len();
    for property in properties {
        let (name, shape) = match property {
            Property::Tag(name, shape) | Property::Must(name, shape) => {
                object.get(*name).filter(|value| !value.is_null())?;
                (name, shape)
            }
            Property::Null(name, shape) => {
                object.get(*name)?;
                (name, shape)
            }
            Property::MayTag(name, shape) | Property::May(name, shape) => (name, shape),
            Property::Rest(shape) => {
                let rest = object.iter().filter(|(name, _)| !knows(properties, name));
                sum = sum.and(all(rest.map(|(_, value)| shape.fit_rest(value)))?);
                continue;
            }
            Property::Closed => {
                sum.ruled_out.0 += others;
                continue;
            }
        };
        let Some(value) = object.get(*name) else { continue };
        let fit = shape.fit_or_null(value)?;
        if matches!(property, Property::Tag(..) | Property::MayTag(..)) && fit.strange.0 > 0 {
            return None;
        }
        others = others.saturating_sub(1);
        sum = sum.and(fit).and(Fit::KNOWN);
    }
    Some(sum)
}

fn knows(properties: &[Property], name: &str) -> bool {
    properties.iter().any(|property| match property {
        Property::Tag(known, _)
        | Property::MayTag(known, _)
        | Property::Must(known, _)
        | Property::Null(known, _)
        | Property::May(known, _) => *known == name,
        Property::Rest(_) | Property::Closed => false,
    })
}

/// A union that is told apart by what the whole value looks like.
pub trait ShapedUnion: Sized {
    /// What each variant looks like.
    const SHAPES: &'static [Shape];

    /// Decodes the variant at this position; the catch-all if there is none.
    ///
    /// # Errors
    /// That the value is malformed for the variant.
    fn read<E: Error>(variant: Option<usize>, value: Value) -> Result<Self, E>;
}

/// The position of the shape that a value fits best, of equals the first.
fn choose(shapes: &[Shape], value: &Value) -> Option<usize> {
    let fits =
        shapes.iter().enumerate().filter_map(|(index, shape)| Some((shape.fit(value)?, Reverse(index))));
    fits.max().map(|(_, Reverse(index))| index)
}

/// Decodes a union by what the value looks like.
///
/// # Errors
/// What the format reports, or that the value is malformed for the variant that it looks like.
#[inline]
pub fn read_shaped_union<'de, U: ShapedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let value = Value::deserialize(deserializer)?;
    U::read(choose(U::SHAPES, &value), value)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Property::{Closed, May, MayTag, Must, Null, Rest, Tag};
    use super::Shape::{self, Any, Integer, List, Map, Number, Object, OneOf, Text, Tuple};
    use super::choose;

    fn chosen(shapes: &[Shape], expected: &[(Value, Option<usize>)]) {
        for (value, index) in expected {
            assert_eq!(choose(shapes, value), *index, "{value}");
        }
    }

    #[test]
    fn the_most_known_properties_win_and_then_the_first() {
        let shapes = [
            Object(&[May("id", Any)]),
            Object(&[May("id", Any), May("name", Any)]),
            Object(&[Must("size", Integer), May("id", Any)]),
        ];
        chosen(
            &shapes,
            &[
                (json!({"id": 1}), Some(0)),
                (json!({"id": 1, "name": null}), Some(1)),
                (json!({"id": 1, "size": 2}), Some(2)),
                (json!({"id": 1, "size": "2", "name": 1}), Some(1)),
                (json!({"new": 1}), Some(0)),
                (json!([]), None),
            ],
        );
    }

    #[test]
    fn constants_come_before_properties_and_tags_must_fit() {
        let soft =
            [Object(&[May("kind", Text(&["a"])), May("x", Any)]), Object(&[May("kind", Text(&["b"]))])];
        chosen(
            &soft,
            &[
                (json!({"kind": "b", "x": 1}), Some(1)),
                (json!({"kind": "c", "x": 1}), Some(0)),
                (json!({"kind": 1}), None),
            ],
        );
        let hard = [Object(&[Tag("kind", Text(&["a"]))]), Object(&[Tag("kind", Text(&["b"]))])];
        chosen(&hard, &[(json!({"kind": "b"}), Some(1)), (json!({"kind": "c"}), None), (json!({}), None)]);
    }

    #[test]
    fn a_tag_that_may_be_absent_rules_out_other_constants_only() {
        let shapes = [
            Object(&[Tag("kind", Text(&["a"])), May("id", Any)]),
            Object(&[MayTag("kind", Text(&["b"])), Must("id", Any)]),
        ];
        chosen(
            &shapes,
            &[
                (json!({"kind": "a", "id": 1}), Some(0)),
                (json!({"kind": "b", "id": 1}), Some(1)),
                (json!({"kind": null, "id": 1}), Some(1)),
                (json!({"id": 1}), Some(1)),
                (json!({"kind": "c", "id": 1}), None),
                (json!({"kind": 1, "id": 1}), None),
                (json!({}), None),
            ],
        );
    }

    #[test]
    fn maps_keep_what_objects_do_not_know() {
        let shapes = [Object(&[May("a", Any)]), Map(&Integer), Map(&List(&Any))];
        chosen(
            &shapes,
            &[
                (json!({"a": 1, "b": 2}), Some(0)),
                (json!({"a": 1}), Some(0)),
                (json!({"b": 2}), Some(1)),
                (json!({"b": []}), Some(2)),
                (json!({"b": "x"}), Some(0)),
                (json!({}), Some(0)),
            ],
        );
        let closed = [Object(&[May("a", Any), Closed]), Object(&[May("a", Any), Rest(Number)])];
        chosen(
            &closed,
            &[
                (json!({"a": 1}), Some(0)),
                (json!({"a": 1, "b": 2}), Some(1)),
                (json!({"a": 1, "b": "x"}), Some(0)),
            ],
        );
    }

    #[test]
    fn null_counts_only_where_a_property_must_not_be_null() {
        let shapes = [Object(&[Must("a", Any)]), Object(&[Null("a", Any)])];
        chosen(&shapes, &[(json!({"a": 1}), Some(0)), (json!({"a": null}), Some(1)), (json!({}), None)]);
        chosen(
            &[List(&Integer), Tuple(&[Any, Any])],
            &[(json!([1, null]), Some(0)), (json!(["x", 1]), Some(1)), (json!(["x"]), None)],
        );
    }

    #[test]
    fn strings_and_numbers_have_forms() {
        let shapes = [
            Shape::String,
            Shape::Date,
            Shape::DateTime,
            Shape::Time,
            Shape::Uuid,
            Text(&["on"]),
            Number,
            Integer,
            Shape::Integers(&[7]),
            Shape::Boolean,
        ];
        chosen(
            &shapes,
            &[
                (json!("1980"), Some(0)),
                (json!("1980-02-01"), Some(1)),
                (json!("1980-02-01T00:00:00Z"), Some(2)),
                (json!("10:20:30Z"), Some(3)),
                (json!("6e1c5d0a-36b5-4f0c-9f5f-0b9f3c1e2d3a"), Some(4)),
                (json!("on"), Some(5)),
                (json!("off"), Some(0)),
                (json!(0.5), Some(6)),
                (json!(5), Some(7)),
                (json!(7), Some(7)),
                (json!(true), Some(9)),
                (json!(null), None),
            ],
        );
        let nested = [Map(&Any), OneOf(&[Integer, Object(&[Must("a", Any)])])];
        chosen(&nested, &[(json!(1), Some(1)), (json!({"a": 1}), Some(1)), (json!({"b": 1}), Some(0))]);
    }
}
