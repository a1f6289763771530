//! Which field a property belongs to.
//!
//! Servers write properties in the order of the document nearly always, so the search begins behind the
//! field that was found last: as a rule one comparison per property, whatever the number of fields.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};

/// The name of a property.
pub(crate) enum Key<N> {
    /// It is the field at this position.
    Field(usize),
    /// It is not a field.
    Other(N),
}

/// Reads the name of a property.
pub(crate) struct KeySeed<N> {
    fields: &'static [&'static str],
    from: usize,
    name: PhantomData<N>,
}

impl<N> KeySeed<N> {
    /// Looks in `fields`, at position `from` first.
    #[inline]
    pub(crate) fn new(fields: &'static [&'static str], from: usize) -> Self {
        Self { fields, from, name: PhantomData }
    }
}

/// The position of `key`, looked for at `from` first.
fn position(fields: &[&str], key: &str, from: usize) -> Option<usize> {
    let (before, after) = fields.split_at(from.min(fields.len()));
    let found = after.iter().position(|field| *field == key).map(|index| index + before.len());
    found.or_else(|| before.iter().position(|field| *field == key))
}

impl<'de, N: for<'a> From<&'a str>> DeserializeSeed<'de> for KeySeed<N> {
    type Value = Key<N>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<N>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<N: for<'a> From<&'a str>> Visitor<'_> for KeySeed<N> {
    type Value = Key<N>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Key<N>, E> {
        Ok(match position(self.fields, key, self.from) {
            Some(index) => Key::Field(index),
            None => Key::Other(N::from(key)),
        })
    }

    #[inline]
    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<Key<N>, E> {
        match str::from_utf8(key) {
            Ok(key) => self.visit_str(key),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(key), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn finds_fields_wherever_the_search_begins() {
        let fields = ["a", "bb", "c"];
        for from in 0..5 {
            assert_eq!(position(&fields, "a", from), Some(0));
            assert_eq!(position(&fields, "bb", from), Some(1));
            assert_eq!(position(&fields, "c", from), Some(2));
            assert_eq!(position(&fields, "b", from), None);
            assert_eq!(position(&[], "b", from), None);
        }
    }
}
