//! The `curl` line of a page.
//!
//! In: an operation. Out: a command for a POSIX shell; every text of the document stands in single quotes.

use serde_json::Value;

use crate::emit::client::server;
use crate::emit::samples::{Way, sample};
use crate::ir::{
    Api, ApiKeyLocation, AuthSchemeKind, MediaKind, MediaType, Operation, OperationId, Param, ParamLocation,
    PathSegment, Presence, Scalar, TypeKind, TypeRef,
};
use crate::plan::Plan;
use crate::plan::outcome::{preferred, success_responses};

/// A body of so many bytes stands on the command line; a longer one is read from a file.
const LONGEST_BODY: usize = 10_000;

/// The command, over several lines.
pub(super) fn command(api: &Api, plan: &Plan, id: OperationId) -> String {
    let operation = &api.operations[id];
    let shape = plan.operation(id);
    let mut parts = vec![format!("curl -L -X {}", quoted(&operation.method.to_string()))];
    parts.push(quoted(&url(api, operation)));
    let accepts = success_responses(operation).iter().any(|response| !response.content.is_empty());
    if accepts {
        let media = success_responses(operation)
            .into_iter()
            .find_map(|response| preferred(&response.content).map(|index| &response.content[index]));
        let name = media.map_or("*/*", |media| media.name.as_str());
        parts.push(format!("-H {}", quoted(&format!("Accept: {name}"))));
    }
    parts.extend(
        required(operation, ParamLocation::Header)
            .map(|param| format!("-H {}", quoted(&format!("{}: {}", param.wire_name, text(api, param))))),
    );
    parts.extend(
        required(operation, ParamLocation::Cookie)
            .map(|param| format!("-b {}", quoted(&format!("{}={}", param.wire_name, text(api, param))))),
    );
    parts.extend(credentials(api, operation));
    if let (Some(body), Some(planned)) = (&operation.body, &shape.body) {
        parts.extend(body_parts(api, &body.content[planned.media]));
    }
    parts.join(" \\\n    ")
}

fn url(api: &Api, operation: &Operation) -> String {
    let base = server::address_of(api, operation);
    let mut url = base.trim_end_matches('/').to_owned();
    for segment in &operation.path.segments {
        match segment {
            PathSegment::Literal(text) => url.push_str(text),
            PathSegment::Param(name) => {
                let param = operation
                    .params
                    .iter()
                    .find(|param| param.location == ParamLocation::Path && param.wire_name == *name);
                url.push_str(&encoded(&param.map_or_else(|| name.clone(), |param| text(api, param))));
            }
        }
    }
    for (number, param) in required(operation, ParamLocation::Query).enumerate() {
        let mark = if number == 0 { "?" } else { "&" };
        url = url + mark + &encoded(&param.wire_name) + "=" + &encoded(&text(api, param));
    }
    url
}

/// The parameters of one place without which the call is wrong.
fn required(operation: &Operation, place: ParamLocation) -> impl Iterator<Item = &Param> {
    let is_needed = move |param: &&Param| param.location == place && param.presence == Presence::Required;
    operation.params.iter().filter(is_needed)
}

/// A text as a part of an address: everything but unreserved characters is percent-encoded (RFC 3986, 2.3), which also keeps curl
/// from taking braces and brackets for patterns.
fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The value of a parameter as text: what the document gives as an example, else one made from the schema.
fn text(api: &Api, param: &Param) -> String {
    let value = param.docs.example.clone().or_else(|| sample(api, &param.ty, Way::Sent)).unwrap_or_default();
    match value {
        Value::String(text) => text,
        Value::Array(items) => items
            .first()
            .map(|item| item.as_str().map_or(item.to_string(), str::to_owned))
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

fn credentials(api: &Api, operation: &Operation) -> Vec<String> {
    let Some(requirement) = operation.auth.iter().find(|requirement| !requirement.schemes.is_empty()) else {
        return Vec::new();
    };
    let schemes = requirement.schemes.iter().map(|(index, _)| &api.auth_schemes[*index].kind);
    schemes
        .map(|kind| match kind {
            AuthSchemeKind::Bearer | AuthSchemeKind::OAuth2(_) | AuthSchemeKind::OpenIdConnect(_) => {
                format!("-H {}", quoted("Authorization: Bearer <TOKEN>"))
            }
            AuthSchemeKind::Basic => "-u '<USER>:<PASSWORD>'".to_owned(),
            AuthSchemeKind::Http(scheme) => {
                format!("-H {}", quoted(&format!("Authorization: {scheme} <TOKEN>")))
            }
            AuthSchemeKind::ApiKey { location, wire_name } => match location {
                ApiKeyLocation::Header => format!("-H {}", quoted(&format!("{wire_name}: <KEY>"))),
                ApiKeyLocation::Query => format!("--url-query {}", quoted(&format!("{wire_name}=<KEY>"))),
                ApiKeyLocation::Cookie => format!("-b {}", quoted(&format!("{wire_name}=<KEY>"))),
            },
            AuthSchemeKind::MutualTls => "--cert '<FILE>'".to_owned(),
        })
        .collect()
}

fn body_parts(api: &Api, media: &MediaType) -> Vec<String> {
    let value = || {
        let told = media.example.clone();
        told.or_else(|| media.ty.as_ref().and_then(|used| sample(api, used, Way::Sent)))
    };
    let content_type = format!("-H {}", quoted(&format!("Content-Type: {}", media.name)));
    match media.kind {
        MediaKind::Json => {
            let text = value().map(|value| value.to_string()).filter(|text| text.len() <= LONGEST_BODY);
            let body = text.map_or_else(
                || "--data-binary @body.json".to_owned(),
                |text| format!("--data-raw {}", quoted(&text)),
            );
            vec![content_type, body]
        }
        MediaKind::Form => {
            let Some(Value::Object(members)) = value() else { return vec![content_type] };
            let pairs = members.into_iter().map(|(name, value)| {
                format!("--data-urlencode {}", quoted(&format!("{name}={}", plain(&value))))
            });
            pairs.collect()
        }
        MediaKind::Multipart => {
            let Some(Value::Object(members)) = value() else { return vec![content_type] };
            let parts = members.into_iter().flat_map(|(name, value)| {
                let file = is_file(api, media, &name);
                let items = if let Value::Array(items) = value { items } else { vec![value] };
                let sent = items.into_iter().filter(|item| !item.is_null());
                sent.map(|item| part(&name, &item, file)).collect::<Vec<_>>()
            });
            parts.collect()
        }
        MediaKind::Text
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines
        | MediaKind::Bytes => {
            vec![content_type, "--data-binary @file".to_owned()]
        }
    }
}

/// One part of a multipart body, as the client sends it: a file, JSON, or plain text, in which curl must not look
/// for file names.
fn part(name: &str, value: &Value, file: bool) -> String {
    if file {
        return format!("-F {}", quoted(&format!("{name}=@<FILE>")));
    }
    match value {
        Value::Array(_) | Value::Object(_) => {
            format!("-F {}", quoted(&format!("{name}={value};type=application/json")))
        }
        scalar => format!("--form-string {}", quoted(&format!("{name}={}", plain(scalar)))),
    }
}

/// A value as it stands in a form: texts without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// True where a property of the body is a file, or several.
fn is_file(api: &Api, media: &MediaType, name: &str) -> bool {
    let Some(TypeRef::Named(id)) = media.ty.as_ref().map(|used| &used.ty) else { return false };
    let TypeKind::Struct(shape) = &api.types[*id].kind else { return false };
    let Some(field) = shape.fields.iter().find(|field| field.wire_name == name) else { return false };
    let mut ty = &field.ty.ty;
    while let TypeRef::List(item) = ty {
        ty = &item.ty;
    }
    *ty == TypeRef::Scalar(Scalar::Binary)
}

/// A text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''").replace(['\n', '\r'], " "))
}
