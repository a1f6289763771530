//! Enumerations of integers.

use serde_core::de::{Deserialize, Deserializer};

/// An open enumeration of integers.
pub trait IntegerEnum: Clone + From<i64> + 'static {
    /// The values that are listed.
    const VALUES: &'static [Self];
    /// What they are on the wire, in the same order.
    const NUMBERS: &'static [i64];

    /// The listed value that is `number` on the wire.
    #[inline]
    fn listed(number: i64) -> Option<Self> {
        Self::NUMBERS.iter().position(|listed| *listed == number).map(|index| Self::VALUES[index].clone())
    }
}

/// Decodes an integer enumeration.
///
/// # Errors
/// What the format reports, or that there is something else than an integer of 64 bits.
#[inline]
pub fn read_integer_enum<'de, T: IntegerEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    i64::deserialize(deserializer).map(T::from)
}

/// Implements an open enumeration of integers: one line per value, then the catch-all variant.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident { $($variant:ident $number:literal),* $(,)? } $unknown:ident) => {
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value on the wire.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::$unknown(number) => *number,
                }
            }
        }
        #[automatically_derived]
        impl $crate::private::IntegerEnum for $name {
            const VALUES: &'static [Self] = Self::ALL;
            const NUMBERS: &'static [i64] = &[$($number),*];
        }
        #[automatically_derived]
        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                <Self as $crate::private::IntegerEnum>::listed(number).unwrap_or(Self::$unknown(number))
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<i64>().map(<Self as ::core::convert::From<i64>>::from)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }
        #[automatically_derived]
        impl $crate::Validate for $name {}
        $crate::read_and_write! { $name, $crate::private::read_integer_enum, |this, to| to.serialize_i64(this.as_i64()) }
    };
}
