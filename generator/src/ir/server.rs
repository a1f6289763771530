//! Where an API is served.

/// A server (OpenAPI 3.0.3, "Server Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `name` (OpenAPI 3.2).
    pub name: Option<String>,
    /// Absolute or relative address, with `{variables}`.
    pub url: String,
    /// Prose.
    pub description: Option<String>,
    /// Its variables, in document order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name in the braces.
    pub name: String,
    /// Value to use unless the caller gives another.
    pub default: String,
    /// The values that are allowed; empty for any.
    pub values: Vec<String>,
    /// Prose.
    pub description: Option<String>,
}
