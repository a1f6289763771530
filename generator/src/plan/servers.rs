//! Names of the servers that a caller can choose from.
//!
//! In: the servers of the document. Out: one [`ServerPlan`] each; none where the document leaves no choice.

use super::naming::{Kind, Scope, ident};
use super::{ServerPlan, methods};
use crate::ir::{Api, Server, SpecName};

/// A description with more characters is prose and no name.
const LONGEST_NAME: usize = 40;

/// Names every server where there are several, or one with variables.
pub(super) fn servers(api: &Api) -> Vec<ServerPlan> {
    if !is_choice(api) {
        return Vec::new();
    }
    let names: Vec<SpecName> = api.servers.iter().map(name).collect();
    let kind = |server: &Server| if server.variables.is_empty() { Kind::Constant } else { Kind::Type };
    // Servers that are called the same are told apart by their addresses, which do not depend on their order.
    let keyed: Vec<_> =
        api.servers.iter().zip(&names).map(|(server, name)| (kind(server), name, &server.url)).collect();
    // Constants and the types of servers with variables share a namespace with each other and with what the file imports.
    let idents = Scope::new(Kind::Constant).avoid(["Server"]).allocate_kinds(&keyed);
    let planned = api.servers.iter().zip(idents).map(|(server, ident)| {
        let variables: Vec<SpecName> =
            server.variables.iter().map(|variable| SpecName::Required(variable.name.clone())).collect();
        let taken =
            [methods::OF_SERVERS, methods::OF_SERVER_TRAITS, methods::OF_TRAITS].into_iter().flatten();
        let mut setters = Scope::new(Kind::Value).reserve(taken.copied());
        ServerPlan { ident, setters: setters.allocate(&variables.iter().collect::<Vec<_>>()) }
    });
    planned.collect()
}

/// True where the caller can choose.
pub(super) fn is_choice(api: &Api) -> bool {
    api.servers.len() > 1 || api.servers.iter().any(|server| !server.variables.is_empty())
}

/// What the document calls the server: its name, a short description, or its address.
fn name(server: &Server) -> SpecName {
    let spoken = server.name.clone().or_else(|| server.description.clone());
    let short = spoken.filter(|text| {
        let has_letters = ident(Kind::Constant, text).chars().any(char::is_alphabetic);
        text.chars().count() <= LONGEST_NAME && has_letters && !text.contains("://")
    });
    let address = server.url.split_once("://").map_or(server.url.as_str(), |(_, rest)| rest);
    let words: String = address.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    SpecName::Suggested(vec![short.unwrap_or(words)])
}
