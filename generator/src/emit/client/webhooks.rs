//! What the API sends: an enum with a variant for each webhook and callback.
//!
//! In: the webhooks. Out: `webhooks.rs` of the client crate.

use proc_macro2::Literal;

use super::imports::Imports;
use super::{source, spelled, tokens};
use crate::emit::prose::{inline_code, safe_line};
use crate::ir::{Api, Webhook};
use crate::plan::{Plan, RustType};
use crate::print::{SourceFile, SourceItem, table};

/// The file.
pub(super) fn file(api: &Api, plan: &Plan) -> SourceFile {
    let mut imports = Imports::default();
    let mut rows = vec![
        "/// What the API sends, by the name that the document gives it.".to_owned(),
        "pub enum Webhook;".to_owned(),
    ];
    for (webhook, names) in api.webhooks.iter().zip(&plan.webhooks) {
        rows.push(format!("/// {}", line(webhook)));
        let body = if names.ty == RustType::Unit {
            String::new()
        } else {
            format!("({})", spelled(&imports.owned(plan, &names.ty)))
        };
        let method = Literal::string(&webhook.method.to_string());
        let name = Literal::string(&webhook.name.text());
        rows.push(format!("{}{body} = {method} {name};", names.ident));
    }
    let mut items = tokens(imports.items());
    items.push(SourceItem::Lines(table("client_runtime::webhooks! {", &rows, "}")));
    let docs = vec![
        "Webhooks and callbacks: what the API sends to its users.".to_owned(),
        String::new(),
        "[`Webhook::decode`] reads the body of a request that came in. Whether it is genuine is not checked here.".to_owned(),
    ];
    source(docs, Vec::new(), items)
}

fn line(webhook: &Webhook) -> String {
    let prose = webhook.docs.summary.as_deref().or(webhook.docs.description.as_deref());
    let prose = prose.map(safe_line).filter(|prose| !prose.is_empty());
    let prose = prose.unwrap_or_else(|| format!("{} {}.", webhook.method, inline_code(&webhook.name.text())));
    match &webhook.callback_of {
        Some(operation) => format!("{prose} A callback of {}.", inline_code(operation)),
        None => prose,
    }
}
