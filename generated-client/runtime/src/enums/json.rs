//! Enumerations of other JSON values: fractions, booleans, objects, or several types at once.

use serde_core::de::{Deserialize, Deserializer};
use serde_json::Value;

/// An open enumeration of JSON values.
pub trait JsonEnum: Clone + From<Value> + 'static {
    /// The values that are listed.
    const VALUES: &'static [Self];
    /// What they are on the wire, in the same order, as JSON text.
    const TEXTS: &'static [&'static str];

    /// The listed value that is `value` on the wire.
    fn listed(value: &Value) -> Option<Self> {
        Self::TEXTS
            .iter()
            .position(|text| same(&json_constant(text), value))
            .map(|index| Self::VALUES[index].clone())
    }
}

/// Equal as JSON Schema sees it: `1` is `1.0`.
fn same(constant: &Value, value: &Value) -> bool {
    match (constant, value) {
        (Value::Number(constant), Value::Number(value)) => {
            constant == value || (constant.is_f64() || value.is_f64()) && constant.as_f64() == value.as_f64()
        }
        _ => constant == value,
    }
}

/// The value of a constant that generated code holds as JSON text.
pub fn json_constant(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Decodes an enumeration of JSON values.
///
/// # Errors
/// What the format reports.
#[inline]
pub fn read_json_enum<'de, T: JsonEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Value::deserialize(deserializer).map(T::from)
}

/// Implements an open enumeration of JSON values: one line per value, as JSON text, then the catch-all variant.
#[doc(hidden)]
#[macro_export]
macro_rules! json_enum {
    ($name:ident { $($variant:ident $text:literal),* $(,)? } $unknown:ident) => {
        impl $name {
            /// The values that are listed, in the order of the document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The value on the wire.
            pub fn to_value(&self) -> $crate::Value {
                match self {
                    $(Self::$variant => $crate::private::json_constant($text),)*
                    Self::$unknown(value) => value.clone(),
                }
            }
        }
        #[automatically_derived]
        impl $crate::private::JsonEnum for $name {
            const VALUES: &'static [Self] = Self::ALL;
            const TEXTS: &'static [&'static str] = &[$($text),*];
        }
        #[automatically_derived]
        impl ::core::convert::From<$crate::Value> for $name {
            fn from(value: $crate::Value) -> Self {
                <Self as $crate::private::JsonEnum>::listed(&value).unwrap_or(Self::$unknown(value))
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            /// A string as it stands, anything else as JSON.
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.to_value() {
                    $crate::Value::String(text) => formatter.pad(&text),
                    value => ::core::fmt::Display::fmt(&value, formatter),
                }
            }
        }
        #[automatically_derived]
        impl $crate::Validate for $name {}
        $crate::read_and_write! { $name, $crate::private::read_json_enum, |this, to| $crate::private::Serialize::serialize(&this.to_value(), to) }
    };
}
