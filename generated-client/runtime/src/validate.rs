//! What a value must satisfy beyond its type.
//!
//! In: one [`validate!`](crate::validate) entry per generated type, with one line per field that is constrained or
//! whose type is. Out: `validate()`, which lists every value at fault with its path. A type without constraints
//! has an empty implementation, and no code goes through it.

mod checker;
mod errors;
mod leaves;
mod nested;
#[cfg(feature = "pattern")]
mod pattern;
mod rule;

pub use self::checker::Checker;
pub use self::errors::{ValidationErrors, Violation};
pub use self::rule::Rule;

/// A value that can be checked against the constraints of its schema.
///
/// Nothing is checked unasked: a server may know better than its document.
pub trait Validate {
    /// Checks the value, and all that it is made of.
    ///
    /// # Errors
    /// Every value that is not as its schema demands.
    #[inline]
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut checker = Checker::default();
        self.check(&[], &mut checker);
        checker.finish()
    }

    /// Checks the value against its own constraints and against those of the place where it stands.
    #[doc(hidden)]
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        let _ = (rules, checker);
    }
}

/// Implements [`Validate`].
///
/// - struct: one line per field that is constrained, or whose type is: its name, its name on the wire, and what is
///   demanded of it here, see [`Rule`]. A field with the wire name `""` is the map of additional properties. Behind the
///   braces: what is demanded of the number of properties.
/// - `union`: one line per variant that is constrained, or whose type is.
/// - `newtype`: what is demanded of the value that it holds.
#[doc(hidden)]
#[macro_export]
macro_rules! validate {
    ($name:ident {}) => {
        #[automatically_derived]
        impl $crate::Validate for $name {}
    };
    ($name:ident { $($field:ident $wire:literal [$($rules:tt)*]),* $(,)? } $([$($own:tt)*])?) => {
        #[automatically_derived]
        impl $crate::Validate for $name {
            #[inline]
            fn check(&self, _: &'static [$crate::private::Rule], checker: &mut $crate::private::Checker) {
                #[allow(unused_imports, reason = "not every type has rules of its own")]
                use $crate::private::Rule::*;
                $(checker.field($wire, &self.$field, &[$($rules)*]);)*
                $(checker.properties(self, &[$($own)*]);)?
            }
        }
    };
    ($name:ident union { $($variant:ident [$($rules:tt)*]),* $(,)? }) => {
        #[automatically_derived]
        impl $crate::Validate for $name {
            #[inline]
            fn check(&self, _: &'static [$crate::private::Rule], checker: &mut $crate::private::Checker) {
                #[allow(unused_imports, reason = "not every type has rules of its own")]
                use $crate::private::Rule::*;
                match self {
                    $(Self::$variant(value) => $crate::Validate::check(value, &[$($rules)*], checker),)*
                    _ => {}
                }
            }
        }
    };
    ($name:ident newtype [$($rules:tt)*]) => {
        #[automatically_derived]
        impl $crate::Validate for $name {
            #[inline]
            fn check(&self, _: &'static [$crate::private::Rule], checker: &mut $crate::private::Checker) {
                #[allow(unused_imports, reason = "not every type has rules of its own")]
                use $crate::private::Rule::*;
                $crate::Validate::check(&self.0, &[$($rules)*], checker);
            }
        }
    };
}
