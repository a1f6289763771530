//! Structs on the wire: what every generated struct shares when it is decoded or encoded.
//!
//! In: one [`record!`](crate::record) entry per struct, which names its fields, their wire names, their
//! kinds and types. Out: `serde` implementations in map form. The generated part is only a tuple of
//! [`Slot`]s, one function that turns filled slots into the struct and one that borrows its fields; reading,
//! matching of keys, errors and writing are the generic functions below, and no code is built for a type
//! that a program never decodes or encodes.

mod key;
mod kind;
mod slots;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{DeserializeOwned, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{Serialize, SerializeMap, Serializer};

pub(crate) use self::key::{Key, KeySeed};
pub use self::kind::{
    Anything, IfPresent, Kind, Nullable, Optional, OrNothing, Patch, Required, Slot, Tri, Whole,
};
pub use self::slots::Slots;

/// References to the fields of `T`, in the order and grouping of its slots.
pub type Parts<'a, T> = <<T as Record>::Slots as Slots>::Refs<'a>;

/// A struct that travels as an object.
pub trait Record: Sized {
    /// Its Rust name, for messages.
    const NAME: &'static str;
    /// Wire names, in the order of the slots.
    const FIELDS: &'static [&'static str];
    /// One slot per field, in groups.
    type Slots: Slots;
    /// What becomes of properties that are not fields: `()` ignores them, a map keeps them.
    type Extra: Extra;

    /// Makes the struct of slots that are all filled; `None` if one is not.
    fn build(slots: Self::Slots, extra: Self::Extra) -> Option<Self>;
    /// Borrows the fields.
    fn parts(&self) -> Parts<'_, Self>;
    /// Borrows the properties that are not fields, where they are kept.
    #[inline]
    fn extra(&self) -> Option<&Self::Extra> {
        None
    }
    /// Finishes a value that was decoded.
    #[inline]
    fn finish(&mut self) {}
}

/// What becomes of properties that are not fields.
pub trait Extra: Default {
    /// What has to be known of the name of such a property.
    type Name: for<'a> From<&'a str>;

    /// Takes in the value that belongs to `name`.
    ///
    /// # Errors
    /// What the format reports.
    fn add<'de, A: MapAccess<'de>>(&mut self, name: Self::Name, map: &mut A) -> Result<(), A::Error>;
    /// Writes what was kept, except names in `fields`, which are written already.
    ///
    /// # Errors
    /// What the format reports.
    fn put<M: SerializeMap>(&self, fields: &[&str], map: &mut M) -> Result<(), M::Error>;
}

/// Nothing is kept of the name of a property that is ignored.
#[derive(Clone, Copy, Debug)]
pub struct NoName;

impl From<&str> for NoName {
    #[inline]
    fn from(_: &str) -> Self {
        Self
    }
}

impl Extra for () {
    type Name = NoName;

    #[inline]
    fn add<'de, A: MapAccess<'de>>(&mut self, _: NoName, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }

    #[inline]
    fn put<M: SerializeMap>(&self, _: &[&str], _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<T: DeserializeOwned + Serialize> Extra for BTreeMap<String, T> {
    type Name = String;

    #[inline]
    fn add<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        self.insert(name, value);
        Ok(())
    }

    #[inline]
    fn put<M: SerializeMap>(&self, fields: &[&str], map: &mut M) -> Result<(), M::Error> {
        self.iter()
            .filter(|(name, _)| !fields.contains(&name.as_str()))
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Decodes a record from an object.
///
/// # Errors
/// What the format reports, a property that occurs twice, or a required property that is missing.
#[inline]
pub fn read_record<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(RecordVisitor(PhantomData))
}

/// Encodes a record as an object.
///
/// # Errors
/// What the format reports.
#[inline]
pub fn write_record<T: Record, S: Serializer>(record: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    T::Slots::put(record.parts(), T::FIELDS, &mut map)?;
    if let Some(extra) = record.extra() {
        extra.put(T::FIELDS, &mut map)?;
    }
    map.end()
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(formatter, T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut slots = T::Slots::EMPTY;
        let mut extra = T::Extra::default();
        let mut from = 0;
        while let Some(key) = map.next_key_seed(KeySeed::<<T::Extra as Extra>::Name>::new(T::FIELDS, from))? {
            match key {
                Key::Field(index) => {
                    from = index + 1;
                    slots.fill(index, T::FIELDS[index], &mut map)?;
                }
                Key::Other(name) => extra.add(name, &mut map)?,
            }
        }
        match slots.complete() {
            None => {
                let mut record = T::build(slots, extra)
                    .ok_or_else(|| A::Error::custom("a field was left without a value"))?;
                record.finish();
                Ok(record)
            }
            Some(index) => Err(A::Error::missing_field(T::FIELDS[index])),
        }
    }
}

#[cold]
fn expecting(formatter: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    write!(formatter, "struct {name}")
}

/// Implements `Serialize` and `Deserialize` for a struct.
///
/// One line per field: its name, its name on the wire, its kind and its type without the `Option` or `Patch`
/// that the kind implies. Kinds are `Required`, `Nullable` (required, may be null), `Optional`, `Anything`
/// (optional, and null is a value), `Patch` (optional and may be null). Groups of up to 32 fields are set off by `;`.
///
/// `received` in front of the fields gives the type an `example()` with feature `mock`, out of the table of its crate.
///
/// `defaults` after that makes the type [`WithDefaults`](crate::WithDefaults); then `=` may follow the type of a field,
/// and that of the additional properties: `= "JSON"` is the default of an absent value, `= _` says that there are defaults
/// inside of the value, `= ("JSON")` says both. `filled` is like `defaults`, and the type's own defaults are filled in
/// when it is decoded.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($name:ident received $($how:ident)? { $($rest:tt)* } $($extra:tt)*) => {
        $crate::record! { $name $($how)? { $($rest)* } $($extra)* }
        $crate::example! { $name }
    };
    ($name:ident $how:ident {
        $($($field:ident $wire:literal $kind:ident $ty:ty $(= $default:tt)?),+ $(,)?);*
    } $($extra:ident $value:ty $(= $inside:tt)?)?) => {
        $crate::record! { $name @$how { $($($field $wire $kind $ty),+);* } $($extra $value)? }
        #[automatically_derived]
        impl $crate::WithDefaults for $name {
            fn fill_defaults(&mut self) {
                $($($($crate::record! { @fill self $field $default })?)+)*
                $($($crate::record! { @fill self $extra $inside })?)?
            }
            fn fill_own_defaults(&mut self) {
                $($($($crate::record! { @own self $field $default })?)+)*
            }
        }
    };
    ($name:ident $(@$how:ident)? {} $($extra:ident $value:ty)?) => {
        #[automatically_derived]
        impl $crate::private::Record for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [&'static str] = &[];
            type Slots = ();
            type Extra = $crate::record!(@extra $($value)?);
            #[inline]
            fn build((): (), extra: Self::Extra) -> ::core::option::Option<Self> {
                $(let $extra = extra;)?
                ::core::option::Option::Some(Self { $($extra)? })
            }
            #[inline]
            fn parts(&self) {}
            $crate::record! { @kept $($extra)? $(@$how)? }
        }
        $crate::read_and_write! {
            $name, $crate::private::read_record, |this, to| $crate::private::write_record(this, to)
        }
    };
    ($name:ident $(@$how:ident)? { $($($field:ident $wire:literal $kind:ident $ty:ty),+ $(,)?);+ } $($extra:ident $value:ty)?) => {
        #[automatically_derived]
        impl $crate::private::Record for $name {
            const NAME: &'static str = stringify!($name);
            const FIELDS: &'static [&'static str] = &[$($($wire),+),+];
            type Slots = ($(($($crate::private::$kind<$ty>,)+),)+);
            type Extra = $crate::record!(@extra $($value)?);
            #[inline]
            fn build(slots: Self::Slots, extra: Self::Extra) -> ::core::option::Option<Self> {
                let ($(($($crate::private::Slot { value: ::core::option::Option::Some($field), .. },)+),)+) = slots else { return ::core::option::Option::None };
                $(let $extra = extra;)?
                ::core::option::Option::Some(Self { $($($field,)+)+ $($extra)? })
            }
            #[inline]
            fn parts(&self) -> $crate::private::Parts<'_, Self> {
                ($(($(&self.$field,)+),)+)
            }
            $crate::record! { @kept $($extra)? $(@$how)? }
        }
        $crate::read_and_write! {
            $name, $crate::private::read_record, |this, to| $crate::private::write_record(this, to)
        }
    };
    (@kept $($extra:ident)? @filled) => {
        $crate::record! { @kept $($extra)? }
        #[inline]
        fn finish(&mut self) {
            $crate::WithDefaults::fill_own_defaults(self);
        }
    };
    (@kept $($extra:ident)? @defaults) => {
        $crate::record! { @kept $($extra)? }
    };
    (@kept) => {};
    (@kept $extra:ident) => {
        #[inline]
        fn extra(&self) -> ::core::option::Option<&Self::Extra> {
            ::core::option::Option::Some(&self.$extra)
        }
    };
    (@fill $this:ident $field:ident ($default:literal)) => {
        $crate::record! { @own $this $field $default }
        $crate::WithDefaults::fill_defaults(&mut $this.$field);
    };
    (@fill $this:ident $field:ident _) => {
        $crate::WithDefaults::fill_defaults(&mut $this.$field);
    };
    (@fill $this:ident $field:ident $default:literal) => {
        $crate::record! { @own $this $field $default }
    };
    (@own $this:ident $field:ident _) => {};
    (@own $this:ident $field:ident ($default:literal)) => {
        $crate::record! { @own $this $field $default }
    };
    (@own $this:ident $field:ident $default:literal) => {
        $crate::private::Absent::fill(&mut $this.$field, $default);
    };
    (@extra) => { () };
    (@extra $value:ty) => { ::std::collections::BTreeMap<::std::string::String, $value> };
}
