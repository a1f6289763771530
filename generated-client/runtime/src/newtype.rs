//! Structs that travel like the only value that they hold.

/// Implements `Serialize` and `Deserialize` for `struct X(pub T)`.
#[doc(hidden)]
#[macro_export]
macro_rules! newtype {
    ($name:ident $ty:ty) => {
        #[automatically_derived]
        impl<'de> $crate::private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                d: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::read_variant(d, Self)
            }
        }
        #[automatically_derived]
        impl $crate::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::private::Serializer>(
                &self,
                s: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::Serialize::serialize(&self.0, s)
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<$ty> for $name {
            #[inline]
            fn from(value: $ty) -> Self {
                Self(value)
            }
        }
    };
}
