//! Values in style `simple` (OpenAPI 3.0.3, "Style Values"; RFC 6570): `a`, `a,b`, `k,v` or `k=v`.
//!
//! In: the text of a header. Out: whatever type asks for it, through serde.

use std::{fmt, vec};

use serde_core::de::{DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor};

/// The value of a header.
#[derive(Clone)]
pub(super) enum Value {
    Text(String),
    /// One item per line of the header.
    Lines(Vec<String>),
}

/// Why a value is not of its type; without the value, which may be a secret.
#[derive(Debug)]
pub(super) struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl serde_core::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("not {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("not {expected}"))
    }
}

impl Value {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Lines(lines) => lines.into_iter().next().unwrap_or_default(),
        }
    }

    fn items(self) -> Vec<String> {
        match self {
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => text.split(',').map(|item| item.trim().to_owned()).collect(),
            Self::Lines(lines) => lines,
        }
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $ty:ty, $expected:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let value: $ty = self.text().parse().map_err(|_| Fault(concat!("not ", $expected).to_owned()))?;
            visitor.$visit(value)
        })*
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_string(self.text())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text().to_ascii_lowercase().as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Fault("neither true nor false".to_owned())),
        }
    }

    parsed! {
        deserialize_i8 visit_i64 i64, "an integer";
        deserialize_i16 visit_i64 i64, "an integer";
        deserialize_i32 visit_i64 i64, "an integer";
        deserialize_i64 visit_i64 i64, "an integer";
        deserialize_u8 visit_u64 u64, "an integer from zero";
        deserialize_u16 visit_u64 u64, "an integer from zero";
        deserialize_u32 visit_u64 u64, "an integer from zero";
        deserialize_u64 visit_u64 u64, "an integer from zero";
        deserialize_f32 visit_f64 f64, "a number";
        deserialize_f64 visit_f64 f64, "a number";
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Items(self.items().into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Members::of(&self.items())?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde_core::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit_struct enum identifier ignored_any
    }
}

/// The items of a list.
struct Items(vec::IntoIter<String>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.0.next().map(|item| seed.deserialize(Value::Text(item))).transpose()
    }
}

/// The members of an object: `k=v` each, or name and value in turn.
struct Members {
    pairs: vec::IntoIter<(String, String)>,
    value: Option<String>,
}

impl Members {
    fn of(items: &[String]) -> Result<Self, Fault> {
        let exploded = !items.is_empty() && items.iter().all(|item| item.contains('='));
        let pairs: Vec<(String, String)> = if exploded {
            let pair =
                |item: &String| item.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
            items.iter().filter_map(pair).collect()
        } else if items.len().is_multiple_of(2) {
            items.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
        } else {
            return Err(Fault("names and values do not come in pairs".to_owned()));
        };
        Ok(Self { pairs: pairs.into_iter(), value: None })
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some((name, value)) = self.pairs.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Value::Text(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(Value::Text(self.value.take().unwrap_or_default()))
    }
}
