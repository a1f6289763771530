//! Unions whose variants nothing tells apart for certain: the last resort.
//!
//! The value is read into a tree once, and every variant is tried on a borrowed tree. The first that keeps all
//! of the value wins; if none does, the one that keeps most of it, and the first of those. A property that a
//! server adds therefore changes nothing as long as one variant knows more of the rest than the others.

use serde_core::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_core::ser::Serialize;
use serde_json::Value;

/// A union whose variants are tried.
pub trait TriedUnion: Sized {
    /// Tries the variants in order.
    fn read(attempts: Attempts<Self>) -> Self;
}

/// Decodes a union by trying its variants.
///
/// # Errors
/// What the format reports.
#[inline]
pub fn read_tried_union<'de, U: TriedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    Value::deserialize(deserializer).map(|value| U::read(Attempts::new(value)))
}

/// Attempts to read a tree as one variant after the other.
#[derive(Debug)]
pub struct Attempts<U> {
    value: Value,
    size: usize,
    best: Option<(usize, U)>,
}

impl<U> Attempts<U> {
    /// Nothing is tried yet.
    pub fn new(value: Value) -> Self {
        Self { size: size(&value), value, best: None }
    }

    /// Tries one variant.
    #[must_use]
    pub fn or<T: DeserializeOwned + Serialize>(mut self, variant: fn(T) -> U) -> Self {
        if self.best.as_ref().is_some_and(|(kept, _)| *kept == self.size) {
            return self;
        }
        if let Ok(read) = T::deserialize(&self.value) {
            let kept = serde_json::to_value(&read).map_or(0, |tree| size(&tree));
            if self.best.as_ref().is_none_or(|(most, _)| kept > *most) {
                self.best = Some((kept, variant(read)));
            }
        }
        self
    }

    /// The best of the attempts, or the catch-all if none succeeded.
    pub fn or_keep(self, unknown: fn(Value) -> U) -> U {
        match self.best {
            Some((_, value)) => value,
            None => unknown(self.value),
        }
    }
}

/// How many values there are in a tree.
fn size(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
