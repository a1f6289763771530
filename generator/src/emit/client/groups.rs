//! The file of one group: its type, the accessor on the client, its operations or the files that hold them.
//!
//! In: a group and its modules. Out: source files.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::operations::File;
use super::{Sources, ident, pages, source, tokens};
use crate::emit::docs::attributes;
use crate::emit::prose::{inline_code, safe_lines};
use crate::ir::{Api, GroupId};
use crate::plan::{OperationModule, Plan, SuccessPlan};

/// Adds the files of one group.
pub(super) fn files(api: &Api, plan: &Plan, group: GroupId, sources: &mut Sources) {
    let names = plan.group(group);
    let modules: Vec<&OperationModule> =
        plan.operation_modules.iter().filter(|module| module.group == group).collect();
    let mut items = tokens(group_items(api, plan, group));
    let mut lines: Vec<String> = Vec::new();
    let mut imports = Imports::default();
    let client = imports.own("Client");
    debug_assert!(!client.is_empty(), "the group's file names the client");
    for module in modules {
        if module.module.is_empty() {
            let mut file = File { api, plan, module, imports };
            items.extend(file.items());
            imports = file.imports;
        } else {
            let mut file = File { api, plan, module, imports: Imports::default() };
            file.imports.group(&names.ident);
            let operations = file.items();
            let mut all = tokens(file.imports.items());
            all.extend(operations);
            lines.push(format!("mod {};", module.module));
            let exported = exported(plan, module);
            if !exported.is_empty() {
                lines.push(format!("pub use {}::{{{}}};", module.module, exported.join(", ")));
            }
            let docs = vec![format!("Operations below {}.", inline_code(&common_path(api, module)))];
            sources.push(format!("src/{}/{}.rs", names.module, module.module), source(docs, Vec::new(), all));
        }
    }
    let mut all = tokens(imports.items());
    all.extend(items);
    sources.push(format!("src/{}.rs", names.module), source(group_docs(api, plan, group), lines, all));
}

fn group_docs(api: &Api, plan: &Plan, group: GroupId) -> Vec<String> {
    let tag = &api.groups[group];
    let mut docs = vec![format!(
        "Operations of {}, from [`Client::{}`].",
        inline_code(&tag.name.text()),
        plan.group(group).accessor
    )];
    if let Some(prose) = &tag.docs.description {
        docs.push(String::new());
        docs.extend(safe_lines(prose));
    }
    docs
}

fn group_items(api: &Api, plan: &Plan, group: GroupId) -> Vec<TokenStream> {
    let names = plan.group(group);
    let (name, accessor) = (ident(&names.ident), ident(&names.accessor));
    let tag = inline_code(&api.groups[group].name.text());
    let type_docs = attributes(&[format!("Operations of {tag}.")]);
    vec![
        quote! {
            #type_docs
            #[derive(Clone, Debug)]
            pub struct #name(client_runtime::http::ApiClient);
        },
        quote! {
            impl Client {
                #type_docs
                pub fn #accessor(&self) -> #name { #name(self.core().clone()) }
            }
        },
    ]
}

/// The public types that stand beside the operations of a file.
fn exported(plan: &Plan, module: &OperationModule) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for id in &module.operations {
        let operation = plan.operation(*id);
        names.extend(operation.request.clone());
        names.extend(operation.params.clone());
        if let SuccessPlan::ByStatus { ident, .. } = &operation.success {
            names.push(ident.clone());
        }
    }
    names.sort();
    names
}

/// The longest beginning that the paths of a file share, up to a slash.
fn common_path(api: &Api, module: &OperationModule) -> String {
    let mut paths = module.operations.iter().map(|id| pages::full_path(api, &api.operations[*id]));
    let first = paths.next().unwrap_or_default();
    let shared = paths.fold(first.len(), |shared, path| {
        let common = first.bytes().zip(path.bytes()).take_while(|(left, right)| left == right).count();
        shared.min(common)
    });
    let mut end = shared;
    while !first.is_char_boundary(end) {
        end -= 1;
    }
    match first[..end].rfind('/') {
        Some(slash) => first[..=slash].to_owned(),
        None => first[..end].to_owned(),
    }
}
