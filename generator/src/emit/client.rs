//! The client crate: operations by group, the client type, error sets, one documentation page per operation.
//!
//! In: operations, groups, error sets and security schemes of the plan. Out: the files of the crate.

mod auth;
mod bodies;
mod errors;
mod examples;
mod frame;
mod groups;
mod guide;
mod headers;
mod imports;
mod manifest;
mod media;
mod multipart;
mod operations;
mod pages;
mod pagination;
mod requests;
mod responses;
mod server;
#[cfg(test)]
mod tests;
mod webhooks;

use proc_macro2::TokenStream;

use super::{Emitted, Input, Target};
use crate::print::{SourceFile, SourceItem};

/// The client crate.
#[derive(Debug)]
pub(super) struct Client;

impl Target for Client {
    fn folder(&self) -> &'static str {
        "client"
    }

    fn emit(&self, input: Input<'_>) -> Vec<(String, Emitted)> {
        let Input { api, plan, .. } = input;
        let mut sources = Sources::default();
        sources.push("src/lib.rs".to_owned(), frame::lib_file(api, plan));
        sources.push("src/client.rs".to_owned(), frame::client_file(api, plan));
        if !api.auth_schemes.is_empty() {
            let docs = vec!["Security schemes, and what operations need of them.".to_owned()];
            sources.push("src/auth.rs".to_owned(), source(docs, Vec::new(), tokens(auth::items(api, plan))));
        }
        if !plan.servers.is_empty() {
            sources.push("src/servers.rs".to_owned(), server::file(api, plan));
        }
        if !plan.webhooks.is_empty() {
            sources.push("src/webhooks.rs".to_owned(), webhooks::file(api, plan));
        }
        for group in api.groups.ids() {
            groups::files(api, plan, group, &mut sources);
        }
        if frame::error_sets(plan).next().is_some() {
            sources.push("src/errors.rs".to_owned(), frame::errors_file(plan));
        }
        for (id, set) in api.error_sets.ids().zip(&plan.error_sets) {
            if !set.variants.is_empty() {
                let items = errors::error_set(api, plan, id);
                let path = format!("src/errors/{}.rs", set.module);
                sources.push(path, source(Vec::new(), Vec::new(), tokens(items)));
            }
        }
        for set in &plan.headers {
            let path = format!("src/headers/{}.rs", set.module);
            sources.push(path, source(Vec::new(), Vec::new(), headers::header_set(plan, set)));
        }
        if !plan.headers.is_empty() {
            sources.push("src/headers.rs".to_owned(), headers::file(plan));
        }
        let mut files = manifest::files(input);
        files.push((examples::FILE.to_owned(), Emitted::Text(examples::table(input))));
        files.extend(sources.0.into_iter().map(|(path, mut source)| {
            source.header = vec![input.notice()];
            (path, Emitted::Rust(source))
        }));
        files.extend(api.operations.ids().map(|id| {
            let text = format!("<!-- {} -->\n{}", input.notice(), pages::page(api, plan, id));
            (format!("docs/{}", plan.operation(id).docs_file), Emitted::Text(text))
        }));
        files
    }
}

/// Rust files by path in the crate, still without the line that marks them.
#[derive(Default)]
struct Sources(Vec<(String, SourceFile)>);

impl Sources {
    fn push(&mut self, path: String, source: SourceFile) {
        self.0.push((path, source));
    }
}

fn source(docs: Vec<String>, lines: Vec<String>, items: Vec<SourceItem>) -> SourceFile {
    let mut parts = vec![SourceItem::Lines(lines)];
    parts.extend(items);
    SourceFile { header: Vec::new(), docs, items: parts }
}

fn tokens(items: Vec<TokenStream>) -> Vec<SourceItem> {
    items.into_iter().map(SourceItem::Tokens).collect()
}

/// Tokens of a type as people write it.
fn spelled(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}

/// An identifier of the plan, raw (`r#type`) where it has to be.
fn ident(text: &str) -> TokenStream {
    text.parse().expect("identifiers of the plan are Rust")
}
