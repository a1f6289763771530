//! How a type is read and written, as `serde` wants it said: a function that reads it, and an expression that writes it.

/// Implements `Deserialize` by a function and `Serialize` by an expression with the value and the serializer.
#[doc(hidden)]
#[macro_export]
macro_rules! read_and_write {
    ($name:ident, $read:path, |$this:ident, $to:ident| $write:expr) => {
        #[automatically_derived]
        impl<'de> $crate::private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $read(deserializer)
            }
        }
        #[automatically_derived]
        impl $crate::private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::private::Serializer>(
                &self,
                $to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let $this = self;
                $write
            }
        }
    };
}
