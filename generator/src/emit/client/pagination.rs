//! Paging methods: from a page to its items and to the next page.
//!
//! In: a planned paging rule. Out: the constant of the operation's table, and `pages` and `items` on its request
//! type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use super::operations::{File, result_types};
use crate::ir::{OperationId, PaginationStyle};
use crate::plan::{PagingPlan, PagingStep, RustType};

/// `Paging::page_number("page")`, where the operation has pages.
pub(super) fn rule(file: &mut File<'_>, id: OperationId) -> Option<TokenStream> {
    file.plan.operation(id).paging.as_ref()?;
    let style = &file.api.operations[id].pagination.as_ref()?.style;
    let paging = file.imports.http("Paging");
    Some(match style {
        PaginationStyle::PageNumber { param, .. } => quote!(#paging::page_number(#param)),
        PaginationStyle::Cursor { param, .. } => quote!(#paging::cursor(#param)),
        PaginationStyle::Offset { param, limit } => {
            let limit = limit.as_ref().map_or(quote!(None), |limit| quote!(Some(#limit)));
            quote!(#paging::offset(#param, #limit))
        }
        PaginationStyle::PageCount { param, first } => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(#paging::page_count(#param, #first))
        }
        PaginationStyle::NextLink { .. } => quote!(#paging::next_link()),
        PaginationStyle::LinkHeader => quote!(#paging::link_header()),
    })
}

/// The methods `pages` and `items` of a request type, which the runtime words.
pub(super) fn methods(file: &mut File<'_>, id: OperationId, request: &TokenStream) -> Option<TokenStream> {
    let (api, plan) = (file.api, file.plan);
    let paging = plan.operation(id).paging.as_ref()?;
    let style = &api.operations[id].pagination.as_ref()?.style;
    let (page, error) = result_types(file, id);
    let item = file.imports.owned(plan, &paging.item);
    let next_page = file.imports.http("NextPage");
    let next = next(style, paging, &next_page);
    let items = taken(&quote!(page), &paging.items);
    let looks = if *style == PaginationStyle::LinkHeader { quote!(_) } else { quote!(page) };
    Some(quote! {
        client_runtime::paging_methods!(#request, #page, #item, #error, |#looks| #next, |page| #items);
    })
}

fn next(style: &PaginationStyle, paging: &PagingPlan, next_page: &TokenStream) -> TokenStream {
    let key = || looked_at(&quote!(page), &paging.next);
    match style {
        PaginationStyle::PageNumber { .. } => {
            let key = key();
            quote!(#next_page::number(#key))
        }
        PaginationStyle::Cursor { .. } => {
            let key = key();
            quote!(#next_page::cursor(#key))
        }
        PaginationStyle::NextLink { .. } => {
            let key = key();
            quote!(#next_page::link(#key))
        }
        PaginationStyle::Offset { .. } | PaginationStyle::PageCount { .. } => {
            let list = looked_at(&quote!(page), &paging.items);
            if paging.items.iter().any(is_perhaps_absent) {
                quote!(#next_page::items(#list.map_or(0, Vec::len)))
            } else if paging.items.is_empty() {
                quote!(#next_page::items(page.len()))
            } else {
                let idents = paging.items.iter().map(|step| ident(&step.ident));
                quote!(#next_page::items(page #(.#idents)*.len()))
            }
        }
        PaginationStyle::LinkHeader => quote!(#next_page::header()),
    }
}

fn is_copy(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::I32
            | RustType::I64
            | RustType::U32
            | RustType::U64
            | RustType::F32
            | RustType::F64
            | RustType::Uuid
    )
}

/// A reference to the value at the end of the steps, the value itself where it is a number, an `Option` of one where a step may be absent.
fn looked_at(start: &TokenStream, steps: &[PagingStep]) -> TokenStream {
    let Some((first, rest)) = steps.split_first() else { return start.clone() };
    let name = ident(&first.ident);
    let place = quote!(#start.#name);
    let optional = match &first.ty {
        RustType::Option(_) => quote!(#place.as_ref()),
        RustType::Patch(_) => quote!(#place.value()),
        // A borrow that nobody needs would be a warning.
        ty if rest.is_empty() && is_copy(ty) => return place,
        _ if rest.is_empty() => return quote!(&#place),
        _ => return looked_at(&place, rest),
    };
    if rest.is_empty() {
        return optional;
    }
    let deeper = looked_at(&quote!(inner), rest);
    if rest.iter().any(is_perhaps_absent) {
        quote!(#optional.and_then(|inner| #deeper))
    } else {
        quote!(#optional.map(|inner| #deeper))
    }
}

/// The list at the end of the steps by value, empty where a step is absent.
fn taken(start: &TokenStream, steps: &[PagingStep]) -> TokenStream {
    let Some((first, rest)) = steps.split_first() else { return start.clone() };
    let name = ident(&first.ident);
    let place = quote!(#start.#name);
    let optional = match &first.ty {
        RustType::Option(_) => place,
        RustType::Patch(_) => quote!(#place.into_option()),
        _ => return taken(&place, rest),
    };
    if rest.is_empty() {
        quote!(#optional.unwrap_or_default())
    } else {
        let deeper = taken(&quote!(inner), rest);
        quote!(#optional.map(|inner| #deeper).unwrap_or_default())
    }
}

fn is_perhaps_absent(step: &PagingStep) -> bool {
    matches!(step.ty, RustType::Option(_) | RustType::Patch(_))
}
