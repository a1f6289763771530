//! An object of which the beginning was read ahead.

use std::vec::IntoIter;

use serde_core::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess};
use serde_json::Value;

/// Properties that were read ahead, then the rest of the object that they come from.
pub(super) struct Replay<A> {
    ahead: IntoIter<(String, Value)>,
    value: Option<Value>,
    rest: A,
}

impl<A> Replay<A> {
    /// `ahead` and then `rest`.
    pub(super) fn new(ahead: Vec<(String, Value)>, rest: A) -> Self {
        Self { ahead: ahead.into_iter(), value: None, rest }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.ahead.next() {
            Some((key, value)) => {
                self.value = Some(value);
                seed.deserialize(key.into_deserializer()).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}
