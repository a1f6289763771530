//! What the document says about a thing, in prose.

use serde_json::Value;

/// Prose as it stands in the document: CommonMark, not yet made safe for rustdoc.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `summary`, or `title` for schemas.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`: address and description.
    pub external: Option<(String, Option<String>)>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
}
