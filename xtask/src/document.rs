//! Reads and writes whole documents as trees. The only place that knows about YAML.

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Reads a YAML or JSON document.
///
/// # Errors
///
/// The bytes are neither.
pub(crate) fn read(bytes: &[u8]) -> Result<Value> {
    serde_yaml::from_slice(bytes).context("neither YAML nor JSON")
}

/// Writes a tree as YAML: block style, members in the order of the tree, quotes only where needed.
///
/// # Errors
///
/// The tree holds a number that YAML cannot spell.
pub(crate) fn write(document: &Value) -> Result<String> {
    serde_yaml::to_string(document).context("cannot be written as YAML")
}
