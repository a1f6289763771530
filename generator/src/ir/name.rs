//! What the document calls a thing.

/// The name that a thing has in the document, or that its position suggests.
///
/// The plan keeps `Required` names as they are where Rust allows it, and lengthens `Suggested` ones
/// first when two things ask for the same identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecName {
    /// The document gives the name: a component key, an `operationId`, a parameter name.
    Required(String),
    /// Derived from the position, outermost first: `["Pet", "owner"]` for an inline schema.
    Suggested(Vec<String>),
}

impl SpecName {
    /// The words of the name joined by a space, for messages and for case conversion.
    pub fn text(&self) -> String {
        match self {
            Self::Required(name) => name.clone(),
            Self::Suggested(parts) => parts.join(" "),
        }
    }
}
