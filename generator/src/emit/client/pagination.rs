//! Paging methods: from a page to its items and to the next page.
//!
//! In: a planned paging rule. Out: the row `pages` of the operation's request type.

use proc_macro2::Literal;

use super::operations::File;
use super::spelled;
use crate::ir::{OperationId, PaginationStyle};
use crate::plan::{PagingPlan, PagingStep, RustType};

/// The row of a request type whose result continues: what the items of a page are, and which page follows.
pub(super) fn row(file: &mut File<'_>, id: OperationId) -> Option<String> {
    let (api, plan) = (file.api, file.plan);
    let paging = plan.operation(id).paging.as_ref()?;
    let style = &api.operations[id].pagination.as_ref()?.style;
    let item = spelled(&file.imports.owned(plan, &paging.item));
    let items = taken("page", &paging.items);
    let next = next(style, paging).map_or_else(String::new, |next| format!(" = {next}"));
    Some(format!("pages {item}, |page| {items}, {}{next};", rule(style)))
}

/// A rule of the runtime's `Paging`.
fn rule(style: &PaginationStyle) -> String {
    let text = |text: &str| Literal::string(text);
    match style {
        PaginationStyle::PageNumber { param, .. } => format!("page_number({})", text(param)),
        PaginationStyle::Cursor { param, .. } | PaginationStyle::LastItem { param, .. } => {
            format!("cursor({})", text(param))
        }
        PaginationStyle::Offset { param, limit: None } => format!("offset({}, None)", text(param)),
        PaginationStyle::Offset { param, limit: Some(limit) } => {
            format!("offset({}, Some({}))", text(param), text(limit))
        }
        PaginationStyle::PageCount { param, first } => format!("page_count({}, {first})", text(param)),
        PaginationStyle::NextLink { .. } => "next_link()".to_owned(),
        PaginationStyle::LinkHeader => "link_header()".to_owned(),
    }
}

/// What the rule wants to know of a page: the key or the address of the next one, or the number of items.
fn next(style: &PaginationStyle, paging: &PagingPlan) -> Option<String> {
    match style {
        PaginationStyle::PageNumber { .. }
        | PaginationStyle::Cursor { .. }
        | PaginationStyle::NextLink { .. } => Some(looked_at("page", &paging.next)),
        PaginationStyle::LastItem { .. } => {
            let list = looked_at("page", &paging.items);
            let key = paging.key.as_deref().unwrap_or_default();
            let more = looked_at("page", &paging.next);
            let (list, more) = (list.trim_start_matches('&'), more.trim_start_matches('&'));
            Some(format!("{list}.last().filter(|_| {more}).map(|last| &last.{key})"))
        }
        PaginationStyle::Offset { .. } | PaginationStyle::PageCount { .. } => {
            let list = looked_at("page", &paging.items);
            Some(if paging.items.iter().any(is_perhaps_absent) {
                format!("{list}.map_or(0, Vec::len)")
            } else {
                format!("{}.len()", list.trim_start_matches('&'))
            })
        }
        PaginationStyle::LinkHeader => None,
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
