//! Writing an object with the tag of its variant: in front, or in the place where the object has a field for it.

use std::fmt;

use serde_core::ser::{Error, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::tag::text;
use crate::shown_as::is_shown_as;

/// Writes a variant of a tagged union, with one of `values` under the name `tag`, whatever the variant says.
///
/// `holds` is empty for a variant that knows nothing of the tag: the first of `values` is written in front. It is
/// `holds` for one that has a field for it: what is in the field is written if it is among `values`, else
/// the first of them. Any other word says that the variant is a union by the same tag, which sees to it.
///
/// # Errors
/// What the format reports, or that the variant is not an object.
#[inline]
pub fn write_tagged<T: Serialize, S: Serializer>(
    tag: &'static str,
    values: &'static [&'static str],
    holds: &str,
    variant: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match (values.is_empty(), holds) {
        (false, "") => variant.serialize(WithTag { tag, values, in_front: true, serializer }),
        (false, "holds") => variant.serialize(WithTag { tag, values, in_front: false, serializer }),
        _ => variant.serialize(serializer),
    }
}

/// Accepts objects only, and sees to their tag.
struct WithTag<S> {
    tag: &'static str,
    values: &'static [&'static str],
    in_front: bool,
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
        let Self { tag, values, in_front, serializer } = self;
        // Whether the object has the tag is seen at its end.
        let mut map = serializer.serialize_map(len.filter(|_| in_front).map(|len| len + 1))?;
        if in_front {
            map.serialize_entry(tag, values[0])?;
        }
        Ok(Rest { tag, values, written: in_front, key: None, map })
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

/// The properties of the object.
struct Rest<M> {
    tag: &'static str,
    values: &'static [&'static str],
    /// The tag has been written.
    written: bool,
    /// A key that waits for its value: whether it is the tag.
    key: Option<bool>,
    map: M,
}

impl<M: SerializeMap> Rest<M> {
    /// Writes the tag, unless it has been written: the object's own where it is one of the variant's.
    fn put_tag<T: ?Sized + Serialize>(&mut self, own: &T) -> Result<(), M::Error> {
        if std::mem::replace(&mut self.written, true) {
            return Ok(());
        }
        let own_text = serde_json::to_value(own).ok().as_ref().and_then(text);
        if own_text.is_some_and(|own| self.values.contains(&own.as_str())) {
            self.map.serialize_entry(self.tag, own)
        } else {
            self.map.serialize_entry(self.tag, self.values[0])
        }
    }
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
        if self.key.take() == Some(true) { self.put_tag(value) } else { self.map.serialize_value(value) }
    }

    #[inline]
    fn serialize_entry<K: ?Sized + Serialize, V: ?Sized + Serialize>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        if is_shown_as(&Shown(key), self.tag) {
            self.put_tag(value)
        } else {
            self.map.serialize_entry(key, value)
        }
    }

    #[inline]
    fn end(mut self) -> Result<M::Ok, M::Error> {
        self.put_tag("")?;
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
        SerializeMap::end(self)
    }
}

/// Shows a key by way of `Formatter`, which is a serializer for text.
struct Shown<'a, K: ?Sized>(&'a K);

impl<K: ?Sized + Serialize> fmt::Display for Shown<'_, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(formatter)
    }
}
