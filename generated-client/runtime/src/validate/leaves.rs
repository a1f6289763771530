//! Values without parts.

use serde_json::Value;
use uuid::Uuid;

use super::{Checker, Rule, Validate};
use crate::{Base64, Date, DateTime, FilePart, Secret, Time};

/// Nothing can be demanded of these beyond their type.
macro_rules! unconstrained {
    ($($ty:ty),*) => {
        $(impl Validate for $ty {})*
    };
}

unconstrained!((), bool, Uuid, DateTime, Date, Time, Base64, FilePart, Value);

impl Validate for str {
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        if rules.is_empty() {
            return;
        }
        let length = self.chars().count() as u64;
        checker.broken(rules, |rule| match rule {
            Rule::MinLength(min) => length < min,
            Rule::MaxLength(max) => length > max,
            #[cfg(feature = "pattern")]
            Rule::Pattern(pattern) => !super::pattern::is_match(pattern, self),
            _ => false,
        });
    }
}

impl Validate for String {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        self.as_str().check(rules, checker);
    }
}

impl Validate for Secret {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        self.expose().check(rules, checker);
    }
}

macro_rules! integers {
    ($($ty:ty),*) => {
        $(
            impl Validate for $ty {
                #[inline]
                fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
                    integer(i128::from(*self), rules, checker);
                }
            }
        )*
    };
}

integers!(i32, i64, u32, u64);

fn integer(value: i128, rules: &'static [Rule], checker: &mut Checker) {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a bound with a fraction is compared as exactly as it is written"
    )]
    let float = value as f64;
    checker.broken(rules, |rule| match rule {
        Rule::Min(bound) => value < bound,
        Rule::Max(bound) => value > bound,
        Rule::Above(bound) => value <= bound,
        Rule::Below(bound) => value >= bound,
        Rule::MultipleOf(step) => step != 0 && value % step != 0,
        _ => is_outside(float, &rule),
    });
}

impl Validate for f64 {
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        let value = *self;
        checker.broken(rules, |rule| is_outside(value, &as_float(&rule)));
    }
}

impl Validate for f32 {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        f64::from(*self).check(rules, checker);
    }
}

/// The rule with its bound as a fraction.
#[expect(clippy::cast_precision_loss, reason = "the value that is compared has the same precision")]
fn as_float(rule: &Rule) -> Rule {
    match *rule {
        Rule::Min(bound) => Rule::MinFloat(bound as f64),
        Rule::Max(bound) => Rule::MaxFloat(bound as f64),
        Rule::Above(bound) => Rule::AboveFloat(bound as f64),
        Rule::Below(bound) => Rule::BelowFloat(bound as f64),
        Rule::MultipleOf(step) => Rule::MultipleOfFloat(step as f64),
        other => other,
    }
}

/// True when a rule with a fraction is broken.
fn is_outside(value: f64, rule: &Rule) -> bool {
    match *rule {
        Rule::MinFloat(bound) => value < bound,
        Rule::MaxFloat(bound) => value > bound,
        Rule::AboveFloat(bound) => value <= bound,
        Rule::BelowFloat(bound) => value >= bound,
        Rule::MultipleOfFloat(step) => step != 0.0 && !is_multiple(value, step),
        _ => false,
    }
}

/// 0.3 is a multiple of 0.1, although binary fractions say otherwise.
fn is_multiple(value: f64, step: f64) -> bool {
    let quotient = value / step;
    (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}
