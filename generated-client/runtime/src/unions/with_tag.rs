//! Writing an object with its tag in front.

use std::fmt;

use serde_core::ser::{Error, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::shown_as::is_shown_as;

/// Writes a variant of a tagged union. Without `holds` the first of `values` is written in front under the name
/// `tag`, and left out of what follows.
///
/// # Errors
/// What the format reports, or that the variant is not an object.
#[inline]
pub fn write_tagged<T: Serialize, S: Serializer>(
    tag: &'static str,
    values: &[&'static str],
    holds: &str,
    variant: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match values.first() {
        Some(value) if holds.is_empty() => variant.serialize(WithTag { tag, value, serializer }),
        _ => variant.serialize(serializer),
    }
}

/// Accepts objects only, and begins them with the tag.
struct WithTag<S> {
    tag: &'static str,
    value: &'static str,
    serializer: S,
}

#[cold]
fn not_an_object<E: Error>() -> E {
    E::custom("a variant that is told apart by a property must be an object")
}

/// The methods of [`Serializer`] for everything that is not an object.
macro_rules! refuse {
    ($($method:ident($($ty:ty),*))*) => {
        $(
            fn $method(self $(, _: $ty)*) -> Result<S::Ok, S::Error> {
                Err(not_an_object())
            }
        )*
    };
}

impl<S: Serializer> Serializer for WithTag<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Rest<S::SerializeMap>;
    type SerializeStruct = Rest<S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    #[inline]
    fn serialize_map(self, len: Option<usize>) -> Result<Rest<S::SerializeMap>, S::Error> {
        let mut map = self.serializer.serialize_map(len.map(|len| len + 1))?;
        map.serialize_entry(self.tag, self.value)?;
        Ok(Rest { tag: self.tag, key: None, map })
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Rest<S::SerializeMap>, S::Error> {
        self.serialize_map(Some(len))
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn is_human_readable(&self) -> bool {
        self.serializer.is_human_readable()
    }

    refuse! {
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_f32(f32)
        serialize_f64(f64) serialize_char(char) serialize_str(&str) serialize_bytes(&[u8]) serialize_none()
        serialize_unit() serialize_unit_struct(&'static str)
        serialize_unit_variant(&'static str, u32, &'static str)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(not_an_object())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Err(not_an_object())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, S::Error> {
        Err(not_an_object())
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        Err(not_an_object())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        Err(not_an_object())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        Err(not_an_object())
    }
}

/// What follows the tag.
struct Rest<M> {
    tag: &'static str,
    /// A key that waits for its value: whether it is the tag once more.
    key: Option<bool>,
    map: M,
}

impl<M: SerializeMap> SerializeMap for Rest<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), M::Error> {
        let is_tag = is_shown_as(&Shown(key), self.tag);
        self.key = Some(is_tag);
        if is_tag { Ok(()) } else { self.map.serialize_key(key) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), M::Error> {
        if self.key.take() == Some(true) { Ok(()) } else { self.map.serialize_value(value) }
    }

    #[inline]
    fn serialize_entry<K: ?Sized + Serialize, V: ?Sized + Serialize>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        if is_shown_as(&Shown(key), self.tag) { Ok(()) } else { self.map.serialize_entry(key, value) }
    }

    #[inline]
    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

impl<M: SerializeMap> SerializeStruct for Rest<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.serialize_entry(key, value)
    }

    #[inline]
    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// Shows a key by way of `Formatter`, which is a serializer for text.
struct Shown<'a, K: ?Sized>(&'a K);

impl<K: ?Sized + Serialize> fmt::Display for Shown<'_, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(formatter)
    }
}
