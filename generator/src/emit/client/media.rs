//! Media types of a document as they go into headers.

use crate::header_syntax::{are_parameters, is_media_range};
use crate::ir::{MediaKind, Operation};
use crate::plan::outcome::{preferred, success_responses};

/// More media types than this are as good as any.
const MOST_ACCEPTED: usize = 8;

/// The media type to send: as the document writes it where that is a media type without wildcards (RFC 9110, 8.3.1),
/// else the usual one of its kind.
pub(super) fn sendable(name: &str, kind: MediaKind) -> String {
    if is_media_type(name) {
        return name.to_owned();
    }
    match kind {
        MediaKind::Json => "application/json",
        MediaKind::Form => "application/x-www-form-urlencoded",
        MediaKind::Multipart => "multipart/form-data",
        MediaKind::Text => "text/plain; charset=utf-8",
        MediaKind::Xml => "application/xml",
        MediaKind::EventStream => "text/event-stream",
        MediaKind::JsonLines => "application/x-ndjson",
        MediaKind::Bytes => "application/octet-stream",
    }
    .to_owned()
}

/// What to ask for where the JSON of the result is not plain `application/json`.
pub(super) fn json_accept(operation: &Operation) -> Option<String> {
    let contents = success_responses(operation).into_iter().flat_map(|response| &response.content);
    let json: Vec<&str> =
        contents.filter(|media| media.kind == MediaKind::Json).map(|media| media.name.as_str()).collect();
    let plain = |name: &&str| name.split(';').next().is_some_and(|name| name.trim() == "application/json");
    if json.iter().any(plain) {
        return None;
    }
    json.into_iter().find(|name| is_media_type(name)).map(str::to_owned)
}

/// What to ask for where the result is text or bytes: every declared media type of that kind, ranges included. Nothing
/// where one of them says no more than that it is text or bytes.
pub(super) fn accept(operation: &Operation, kind: MediaKind) -> Option<String> {
    let contents = success_responses(operation).into_iter().flat_map(|response| &response.content);
    let mut names: Vec<&str> = Vec::new();
    for media in contents.filter(|media| media.kind == kind) {
        let name = media.name.split(';').next().unwrap_or_default().trim();
        if !is_media_range(name) || matches!(name, "*/*" | "text/plain" | "application/*") {
            return None;
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty() && names.len() <= MOST_ACCEPTED).then(|| names.join(", "))
}

/// What to ask for where the result depends on the status: the media type that is read of each response, ranges included.
/// Nothing where all of them are `application/json`.
pub(super) fn accept_by_status(operation: &Operation) -> Option<String> {
    let read = success_responses(operation).into_iter();
    let read = read.filter_map(|response| Some(&response.content[preferred(&response.content)?]));
    let mut names: Vec<&str> = Vec::new();
    for media in read {
        let name = media.name.split(';').next().unwrap_or_default().trim();
        if !is_media_range(name) {
            return Some("*/*".to_owned());
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] | ["application/json"] => None,
        many if many.len() > MOST_ACCEPTED => Some("*/*".to_owned()),
        names => Some(names.join(", ")),
    }
}

/// A media type that says what a body is, with its parameters: no range.
fn is_media_type(name: &str) -> bool {
    let (essence, parameters) = name.split_once(';').unwrap_or((name, ""));
    let essence = essence.trim_matches([' ', '\t']);
    is_media_range(essence) && !essence.contains('*') && are_parameters(parameters)
}

#[cfg(test)]
mod tests {
    use super::sendable;
    use crate::ir::MediaKind;

    #[test]
    fn what_no_header_can_carry_is_not_sent() {
        let sent = |name: &str| sendable(name, MediaKind::Json);
        assert_eq!(sent("application/vnd.api+json; v=\"1\""), "application/vnd.api+json; v=\"1\"");
        for name in ["application/json\u{a0}", "application/json,text/plain", "application/json;v=\"1"] {
            assert_eq!(sent(name), "application/json", "{name}");
        }
    }
}
