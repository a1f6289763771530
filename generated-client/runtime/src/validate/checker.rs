//! The walk through a value: where it is, and what it found.

use std::fmt::Write as _;

use serde_core::ser::Serialize;
use serde_json::Value;

use super::rule::demand;
use super::{Rule, Validate, ValidationErrors, Violation};

/// Collects the values at fault, with their paths.
#[derive(Debug, Default)]
pub struct Checker {
    path: Vec<Segment>,
    violations: Vec<Violation>,
}

/// A step from a value to one of its parts.
#[derive(Clone, Debug)]
enum Segment {
    Field(&'static str),
    Index(usize),
    Key(String),
}

impl Checker {
    /// Checks the field that is called `name` on the wire. A field without a name is not shown in paths.
    #[inline]
    pub fn field<T: Validate + ?Sized>(&mut self, name: &'static str, value: &T, rules: &'static [Rule]) {
        self.path.push(Segment::Field(name));
        value.check(rules, self);
        self.path.pop();
    }

    /// Checks an item of a list.
    #[inline]
    pub(super) fn item<T: Validate + ?Sized>(&mut self, index: usize, value: &T, rules: &'static [Rule]) {
        self.path.push(Segment::Index(index));
        value.check(rules, self);
        self.path.pop();
    }

    /// Checks a value of a map.
    pub(super) fn entry<T: Validate + ?Sized>(&mut self, key: &str, value: &T, rules: &'static [Rule]) {
        self.path.push(Segment::Key(key.to_owned()));
        value.check(rules, self);
        self.path.pop();
    }

    /// Checks how many properties a struct is written with.
    pub fn properties<T: Serialize>(&mut self, value: &T, rules: &'static [Rule]) {
        if let Ok(Value::Object(members)) = serde_json::to_value(value) {
            self.members(members.len(), rules);
        }
    }

    /// Checks a number of properties.
    pub(super) fn members(&mut self, len: usize, rules: &'static [Rule]) {
        let len = len as u64;
        self.broken(rules, |rule| match rule {
            Rule::MinProperties(min) => len < min,
            Rule::MaxProperties(max) => len > max,
            _ => false,
        });
    }

    /// Notes the first of `rules` that is broken.
    #[inline]
    pub(super) fn broken(&mut self, rules: &'static [Rule], is_broken: impl Fn(Rule) -> bool) {
        if let Some(rule) = rules.iter().find(|rule| is_broken(**rule)) {
            self.note(rule, rules);
        }
    }

    #[cold]
    fn note(&mut self, broken: &Rule, rules: &[Rule]) {
        let violation = Violation { path: self.shown_path(), demand: demand(broken, rules) };
        self.violations.push(violation);
    }

    fn shown_path(&self) -> String {
        let mut path = String::new();
        for segment in &self.path {
            let name = match segment {
                Segment::Index(index) => {
                    let _ = write!(path, "[{index}]");
                    continue;
                }
                Segment::Key(key) if !is_plain(key) => {
                    let _ = write!(path, "[{key:?}]");
                    continue;
                }
                Segment::Field(name) => name,
                Segment::Key(key) => key.as_str(),
            };
            if !path.is_empty() && !name.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }

    /// What was found.
    ///
    /// # Errors
    /// Everything that was found, if anything was.
    pub(super) fn finish(self) -> Result<(), ValidationErrors> {
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(ValidationErrors { violations: self.violations })
        }
    }
}

/// True for keys that can stand in a path without quotes.
fn is_plain(key: &str) -> bool {
    !key.is_empty()
        && key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
}
