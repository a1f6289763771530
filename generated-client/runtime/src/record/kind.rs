//! What a property may be: required, absent, null.
//!
//! A [`Kind`] is a rule without a value of its own; a [`Slot`] is a place for the value of one field while its
//! struct is being decoded, under such a rule. Generated code names the combinations below.

use std::marker::PhantomData;

use serde_core::de::{DeserializeOwned, MapAccess};
use serde_core::ser::{Serialize, SerializeMap};

use crate::patch::Patch as Value;

/// A place for the value `V` of a field, under the rule `K`.
#[derive(Debug)]
pub struct Slot<V, K> {
    /// The value, once it is known.
    pub value: Option<V>,
    /// The rule.
    pub kind: PhantomData<K>,
}

/// What a property may be, for fields of type `V`.
pub trait Kind<V> {
    /// The value when the property is absent; `None` when it must not be.
    fn absent() -> Option<V>;
    /// Reads the value of the property.
    ///
    /// # Errors
    /// What the format reports.
    #[inline]
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<V, A::Error>
    where
        V: DeserializeOwned,
    {
        map.next_value_seed(PhantomData)
    }
    /// Writes the property, or nothing where that says the same.
    ///
    /// # Errors
    /// What the format reports.
    fn put<M: SerializeMap>(value: &V, name: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// `T`, which must be there.
pub type Required<T> = Slot<T, Whole>;
/// `Option<T>`, which must be there and may be null.
pub type Nullable<T> = Slot<Option<T>, Whole>;
/// `Option<T>`, which may be absent. A null that comes in is read as absent: servers do that.
pub type Optional<T> = Slot<Option<T>, IfPresent>;
/// `Option<T>`, which may be absent, for types of which null is a value.
pub type Anything<T> = Slot<Option<T>, OrNothing>;
/// `Patch<T>`, which may be absent or null.
pub type Patch<T> = Slot<Value<T>, Tri>;

/// Must be there, and is always written.
#[derive(Debug)]
pub enum Whole {}

/// May be absent; `None` is not written.
#[derive(Debug)]
pub enum IfPresent {}

/// May be absent; whatever is there is a value, null included.
#[derive(Debug)]
pub enum OrNothing {}

/// May be absent or null.
#[derive(Debug)]
pub enum Tri {}

impl<T: Serialize> Kind<T> for Whole {
    #[inline]
    fn absent() -> Option<T> {
        None
    }

    #[inline]
    fn put<M: SerializeMap>(value: &T, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(name, value)
    }
}

impl<T: Serialize> Kind<Option<T>> for IfPresent {
    #[inline]
    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    #[inline]
    fn put<M: SerializeMap>(value: &Option<T>, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| map.serialize_entry(name, value))
    }
}

impl<T: Serialize + DeserializeOwned> Kind<Option<T>> for OrNothing {
    #[inline]
    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    #[inline]
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
        map.next_value().map(Some)
    }

    #[inline]
    fn put<M: SerializeMap>(value: &Option<T>, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        <IfPresent as Kind<Option<T>>>::put(value, name, map)
    }
}

impl<T: Serialize> Kind<Value<T>> for Tri {
    #[inline]
    fn absent() -> Option<Value<T>> {
        Some(Value::Absent)
    }

    #[inline]
    fn put<M: SerializeMap>(value: &Value<T>, name: &'static str, map: &mut M) -> Result<(), M::Error> {
        if value.is_absent() { Ok(()) } else { map.serialize_entry(name, value) }
    }
}

impl<V: DeserializeOwned, K: Kind<V>> super::Slots for Slot<V, K> {
    const WIDTH: usize = 1;
    const EMPTY: Self = Self { value: None, kind: PhantomData };
    type Refs<'a>
        = &'a V
    where
        Self: 'a;

    #[inline]
    fn fill<'de, A: MapAccess<'de>>(
        &mut self,
        _: usize,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if self.value.is_some() {
            return Err(duplicate(name));
        }
        self.value = Some(K::read(map)?);
        Ok(())
    }

    #[inline]
    fn complete(&mut self) -> Option<usize> {
        if self.value.is_none() {
            self.value = K::absent();
        }
        if self.value.is_none() { Some(0) } else { None }
    }

    #[inline]
    fn put<M: SerializeMap>(value: &V, names: &'static [&'static str], map: &mut M) -> Result<(), M::Error> {
        K::put(value, names[0], map)
    }
}

#[cold]
fn duplicate<E: serde_core::de::Error>(name: &'static str) -> E {
    E::duplicate_field(name)
}
