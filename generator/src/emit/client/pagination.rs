//! Paging methods: from a page to its items and to the next page.
//!
//! In: a planned paging rule. Out: the constant of the operation's table, and the rows `pages` and `items` of its
//! request type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operations::File;
use super::spelled;
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

/// The rows of a request type whose result continues: which page follows, and what the items of a page are.
pub(super) fn rows(file: &mut File<'_>, id: OperationId) -> Vec<String> {
    let (api, plan) = (file.api, file.plan);
    let operation = &api.operations[id];
    let (Some(paging), Some(rule)) = (&plan.operation(id).paging, &operation.pagination) else {
        return Vec::new();
    };
    file.imports.http("NextPage");
    let item = spelled(&file.imports.owned(plan, &paging.item));
    let page = if rule.style == PaginationStyle::LinkHeader { "_" } else { "page" };
    vec![
        format!("pages |{page}| {};", next(&rule.style, paging)),
        format!("items {item}, |page| {};", taken("page", &paging.items)),
    ]
}

fn next(style: &PaginationStyle, paging: &PagingPlan) -> String {
    let key = || looked_at("page", &paging.next);
    match style {
        PaginationStyle::PageNumber { .. } => format!("NextPage::number({})", key()),
        PaginationStyle::Cursor { .. } => format!("NextPage::cursor({})", key()),
        PaginationStyle::NextLink { .. } => format!("NextPage::link({})", key()),
        PaginationStyle::Offset { .. } | PaginationStyle::PageCount { .. } => {
            let list = looked_at("page", &paging.items);
            if paging.items.iter().any(is_perhaps_absent) {
                format!("NextPage::items({list}.map_or(0, Vec::len))")
            } else {
                format!("NextPage::items({}.len())", list.trim_start_matches('&'))
            }
        }
        PaginationStyle::LinkHeader => "NextPage::header()".to_owned(),
    }
}

/// A reference to the value at the end of the steps, the value itself where it is a number, an `Option` of one where
/// a step may be absent.
fn looked_at(start: &str, steps: &[PagingStep]) -> String {
    let Some((first, rest)) = steps.split_first() else { return start.to_owned() };
    let place = format!("{start}.{}", first.ident);
    let optional = match &first.ty {
        RustType::Option(_) => format!("{place}.as_ref()"),
        RustType::Patch(_) => format!("{place}.value()"),
        // A borrow that nobody needs would be a warning.
        ty if rest.is_empty() && is_number(ty) => return place,
        _ if rest.is_empty() => return format!("&{place}"),
        _ => return looked_at(&place, rest),
    };
    if rest.is_empty() {
        return optional;
    }
    let deeper = looked_at("inner", rest);
    let step = if rest.iter().any(is_perhaps_absent) { "and_then" } else { "map" };
    format!("{optional}.{step}(|inner| {deeper})")
}

/// The list at the end of the steps by value, empty where a step is absent.
fn taken(start: &str, steps: &[PagingStep]) -> String {
    let Some((first, rest)) = steps.split_first() else { return start.to_owned() };
    let place = format!("{start}.{}", first.ident);
    let optional = match &first.ty {
        RustType::Option(_) => place,
        RustType::Patch(_) => format!("{place}.into_option()"),
        _ => return taken(&place, rest),
    };
    if rest.is_empty() {
        format!("{optional}.unwrap_or_default()")
    } else {
        format!("{optional}.map(|inner| {}).unwrap_or_default()", taken("inner", rest))
    }
}

fn is_number(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::I32 | RustType::I64 | RustType::U32 | RustType::U64 | RustType::F32 | RustType::F64
    )
}

fn is_perhaps_absent(step: &PagingStep) -> bool {
    matches!(step.ty, RustType::Option(_) | RustType::Patch(_))
}
