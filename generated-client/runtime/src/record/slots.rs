//! Slots in a row: tuples of [`Slot`](super::Slot)s, and tuples of such tuples for large structs.

use serde_core::de::MapAccess;
use serde_core::ser::SerializeMap;

/// Places for the values of some fields, while their struct is being decoded; and the way to write them.
pub trait Slots: Sized {
    /// How many fields there are.
    const WIDTH: usize;
    /// Nothing is known yet.
    const EMPTY: Self;
    /// References to the values, in the same arrangement.
    type Refs<'a>
    where
        Self: 'a;

    /// Decodes the value of the field at `index`, which is called `name`.
    ///
    /// # Errors
    /// What the format reports, or that there is a value already.
    fn fill<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        name: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;
    /// Gives absent fields their value; the index of the first that must not be absent otherwise.
    fn complete(&mut self) -> Option<usize>;
    /// Writes the values under `names`, of which there are [`Self::WIDTH`].
    ///
    /// # Errors
    /// What the format reports.
    fn put<M: SerializeMap>(
        values: Self::Refs<'_>,
        names: &'static [&'static str],
        map: &mut M,
    ) -> Result<(), M::Error>;
}

impl Slots for () {
    const WIDTH: usize = 0;
    const EMPTY: Self = ();
    type Refs<'a> = ();

    #[inline]
    fn fill<'de, A: MapAccess<'de>>(&mut self, _: usize, _: &'static str, _: &mut A) -> Result<(), A::Error> {
        Ok(())
    }

    #[inline]
    fn complete(&mut self) -> Option<usize> {
        None
    }

    #[inline]
    fn put<M: SerializeMap>((): (), _: &'static [&'static str], _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Implements [`Slots`] for tuples of one member up to as many as are listed.
macro_rules! tuples {
    ([$($done:tt)*]) => {};
    ([$($done:tt)*] $next:ident $index:tt $($rest:tt)*) => {
        tuple! { $($done)* $next $index }
        tuples! { [$($done)* $next $index] $($rest)* }
    };
}

macro_rules! tuple {
    ($($member:ident $index:tt)+) => {
        impl<$($member: Slots),+> Slots for ($($member,)+) {
            const WIDTH: usize = 0 $(+ $member::WIDTH)+;
            const EMPTY: Self = ($($member::EMPTY,)+);
            type Refs<'a> = ($($member::Refs<'a>,)+) where Self: 'a;

            #[inline]
            fn fill<'de, Access: MapAccess<'de>>(
                &mut self,
                mut index: usize,
                name: &'static str,
                map: &mut Access,
            ) -> Result<(), Access::Error> {
                $(
                    if index < $member::WIDTH {
                        return self.$index.fill(index, name, map);
                    }
                    index = index.wrapping_sub($member::WIDTH);
                )+
                let _ = index;
                Ok(())
            }

            #[inline]
            fn complete(&mut self) -> Option<usize> {
                let mut before = 0;
                $(
                    if let Some(index) = self.$index.complete() {
                        return Some(before + index);
                    }
                    before += $member::WIDTH;
                )+
                let _ = before;
                None
            }

            #[inline]
            fn put<Map: SerializeMap>(
                values: Self::Refs<'_>,
                mut names: &'static [&'static str],
                map: &mut Map,
            ) -> Result<(), Map::Error> {
                $(
                    $member::put(values.$index, names, map)?;
                    names = names.get($member::WIDTH..).unwrap_or_default();
                )+
                let _ = names;
                Ok(())
            }
        }
    };
}

tuples! {
    [] A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13 O 14 P 15 Q 16 R 17 S 18 T 19 U 20 V 21 W 22
    X 23 Y 24 Z 25 Aa 26 Ab 27 Ac 28 Ad 29 Ae 30 Af 31
}
