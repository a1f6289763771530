//! What a valid value must satisfy beyond its type (JSON Schema validation keywords).

use serde_json::Number;

/// A numeric bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The bound, as it is written in the document.
    pub value: Number,
    /// True when the bound itself is not allowed.
    pub exclusive: bool,
}

/// The constraints of one schema. Lengths count Unicode scalar values, not bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `pattern`, of every schema that holds for the value: ECMA-262 regular expressions, not anchored.
    pub patterns: Vec<String>,
    /// `minimum` / `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` / `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// The only value that a boolean may have (`const`, `enum` with one of the two). It tells variants apart; other values are
    /// read all the same.
    pub only: Option<bool>,
    /// `format` names that have no Rust type but that a reader wants to see, for example `email`.
    pub format: Option<String>,
}

impl Constraints {
    /// True when nothing is demanded. A format alone is documentation and demands nothing, nor does what is not checked.
    pub fn is_empty(&self) -> bool {
        Self { format: None, only: None, ..self.clone() } == Self::default()
    }
    /// Adds constraints that hold as well: of each pair of bounds the narrower one is kept.
    pub fn narrow(&mut self, other: Self) {
        self.min_length = self.min_length.max(other.min_length);
        self.max_length = lower(self.max_length, other.max_length);
        self.min_items = self.min_items.max(other.min_items);
        self.max_items = lower(self.max_items, other.max_items);
        self.min_properties = self.min_properties.max(other.min_properties);
        self.max_properties = lower(self.max_properties, other.max_properties);
        self.unique_items |= other.unique_items;
        self.minimum = Bound::tighter(self.minimum.take(), other.minimum, f64::gt);
        self.maximum = Bound::tighter(self.maximum.take(), other.maximum, f64::lt);
        self.multiple_of = self.multiple_of.take().or(other.multiple_of);
        for pattern in other.patterns {
            if !self.patterns.contains(&pattern) {
                self.patterns.push(pattern);
            }
        }
        self.only = self.only.or(other.only);
        self.format = self.format.take().or(other.format);
    }

    /// What holds for a value for which one of both holds: what only one of them demands is left out.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        let least = |one: Option<u64>, two: Option<u64>| Some(one?.min(two?));
        let most = |one: Option<u64>, two: Option<u64>| Some(one?.max(two?));
        let looser = |one: &Option<Bound>, two: &Option<Bound>, wins: fn(&f64, &f64) -> bool| {
            let (one, two) = (one.clone()?, two.clone()?);
            Some(if two.is_tighter(&one, wins) { one } else { two })
        };
        Self {
            min_length: least(self.min_length, other.min_length),
            max_length: most(self.max_length, other.max_length),
            patterns: self.patterns.iter().filter(|one| other.patterns.contains(one)).cloned().collect(),
            minimum: looser(&self.minimum, &other.minimum, f64::gt),
            maximum: looser(&self.maximum, &other.maximum, f64::lt),
            multiple_of: self.multiple_of.clone().filter(|one| other.multiple_of.as_ref() == Some(one)),
            min_items: least(self.min_items, other.min_items),
            max_items: most(self.max_items, other.max_items),
            unique_items: self.unique_items && other.unique_items,
            min_properties: least(self.min_properties, other.min_properties),
            max_properties: most(self.max_properties, other.max_properties),
            only: self.only.filter(|one| other.only == Some(*one)),
            format: self.format.clone().filter(|one| other.format.as_ref() == Some(one)),
        }
    }
}

impl Bound {
    /// Of two bounds that both hold the one that leaves fewer values; `wins` is true when its first value does.
    pub fn tighter(one: Option<Self>, two: Option<Self>, wins: fn(&f64, &f64) -> bool) -> Option<Self> {
        match (one, two) {
            (Some(one), Some(two)) => Some(if two.is_tighter(&one, wins) { two } else { one }),
            (one, two) => one.or(two),
        }
    }

    fn is_tighter(&self, other: &Self, wins: fn(&f64, &f64) -> bool) -> bool {
        let value = |bound: &Self| bound.value.as_f64().unwrap_or_default();
        wins(&value(self), &value(other)) || (self.value == other.value && self.exclusive)
    }
}

fn lower(one: Option<u64>, two: Option<u64>) -> Option<u64> {
    one.into_iter().chain(two).min()
}

#[cfg(test)]
mod tests {
    use super::{Bound, Constraints};

    fn from(minimum: i64, exclusive: bool, max_length: Option<u64>, patterns: &[&str]) -> Constraints {
        Constraints {
            minimum: Some(Bound { value: minimum.into(), exclusive }),
            max_length,
            patterns: patterns.iter().map(|&pattern| pattern.to_owned()).collect(),
            ..Constraints::default()
        }
    }

    #[test]
    fn of_bounds_that_all_hold_the_narrower_one_is_kept() {
        let mut both = from(1, false, Some(9), &["a", "b"]);
        both.narrow(from(1, true, None, &["b", "c"]));
        assert_eq!(both, from(1, true, Some(9), &["a", "b", "c"]));
        both.narrow(from(0, true, Some(3), &[]));
        assert_eq!(both, from(1, true, Some(3), &["a", "b", "c"]));
    }

    #[test]
    fn of_bounds_of_which_one_holds_the_wider_one_is_kept() {
        let one = from(1, true, Some(9), &["a", "b"]);
        assert_eq!(one.either(&from(1, false, Some(3), &["b"])), from(1, false, Some(9), &["b"]));
        assert_eq!(one.either(&Constraints::default()), Constraints::default());
        assert_eq!(one.either(&from(3, false, None, &[])), from(1, true, None, &[]));
    }
}
