//! What every generated client shares.
//!
//! Without features: what generated *models* need to travel, which is little and light. With feature
//! `http`: what generated *clients* need, see the module of that name.

#[cfg(test)]
extern crate self as client_runtime;

mod base64_bytes;
mod enums;
mod file_part;
#[cfg(feature = "http")]
pub mod http;
mod newtype;
mod patch;
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
pub use crate::file_part::FilePart;
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

    pub use crate::enums::*;
    pub use crate::record::*;
    pub use crate::unions::*;
    pub use crate::validate::{Checker, Rule};
}
