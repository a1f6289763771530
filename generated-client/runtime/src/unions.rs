//! Unions: a value of one of several types.
//!
//! In: one macro entry per union, one line per variant, one macro per way of telling variants apart. Out:
//! `serde` implementations. What belongs to no variant is kept as JSON in the catch-all variant; a value that
//! belongs to a variant and is malformed is an error, never another variant.

mod json_type;
mod ordered;
mod replay;
mod required_key;
mod tag;
mod with_tag;

pub use self::json_type::{JsonType, TypedUnion, read_typed_union};
pub use self::ordered::Attempts;
pub use self::required_key::{KeyedUnion, has_keys, read_keyed_union};
pub use self::tag::{TaggedUnion, read_tagged_union};
pub use self::with_tag::write_tagged;

use serde_core::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;

/// Decodes a variant as it comes.
///
/// # Errors
/// What the format reports.
#[inline]
pub fn read_variant<'de, T: Deserialize<'de>, U, D: Deserializer<'de>>(
    deserializer: D,
    variant: fn(T) -> U,
) -> Result<U, D::Error> {
    T::deserialize(deserializer).map(variant)
}

/// Decodes a variant from a tree that is given up for it.
///
/// # Errors
/// That the tree is not a valid variant.
#[inline]
pub fn take_variant<T: DeserializeOwned, U, E: Error>(tree: Value, variant: fn(T) -> U) -> Result<U, E> {
    T::deserialize(tree).map(variant).map_err(E::custom)
}

/// Implements `Serialize` for a union whose variants are written as they are.
#[doc(hidden)]
#[macro_export]
macro_rules! plain_union {
    ($name:ident { $($variant:ident)* }) => {
        #[automatically_derived]
        impl $crate::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::private::Serializer>(&self, s: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::private::Serialize::serialize(value, s),)*
                }
            }
        }
    };
}
