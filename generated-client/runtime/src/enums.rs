//! Open enumerations: lists of constants to which a server may add.
//!
//! In: one macro entry per enumeration, one line per value. Out: conversions, `Display` and `serde`
//! implementations. A value that is not listed is kept in the catch-all variant and goes out unchanged.

mod integer;
mod json;
mod text;

pub use self::integer::{IntegerEnum, read_integer_enum};
pub use self::json::{JsonEnum, json_constant, read_json_enum};
pub use self::text::{TextEnum, read_text_enum};
