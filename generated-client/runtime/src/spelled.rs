//! Values that are spelled as text and go out as they came in.
//!
//! A value has one spelling of its own; where a server uses another for the same value, that spelling is kept
//! beside the value, so that what is read and written back does not change. Two values are equal, ordered and
//! hashed without regard to their spelling.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

use crate::shown_as::is_shown_as;

/// A type that is read from text.
pub(crate) trait Spelled: Sized {
    /// What the text has to be, for messages.
    const EXPECTED: &'static str;

    /// Reads the text; `None` if it is not a value of this type.
    fn read(text: &str) -> Option<Self>;
}

/// The spelling to keep: `None` if `text` is how `value` is spelled anyway.
pub(crate) fn keep(text: &str, value: &impl fmt::Display) -> Option<Box<str>> {
    (!is_shown_as(value, text)).then(|| text.into())
}

/// Decodes a value from text.
#[inline]
pub(crate) fn deserialize<'de, T: Spelled, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: Spelled> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::read(text).ok_or_else(|| E::invalid_value(serde_core::de::Unexpected::Str(text), &self))
    }
}

/// The text is not a value of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What it has to be.
    expected: &'static str,
}

impl ParseError {
    /// The error of type `T`.
    pub(crate) fn of<T: Spelled>() -> Self {
        Self { expected: T::EXPECTED }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not {}", self.expected)
    }
}

impl std::error::Error for ParseError {}

/// Implements for a type with fields `value` and `spelling` what is alike for all of them: comparison by value, `Display`
/// in the kept spelling, `FromStr`, `Debug` like `Display`, and the `serde` traits.
macro_rules! spelled {
    ($name:ident by $key:ident) => {
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.$key() == other.$key()
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.$key().cmp(&other.$key())
            }
        }
        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.$key().hash(state);
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, formatter)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::spelled::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::spelled::Spelled::read(text).ok_or_else($crate::spelled::ParseError::of::<Self>)
            }
        }
        impl<'de> serde_core::de::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde_core::de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::spelled::deserialize(deserializer)
            }
        }
        impl serde_core::ser::Serialize for $name {
            #[inline]
            fn serialize<S: serde_core::ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}
pub(crate) use spelled;
