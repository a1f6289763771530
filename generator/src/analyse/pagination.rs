//! Which operations return lists that continue, by the rules of the configuration, and where none fits, by the document.
//!
//! A rule applies to a `GET` operation whose query has its parameters and whose success body has its properties; the first
//! rule that fits wins. A rule that fits no operation is reported.

mod infer;
#[cfg(test)]
mod tests;
mod words;

use super::shapes::{field, settled, structure};
use crate::config::{Config, PaginationRule, PaginationRuleStyle, wildcard};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{
    Api, FieldPath, HttpMethod, MediaKind, Operation, Pagination, PaginationStyle, Param, ParamLocation,
    TypeRef, TypeUse,
};

/// The pass.
pub(super) fn run(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    let mut used = vec![false; config.pagination.len()];
    let ids: Vec<_> = api.operations.ids().collect();
    for id in ids {
        let operation = &api.operations[id];
        if operation.method != HttpMethod::Get {
            continue;
        }
        let rules = config.pagination.iter().enumerate();
        let fitting = rules.filter(|(_, rule)| names(rule, operation)).find_map(|(index, rule)| {
            let pagination = match rule.style {
                PaginationRuleStyle::None => fits(api, operation, rule).then_some(None),
                _ => apply(api, operation, rule).map(Some),
            };
            Some((index, pagination?))
        });
        let pagination = match fitting {
            Some((index, pagination)) => {
                used[index] = true;
                pagination
            }
            None => infer::infer(api, operation),
        };
        api.operations[id].pagination = pagination;
    }
    if api.incomplete {
        return;
    }
    for (index, rule) in config.pagination.iter().enumerate().filter(|(index, _)| !used[*index]) {
        let message = format!("no operation has what the rule names: {}", named(rule));
        let at = config.entry("pagination", index);
        diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
    }
}

/// Whether a rule is for this operation.
fn names(rule: &PaginationRule, operation: &Operation) -> bool {
    let name = operation.name.text();
    rule.operations.is_empty() || rule.operations.iter().any(|pattern| wildcard::matches(pattern, &name))
}

/// Whether a rule that says that there are no pages says something about this operation.
fn fits(api: &Api, operation: &Operation, rule: &PaginationRule) -> bool {
    let Some(inferred) = infer::infer(api, operation) else { return false };
    let has = |name: &Option<String>| name.as_ref().is_none_or(|name| query(operation, name).is_some());
    let items = rule.items.is_empty() || inferred.items == path(&rule.items);
    let next = rule.next.as_ref().is_none_or(|next| inferred.style.next() == Some(&path(next)));
    has(&rule.param) && has(&rule.limit) && items && next
}

/// The rule as it applies to one operation; `None` when the operation lacks something.
fn apply(api: &Api, operation: &Operation, rule: &PaginationRule) -> Option<Pagination> {
    let body = operation
        .success
        .iter()
        .flat_map(|response| &response.content)
        .find(|media| media.kind == MediaKind::Json)?
        .ty
        .as_ref()?;
    let items = path(&rule.items);
    if !matches!(settled(api, find(api, body, &items)?).ty, TypeRef::List(_)) {
        return None;
    }
    let next = || {
        let next = path(rule.next.as_deref()?);
        find(api, body, &next).map(|_| next)
    };
    let param = || query(operation, rule.param.as_deref()?);
    let style = match rule.style {
        PaginationRuleStyle::PageNumber => {
            PaginationStyle::PageNumber { param: param()?.wire_name.clone(), next: next()? }
        }
        PaginationRuleStyle::Cursor => {
            PaginationStyle::Cursor { param: param()?.wire_name.clone(), next: next()? }
        }
        PaginationRuleStyle::Offset => {
            let limit = match &rule.limit {
                Some(limit) => Some(query(operation, limit)?.wire_name.clone()),
                None => None,
            };
            PaginationStyle::Offset { param: param()?.wire_name.clone(), limit }
        }
        PaginationRuleStyle::PageCount => {
            let param = param()?;
            let first = param.default.as_ref().and_then(serde_json::Value::as_u64).unwrap_or(1);
            PaginationStyle::PageCount { param: param.wire_name.clone(), first }
        }
        PaginationRuleStyle::NextLink => PaginationStyle::NextLink { next: next()? },
        PaginationRuleStyle::LinkHeader => PaginationStyle::LinkHeader,
        PaginationRuleStyle::None => return None,
    };
    Some(Pagination { style, items, inferred: false })
}

fn query<'a>(operation: &'a Operation, wire_name: &str) -> Option<&'a Param> {
    operation
        .params
        .iter()
        .find(|param| param.location == ParamLocation::Query && param.wire_name == wire_name)
}

/// `pagination.next` as a path; empty for the body itself.
fn path(dotted: &str) -> FieldPath {
    FieldPath(dotted.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The type at the end of a path.
fn find<'a>(api: &'a Api, start: &'a TypeUse, path: &FieldPath) -> Option<&'a TypeUse> {
    path.0.iter().try_fold(start, |ty, name| Some(&field(structure(api, ty)?, name)?.ty))
}

fn named(rule: &PaginationRule) -> String {
    let operations = rule.operations.iter().map(|pattern| format!("operation `{pattern}`"));
    let param = rule.param.iter().chain(&rule.limit).map(|name| format!("query parameter `{name}`"));
    let next = rule.next.iter().map(|name| format!("property `{name}`"));
    let items = match (rule.style, rule.items.as_str()) {
        (PaginationRuleStyle::None, "") => "pages that would be inferred".to_owned(),
        (_, "") => "a list as the body".to_owned(),
        (_, items) => format!("list `{items}`"),
    };
    operations.chain(param).chain(next).chain([items]).collect::<Vec<_>>().join(", ")
}
