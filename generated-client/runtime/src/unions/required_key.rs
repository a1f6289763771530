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

/// Implements a union that is told apart by required properties: per variant one line with the keys that select
/// it, in the order of trying. A variant without keys takes any object that is left.
#[doc(hidden)]
#[macro_export]
macro_rules! keyed_union {
    ($name:ident { $($variant:ident $($key:literal)*),* $(,)? } $unknown:ident) => {
        #[automatically_derived]
        impl $crate::private::KeyedUnion for $name {
            #[inline]
            fn read<E: $crate::private::DecodeError>(value: $crate::Value) -> ::std::result::Result<Self, E> {
                $(
                    if $crate::private::has_keys(&value, &[$($key),*]) {
                        return $crate::private::take_variant(value, Self::$variant);
                    }
                )*
                ::std::result::Result::Ok(Self::$unknown(value))
            }
        }
        #[automatically_derived]
        impl<'de> $crate::private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::private::Deserializer<'de>>(d: D) -> ::std::result::Result<Self, D::Error> {
                $crate::private::read_keyed_union(d)
            }
        }
        $crate::plain_union! { $name { $($variant)* $unknown } }
    };
}
