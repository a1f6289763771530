//! How a successful answer becomes a value: the end of the chain, and the enum for results that depend on the status.
//!
//! In: a planned operation. Out: tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use super::operations::File;
use crate::emit::docs::attributes;
use crate::ir::{MediaKind, OperationId, Response, StatusMatch};
use crate::plan::outcome::success_responses;
use crate::plan::{RustType, SuccessPlan};

/// The last call of the chain, which names the decoding.
pub(super) fn decoding(file: &File<'_>, id: OperationId) -> TokenStream {
    match &file.plan.operation(id).success {
        SuccessPlan::One { ty: RustType::Unit, .. } | SuccessPlan::One { kind: None, .. } => quote!(.empty()),
        SuccessPlan::One { kind: Some(kind), .. } => match kind {
            MediaKind::Json => {
                let accept =
                    super::media::json_accept(&file.api.operations[id]).map(|name| quote!(.accept(#name)));
                quote!(#accept.json())
            }
            MediaKind::Text | MediaKind::Xml | MediaKind::Form => quote!(.text()),
            MediaKind::Multipart | MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Bytes => {
                quote!(.bytes())
            }
        },
        SuccessPlan::ByStatus { ident: name, .. } => {
            let name = ident(name);
            quote!(.decode_with(#name::decode))
        }
    }
}

/// The enum of an operation whose result depends on the status.
pub(super) fn response_enum(file: &mut File<'_>, id: OperationId) -> Vec<TokenStream> {
    let (api, plan) = (file.api, file.plan);
    let shape = plan.operation(id);
    let SuccessPlan::ByStatus { ident: name, variants } = &shape.success else { return Vec::new() };
    let name = ident(name);
    let group = &plan.group(file.module.group).ident;
    let docs = attributes(&[format!("What [`{group}::{}`] gives, by status.", shape.method)]);
    let responses = success_responses(&api.operations[id]);
    let raw = file.imports.http("RawResponse");
    let error = file.imports.http("DecodeError");
    let cases: Vec<TokenStream> = responses
        .iter()
        .zip(variants)
        .map(|(response, (variant, ty))| variant_item(file, response, variant, ty))
        .collect();
    // An undeclared success status is read as the first declared one; ranges come after the single statuses in them.
    let mut arms: Vec<(StatusMatch, TokenStream)> = responses
        .iter()
        .zip(variants)
        .skip(1)
        .map(|(response, (variant, ty))| {
            let status = pattern(response.status);
            let value = value(&ident(variant), ty);
            (response.status, quote!(#status => #value))
        })
        .collect();
    arms.sort_by_key(|(status, _)| *status);
    let arms: Vec<TokenStream> = arms.into_iter().map(|(_, arm)| arm).collect();
    let first = variants.first().map(|(variant, ty)| value(&ident(variant), ty));
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#cases),* }
        },
        quote! {
            impl #name {
                fn decode(response: &#raw) -> Result<Self, #error> {
                    match response.code() { #(#arms,)* _ => #first }
                }
            }
        },
    ]
}

fn variant_item(file: &mut File<'_>, response: &Response, variant: &str, ty: &RustType) -> TokenStream {
    let docs = attributes(&[super::pages::status_line(response.status, &response.docs)]);
    let variant = ident(variant);
    if *ty == RustType::Unit {
        return quote!(#docs #variant);
    }
    let ty = file.imports.owned(file.plan, ty);
    quote!(#docs #variant(#ty))
}

/// What a `match` on the status has for it.
pub(super) fn pattern(status: StatusMatch) -> TokenStream {
    match status {
        StatusMatch::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusMatch::Range(digit) => {
            // A range pattern would overlap with the codes of this range that have a pattern of their own.
            let digit = Literal::u16_unsuffixed(u16::from(digit));
            quote!(code if code / 100 == #digit)
        }
        StatusMatch::Default => quote!(_),
    }
}

/// A `Result` with the variant, read from `response`.
pub(super) fn value(variant: &TokenStream, ty: &RustType) -> TokenStream {
    match ty {
        RustType::Unit => quote!(Ok(Self::#variant)),
        RustType::Bytes => quote!(Ok(Self::#variant(response.body().clone()))),
        RustType::String => quote!(response.text().map(Self::#variant)),
        _ => quote!(response.json().map(Self::#variant)),
    }
}
