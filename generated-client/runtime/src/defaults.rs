//! Defaults: what an absent property means (JSON Schema validation, section 9.2).
//!
//! In: the defaults in the [`record!`](crate::record) entries of types that have any, as JSON. Out: `with_defaults()` for
//! them and for types that hold them. A default is never sent unless the caller asks for it: values are decoded without,
//! so that what was absent goes out absent.

use std::collections::BTreeMap;

use serde_core::de::DeserializeOwned;

use crate::{Hidden, Patch};

/// A value some of whose properties have defaults, or hold values that do.
///
/// Types without any do not implement it. Tuples are not looked into.
pub trait WithDefaults: Sized {
    /// Gives every absent property its default, also inside of lists, maps and unions. What is there stays, null
    /// included. A default that is no value of its property, which the generator warns of, leaves it absent.
    fn fill_defaults(&mut self);

    /// The value with a default for every absent property that has one, see [`Self::fill_defaults`].
    ///
    /// Sent again, the defaults go with it: ask where a value is read, keep the one that came for sending.
    #[must_use]
    #[inline]
    fn with_defaults(mut self) -> Self {
        self.fill_defaults();
        self
    }

    /// Gives absent properties of the value itself their defaults, not those of values inside of it.
    #[doc(hidden)]
    #[inline]
    fn fill_own_defaults(&mut self) {}
}

/// A property that may be absent.
pub trait Absent {
    /// Gives it the default `text`, which is JSON, if it is absent.
    fn fill(&mut self, text: &'static str);
}

impl<T: DeserializeOwned> Absent for Option<T> {
    #[inline]
    fn fill(&mut self, text: &'static str) {
        if self.is_none() {
            *self = serde_json::from_str(text).ok();
        }
    }
}

impl<T: DeserializeOwned> Absent for Patch<T> {
    #[inline]
    fn fill(&mut self, text: &'static str) {
        if self.is_absent() {
            *self = serde_json::from_str(text).unwrap_or(Self::Absent);
        }
    }
}

impl<T: WithDefaults> WithDefaults for Box<T> {
    #[inline]
    fn fill_defaults(&mut self) {
        (**self).fill_defaults();
    }
}

impl<T: WithDefaults> WithDefaults for Hidden<T> {
    #[inline]
    fn fill_defaults(&mut self) {
        (**self).fill_defaults();
    }
}

impl<T: WithDefaults> WithDefaults for Option<T> {
    #[inline]
    fn fill_defaults(&mut self) {
        if let Some(value) = self {
            value.fill_defaults();
        }
    }
}

impl<T: WithDefaults> WithDefaults for Patch<T> {
    #[inline]
    fn fill_defaults(&mut self) {
        if let Self::Value(value) = self {
            value.fill_defaults();
        }
    }
}

impl<T: WithDefaults> WithDefaults for Vec<T> {
    #[inline]
    fn fill_defaults(&mut self) {
        self.iter_mut().for_each(T::fill_defaults);
    }
}

impl<T: WithDefaults> WithDefaults for BTreeMap<String, T> {
    #[inline]
    fn fill_defaults(&mut self) {
        self.values_mut().for_each(T::fill_defaults);
    }
}

/// Implements [`WithDefaults`] for a union, with the variants that have defaults inside, or for a newtype. Structs say it
/// in their [`record!`](crate::record) entry.
#[doc(hidden)]
#[macro_export]
macro_rules! defaults {
    ($name:ident newtype) => {
        #[automatically_derived]
        impl $crate::WithDefaults for $name {
            fn fill_defaults(&mut self) {
                $crate::WithDefaults::fill_defaults(&mut self.0);
            }
        }
    };
    ($name:ident { $($variant:ident),* $(,)? }) => {
        #[automatically_derived]
        impl $crate::WithDefaults for $name {
            fn fill_defaults(&mut self) {
                match self {
                    $(Self::$variant(value) => $crate::WithDefaults::fill_defaults(value),)*
                    _ => {}
                }
            }
        }
    };
}
