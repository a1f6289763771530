//! Values of any type that must not show.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

/// A value that never shows in `Debug`: what [`Secret`](crate::Secret) is for texts, for everything else.
///
/// It travels like what it holds, and is used like that, too: it dereferences to it.
///
/// ```
/// use client_runtime::Hidden;
///
/// let codes = Hidden::from(vec![1234, 5678]);
/// assert_eq!(codes.len(), 2);
/// assert_eq!(format!("{codes:?}"), "***");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hidden<T>(T);

impl<T> Hidden<T> {
    /// Takes a value into custody.
    #[inline]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, in the open.
    #[inline]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

impl<T> Deref for Hidden<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Hidden<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Hidden<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Hidden<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T: Serialize> Serialize for Hidden<T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Hidden;
    use crate::Value;

    #[test]
    fn never_shows() {
        let hidden = Hidden::new("hunter2");
        assert_eq!(format!("{hidden:?} {:?} {hidden:#?}", Some(&hidden)), "*** Some(***) ***");
    }

    #[test]
    fn travels_and_is_used_like_what_it_holds() {
        let mut hidden: Hidden<BTreeMap<String, Value>> =
            serde_json::from_str(r#"{"private_key":"k"}"#).expect("an object");
        hidden.insert("type".to_owned(), "service_account".into());
        assert_eq!(
            serde_json::to_string(&hidden).expect("encodes"),
            r#"{"private_key":"k","type":"service_account"}"#
        );
        assert_eq!(hidden.into_inner()["private_key"], "k");
    }
}
