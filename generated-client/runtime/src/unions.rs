//! Unions: a value of one of several types.
//!
//! In: one [`union!`](crate::union) entry per union, one line per variant. Out:
//! `serde` implementations. What belongs to no variant is kept as JSON in the catch-all variant; a value that
//! belongs to a variant and is malformed is an error, never another variant.

mod json_type;
mod replay;
mod required_key;
mod shape;
mod tag;
mod with_tag;

pub use self::json_type::{JsonType, TypedUnion, read_typed_union};
pub use self::required_key::{KeyedUnion, has_keys, read_keyed_union};
pub use self::shape::{Property, Shape, ShapedUnion, read_shaped_union};
pub use self::tag::{TaggedUnion, is_one_of, read_tagged_union};
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

/// Implements `Serialize` and `Deserialize` for a union: one line per variant, with what selects it and its type, then
/// the catch-all variant.
///
/// - `by tag "property"`: the values of the property that select the variant. `holds` before them says that the
///   variant has a field for the property, `nested` that it is a union by the same property; otherwise the
///   property does not show to the variant. One of the values is always written: that of the field where it is among
///   them, else the first.
///   A name after `else` is that of the variant that takes objects whose tag is missing or belongs to no variant.
/// - `by kind`: the JSON types that select the variant, see [`JsonType`].
/// - `by keys`: the properties that select the variant when all are there. Variants are asked in order; one without
///   properties takes any object that is left.
/// - `by shape`: what the whole value looks like, see [`Shape`]; of variants that fit equally well the first is taken.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident by tag $tag:literal {
        $($variant:ident $($holds:ident)? [$($value:literal),*] $ty:ty),* $(,)?
    } $unknown:ident $(else $rest:ident)?) => {
        #[automatically_derived]
        impl $crate::private::TaggedUnion for $name {
            const TAG: &'static [&'static str] = &[$tag];
            const VARIANTS: &'static [(&'static [&'static str], &'static str)] =
                &[$((&[$($value),*], stringify!($($holds)?))),*];
            #[inline]
            fn read<'de, D: $crate::private::Deserializer<'de>>(
                tag: &str,
                d: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $(
                    if $crate::private::is_one_of(tag, &[$($value),*]) {
                        return $crate::private::read_variant(d, Self::$variant);
                    }
                )*
                $crate::private::read_variant(d, $crate::union!(@last $name $unknown $($rest)?))
            }
            fn unknown(value: $crate::Value) -> Self {
                Self::$unknown(value)
            }
            $(
                fn untagged<E: $crate::private::DecodeError>(
                    value: $crate::Value,
                ) -> ::core::result::Result<Self, E> {
                    $crate::private::take_variant(value, Self::$rest)
                }
            )?
        }
        $crate::union! { @read $name read_tagged_union }
        #[automatically_derived]
        impl $crate::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::private::Serializer>(
                &self,
                s: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(
                        Self::$variant(value) => $crate::private::write_tagged(
                            $tag,
                            &[$($value),*],
                            stringify!($($holds)?),
                            value,
                            s,
                        ),
                    )*
                    Self::$unknown(value) => $crate::private::Serialize::serialize(value, s),
                }
            }
        }
    };
    ($name:ident by kind { $($variant:ident [$($kind:ident),*] $ty:ty),* $(,)? } $unknown:ident) => {
        #[automatically_derived]
        impl $crate::private::TypedUnion for $name {
            #[inline]
            fn read<'de, D: $crate::private::Deserializer<'de>>(
                kind: $crate::private::JsonType,
                d: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $(
                    if kind.is_one_of(&[$($crate::private::JsonType::$kind),*]) {
                        return $crate::private::read_variant(d, Self::$variant);
                    }
                )*
                $crate::private::read_variant(d, Self::$unknown)
            }
        }
        $crate::union! { @read $name read_typed_union }
        $crate::union! { @write $name $($variant)* $unknown }
    };
    ($name:ident by keys { $($variant:ident [$($key:literal),*] $ty:ty),* $(,)? } $unknown:ident) => {
        #[automatically_derived]
        impl $crate::private::KeyedUnion for $name {
            #[inline]
            fn read<E: $crate::private::DecodeError>(value: $crate::Value) -> ::core::result::Result<Self, E> {
                $(
                    if $crate::private::has_keys(&value, &[$($key),*]) {
                        return $crate::private::take_variant(value, Self::$variant);
                    }
                )*
                ::core::result::Result::Ok(Self::$unknown(value))
            }
        }
        $crate::union! { @read $name read_keyed_union }
        $crate::union! { @write $name $($variant)* $unknown }
    };
    ($name:ident by shape { $($variant:ident [$shape:expr] $ty:ty),* $(,)? } $unknown:ident) => {
        #[automatically_derived]
        impl $crate::private::ShapedUnion for $name {
            const SHAPES: &'static [$crate::private::Shape] = {
                #[allow(unused_imports, reason = "few tables need all names")]
                use $crate::private::{Property::*, Shape::*};
                &[$($shape),*]
            };
            #[inline]
            fn read<E: $crate::private::DecodeError>(
                variant: ::core::option::Option<usize>,
                value: $crate::Value,
            ) -> ::core::result::Result<Self, E> {
                let mut left = variant;
                $(
                    if left == ::core::option::Option::Some(0) {
                        return $crate::private::take_variant(value, Self::$variant);
                    }
                    left = left.and_then(|left| left.checked_sub(1));
                )*
                let _ = left;
                ::core::result::Result::Ok(Self::$unknown(value))
            }
        }
        $crate::union! { @read $name read_shaped_union }
        $crate::union! { @write $name $($variant)* $unknown }
    };
    (@last $name:ident $unknown:ident) => { $name::$unknown };
    (@last $name:ident $unknown:ident $rest:ident) => { $name::$rest };
    (@read $name:ident $read:ident) => {
        #[automatically_derived]
        impl<'de> $crate::private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                d: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::$read(d)
            }
        }
    };
    (@write $name:ident $($variant:ident)*) => {
        #[automatically_derived]
        impl $crate::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::private::Serializer>(
                &self,
                s: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::private::Serialize::serialize(value, s),)*
                }
            }
        }
    };
}
