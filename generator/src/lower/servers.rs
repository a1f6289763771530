//! Servers (OpenAPI 3.0.3, "Server Object", "Server Variable Object").

use super::docs::text;
use crate::document::Document;
use crate::ir::{Server, ServerVariable};

/// The servers of the API; `/` where the document names none.
pub(super) fn api_servers(document: &Document<'_>) -> Vec<Server> {
    let mut servers = lower(&document.servers);
    if servers.is_empty() {
        return vec![Server { name: None, url: "/".to_owned(), description: None, variables: Vec::new() }];
    }
    // `openapiv3` does not know the names.
    let named = document.root.get("servers").and_then(serde_json::Value::as_array).into_iter().flatten();
    for (server, node) in servers.iter_mut().zip(named) {
        if node.get("url").and_then(serde_json::Value::as_str) == Some(server.url.as_str()) {
            server.name = text(node.get("name").and_then(serde_json::Value::as_str));
        }
    }
    servers
}

/// Lowers a list of servers.
pub(super) fn lower(servers: &[openapiv3::Server]) -> Vec<Server> {
    servers
        .iter()
        .map(|server| Server {
            name: None,
            url: server.url.clone(),
            description: text(server.description.as_deref()),
            variables: server
                .variables
                .iter()
                .flatten()
                .map(|(name, variable)| ServerVariable {
                    name: name.clone(),
                    default: variable.default.clone(),
                    values: variable.enumeration.clone(),
                    description: text(variable.description.as_deref()),
                })
                .collect(),
        })
        .collect()
}
