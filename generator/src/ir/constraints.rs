//! What a valid value must satisfy beyond its type (JSON Schema validation keywords).

use serde_json::Number;

/// A numeric bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The bound, as it is written in the document.
    pub value: Number,
    /// True when the bound itself is not allowed.
    pub exclusive: bool,
}

/// The constraints of one schema. Lengths count Unicode scalar values, not bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`.
    pub min_length: Option<u64>,
    /// `maxLength`.
    pub max_length: Option<u64>,
    /// `pattern`, of every schema that holds for the value: ECMA-262 regular expressions, not anchored.
    pub patterns: Vec<String>,
    /// `minimum` / `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` / `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `format` names that have no Rust type but that a reader wants to see, for example `email`.
    pub format: Option<String>,
}

impl Constraints {
    /// True when nothing is demanded. A format alone is documentation and demands nothing.
    pub fn is_empty(&self) -> bool {
        Self { format: None, ..self.clone() } == Self::default()
    }
}
