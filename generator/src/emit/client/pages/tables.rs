//! The tables on a page: parameters, fields of a body, statuses.
//!
//! In: the IR. Out: lines of Markdown, with a blank line at the end.

use super::words::type_words;
use crate::emit::facts;
use crate::emit::prose::{inline_code, safe_line};
use crate::emit::samples::Way;
use crate::ir::{
    Access, Additional, Api, Docs, Field, Operation, ParamLocation, Presence, Response, ResponseHeader,
    StatusMatch, StructDef, TypeKind, TypeRef, TypeUse,
};
use crate::plan::Plan;
use crate::plan::outcome::preferred;

/// A page shows so many fields of a body; the page of its type has them all.
const MOST_FIELDS: usize = 200;

/// Every parameter: name, place, type, what it means.
pub(super) fn parameters(api: &Api, plan: &Plan, operation: &Operation) -> Vec<String> {
    let mut lines = vec!["| name | in | type | notes |".to_owned(), "|---|---|---|---|".to_owned()];
    for param in &operation.params {
        let place = match param.location {
            ParamLocation::Path => "path",
            ParamLocation::Query => "query",
            ParamLocation::QueryString => "whole query",
            ParamLocation::Header => "header",
            ParamLocation::Cookie => "cookie",
        };
        let ty = type_words(api, plan, &param.ty);
        let told = told(&param.docs, facts::of_param(api, param), &ty);
        lines.push(row(&[inline_code(&param.wire_name), place.to_owned(), ty, told]));
    }
    lines.push(String::new());
    lines
}

/// The fields of a body that is an object or a list of objects; nothing for other bodies.
pub(super) fn fields(api: &Api, plan: &Plan, used: &TypeUse, way: Way) -> Vec<String> {
    let Some(shape) = object(api, used) else { return Vec::new() };
    let travels = |field: &&Field| match (field.access, way) {
        (Access::ReadOnly, Way::Sent) | (Access::WriteOnly, Way::Received) => false,
        (Access::ReadWrite | Access::ReadOnly | Access::WriteOnly, _) => true,
    };
    let fields: Vec<&Field> = shape.fields.iter().filter(travels).collect();
    let others = match &shape.additional {
        Additional::Kept(value) => Some(value),
        Additional::Ignored | Additional::Forbidden => None,
    };
    if fields.is_empty() && others.is_none() {
        return Vec::new();
    }
    let mut lines = vec!["| field | type | notes |".to_owned(), "|---|---|---|".to_owned()];
    let more = fields.len().saturating_sub(MOST_FIELDS);
    for field in fields.into_iter().take(MOST_FIELDS) {
        let mut facts = facts::of_field(api, field);
        facts.retain(|fact| fact != "read-only" && fact != "write-only");
        if field.presence == Presence::Required {
            facts.insert(0, "required".to_owned());
        }
        let ty = type_words(api, plan, &field.ty);
        let told = told(&field.docs, facts, &ty);
        lines.push(row(&[inline_code(&field.wire_name), ty, told]));
    }
    if more > 0 {
        lines.push(row(&["…".to_owned(), String::new(), format!("{more} more: see the type")]));
    }
    if let Some(value) = others {
        let ty = type_words(api, plan, value);
        lines.push(row(&["any other".to_owned(), ty, "properties that are not listed".to_owned()]));
    }
    lines.push(String::new());
    lines
}

/// Every status: what comes with it.
pub(super) fn statuses(
    api: &Api,
    plan: &Plan,
    operation: &Operation,
    successes: &[&Response],
) -> Vec<String> {
    let mut lines = vec!["| status | body | notes |".to_owned(), "|---|---|---|".to_owned()];
    for response in successes {
        let read = preferred(&response.content).map(|index| &response.content[index]);
        let ty = read.and_then(|media| media.ty.as_ref());
        lines.push(status(api, plan, response.status, ty, Some(&response.docs)));
    }
    for (index, (code, media)) in api.error_sets[operation.errors].entries.iter().enumerate() {
        let ty = media.as_ref().and_then(|media| media.ty.as_ref());
        lines.push(status(api, plan, *code, ty, operation.error_docs.get(index)));
    }
    lines.push(String::new());
    lines
}

/// Every declared header of a response: when it comes, what is in it.
pub(super) fn headers(api: &Api, plan: &Plan, operation: &Operation, successes: &[&Response]) -> Vec<String> {
    let mut lines = Vec::new();
    for response in successes {
        let when = response.status.to_string();
        lines.extend(response.headers.iter().map(|one| header(api, plan, &when, one)));
    }
    let errors = &api.error_sets[operation.errors].headers;
    lines.extend(errors.iter().map(|one| header(api, plan, "errors", one)));
    if !lines.is_empty() {
        let head = ["| header | with status | type | notes |", "|---|---|---|---|"];
        lines.splice(0..0, head.map(str::to_owned));
        lines.push(String::new());
    }
    lines
}

fn header(api: &Api, plan: &Plan, when: &str, header: &ResponseHeader) -> String {
    let ty = type_words(api, plan, &header.ty);
    let mut facts = facts::of_type(api, &header.ty);
    if header.presence == Presence::Required {
        facts.insert(0, "required".to_owned());
    }
    let told = told(&header.docs, facts, &ty);
    row(&[inline_code(&header.wire_name), when.to_owned(), ty, told])
}

fn status(api: &Api, plan: &Plan, status: StatusMatch, ty: Option<&TypeUse>, docs: Option<&Docs>) -> String {
    let ty = ty.map_or_else(|| "none".to_owned(), |used| type_words(api, plan, used));
    let prose = docs.and_then(|docs| docs.description.as_deref()).map(safe_line).unwrap_or_default();
    row(&[status.to_string(), ty, prose])
}

/// What the document says, without a fact that is the type's name once more.
fn told(docs: &Docs, mut facts: Vec<String>, ty: &str) -> String {
    facts.retain(|fact| fact != ty);
    let prose = docs.description.as_deref().or(docs.summary.as_deref()).map(safe_line).unwrap_or_default();
    facts::after(&prose, &facts)
}

/// A row; a bar inside of a cell would end it.
fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace("\\|", "|").replace('|', "\\|")).collect();
    format!("| {} |", cells.join(" | "))
}

/// The struct that a body is, or is a list of.
fn object<'a>(api: &'a Api, used: &TypeUse) -> Option<&'a StructDef> {
    match &used.ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Struct(shape) => Some(shape),
            TypeKind::Alias(alias) if !alias.recursive => object(api, &alias.ty),
            TypeKind::Alias(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
        },
        TypeRef::List(item) => object(api, item),
        TypeRef::Scalar(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}
