//! Unions that are told apart by JSON type alone.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The types of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean,
    /// A number without fraction.
    Integer,
    /// A number with a fraction or exponent; a variant of this type takes integers as well.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// True when a value of type `self` is of one of the types that are wanted.
    #[inline]
    pub fn is_one_of(self, wanted: &[Self]) -> bool {
        wanted.contains(&self) || (self == Self::Integer && wanted.contains(&Self::Number))
    }
}

/// A union that is told apart by JSON type alone.
pub trait TypedUnion: Sized {
    /// Decodes the first variant that takes values of this type; the catch-all if none does.
    ///
    /// # Errors
    /// What the format reports.
    fn read<'de, D: Deserializer<'de>>(json_type: JsonType, deserializer: D) -> Result<Self, D::Error>;
}

/// Decodes a union by JSON type.
///
/// # Errors
/// What the format reports, or that the value is malformed for the variant of its type.
#[inline]
pub fn read_typed_union<'de, U: TypedUnion, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_any(TypeVisitor(PhantomData))
}

struct TypeVisitor<U>(PhantomData<U>);

/// Scalars go through a tree, which costs nothing for them and saves building each variant once more.
fn scalar<U: TypedUnion, E: Error>(json_type: JsonType, value: Value) -> Result<U, E> {
    U::read(json_type, value).map_err(E::custom)
}

impl<'de, U: TypedUnion> Visitor<'de> for TypeVisitor<U> {
    type Value = U;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        scalar(JsonType::Boolean, value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<U, E> {
        scalar(JsonType::Integer, value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<U, E> {
        scalar(JsonType::Integer, value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<U, E> {
        scalar(JsonType::Number, value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<U, E> {
        scalar(JsonType::String, value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<U, E> {
        scalar(JsonType::String, value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        scalar(JsonType::Null, Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<U, A::Error> {
        U::read(JsonType::Array, SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<U, A::Error> {
        U::read(JsonType::Object, MapAccessDeserializer::new(map))
    }
}
