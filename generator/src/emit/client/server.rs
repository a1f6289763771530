//! The address of the API, as far as the document gives one.
//!
//! In: the servers. Out: the path that is joined with a base URL, a base URL where the document has a whole one, the file of the
//! servers to choose from, and the address of an operation that is served elsewhere.

use proc_macro2::Literal;
use quote::quote;

use super::{ident, source};
use crate::emit::prose::{inline_code, safe_line};
use crate::ir::{Api, Operation, Server, ServerVariable};
use crate::plan::{Plan, ServerPlan};
use crate::print::{SourceFile, SourceItem, table};

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
    is_absolute(&url).then_some(url)
}

fn is_absolute(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain = url.chars().all(|c| c.is_ascii_graphic() && !"\"\\<>^`{|}".contains(c));
    web && plain
}

/// Where an operation is served that is not served where the rest of the API is: a path on the same host, or a whole
/// address; `None` where one of its servers is the first one of the API.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> Option<String> {
    let own = filled(operation.servers.first()?);
    let usual = api.servers.first().map(filled).unwrap_or_default();
    if operation.servers.iter().any(|server| filled(server) == usual) {
        return None;
    }
    let own = own.trim_end_matches('/');
    if !is_absolute(own) {
        let path = own.trim_start_matches('.').trim_start_matches('/');
        let plain = path.chars().all(|c| c.is_ascii_graphic() && !"\"\\<>^`{|}?#:".contains(c));
        return plain.then(|| format!("/{path}"));
    }
    let (origin, path) = split(own);
    if is_absolute(&usual) && split(&usual).0 == origin {
        return Some(if path.is_empty() { "/".to_owned() } else { path.to_owned() });
    }
    Some(own.to_owned())
}

/// The whole address that a page shows for an operation, on a host of examples where the document names none.
pub(super) fn address_of(api: &Api, operation: &Operation) -> String {
    let usual = absolute(api).unwrap_or_else(|| format!("https://api.example.com{}", path(api)));
    match of_operation(api, operation) {
        Some(own) if own.contains("://") => own,
        Some(path) => format!("{}{path}", split(&usual).0),
        None => usual,
    }
}

/// Origin and path of an absolute address.
fn split(url: &str) -> (&str, &str) {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[start..].find('/').map_or(url.len(), |slash| start + slash);
    url.split_at(end)
}

/// `servers.rs`: a constant for each server, or a type where its address has variables.
pub(super) fn file(api: &Api, plan: &Plan) -> SourceFile {
    let docs =
        vec!["The servers that the document names; [`Client::on`](crate::Client::on) takes one.".to_owned()];
    let uses = api.servers.iter().any(|server| server.variables.is_empty());
    let mut items = Vec::new();
    if uses {
        items.push(SourceItem::Tokens(quote!(
            use client_runtime::http::Server;
        )));
    }
    items.extend(api.servers.iter().zip(&plan.servers).map(|(server, names)| item(server, names)));
    source(docs, Vec::new(), items)
}

fn item(server: &Server, names: &ServerPlan) -> SourceItem {
    let said = server.description.as_deref().or(server.name.as_deref()).map(safe_line).unwrap_or_default();
    let address = inline_code(&server.url);
    let line = if said.is_empty() { format!("{address}.") } else { format!("{said}: {address}") };
    let name = ident(&names.ident);
    if server.variables.is_empty() {
        let docs = crate::emit::docs::attributes(&[line]);
        let url = &server.url;
        return SourceItem::Tokens(quote!(#docs pub const #name: Server = Server::new(#url);));
    }
    let url = Literal::string(&server.url);
    let mut rows = vec![format!("/// {line}"), format!("pub struct {name}({url});")];
    for (variable, setter) in server.variables.iter().zip(&names.setters) {
        rows.push(format!("/// {}", variable_line(variable)));
        let (wire_name, default) = (Literal::string(&variable.name), Literal::string(&variable.default));
        let values: Vec<String> =
            variable.values.iter().map(|value| Literal::string(value).to_string()).collect();
        rows.push(format!("{setter} = {wire_name}, {default}, &[{}];", values.join(", ")));
    }
    SourceItem::Lines(table("client_runtime::server! {", &rows, "}"))
}

fn variable_line(variable: &ServerVariable) -> String {
    let prose = variable.description.as_deref().map(safe_line).unwrap_or_default();
    let mut facts = vec![format!("default {}", inline_code(&variable.default))];
    if !variable.values.is_empty() {
        let values: Vec<String> = variable.values.iter().map(|value| inline_code(value)).collect();
        facts.push(format!("one of {}", values.join(", ")));
    }
    crate::emit::facts::after(&prose, &facts)
}

/// The address with the defaults of its variables.
fn filled(server: &Server) -> String {
    server.variables.iter().fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    })
}
