//! Addresses that no request can go to: servers and their variables, authorisation servers (OpenAPI 3.0.3, "Server Object", "Server
//! Variable Object", "OAuth Flows Object").

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Place;

/// Every name in braces is a variable, and every variable has a default that it may have.
pub(super) fn server(check: &mut Check<'_>, members: &Map<String, Value>) {
    let empty = Map::new();
    let variables = members.get("variables").and_then(Value::as_object).unwrap_or(&empty);
    let url = members.get("url").and_then(Value::as_str).unwrap_or_default();
    for name in url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        if !variables.contains_key(name) {
            let message = format!("`{{{name}}}` is not declared under `variables`; it is sent as it is");
            check.within("url", |check| check.report(&codes::SERVER, message));
        }
    }
    for (name, variable) in variables {
        check.within("variables", |check| check.within(name, |check| values(check, name, variable)));
    }
    if let Some(open) = url.rfind('{').filter(|open| !url[*open..].contains('}')) {
        let message = format!("`{}` has no `}}`; it is sent as it is", url[open..].escape_debug());
        check.within("url", |check| check.report(&codes::SERVER, message));
    } else if let Some(message) = filled_in(url, variables).as_deref().and_then(misleading) {
        check.within("url", |check| check.report(&codes::SERVER, message));
    }
    if let Some(reason) = filled_in(url, variables).as_deref().and_then(unusable) {
        let message = format!("no request can go to `{}`: {reason}", url.escape_debug());
        let help = "write the full address, or a path that is seen from where the document is served";
        check.within("url", |check| {
            let diagnostic = Diagnostic::new(&codes::SERVER, &check.place(), message).help(help);
            check.diagnostics.report(diagnostic);
        });
    }
}

/// The address with the defaults of its variables; `None` when one has none, which is told elsewhere.
fn filled_in(url: &str, variables: &Map<String, Value>) -> Option<String> {
    let mut filled = String::new();
    let mut rest = url;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        filled.push_str(before);
        filled.push_str(variables.get(name)?.get("default")?.as_str()?);
        rest = after;
    }
    Some(filled + rest)
}

/// Why an address cannot be one of a server.
fn unusable(url: &str) -> Option<&'static str> {
    if url.contains(|one: char| one.is_control() || one.is_whitespace() || one == '\\') {
        return Some("it has a character that addresses have not");
    }
    let scheme =
        url.split(['/', '?', '#']).next().and_then(|head| head.split_once(':')).map(|(scheme, _)| scheme);
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        None => None,
        Some("http" | "https") => match url::Url::parse(url) {
            Err(_) => Some("it is no URL"),
            Ok(parsed) if !parsed.username().is_empty() || parsed.password().is_some() => {
                Some("it holds a user or a password, which belong to a security scheme")
            }
            Ok(parsed) if parsed.port() == Some(0) => Some("nothing listens at port 0"),
            Ok(_) => None,
        },
        // `localhost:8080` is meant as a host, and is no address either.
        Some(_) => Some("only `http:` and `https:` are supported"),
    }
}

/// What an address is read as, where that may not be what was meant: slashes are missing, or a host is read as a folder.
fn misleading(url: &str) -> Option<String> {
    let shown = url.escape_debug();
    let scheme = ["https:", "http:"]
        .into_iter()
        .find(|scheme| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    if let Some(scheme) = scheme {
        let rest = &url[scheme.len()..];
        let host = rest.trim_start_matches('/');
        let meant = (!rest.starts_with("//") && !host.is_empty()).then(|| format!("{scheme}//{host}"))?;
        return Some(format!(
            "`{shown}` lacks slashes behind the scheme; it is read as `{}`",
            meant.escape_debug()
        ));
    }
    // Not `v1.0`, and not `api.json`, which no host is called.
    let head = url.split(['/', '?', '#']).next().unwrap_or(url);
    let (_, top) = head.rsplit_once('.')?;
    let is_host = top.len() > 1
        && top.chars().all(|one| one.is_ascii_alphabetic())
        && !FILES.contains(&top)
        && head.split('.').all(|label| !label.is_empty())
        && head.chars().all(|one| one.is_ascii_alphanumeric() || ".-".contains(one));
    is_host.then(|| {
        format!("`{shown}` has no scheme; it is read as a path that is seen from where the document is served, not as a host")
    })
}

/// Endings of names of files, which stand for pages that a path may lead to.
const FILES: [&str; 9] = ["json", "yaml", "yml", "xml", "html", "php", "asp", "aspx", "cgi"];

fn values(check: &mut Check<'_>, name: &str, variable: &Value) {
    let Some(values) = variable.get("enum").and_then(Value::as_array) else { return };
    if values.is_empty() {
        check.within("enum", |check| {
            check.report(&codes::SERVER, format!("`enum` of the variable `{name}` has no value"));
        });
        return;
    }
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let first = *known.entry(value.to_string()).or_insert(index);
        if first < index {
            check.within("enum", |check| {
                let first = check.place().index(first);
                check.within(&index.to_string(), |check| {
                    let message = format!("{value} is listed twice");
                    let diagnostic = Diagnostic::new(&codes::SERVER, &check.place(), message);
                    check.diagnostics.report(diagnostic.related(&first, "first listed here"));
                });
            });
        }
    }
    if let Some(default) = variable.get("default").filter(|default| !values.contains(default)) {
        check.within("default", |check| {
            check.report(&codes::SERVER, format!("{default} is none of the values of `{name}`"));
        });
    }
}

/// OpenAPI 3.2, "Server Object": names of servers are unique.
pub(super) fn names(check: &mut Check<'_>, servers: &[Value]) {
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    for (index, server) in servers.iter().enumerate() {
        let Some(name) = server.get("name").and_then(Value::as_str) else { continue };
        let at = check.place().index(index).child("name");
        if let Some(first) = first.get(name) {
            let diagnostic =
                Diagnostic::new(&codes::SERVER, &at, format!("two servers have the name `{name}`"));
            check.diagnostics.report(diagnostic.related(first, "first given here"));
        } else {
            first.insert(name, at);
        }
    }
}

/// What each flow needs, and that it can be requested. An address that is missing becomes an empty one, at which no token is
/// requested, so that operations can be called with a token from elsewhere.
pub(super) fn flows(check: &mut Check<'_>, flows: &mut Map<String, Value>) {
    for (name, flow) in flows.iter_mut() {
        let Value::Object(flow) = flow else { continue };
        let needed: &[&str] = match name.as_str() {
            "implicit" => &["authorizationUrl"],
            "password" | "clientCredentials" => &["tokenUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            "deviceAuthorization" => &["deviceAuthorizationUrl", "tokenUrl"],
            _ => &[],
        };
        check.within(name, |check| {
            for keyword in needed {
                match flow.get(*keyword).and_then(Value::as_str) {
                    None => {
                        let message = format!("`{keyword}` is missing; the flow `{name}` requires it");
                        check.report(&codes::AUTH_URL, message);
                        if name != "deviceAuthorization" {
                            flow.insert((*keyword).to_owned(), Value::from(""));
                        }
                    }
                    Some(url) => address(check, keyword, url),
                }
            }
            if let Some(url) = flow.get("refreshUrl").and_then(Value::as_str) {
                address(check, "refreshUrl", url);
            }
        });
    }
}

/// A URL with a host, or a path on the server of the API.
pub(super) fn address(check: &mut Check<'_>, keyword: &str, url: &str) {
    let lower = url.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let fits = host.map_or(url.starts_with('/'), |host| !host.is_empty());
    if !fits || url.contains(char::is_whitespace) {
        let message = format!("`{}` is no URL", url.escape_debug());
        check.within(keyword, |check| check.report(&codes::AUTH_URL, message));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{filled_in, misleading, unusable};

    #[test]
    fn addresses_that_requests_can_go_to() {
        for url in [
            "https://e.com",
            "HTTP://e.com:80/a",
            "/",
            "/v1",
            "v1",
            "../v1",
            "//e.com/v1",
            "",
            "https://[::1]/",
        ] {
            assert_eq!(unusable(url), None, "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "unix:/run/a.sock",
            "localhost:8080",
            "https://u:p@e.com",
            "https://u@e.com",
            "https://[::1",
            "https://e.com:99999",
            "https://e.com:0/v1",
            "https://e.com/\r\nX: y",
            "https://e.com/a b",
            "\\\\e.com\\a",
        ] {
            assert!(unusable(url).is_some(), "{url}");
        }
    }

    #[test]
    fn addresses_that_are_read_as_something_else() {
        for url in ["https:/e.com", "http:e.com/v1", "e.com/v1", "api.example.org", "e.com?a=b"] {
            assert!(misleading(url).is_some(), "{url}");
        }
        for url in [
            "https://e.com",
            "/e.com",
            "//e.com",
            "v1",
            "v1.0",
            "..",
            "a..b",
            "../v1.x",
            "index.php",
            ".well",
            "a.b c",
        ] {
            assert_eq!(misleading(url), None, "{url}");
        }
        let told = misleading("https:/e.com/v1").unwrap_or_default();
        assert!(told.ends_with("it is read as `https://e.com/v1`"), "{told}");
    }

    #[test]
    fn defaults_of_variables_are_filled_in() {
        let variables = json!({"a": {"default": "x{b}"}, "b": {"enum": ["y"]}});
        let filled = |url| filled_in(url, variables.as_object().expect("a mapping"));
        assert_eq!(filled("https://{a}/{a}").as_deref(), Some("https://x{b}/x{b}"));
        assert_eq!([filled("/{b}"), filled("/{c}"), filled("/{a")], [None, None, None]);
    }
}
