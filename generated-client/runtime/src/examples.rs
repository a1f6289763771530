//! Examples of types, which the generator made from the document, as data: what `example()` of a type decodes.

#[cfg(feature = "mock")]
use std::sync::OnceLock;

#[cfg(feature = "mock")]
use serde_core::de::DeserializeOwned;

#[cfg(feature = "mock")]
use crate::Value;

/// Examples of the types of a model crate: a JSON object with an entry per type.
#[cfg(feature = "mock")]
#[derive(Debug)]
pub struct Examples {
    json: &'static str,
    parsed: OnceLock<Value>,
}

#[cfg(feature = "mock")]
impl Examples {
    /// The text of the table.
    pub const fn new(json: &'static str) -> Self {
        Self { json, parsed: OnceLock::new() }
    }

    /// The example of a type.
    ///
    /// # Panics
    /// The document has an example that is not what its schema says.
    #[track_caller]
    pub fn of<T: DeserializeOwned>(&self, name: &str) -> T {
        let Some(value) = self.value(name) else { panic!("there is no example of `{name}`") };
        match serde_json::from_str(&value.to_string()) {
            Ok(example) => example,
            Err(error) => panic!("the example of `{name}` is not what its schema says: {error}\n{value:#}"),
        }
    }

    /// The example of a type as JSON.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.parsed.get_or_init(|| serde_json::from_str(self.json).unwrap_or_default()).get(name)
    }
}

/// The table of a model crate, where there is a mock that needs it.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! examples {
    ($json:expr) => {
        /// Examples of the types, for tests.
        #[doc(hidden)]
        pub static EXAMPLES: $crate::Examples = $crate::Examples::new($json);
    };
}

/// `example()` of a type whose crate has a table of [`examples!`](crate::examples).
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "the table is the one of the crate that has the type")]
macro_rules! example {
    ($name:ident) => {
        impl $name {
            /// An example from the document or made from the schema, for tests: change its fields as you need. Of a list that
            /// continues it is the last page.
            #[must_use]
            #[track_caller]
            pub fn example() -> Self {
                crate::EXAMPLES.of(::core::stringify!($name))
            }
        }
    };
}

/// Nothing without feature `mock`.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! examples {
    ($json:expr) => {};
}

/// What no type implements without feature `mock`.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`example()` needs feature `mock` of the client",
    label = "feature `mock` is off",
    note = "turn it on for tests, where `[dev-dependencies]` of Cargo.toml names the client: `features = [\"mock\"]`"
)]
pub trait HasExample: Sized {
    /// What the function would give.
    fn of_table() -> Self;
}

/// Without feature `mock`, an `example()` that cannot be called, so that the compiler names the feature. The lifetime lets
/// it look at the bound only where the function is called.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! example {
    ($name:ident) => {
        impl $name {
            #[doc(hidden)]
            #[inline]
            pub fn example() -> Self
            where
                for<'never> Self: $crate::HasExample,
            {
                $crate::HasExample::of_table()
            }
        }
    };
}
