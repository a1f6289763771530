//! The address of the API, as far as the document gives one.
//!
//! In: the servers. Out: the path that is joined with a base URL, and a base URL where the document has a whole one.

use crate::ir::{Api, Server};

/// The path of the first server, without a slash at the end: `/api/v3`; empty for none.
pub(super) fn path(api: &Api) -> String {
    let Some(server) = api.servers.first() else { return String::new() };
    let url = filled(server);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => url.as_str(),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() || path.contains(char::is_whitespace) { String::new() } else { format!("/{path}") }
}

/// The address of the first server where it is absolute.
pub(super) fn absolute(api: &Api) -> Option<String> {
    let url = filled(api.servers.first()?);
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = url.chars().all(|c| c.is_ascii_graphic() && !"\"\\<>^`{|}".contains(c));
    (web && plain).then_some(url)
}

/// The address with the defaults of its variables.
fn filled(server: &Server) -> String {
    server.variables.iter().fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    })
}
