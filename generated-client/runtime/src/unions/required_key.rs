//! Unions that are told apart by a property that only one of the variants requires.
//!
//! Which keys an object has is known at its end, so the object is read into a tree once and the tree is given
//! up for the variant; nothing is copied or tried.

use serde_core::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// A union that is told apart by required properties.
pub trait KeyedUnion: Sized {
    /// Decodes the first variant whose keys are all there; the catch-all if there is none.
    ///
    /// # Errors
    /// That the value is malformed for its variant.
    fn read<E: Error>(value: Value) -> Result<Self, E>;
}

/// True when `value` is an object with all of `keys`.
pub fn has_keys(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
}

/// Decodes a union by required properties.
///
/// # Errors
/// What the format reports, or that the value is malformed for its variant.
#[inline]
pub fn read_keyed_union<'de, U: KeyedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    U::read(Value::deserialize(deserializer)?)
}
