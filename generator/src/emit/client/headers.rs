//! The structs of declared response headers: one per distinct set of headers.
//!
//! In: the planned sets. Out: one file per set, and the module that exports them.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{ident, tokens};
use crate::emit::docs::attributes;
use crate::emit::features;
use crate::emit::prose::{inline_code, safe_line};
use crate::emit::runtime::http;
use crate::ir::HeaderSpelling;
use crate::plan::{HeaderFieldPlan, HeaderSetPlan, Plan, RustType};
use crate::print::{SourceFile, SourceItem, table};

/// The `use` lines and items of one set's file.
pub(super) fn header_set(plan: &Plan, set: &HeaderSetPlan) -> Vec<SourceItem> {
    let mut imports = Imports::default();
    let name = ident(&set.ident);
    let fields: Vec<TokenStream> = set
        .fields
        .iter()
        .map(|field| {
            let docs = attributes(&[line(field)]);
            let name = ident(&field.ident);
            let ty = imports.owned(plan, &field.ty);
            quote!(#docs pub #name: #ty)
        })
        .collect();
    let item = quote! {
        #[doc = " Headers that the document declares, from `Response::declared_headers` or `Error::declared_headers`."]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    };
    let rows: Vec<String> = set
        .fields
        .iter()
        .map(|field| format!("{} {:?} {},", field.ident, field.wire_name, reader(field)))
        .collect();
    let head = format!("{} {{ {} {{", http::DECLARED_HEADERS, set.ident);
    let mut items = tokens(imports.items());
    items.push(SourceItem::Tokens(item));
    items.push(SourceItem::Lines(table(&head, &rows, "} }")));
    items
}

/// `headers.rs`: every set under one roof.
pub(super) fn file(plan: &Plan) -> SourceFile {
    let mut sets: Vec<&HeaderSetPlan> = plan.headers.iter().collect();
    sets.sort_by(|one, other| one.module.cmp(&other.module));
    let line = |set: &HeaderSetPlan| {
        let condition = features::condition(plan, &set.gate);
        format!("{condition}mod {0}; {condition}pub use self::{0}::{1};", set.module, set.ident)
    };
    let lines = sets.into_iter().map(line).collect();
    SourceFile {
        header: Vec::new(),
        docs: vec![
            "Response headers that the document declares, one type per set of headers.".to_owned(),
            String::new(),
            "`declared_headers` reads them, of the result of `send_full` and of errors.".to_owned(),
        ],
        items: vec![SourceItem::Lines(lines)],
    }
}

fn line(field: &HeaderFieldPlan) -> String {
    let prose = field.description.as_deref().map(safe_line).filter(|prose| !prose.is_empty());
    let name = inline_code(&field.wire_name);
    prose.map_or_else(|| format!("Header {name}."), |prose| format!("{name}: {prose}"))
}

fn reader(field: &HeaderFieldPlan) -> &'static str {
    match (&field.ty, field.spelling) {
        (RustType::Option(_), HeaderSpelling::Simple) => "optional",
        (RustType::Option(_), HeaderSpelling::Json) => "optional_json",
        (_, HeaderSpelling::Simple) => "required",
        (_, HeaderSpelling::Json) => "required_json",
    }
}
