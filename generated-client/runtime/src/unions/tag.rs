//! Unions that are told apart by the value of a property (OpenAPI 3.0.3, "Discriminator Object").
//!
//! Decoding is one pass: where the tag comes first, the variant is read straight from the input; otherwise only
//! what precedes the tag is held. A variant that declares the property sees it like any other, so that its field
//! is filled; to the others it does not show.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::replay::Replay;
use crate::record::{Key, KeySeed};

/// A union that is told apart by the value of a property.
pub trait TaggedUnion: Sized {
    /// The wire name of the property, as the only member.
    const TAG: &'static [&'static str];
    /// Per variant the tags that select it, and a word if its own fields include the tag.
    const VARIANTS: &'static [(&'static [&'static str], &'static str)];

    /// Decodes the variant that `tag` selects; the catch-all if it selects none.
    ///
    /// # Errors
    /// What the format reports.
    fn read<'de, D: Deserializer<'de>>(tag: &str, deserializer: D) -> Result<Self, D::Error>;
    /// The catch-all.
    fn unknown(value: Value) -> Self;
    /// Decodes an object that has no tag; it goes to the catch-all unless a variant takes such objects.
    ///
    /// # Errors
    /// That the object is malformed for that variant.
    fn untagged<E: Error>(value: Value) -> Result<Self, E> {
        Ok(Self::unknown(value))
    }
}

/// Decodes a union by its tag.
///
/// # Errors
/// What the format reports, or that the value is malformed for the variant that its tag selects.
#[inline]
pub fn read_tagged_union<'de, U: TaggedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_any(TagVisitor(PhantomData))
}

struct TagVisitor<U>(PhantomData<U>);

/// The tag as text; numbers and booleans are spelled as in JSON.
pub(super) fn text(tag: &Value) -> Option<String> {
    match tag {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(tag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// True when `tag` is among `tags`.
#[inline]
pub fn is_one_of(tag: &str, tags: &[&str]) -> bool {
    tags.contains(&tag)
}

/// True when the variant that `tag` selects does not want to see it.
fn is_hidden(variants: &[(&[&str], &str)], tag: &str) -> bool {
    variants.iter().find(|(tags, _)| tags.contains(&tag)).is_some_and(|(_, holds)| holds.is_empty())
}

impl<'de, U: TaggedUnion> Visitor<'de> for TagVisitor<U> {
    type Value = U;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let mut ahead = Vec::new();
        while let Some(key) = map.next_key_seed(KeySeed::<String>::new(U::TAG, 0))? {
            match key {
                Key::Other(name) => ahead.push((name, map.next_value()?)),
                Key::Field(_) => {
                    let value: Value = map.next_value()?;
                    let tag = text(&value);
                    if !tag.as_deref().is_some_and(|tag| is_hidden(U::VARIANTS, tag)) {
                        ahead.push((U::TAG[0].to_owned(), value));
                    }
                    let whole = MapAccessDeserializer::new(Replay::new(ahead, map));
                    return match tag {
                        Some(tag) => U::read(&tag, whole),
                        None => Value::deserialize(whole).and_then(U::untagged),
                    };
                }
            }
        }
        U::untagged(Value::Object(ahead.into_iter().collect()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<U, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(U::unknown)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        Ok(U::unknown(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<U, E> {
        Ok(U::unknown(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<U, E> {
        Ok(U::unknown(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<U, E> {
        Ok(U::unknown(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<U, E> {
        Ok(U::unknown(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        Ok(U::unknown(Value::Null))
    }
}
