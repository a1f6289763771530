//! Which operations return lists that continue, by the rules of the configuration.
//!
//! A rule applies to a `GET` operation whose query has its parameters and whose success body has its properties; the first
//! rule that fits wins. A rule that fits no operation is reported.

use super::shapes::{field, settled, structure};
use crate::config::{Config, PaginationRule, PaginationRuleStyle};
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
        let fitting = config
            .pagination
            .iter()
            .enumerate()
            .find_map(|(index, rule)| Some((index, apply(api, operation, rule)?)));
        if let Some((index, pagination)) = fitting {
            used[index] = true;
            api.operations[id].pagination = Some(pagination);
        }
    }
    for (index, rule) in config.pagination.iter().enumerate().filter(|(index, _)| !used[*index]) {
        let message = format!("no operation has what the rule names: {}", named(rule));
        let at = config.entry("pagination", index);
        diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
    }
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
    };
    Some(Pagination { style, items })
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
    let param = rule.param.iter().chain(&rule.limit).map(|name| format!("query parameter `{name}`"));
    let next = rule.next.iter().map(|name| format!("property `{name}`"));
    let items = if rule.items.is_empty() {
        "a list as the body".to_owned()
    } else {
        format!("list `{}`", rule.items)
    };
    param.chain(next).chain([items]).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::configured;

    const PAGED: &str = "paths:
  /pets:
    get:
      operationId: pets
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
  /pet:
    get:
      operationId: pet
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
components:
  schemas:
    Page: {type: object, properties: {pagination: {$ref: '#/components/schemas/Info'}, results: {type: array, items: {type: string}}}}
    Info: {type: object, properties: {next: {type: integer}}}
";

    #[test]
    fn a_rule_applies_where_parameter_and_properties_exist() {
        let rule = "[[pagination]]\nstyle = \"page-number\"\nparam = \"page\"\nnext = \"pagination.next\"\nitems = \"results\"\nreason = \"r\"\n";
        let outcome = configured(PAGED, rule);
        let paged: Vec<bool> =
            outcome.api.operations.iter().map(|(_, one)| one.pagination.is_some()).collect();
        assert_eq!(paged, [true, false]);
        assert!(
            outcome
                .operations()
                .contains("  paging by page number page, next pagination.next, items results\n")
        );
        assert!(outcome.reported.is_empty());
    }

    #[test]
    fn rules_that_fit_nothing_are_reported() {
        let config = "[[pagination]]\nstyle = \"cursor\"\nparam = \"page\"\nnext = \"pagination.nxt\"\nitems = \"results\"\nreason = \"r\"\n[[secrets]]\nproperty = \"*.token\"\nreason = \"r\"\n[[rename]]\nfrom = \"schema:Pag\"\nto = \"P\"\nreason = \"r\"\n";
        let outcome = configured(PAGED, config);
        assert_eq!(
            outcome.reported,
            ["OA0502 #/secrets/0/property", "OA0502 #/pagination/0", "OA0502 #/rename/0/from"]
        );
    }
}
