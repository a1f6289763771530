//! Servers (OpenAPI 3.0.3, "Server Object", "Server Variable Object").

use super::docs::text;
use crate::document::Document;
use crate::ir::{Server, ServerVariable};

/// The servers of the API; `/` where the document names none.
pub(super) fn api_servers(document: &Document<'_>) -> Vec<Server> {
    let servers = lower(&document.servers);
    if servers.is_empty() {
        return vec![Server { url: "/".to_owned(), description: None, variables: Vec::new() }];
    }
    servers
}

/// Lowers a list of servers.
pub(super) fn lower(servers: &[openapiv3::Server]) -> Vec<Server> {
    servers
        .iter()
        .map(|server| Server {
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
