//! Phase *parse*: the normalised JSON tree becomes a [`Document`] of typed nodes.
//!
//! In: one `serde_json::Value` in the shape of OpenAPI 3.0. Out: every operation with its parameters,
//! bodies and responses as `openapiv3` objects, each with the [`Place`] that it came from, and all `$ref`s
//! between them followed. What cannot be understood is reported at its own pointer and left out.
//!
//! **Why Schema Objects are not `openapiv3::Schema`.** One real document in seven writes keywords beside
//! `$ref`, many use keywords of JSON Schema 2020-12 (`const`, type lists, `prefixItems`), and every
//! diagnostic needs the pointer of the keyword that is at fault. `openapiv3` drops the first two and never
//! had the third. So a Schema Object is replaced by a `$ref` that holds its pointer before a node is
//! deserialised ([`skeleton`]), and `lower` reads it from the tree through a [`SchemaView`]. Deserialising
//! piece by piece also keeps a mistake in one parameter from losing the whole document ([`mod@typed`]).

mod budget;
pub mod operations;
mod path_items;
pub mod refs;
pub mod schema;
pub mod security;
pub mod size;
pub mod skeleton;
pub mod typed;
pub mod webhooks;

use openapiv3::{Info, SecurityRequirement, Server, Tag};
use serde_json::Value;

pub use budget::Beyond;
pub use operations::{
    BodyNode, HeaderNode, LaterParameter, MediaNode, OperationNode, ParameterNode, ResponseNode,
};
pub use refs::Node;
pub use schema::SchemaView;
pub use security::{SchemeKind, SchemeNode};
pub use webhooks::WebhookNode;

use crate::diagnostics::Diagnostics;
use crate::limits::Limits;
use crate::pointer::{Place, Pointer};
use budget::Budget;
use skeleton::pick;
use typed::typed;

/// A parsed document. Nodes are in document order.
#[derive(Debug)]
pub struct Document<'a> {
    /// The tree that Schema Objects and examples are read from.
    pub root: &'a Value,
    /// `info`.
    pub info: Info,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `tags`.
    pub tags: Vec<Tag>,
    /// `security`: what operations need that say nothing themselves.
    pub security: Vec<SecurityRequirement>,
    /// `components.securitySchemes`.
    pub security_schemes: Vec<SchemeNode>,
    /// `components.schemas`: the names, in document order.
    pub schemas: Vec<String>,
    /// Every operation below `paths`.
    pub operations: Vec<OperationNode>,
    /// What the API sends: `webhooks`, and the `callbacks` of operations.
    pub webhooks: Vec<WebhookNode>,
    /// The limit beyond which no operation was read any more.
    pub beyond: Option<Beyond>,
}

/// The pointer of a component schema.
pub fn component_schema(name: &str) -> Pointer {
    Pointer::from_segments(["components", "schemas", name])
}

/// Parses a normalised document. Problems are reported; what they concern is missing from the result.
pub fn parse<'a>(root: &'a Value, limits: &Limits, diagnostics: &mut Diagnostics) -> Document<'a> {
    let node = Node { value: root, at: Place::default() };
    let schemas = node
        .get("components")
        .and_then(|components| components.get("schemas"))
        .map(|schemas| schemas.members().map(|(name, _)| name.to_owned()).collect())
        .unwrap_or_default();
    let mut budget = Budget::new(&node, limits);
    let operations = operations::operations(&node, &mut budget, diagnostics);
    let webhooks = webhooks::webhooks(&node, &operations, &mut budget, diagnostics);
    Document {
        root,
        info: info(&node, diagnostics),
        servers: list(node.get("servers").as_ref(), diagnostics),
        tags: tags(&node, diagnostics),
        security: list(node.get("security").as_ref(), diagnostics),
        security_schemes: security::security_schemes(&node, diagnostics),
        schemas,
        webhooks,
        operations,
        beyond: budget.beyond,
    }
}

fn info(root: &Node<'_>, diagnostics: &mut Diagnostics) -> Info {
    root.get("info")
        .and_then(|node| {
            let mut skeleton = pick(&node, &["title", "description", "version"]);
            skeleton.entry("title").or_insert_with(|| "API".into());
            skeleton.entry("version").or_insert_with(|| "".into());
            typed(skeleton, &node.at, diagnostics)
        })
        .unwrap_or_default()
}

fn tags(root: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Tag> {
    let tags = root.get("tags");
    let items = tags.iter().flat_map(Node::items);
    items
        .filter_map(|node| {
            typed(pick(&node, &["name", "description", "externalDocs"]), &node.at, diagnostics)
        })
        .collect()
}

/// Reads a list of objects that hold no schema, one by one.
pub(crate) fn list<T: serde::de::DeserializeOwned>(
    list: Option<&Node<'_>>,
    diagnostics: &mut Diagnostics,
) -> Vec<T> {
    let items = list.into_iter().flat_map(Node::items);
    items.filter_map(|node| typed(skeleton::whole(&node), &node.at, diagnostics)).collect()
}
