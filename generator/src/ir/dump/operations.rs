//! Operations as text.

use super::super::{
    Api, AuthRequirement, Described, FieldPath, HeaderSpelling, MediaType, Operation, Pagination,
    PaginationStyle, Param, ParamLocation, ParamStyle, Response, ResponseHeader, StatusMatch,
};
use super::types::{name, presence_mark, used};
use super::{Text, docs, server};

/// Every operation, in document order.
pub(super) fn operations(text: &mut Text, api: &Api) {
    for (_, operation) in api.operations.iter() {
        text.blank();
        let group = name(&api.groups[operation.group].name);
        text.line(format_args!(
            "operation {} in {group}: {} {}",
            name(&operation.name),
            operation.method,
            operation.path
        ));
        text.indented(|text| operation_lines(text, api, operation));
    }
}

/// Every webhook and callback, in document order.
pub(super) fn webhooks(text: &mut Text, api: &Api) {
    for webhook in &api.webhooks {
        text.blank();
        text.line(format_args!("webhook {}: {}", name(&webhook.name), webhook.method));
        text.indented(|text| {
            docs(text, &webhook.docs);
            if let Some(ty) = &webhook.ty {
                text.line(format_args!("body {}", used(api, ty)));
            }
        });
    }
}

fn operation_lines(text: &mut Text, api: &Api, operation: &Operation) {
    docs(text, &operation.docs);
    for address in &operation.servers {
        server(text, address);
    }
    for param in &operation.params {
        param_line(text, api, param);
        text.indented(|text| docs(text, &param.docs));
    }
    if let Some(body) = &operation.body {
        text.line(format_args!("body{}", presence_mark(body.presence)));
        text.indented(|text| {
            docs(text, &body.docs);
            body.content.iter().for_each(|media| media_lines(text, api, media));
        });
    }
    for response in &operation.success {
        response_lines(text, api, response);
    }
    for (index, (status, media)) in api.error_sets[operation.errors].entries.iter().enumerate() {
        text.line(format_args!("error {status}"));
        text.indented(|text| {
            if let Some(prose) = operation.error_docs.get(index) {
                docs(text, prose);
            }
            if let Some(media) = media {
                media_lines(text, api, media);
            }
        });
    }
    let headers = &api.error_sets[operation.errors].headers;
    if !headers.is_empty() {
        text.line(format_args!("errors"));
        text.indented(|text| headers.iter().for_each(|header| header_line(text, api, header)));
    }
    if let Some(pagination) = &operation.pagination {
        pagination_line(text, pagination);
    }
    for alternative in &operation.auth {
        text.line(format_args!("auth {}", requirement(api, alternative)));
    }
}

fn param_line(text: &mut Text, api: &Api, param: &Param) {
    let location = match param.location {
        ParamLocation::Path => "path",
        ParamLocation::Query => "query",
        ParamLocation::QueryString => "querystring",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
    };
    let usual = match param.location {
        ParamLocation::Path | ParamLocation::Header => ParamStyle::Simple { explode: false },
        ParamLocation::Query | ParamLocation::QueryString | ParamLocation::Cookie => {
            ParamStyle::Form { explode: true }
        }
    };
    let style = if param.style == usual { String::new() } else { format!(" {:?}", param.style) };
    let reserved = if param.allow_reserved { " allow_reserved" } else { "" };
    let default = param.default.as_ref().map_or(String::new(), |default| format!(" = {default}"));
    text.line(format_args!(
        "{location} {}{}: {}{default}{style}{reserved}",
        param.wire_name,
        presence_mark(param.presence),
        used(api, &param.ty)
    ));
}

fn media_lines(text: &mut Text, api: &Api, media: &MediaType) {
    let ty = media.ty.as_ref().map_or("nothing is said".to_owned(), |ty| used(api, ty));
    let described = match media.described {
        Described::Body => "",
        Described::Item => " each",
        Described::Data => " each, as data",
    };
    text.line(format_args!("{} ({:?}): {ty}{described}", media.name, media.kind));
    text.indented(|text| {
        for part in &media.encoding {
            let content_type = part.content_type.as_deref().unwrap_or("by type");
            let style = part.style.as_ref().map_or(String::new(), |style| format!(" {style:?}"));
            let reserved = if part.allow_reserved { " allow_reserved" } else { "" };
            text.line(format_args!("part {} as {content_type}{style}{reserved}", part.property));
            for (name, value) in &part.headers {
                text.indented(|text| text.line(format_args!("header {name}: {value}")));
            }
        }
        if let Some(example) = &media.example {
            text.line(format_args!("example {example}"));
        }
    });
}

fn response_lines(text: &mut Text, api: &Api, response: &Response) {
    let status: StatusMatch = response.status;
    text.line(format_args!("success {status}"));
    text.indented(|text| {
        docs(text, &response.docs);
        for header in &response.headers {
            header_line(text, api, header);
        }
        response.content.iter().for_each(|media| media_lines(text, api, media));
    });
}

fn header_line(text: &mut Text, api: &Api, header: &ResponseHeader) {
    let spelling = match header.spelling {
        HeaderSpelling::Simple => "",
        HeaderSpelling::Json => " as JSON",
    };
    let mark = presence_mark(header.presence);
    text.line(format_args!("header {}{mark}: {}{spelling}", header.wire_name, used(api, &header.ty)));
}

fn pagination_line(text: &mut Text, pagination: &Pagination) {
    let style = match &pagination.style {
        PaginationStyle::PageNumber { param, next } => format!("page number {param}, next {}", dotted(next)),
        PaginationStyle::Cursor { param, next } => format!("cursor {param}, next {}", dotted(next)),
        PaginationStyle::LastItem { param, key, more } => {
            format!("last item {param}, its {key}, more {}", dotted(more))
        }
        PaginationStyle::Offset { param, limit } => {
            format!("offset {param}, limit {}", limit.as_deref().unwrap_or("none"))
        }
        PaginationStyle::PageCount { param, first } => format!("page count {param} from {first}"),
        PaginationStyle::NextLink { next } => format!("next link {}", dotted(next)),
        PaginationStyle::LinkHeader => "link header".to_owned(),
    };
    let inferred = if pagination.inferred { ", inferred" } else { "" };
    text.line(format_args!("paging by {style}, items {}{inferred}", dotted(&pagination.items)));
}

fn dotted(path: &FieldPath) -> String {
    if path.0.is_empty() { "the body".to_owned() } else { path.0.join(".") }
}

fn requirement(api: &Api, requirement: &AuthRequirement) -> String {
    let schemes: Vec<_> = requirement
        .schemes
        .iter()
        .map(|(index, scopes)| {
            let scheme = api.auth_schemes.get(*index).map_or("?", |scheme| scheme.name.as_str());
            if scopes.is_empty() { scheme.to_owned() } else { format!("{scheme}({})", scopes.join(" ")) }
        })
        .collect();
    if schemes.is_empty() { "none".to_owned() } else { schemes.join(" + ") }
}
