//! The error sets: one enum per set, chosen by status.
//!
//! In: the error sets and their names. Out: one file per set, and the module that exports them.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::responses::{pattern, value};
use super::{ident, pages};
use crate::emit::docs::attributes;
use crate::ir::{Api, Docs, ErrorSetId, MediaType, StatusMatch};
use crate::plan::{Plan, RustType, StatusPlan};

/// The `use` lines and items of one set's file.
pub(super) fn error_set(api: &Api, plan: &Plan, id: ErrorSetId) -> Vec<TokenStream> {
    let mut imports = Imports::default();
    let entries = &api.error_sets[id].entries;
    let shape = plan.error_set(id);
    let name = ident(&shape.ident);
    let raw = imports.http("RawResponse");
    let decode_error = imports.http("DecodeError");
    let body = imports.http("ErrorBody");
    let docs = attributes(&[format!("Declared errors of operations with {}.", statuses(entries))]);
    let variants: Vec<TokenStream> = entries
        .iter()
        .zip(&shape.variants)
        .map(|((status, _), StatusPlan { ident: variant, ty, .. })| {
            let docs = attributes(&[pages::status_line(*status, &Docs::default())]);
            let variant = ident(variant);
            if *ty == RustType::Unit {
                return quote!(#docs #variant);
            }
            let ty = imports.owned(plan, ty);
            quote!(#docs #variant(#ty))
        })
        .collect();

    let mut arms: Vec<(StatusMatch, TokenStream)> =
        entries.iter().zip(&shape.variants).map(|((status, _), variant)| (*status, value(variant))).collect();
    // Single statuses before the ranges around them, `default` last.
    arms.sort_by_key(|(status, _)| *status);
    // A set of nothing but `default` without a body looks at nothing.
    let looks = !matches!(shape.variants.as_slice(), [StatusPlan { ty: RustType::Unit, .. }] if entries[0].0 == StatusMatch::Default);
    let response = if looks { quote!(response) } else { quote!(_response) };
    let decoded = match arms.as_slice() {
        [(StatusMatch::Default, value)] => quote!(#value),
        arms => {
            let closed = arms.iter().any(|(status, _)| *status == StatusMatch::Default);
            let otherwise = (!closed).then(|| quote!(_ => return None));
            let arms = arms.iter().map(|(status, value)| {
                let pattern = pattern(*status);
                quote!(#pattern => #value)
            });
            quote!(match response.code() { #(#arms,)* #otherwise })
        }
    };
    let headers = shape.headers.map(|index| {
        let error_headers = imports.http("ErrorHeaders");
        let module = imports.own("headers");
        let headers = ident(&plan.headers[index].ident);
        quote! {
            impl #error_headers for #name { type Headers = #module::#headers; }
        }
    });
    let mut items = Vec::new();
    let enum_item = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    };
    let impl_item = quote! {
        impl #body for #name {
            fn decode(#response: &#raw) -> Option<Result<Self, #decode_error>> {
                Some(#decoded)
            }
        }
    };
    items.extend(imports.items());
    items.push(enum_item);
    items.push(impl_item);
    items.extend(headers);
    items
}

/// The statuses of a set as the end of a sentence: `the statuses 400, 403 and all others`.
fn statuses(entries: &[(StatusMatch, Option<MediaType>)]) -> String {
    let named: Vec<String> = entries
        .iter()
        .filter(|(status, _)| *status != StatusMatch::Default)
        .map(|(status, _)| status.to_string())
        .collect();
    let others = if named.len() == entries.len() { "" } else { " and all others" };
    match named.as_slice() {
        [] => "any status".to_owned(),
        [one] if others.is_empty() => format!("the status {one}"),
        many => format!("the statuses {}{others}", many.join(", ")),
    }
}
