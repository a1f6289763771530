//! Enumerations of strings.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

/// An open enumeration of strings.
pub trait TextEnum: Clone + From<String> + 'static {
    /// The values that are listed.
    const VALUES: &'static [Self];
    /// What they are on the wire, in the same order.
    const TEXTS: &'static [&'static str];

    /// The listed value that is `text` on the wire.
    #[inline]
    fn listed(text: &str) -> Option<Self> {
        position(Self::TEXTS, text).map(|index| Self::VALUES[index].clone())
    }
}

fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|listed| *listed == text)
}

/// Decodes a string enumeration.
///
/// # Errors
/// What the format reports, or that there is something else than a string.
#[inline]
pub fn read_text_enum<'de, T: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: TextEnum> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::listed(text).unwrap_or_else(|| T::from(text.to_owned())))
    }

    #[inline]
    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(T::from(text))
    }
}

/// Implements an open enumeration of strings: one line per value, then the catch-all variant.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($name:ident { $($variant:ident $text:literal),* $(,)? } $unknown:ident) => {
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(text) => text,
                }
            }
        }
        #[automatically_derived]
        impl $crate::private::TextEnum for $name {
            const VALUES: &'static [Self] = Self::ALL;
            const TEXTS: &'static [&'static str] = &[$($text),*];
        }
        #[automatically_derived]
        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::private::TextEnum>::listed(&text).unwrap_or(Self::$unknown(text))
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as ::core::convert::From<::std::string::String>>::from(text.into())
            }
        }
        #[automatically_derived]
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
        #[automatically_derived]
        impl $crate::Validate for $name {}
        $crate::read_and_write! { $name, $crate::private::read_text_enum, |this, to| to.serialize_str(this.as_str()) }
    };
}
