//! What every generated client shares.
//!
//! Without features: what generated *models* need to travel, which is little and light. With feature
//! `http`: what generated *clients* need, see the module of that name. Feature `pattern` adds regular expressions
//! to `validate()`, feature `mock` a test kit and `example()` for generated types.
//!
//! # Models
//!
//! Generated types are plain Rust. What makes them travel is a table per type, which the macros of this crate
//! turn into implementations of the `serde` traits; everything that such implementations have in common is a generic
//! function here, so that a table costs little to compile, and nothing where a type is not used.
//!
//! ```
//! use client_runtime::{Patch, Uuid, Validate, Value};
//!
//! /// Optional fields are `Option`; fields that may be absent *or* null are `Patch`.
//! #[derive(Clone, Debug, PartialEq)]
//! pub struct Stage {
//!     pub pk: Uuid,
//!     pub name: String,
//!     pub provider: Option<Provider>,
//!     pub configure_flow: Patch<Uuid>,
//! }
//!
//! client_runtime::record! { Stage {
//!     pk "pk" Required Uuid,
//!     name "name" Required String,
//!     provider "provider" Optional Provider,
//!     configure_flow "configure_flow" Patch Uuid,
//! } }
//!
//! client_runtime::validate! { Stage {
//!     name "name" [MinLength(1), MaxLength(254)],
//! } }
//!
//! /// Enumerations keep what the document does not list.
//! #[derive(Clone, Debug, PartialEq)]
//! pub enum Provider {
//!     Twilio,
//!     Generic,
//!     Unknown(String),
//! }
//!
//! client_runtime::text_enum! { Provider {
//!     Twilio "twilio",
//!     Generic "generic",
//! } Unknown }
//!
//! /// Unions do, too.
//! #[derive(Clone, Debug, PartialEq)]
//! pub enum Challenge {
//!     Stage(Box<Stage>),
//!     Unknown(Value),
//! }
//!
//! client_runtime::union! { Challenge by tag "component" {
//!     Stage ["ak-stage"] Box<Stage>,
//! } Unknown }
//!
//! client_runtime::validate! { Challenge union {
//!     Stage [],
//! } }
//!
//! let text = r#"{"component":"ak-stage","pk":"6e1c5d0a-36b5-4f0c-9f5f-0b9f3c1e2d3a","name":"","provider":"new"}"#;
//! let challenge: Challenge = serde_json::from_str(text)?;
//! assert_eq!(serde_json::to_string(&challenge)?, text);
//! let errors = challenge.validate().expect_err("a name must not be empty");
//! assert_eq!(errors.to_string(), "not valid: name: non-empty");
//! # Ok::<(), serde_json::Error>(())
//! ```

#[cfg(test)]
extern crate self as client_runtime;

mod base64_bytes;
mod defaults;
mod enums;
mod examples;
mod file_part;
mod hidden;
#[cfg(feature = "http")]
pub mod http;
mod newtype;
mod patch;
mod read_and_write;
mod record;
mod secret;
mod shown_as;
mod spelled;
mod time;
mod unions;
mod validate;

pub use serde_json::Value;
pub use uuid::Uuid;

pub use crate::base64_bytes::Base64;
pub use crate::defaults::WithDefaults;
#[cfg(feature = "mock")]
pub use crate::examples::Examples;
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
pub use crate::examples::HasExample;
pub use crate::file_part::FilePart;
pub use crate::hidden::Hidden;
pub use crate::patch::Patch;
pub use crate::secret::Secret;
pub use crate::spelled::ParseError;
pub use crate::time::{Date, DateTime, Time};
pub use crate::validate::{Validate, ValidationErrors, Violation};

/// What generated code is made of. Not for use by hand: it changes with the generator.
#[doc(hidden)]
pub mod private {
    pub use serde_core::de::Error as DecodeError;
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::defaults::Absent;
    pub use crate::enums::*;
    pub use crate::record::*;
    pub use crate::unions::*;
    pub use crate::validate::{Checker, Rule};
}
