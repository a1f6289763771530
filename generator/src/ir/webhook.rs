//! What an API sends to its users.

use super::{Docs, HttpMethod, SpecName, TypeUse};
use crate::pointer::Place;

/// A request that the API sends: a webhook, or a callback of an operation (OpenAPI 3.1.1, "OpenAPI Object", "Callback Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// What it is called: the key, for a callback with the operation in front.
    pub name: SpecName,
    /// The method that it comes with.
    pub method: HttpMethod,
    /// The type of its JSON body; `None` where it has none.
    pub ty: Option<TypeUse>,
    /// The operation that asks for it, where it is a callback.
    pub callback_of: Option<String>,
    /// Prose.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}
