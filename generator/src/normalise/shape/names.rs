//! Names of the document's own that must have a certain form, because they are sent as they are: paths, media
//! types, header names.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::codes;
use crate::diagnostics::{Code, Diagnostic};
use crate::header_syntax::{are_parameters, is_media_range, is_token};
use crate::pointer::Pointer;

/// "Paths Object": each key begins with a slash; braces come in pairs.
pub(super) fn paths(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let is_path = |key: &str| !key.starts_with("x-");
    for key in members.keys().filter(|key| is_path(key)) {
        if !braces_match(key) {
            at_key(check, key, &codes::INVALID_NAME, format!("the braces of the path `{key}` do not match"));
        } else if let Some(reason) = cannot_be_sent(key) {
            let message = format!("the path `{}` cannot be sent: it {reason}", key.escape_debug());
            at_key(check, key, &codes::INVALID_NAME, message);
        } else if let Some((one, other)) = side_by_side(key) {
            let message = format!("nothing tells a server where `{one}` ends and `{other}` begins");
            at_key(check, key, &codes::ODD_NAME, message);
        }
    }
    if members.keys().all(|key| key.starts_with('/') || !is_path(key)) {
        return;
    }
    let list = Pointer::parse(&check.path);
    let written: BTreeSet<String> = members.keys().cloned().collect();
    for (key, value) in std::mem::take(members) {
        let meant = format!("/{key}");
        if key.starts_with('/') || !is_path(&key) {
            members.insert(key, value);
            continue;
        }
        if written.contains(&meant) {
            let message = format!("the path `{key}` must begin with `/`, and `{meant}` is another one");
            at_key(check, &key, &codes::INVALID_NAME, message);
            continue;
        }
        let message = format!("the path `{key}` must begin with `/`; it is read as `{meant}`");
        at_key(check, &key, &codes::REPAIRED, message);
        let written = check.origins.locate(&list.child(&key));
        check.origins.set(list.child(&meant), written);
        members.insert(meant, value);
    }
}

/// What an address loses or reads as something else before it is sent (RFC 3986, section 5.2.4; URL Standard, "URL parsing").
fn cannot_be_sent(path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let dots = |segment: &str| matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..");
    if path.contains(char::is_control) {
        Some("has a control character")
    } else if path.contains('\\') {
        Some("has a backslash, which is read as `/`")
    } else if path.split('/').any(dots) {
        Some("has a segment of dots, which is resolved before")
    } else {
        None
    }
}

/// Two parameters of a path without anything between them, braces included. Those of a format (`{.format}`, RFC 6570, section 3.2.5)
/// begin with a mark.
fn side_by_side(path: &str) -> Option<(&str, &str)> {
    path.match_indices("}{").find_map(|(end, _)| {
        let (before, after) = (&path[..end], &path[end + 2..]);
        let (one, other) = (&before[before.rfind('{')? + 1..], &after[..after.find('}')?]);
        (!other.starts_with(['.', ';', '/', '?', '&'])).then_some((one, other))
    })
}

/// Every `{` has its `}` behind it, and none stands inside of another.
fn braces_match(path: &str) -> bool {
    let mut open = false;
    for character in path.chars() {
        match character {
            '{' | '}' if open == (character == '{') => return false,
            '{' | '}' => open = !open,
            _ => {}
        }
    }
    !open
}

/// "Responses Object": keys are statuses, ranges or `default`. What could be a slip is for the phase that reads them; here it is about
/// text that nobody writes for a status.
pub(super) fn statuses(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    for key in members.keys().filter(|key| !could_be_a_word(key)) {
        let message = format!("`{}` is no status", key.escape_debug());
        at_key(check, key, &codes::INVALID_NAME, message);
    }
    members.retain(|key, _| could_be_a_word(key));
}

/// True for text that stands where a number or a word belongs and may be a slip; text with brackets or quotes is none.
pub(super) fn could_be_a_word(text: &str) -> bool {
    text.chars().all(|character| character.is_alphanumeric() || " .,*_+-/%^".contains(character))
}

/// Keys of `content` are media types or ranges of them (RFC 9110, section 8.3.1).
pub(super) fn media_types(check: &mut Check<'_>, members: &Map<String, Value>) {
    let Some(Value::Object(content)) = members.get("content") else { return };
    check.within("content", |check| {
        for key in content.keys().filter(|key| !key.starts_with("x-")) {
            let (listed, parameters) = key.split_once(';').unwrap_or((key, ""));
            let essence = listed.split(',').next().unwrap_or(listed).trim();
            let unsafe_to_send = key.chars().any(char::is_control) || essence.contains(['"', '\\']);
            if unsafe_to_send {
                at_key(
                    check,
                    key,
                    &codes::INVALID_NAME,
                    format!("`{}` is no media type", key.escape_debug()),
                );
            } else if !is_media_range(essence) {
                let message = format!("`{key}` is no media type; it is taken for bytes");
                at_key(check, key, &codes::ODD_NAME, message);
            } else if listed.trim_matches([' ', '\t']) != essence {
                let shown = key.escape_debug();
                let message = format!("`{shown}` is no media type; it is taken for `{essence}`");
                at_key(check, key, &codes::ODD_NAME, message);
            } else if !are_parameters(parameters) {
                let message = format!("the parameters of `{key}` cannot be read; they are left out");
                at_key(check, key, &codes::ODD_NAME, message);
            }
        }
    });
}

/// Names of response headers and of headers of parts are tokens, too; no other name can ever be met.
pub(super) fn headers(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let Some(Value::Object(headers)) = members.get_mut("headers") else { return };
    let odd: Vec<String> = headers.keys().filter(|name| !is_token(name)).cloned().collect();
    headers.retain(|name, _| is_token(name));
    check.within("headers", |check| {
        for name in odd.iter().filter(|name| !name.starts_with("x-")) {
            let message = format!("`{}` cannot be the name of a header; it is left out", name.escape_debug());
            at_key(check, name, &codes::ODD_NAME, message);
        }
    });
}

/// "Components Object": "all the fixed fields declared above are objects that must use keys that match `^[a-zA-Z0-9._-]+$`". Names that
/// come from a Swagger 2.0 document were free.
pub(super) fn components(check: &mut Check<'_>, members: &Map<String, Value>) {
    for (kind, components) in members.iter().filter(|(kind, _)| !kind.starts_with("x-")) {
        let Value::Object(components) = components else { continue };
        let list = Pointer::parse(&check.path).child(kind);
        check.within(kind, |check| {
            for name in components.keys().filter(|name| !is_component(name)) {
                let at = list.child(name);
                if check.origins.locate(&at).pointer == at {
                    let message = format!("`{}` is no name for a component", name.escape_debug());
                    at_key(check, name, &codes::ODD_NAME, message);
                }
            }
        });
    }
}

fn is_component(name: &str) -> bool {
    let fits = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    !name.is_empty() && name.chars().all(fits)
}

/// Names of header parameters are tokens (RFC 9110, section 5.1), those of cookies hold nothing that ends them (RFC 6265, section
/// 4.1.1).
pub(super) fn sent_name(check: &mut Check<'_>, members: &Map<String, Value>) {
    let location = members.get("in").and_then(Value::as_str).unwrap_or_default();
    let Some(Value::String(name)) = members.get("name") else { return };
    let optional = members.contains_key("schema") && members.get("required") != Some(&Value::Bool(true));
    if location == "header" && name.is_empty() && optional {
        let message = "the header has no name; it is left out".to_owned();
        check.within("name", |check| check.report(&codes::ODD_NAME, message));
        return;
    }
    let (what, fits) = match location {
        "header" => ("header", is_token(name)),
        "cookie" => ("cookie", !name.contains(ends_a_cookie_name)),
        _ => return,
    };
    if !fits {
        let message = format!("`{}` cannot be sent as the name of a {what}", name.escape_debug());
        check.within("name", |check| check.report(&codes::INVALID_NAME, message));
    }
}

fn ends_a_cookie_name(character: char) -> bool {
    character.is_control() || character.is_whitespace() || ";=,\"".contains(character)
}

/// "Security Scheme Object": a key is sent under its name, a scheme of HTTP is a token (RFC 9110, section 11.1). Titles of keys stand
/// where their names should in real documents: the operations can be called, the credential cannot be given.
pub(super) fn credential(check: &mut Check<'_>, members: &Map<String, Value>) {
    let text = |key: &str| members.get(key).and_then(Value::as_str).unwrap_or_default();
    let (key, what, fits) = match (text("type"), text("in")) {
        ("apiKey", "header") => ("name", "the name of a header", is_token(text("name"))),
        ("apiKey", "cookie") => ("name", "the name of a cookie", !text("name").contains(ends_a_cookie_name)),
        ("http", _) => ("scheme", "a scheme of HTTP", is_token(text("scheme"))),
        _ => return,
    };
    if fits || !members.contains_key(key) {
        return;
    }
    let told = text(key).escape_debug();
    let is_title =
        text(key).chars().all(|character| character == ' ' || is_token(character.encode_utf8(&mut [0; 4])));
    let (code, so) = if is_title && !text(key).is_empty() {
        (&codes::ODD_NAME, "; no credential can be given for it")
    } else {
        (&codes::INVALID_NAME, "")
    };
    check.within(key, |check| check.report(code, format!("`{told}` cannot be sent as {what}{so}")));
}

pub(super) fn at_key(check: &mut Check<'_>, key: &str, code: &'static Code, message: String) {
    check.within(key, |check| {
        let diagnostic = Diagnostic::new(code, &check.place(), message).at_key();
        check.diagnostics.report(diagnostic);
    });
}

#[cfg(test)]
mod tests {
    use super::{braces_match, cannot_be_sent, side_by_side};

    #[test]
    fn paths_arrive_as_they_are_written() {
        for path in ["/a", "/a.b/..c/...", "/%2f", "/a b", "/{a}..{b}", "/a?x=..#/..", "/é", "//a"] {
            assert_eq!(cannot_be_sent(path), None, "{path}");
        }
        for path in ["/a/../b", "/..", "/.", "/a/%2e%2E/b", "/.%2e", "/a\\b", "/a\nb", "/\u{9f}"] {
            assert!(cannot_be_sent(path).is_some(), "{path}");
        }
    }

    #[test]
    fn braces_come_in_pairs() {
        for path in ["/a", "/a/{id}", "/a/{x}{y}.json", "/{}"] {
            assert!(braces_match(path), "{path}");
        }
        for path in ["/{id", "/id}", "/{a{b}}"] {
            assert!(!braces_match(path), "{path}");
        }
    }

    #[test]
    fn parameters_side_by_side_are_found() {
        assert_eq!(side_by_side("/root/{a}{b}"), Some(("a", "b")));
        assert_eq!(side_by_side("/{x}{.format}{y}{z}"), Some((".format", "y")));
        for path in ["/{a}/{b}", "/{a}-{b}", "/{id}{.format}", "/{a}"] {
            assert_eq!(side_by_side(path), None, "{path}");
        }
    }
}
