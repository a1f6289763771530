//! Constraints (JSON Schema validation keywords) as data, and how they are put into words.

use std::fmt;

/// One constraint. Bounds come as integers where they are, whatever the type of the field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// `minLength`, in Unicode scalar values.
    MinLength(u64),
    /// `maxLength`, in Unicode scalar values.
    MaxLength(u64),
    /// `pattern`: a regular expression of ECMA-262, not anchored.
    #[cfg(feature = "pattern")]
    Pattern(&'static str),
    /// `minimum`.
    Min(i128),
    /// `maximum`.
    Max(i128),
    /// `exclusiveMinimum`.
    Above(i128),
    /// `exclusiveMaximum`.
    Below(i128),
    /// `multipleOf`.
    MultipleOf(i128),
    /// `minimum` that is no integer.
    MinFloat(f64),
    /// `maximum` that is no integer.
    MaxFloat(f64),
    /// `exclusiveMinimum` that is no integer.
    AboveFloat(f64),
    /// `exclusiveMaximum` that is no integer.
    BelowFloat(f64),
    /// `multipleOf` that is no integer.
    MultipleOfFloat(f64),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    Unique,
    /// What is demanded of every item of a list, at this place.
    Items(&'static [Rule]),
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// What is demanded of every value of a map, at this place.
    Values(&'static [Rule]),
}

/// A bound of a number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    Integer(i128),
    Float(f64),
}

impl fmt::Display for Bound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(bound) => bound.fmt(formatter),
            Self::Float(bound) => bound.fmt(formatter),
        }
    }
}

impl Rule {
    fn min(&self) -> Option<Bound> {
        match *self {
            Self::Min(bound) => Some(Bound::Integer(bound)),
            Self::MinFloat(bound) => Some(Bound::Float(bound)),
            _ => None,
        }
    }

    fn max(&self) -> Option<Bound> {
        match *self {
            Self::Max(bound) => Some(Bound::Integer(bound)),
            Self::MaxFloat(bound) => Some(Bound::Float(bound)),
            _ => None,
        }
    }
}

/// What `broken` demands, in words; `rules` are all that hold at the same place.
pub(super) fn demand(broken: &Rule, rules: &[Rule]) -> String {
    if broken.min().is_some() || broken.max().is_some() {
        let min = rules.iter().find_map(Rule::min);
        let max = rules.iter().find_map(Rule::max);
        match (min, max) {
            (Some(min), Some(max)) => return format!("between {min} and {max}"),
            (Some(min), None) => return format!("at least {min}"),
            (None, Some(max)) => return format!("at most {max}"),
            (None, None) => {}
        }
    }
    match *broken {
        Rule::MinLength(1) => "non-empty".to_owned(),
        Rule::MinLength(length) => format!("at least {}", count(length, "character", "characters")),
        Rule::MaxLength(length) => format!("at most {}", count(length, "character", "characters")),
        #[cfg(feature = "pattern")]
        Rule::Pattern(pattern) => format!("text that matches `{pattern}`"),
        Rule::Min(bound) => format!("at least {bound}"),
        Rule::Max(bound) => format!("at most {bound}"),
        Rule::Above(bound) => format!("greater than {bound}"),
        Rule::Below(bound) => format!("less than {bound}"),
        Rule::MultipleOf(step) => format!("a multiple of {step}"),
        Rule::MinFloat(bound) => format!("at least {bound}"),
        Rule::MaxFloat(bound) => format!("at most {bound}"),
        Rule::AboveFloat(bound) => format!("greater than {bound}"),
        Rule::BelowFloat(bound) => format!("less than {bound}"),
        Rule::MultipleOfFloat(step) => format!("a multiple of {step}"),
        Rule::MinItems(items) => format!("at least {}", count(items, "item", "items")),
        Rule::MaxItems(items) => format!("at most {}", count(items, "item", "items")),
        Rule::Unique => "items that all differ".to_owned(),
        Rule::MinProperties(properties) => {
            format!("at least {}", count(properties, "property", "properties"))
        }
        Rule::MaxProperties(properties) => {
            format!("at most {}", count(properties, "property", "properties"))
        }
        Rule::Items(_) | Rule::Values(_) => "valid".to_owned(),
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
