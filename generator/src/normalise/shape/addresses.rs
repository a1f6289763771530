//! `host` and `basePath` of Swagger 2.0 ("Swagger Object"): a host and a port, and a path that begins with a slash. Whole addresses
//! are taken apart, because it is plain what they mean.

use serde_json::{Map, Value, json};

use super::Check;
use crate::diagnostics::codes;

/// What an address is made of.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    scheme: Option<&'a str>,
    host: &'a str,
    path: &'a str,
}

fn parts(text: &str) -> Address<'_> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text.strip_prefix("//").unwrap_or(text)),
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Address { scheme, host, path: path.trim_end_matches('/') }
}

/// Brings `host`, `basePath` and `schemes` into the form that the specification gives them.
pub(super) fn host(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    base_path(check, members);
    let Some(written) = members.get("host").and_then(Value::as_str).map(str::to_owned) else { return };
    let address = parts(&written);
    if written == address.host {
        return;
    }
    let mut reading = vec![format!("`host: {}`", address.host)];
    if !address.path.is_empty() {
        let base = members.get("basePath").and_then(Value::as_str).unwrap_or_default();
        let base = format!("{}{}", address.path, base);
        reading.push(format!("`basePath: {base}`"));
        members.insert("basePath".to_owned(), json!(base));
    }
    if let Some(scheme) = address.scheme.filter(|_| !members.contains_key("schemes")) {
        let scheme = scheme.to_ascii_lowercase();
        reading.push(format!("`schemes: [{scheme}]`"));
        members.insert("schemes".to_owned(), json!([scheme]));
    }
    let message = format!(
        "`{}` is more than a host and a port; it is read as {}",
        written.escape_debug(),
        reading.join(", ")
    );
    members.insert("host".to_owned(), json!(address.host));
    check.within("host", |check| check.report(&codes::REPAIRED, message));
}

fn base_path(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let Some(Value::String(base)) = members.get_mut("basePath") else { return };
    if base.is_empty() || base.starts_with('/') {
        return;
    }
    let address = parts(base);
    let path = if address.scheme.is_some() { address.path.to_owned() } else { format!("/{base}") };
    let wrong = format!("`{}` must begin with `/`", base.escape_debug());
    let message = if path.is_empty() {
        format!("{wrong}; it is left out")
    } else {
        format!("{wrong}; it is read as `{}`", path.escape_debug())
    };
    *base = path;
    check.within("basePath", |check| check.report(&codes::REPAIRED, message));
}

#[cfg(test)]
mod tests {
    use super::{Address, parts};

    #[test]
    fn addresses_are_taken_apart() {
        let address = |scheme, host, path| Address { scheme, host, path };
        assert_eq!(parts("e.com:80"), address(None, "e.com:80", ""));
        assert_eq!(parts("e.com/"), address(None, "e.com", ""));
        assert_eq!(parts("https://e.com/v1/"), address(Some("https"), "e.com", "/v1"));
        assert_eq!(parts("//e.com/a/b"), address(None, "e.com", "/a/b"));
    }
}
