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
use crate::plan::{RustType, StatusPlan, StreamForm, SuccessPlan};

/// The last call of the chain, which names the decoding.
pub(super) fn decoding(file: &File<'_>, id: OperationId) -> TokenStream {
    let success = &file.plan.operation(id).success;
    match success {
        SuccessPlan::One { ty: RustType::Unit, .. } | SuccessPlan::One { kind: None, .. } => quote!(.empty()),
        SuccessPlan::One { kind: Some(kind), .. } => match kind {
            MediaKind::Json => {
                let accept =
                    super::media::json_accept(&file.api.operations[id]).map(|name| quote!(.accept(#name)));
                quote!(#accept.json())
            }
            MediaKind::Text | MediaKind::Xml | MediaKind::Form => {
                let accept = accept(file, id, *kind);
                quote!(#accept.text())
            }
            MediaKind::EventStream | MediaKind::JsonLines => {
                let SuccessPlan::One { ty: RustType::Stream(stream), .. } = success else {
                    unreachable!("sequential media types are streams")
                };
                let opened = ident(opened(stream.form));
                quote!(.#opened())
            }
            MediaKind::Multipart | MediaKind::Bytes => {
                let accept = accept(file, id, *kind);
                quote!(#accept.download())
            }
        },
        SuccessPlan::ByStatus { ident: name, variants } => {
            let name = ident(name);
            let opened = opened_statuses(&success_responses(&file.api.operations[id]), variants);
            let accept =
                super::media::accept_by_status(&file.api.operations[id]).map(|names| quote!(.accept(#names)));
            quote!(#accept #opened.decode_with(#name::decode))
        }
    }
}

/// The method of a request that asks for a stream.
pub(super) fn opened(form: StreamForm) -> &'static str {
    match form {
        StreamForm::JsonEvents => "events",
        StreamForm::TextEvents => "text_events",
        StreamForm::WholeEvents => "whole_events",
        StreamForm::JsonValues => "json_values",
    }
}

fn accept(file: &File<'_>, id: OperationId, kind: MediaKind) -> Option<TokenStream> {
    super::media::accept(&file.api.operations[id], kind).map(|name| quote!(.accept(#name)))
}

/// `.opened(…)`, which picks the responses that are given out before their body is there.
fn opened_statuses(responses: &[&Response], variants: &[StatusPlan]) -> Option<TokenStream> {
    let pairs = || responses.iter().zip(variants);
    if !pairs().any(|(_, variant)| is_opened(&variant.ty)) {
        return None;
    }
    let codes = |wanted: bool| -> Vec<TokenStream> {
        let mut codes: Vec<StatusMatch> = pairs()
            .filter(|(_, variant)| is_opened(&variant.ty) == wanted)
            .map(|(one, _)| one.status)
            .collect();
        codes.sort_unstable();
        codes.into_iter().filter_map(code_pattern).collect()
    };
    let (opened, whole) = (codes(true), codes(false));
    // An undeclared status is read as the first declared one.
    let first = variants.first().is_some_and(|variant| is_opened(&variant.ty));
    let test = match (first, whole.is_empty()) {
        (true, true) => return Some(quote!(.opened(|_| true))),
        (true, false) => quote!(!matches!(response.code(), #(#whole)|*)),
        (false, _) => quote!(matches!(response.code(), #(#opened)|*)),
    };
    Some(quote!(.opened(|response| #test)))
}

fn is_opened(ty: &RustType) -> bool {
    matches!(ty, RustType::Download | RustType::Stream(_))
}

fn code_pattern(status: StatusMatch) -> Option<TokenStream> {
    match status {
        StatusMatch::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            Some(quote!(#code))
        }
        StatusMatch::Range(digit) => {
            let first = Literal::u16_unsuffixed(u16::from(digit) * 100);
            let last = Literal::u16_unsuffixed(u16::from(digit) * 100 + 99);
            Some(quote!(#first..=#last))
        }
        StatusMatch::Default => None,
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
        .map(|(response, variant)| variant_item(file, response, variant))
        .collect();
    // An undeclared success status is read as the first declared one; ranges come after the single statuses in them.
    let mut arms: Vec<(StatusMatch, TokenStream)> = responses
        .iter()
        .zip(variants)
        .skip(1)
        .map(|(response, variant)| {
            let status = pattern(response.status);
            let value = value(variant);
            (response.status, quote!(#status => #value))
        })
        .collect();
    arms.sort_by_key(|(status, _)| *status);
    let arms: Vec<TokenStream> = arms.into_iter().map(|(_, arm)| arm).collect();
    let first = variants.first().map(value);
    // What is still arriving can neither be copied nor compared.
    let derives = if variants.iter().any(|variant| is_opened(&variant.ty)) {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq)])
    };
    vec![
        quote! {
            #docs
            #derives
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

fn variant_item(file: &mut File<'_>, response: &Response, variant: &StatusPlan) -> TokenStream {
    let StatusPlan { ident: variant, ty, .. } = variant;
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
pub(super) fn value(status: &StatusPlan) -> TokenStream {
    let variant = ident(&status.ident);
    match &status.ty {
        RustType::Unit => quote!(Ok(Self::#variant)),
        RustType::Bytes => quote!(Ok(Self::#variant(response.body().clone()))),
        RustType::Download => quote!(Ok(Self::#variant(response.download()))),
        RustType::Stream(stream) => {
            let opened = ident(opened(stream.form));
            quote!(response.#opened().map(Self::#variant))
        }
        RustType::String if status.kind != Some(MediaKind::Json) => {
            quote!(response.text().map(Self::#variant))
        }
        _ => quote!(response.json().map(Self::#variant)),
    }
}
