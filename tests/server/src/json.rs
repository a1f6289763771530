//! Whether a type reads and writes the same JSON.

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::Value;

/// Reads JSON text as a type, or says why not.
#[track_caller]
pub fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Reads JSON text as a type and writes it again: the same value, and the members of objects in this order.
#[track_caller]
pub fn comes_back<T: DeserializeOwned + Serialize>(text: &str) {
    let expected: Value = read(text);
    let written = serde_json::to_string(&read::<T>(text)).expect("what was read can be written");
    assert_eq!(written, expected.to_string());
}
