//! The documentation page of one operation, in Markdown: what the page of the API shows, and how to call it.
//!
//! In: an operation. Out: the text of `docs/<group>/<method>.md`, which rustdoc shows at the method. Everything that
//! the document says goes through [`prose`](crate::emit::prose); code blocks are only made here.

pub(super) mod curl;
pub(super) mod example;
mod literal;
mod tables;
mod words;

use serde_json::Value;

use super::auth;
use crate::emit::prose::{code_block, inline_code, safe_line, safe_lines};
use crate::emit::samples::{Way, sample};
use crate::ir::{
    Api, AuthRequirement, Body, Docs, FieldPath, MediaKind, MediaType, Operation, OperationId,
    PaginationStyle, Response, StatusMatch, TypeUse,
};
use crate::plan::outcome::{other_media_types, preferred, success_responses};
use crate::plan::{BodyPlan, OperationPlan, Plan};

/// A page shows so many lines of an example.
const MOST_LINES: usize = 300;

/// The text of the page; it begins with a blank line, because the summary stands in front of it.
pub(super) fn page(api: &Api, plan: &Plan, id: OperationId) -> String {
    let operation = &api.operations[id];
    let shape = plan.operation(id);
    let mut lines = vec![String::new()];
    lines.push(inline_code(&format!("{} {}", operation.method, full_path(api, operation))));
    lines.push(String::new());
    if let Some(address) =
        super::server::of_operation(api, operation).filter(|address| address.contains("://"))
    {
        let address = inline_code(&address);
        lines.push(format!(
            "Served at {address}, and without credentials, unless `operation_server` of the builder says where it is."
        ));
        lines.push(String::new());
    }
    if let (Some(_), Some(description)) = (&operation.docs.summary, &operation.docs.description) {
        lines.extend(safe_lines(description));
        lines.push(String::new());
    }
    if !operation.params.is_empty() {
        lines.extend(["# Parameters".to_owned(), String::new()]);
        lines.extend(tables::parameters(api, plan, operation));
    }
    if let (Some(body), Some(planned)) = (&operation.body, &shape.body) {
        lines.extend(request_body(api, plan, &body.content[planned.media], planned, &body.docs));
        lines.extend(other_forms(body, shape));
    }
    lines.extend(responses(api, plan, operation));
    lines.extend(further_pages(operation, shape));
    lines.extend(authorization(api, &operation.auth));
    lines.extend(["# Example".to_owned(), String::new()]);
    lines.extend(example::rust(api, plan, id));
    lines.push(String::new());
    lines.extend(code_block("sh", &curl::command(api, plan, id)));
    lines.join("\n") + "\n"
}

/// How the result continues, where it does.
fn further_pages(operation: &Operation, shape: &OperationPlan) -> Vec<String> {
    let (Some(_), Some(rule)) = (&shape.paging, &operation.pagination) else { return Vec::new() };
    let dotted = |path: &FieldPath| inline_code(&path.0.join("."));
    let by = |param: &str| format!("query parameter {}", inline_code(param));
    let how = match &rule.style {
        PaginationStyle::PageNumber { param, next } | PaginationStyle::Cursor { param, next } => {
            format!("{}, with what {} says", by(param), dotted(next))
        }
        PaginationStyle::LastItem { param, key, more } => {
            format!(
                "{}, with {} of the last item, as long as {} is true",
                by(param),
                inline_code(key),
                dotted(more)
            )
        }
        PaginationStyle::Offset { param, .. } => format!("{}, with the number of items so far", by(param)),
        PaginationStyle::PageCount { param, .. } => format!("{}, which counts the pages", by(param)),
        PaginationStyle::NextLink { next } => format!("the link {}", dotted(next)),
        PaginationStyle::LinkHeader => "the `Link` header".to_owned(),
    };
    let inferred = if rule.inferred { " That is inferred from names and types." } else { "" };
    vec![
        "# Further pages".to_owned(),
        String::new(),
        format!("`pages()` and `items()` ask for them by {how}.{inferred}"),
        String::new(),
    ]
}

/// The first line about an operation.
pub(super) fn summary(operation: &Operation) -> String {
    let text = match (&operation.docs.summary, &operation.docs.description) {
        (Some(summary), _) if !summary.trim().is_empty() => safe_line(summary),
        (_, Some(description)) => safe_line(description),
        (Some(_) | None, None) => String::new(),
    };
    if text.is_empty() { inline_code(&format!("{} {}", operation.method, operation.path)) } else { text }
}

/// One line about a status: `404 Not Found`, and what the document says.
pub(super) fn status_line(status: StatusMatch, docs: &Docs) -> String {
    let words = match status {
        StatusMatch::Code(code) => format!("Status {code}."),
        StatusMatch::Range(digit) => format!("Status {digit}00 to {digit}99."),
        StatusMatch::Default => "Every other status.".to_owned(),
    };
    match docs.description.as_deref().map(safe_line).filter(|prose| !prose.is_empty()) {
        Some(prose) => format!("{words} {prose}"),
        None => words,
    }
}

/// The path as the API's pages show it: below the path of the server.
pub(super) fn full_path(api: &Api, operation: &Operation) -> String {
    let server = match super::server::of_operation(api, operation) {
        Some(address) if address.contains("://") => String::new(),
        Some(path) => path,
        None => super::server::path(api),
    };
    format!("{}{}", server.trim_end_matches('/'), operation.path)
}

fn request_body(api: &Api, plan: &Plan, media: &MediaType, planned: &BodyPlan, docs: &Docs) -> Vec<String> {
    let mut lines = vec!["# Request body".to_owned(), String::new()];
    let need = if planned.optional { "optional" } else { "required" };
    let ty = media
        .ty
        .as_ref()
        .map_or_else(String::new, |used| format!("{}, ", words::type_words(api, plan, used)));
    lines.extend([format!("{ty}{need}, {}", inline_code(&media.name)), String::new()]);
    if let Some(description) = &docs.description {
        lines.extend(safe_lines(description));
        lines.push(String::new());
    }
    if let Some(used) = &media.ty {
        lines.extend(tables::fields(api, plan, used, Way::Sent));
        lines.extend(example_of(api, media, used, Way::Sent));
    }
    lines
}

/// What else the body can be sent as: by another method, or under another name of its media type.
fn other_forms(body: &Body, shape: &OperationPlan) -> Vec<String> {
    if body.content.len() < 2 {
        return Vec::new();
    }
    let mut lines = vec!["The server also takes the body as".to_owned(), String::new()];
    let planned = shape.body.as_ref().map(|body| body.media);
    for (index, media) in body.content.iter().enumerate().filter(|(index, _)| Some(*index) != planned) {
        let name = inline_code(&media.name);
        let method = shape.alternatives.iter().find(|other| other.body.media == index);
        lines.push(match method {
            Some(other) => format!("- {name}: `{}`,", other.method),
            None => format!("- {name}: with `.header(\"content-type\", …)`,"),
        });
    }
    if let Some(last) = lines.last_mut() {
        last.pop();
        last.push('.');
    }
    lines.push(String::new());
    lines
}

/// A body as it travels, where it travels as text of one piece.
fn example_of(api: &Api, media: &MediaType, used: &TypeUse, way: Way) -> Vec<String> {
    let value = || media.example.clone().or_else(|| sample(api, used, way));
    match media.kind {
        MediaKind::Json => value().as_ref().map(json).unwrap_or_default(),
        MediaKind::Text => match value() {
            Some(Value::String(text)) => {
                let mut lines = code_block("text", &text);
                lines.push(String::new());
                lines
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))
            | None => Vec::new(),
        },
        MediaKind::Form
        | MediaKind::Multipart
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines
        | MediaKind::Bytes => Vec::new(),
    }
}

fn responses(api: &Api, plan: &Plan, operation: &Operation) -> Vec<String> {
    let mut lines = vec!["# Responses".to_owned(), String::new()];
    let successes = success_responses(operation);
    lines.extend(tables::statuses(api, plan, operation, &successes));
    lines.extend(tables::headers(api, plan, operation, &successes));
    lines.extend(other_types(operation));
    for Response { status, content, .. } in successes {
        if let Some(index) = preferred(content) {
            lines.extend(body_of_status(api, plan, *status, &content[index]));
        }
    }
    for (status, media) in &api.error_sets[operation.errors].entries {
        if let Some(media) = media {
            lines.extend(body_of_status(api, plan, *status, media));
        }
    }
    lines
}

/// What else the server can answer with, and how to ask for it.
fn other_types(operation: &Operation) -> Vec<String> {
    let others = other_media_types(operation);
    if others.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = others.iter().map(|media| inline_code(&media.name)).collect();
    let line = format!(
        "The server can also answer with {}: `.download_as(\"…\")` instead of `.send()`.",
        names.join(", ")
    );
    vec![line, String::new()]
}

fn body_of_status(api: &Api, plan: &Plan, status: StatusMatch, media: &MediaType) -> Vec<String> {
    let Some(used) = &media.ty else { return Vec::new() };
    let mut lines = vec![format!("## {status}, {}", inline_code(&media.name)), String::new()];
    lines.extend(tables::fields(api, plan, used, Way::Received));
    lines.extend(example_of(api, media, used, Way::Received));
    lines
}

fn json(value: &Value) -> Vec<String> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut lines = match text.match_indices('\n').nth(MOST_LINES) {
        Some((end, _)) => code_block("json", &format!("{}\n…", &text[..end])),
        None => code_block("json", &text),
    };
    lines.push(String::new());
    lines
}

fn authorization(api: &Api, requirements: &[AuthRequirement]) -> Vec<String> {
    if requirements.iter().all(|requirement| requirement.schemes.is_empty()) {
        return Vec::new();
    }
    let mut lines = vec!["# Authorization".to_owned(), String::new()];
    if requirements.len() > 1 {
        lines.extend(["One of these is enough:".to_owned(), String::new()]);
    }
    for requirement in requirements {
        let schemes: Vec<String> = requirement
            .schemes
            .iter()
            .map(|(index, scopes)| {
                let words = auth::describe(&api.auth_schemes[*index]);
                if scopes.is_empty() {
                    return words;
                }
                let scopes: Vec<String> = scopes.iter().map(|scope| inline_code(scope)).collect();
                format!("{words} Scopes: {}.", scopes.join(", "))
            })
            .collect();
        lines.push(if schemes.is_empty() {
            "- None.".to_owned()
        } else {
            format!("- {}", schemes.join(" And: "))
        });
    }
    lines.push(String::new());
    lines
}
