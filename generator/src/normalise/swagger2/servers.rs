//! `schemes`, `host` and `basePath` of Swagger 2.0 become server addresses ("Swagger Object", "Operation Object").

use serde_json::{Value, json};

use super::Upgrade;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

/// The servers of the document. Without a host the address is relative to where the document was found.
/// `None` where the document has `servers` as in 3.0, and nothing of 2.0.
pub(super) fn of_document(upgrade: &mut Upgrade<'_>) -> Option<Value> {
    let has = |name: &&str| upgrade.source.contains_key(*name);
    let own = ["host", "basePath", "schemes"].iter().find(|name| has(name));
    match own {
        None if has(&"servers") => return None,
        Some(own) if has(&"servers") => {
            let (at, own) = (Pointer::from_segments(["servers"]), Pointer::from_segments([*own]));
            let (at, own) = (upgrade.place(&at), upgrade.place(&own));
            let message = "the address is given by `host`, `basePath` and `schemes`; `servers` is left out";
            let diagnostic = Diagnostic::new(&codes::SERVER, &at, message).help("keep one of the two");
            upgrade.diagnostics.report(diagnostic.at_key().related(&own, "given here"));
        }
        _ => {}
    }
    for name in ["host", "basePath"] {
        if upgrade.source.contains_key(name) {
            upgrade.record(Pointer::from_segments(["servers"]), Pointer::from_segments([name]));
            break;
        }
    }
    let schemes = upgrade.source.get("schemes").map(requested).unwrap_or_default();
    if schemes.is_empty() && upgrade.source.get("schemes").is_some_and(|all| !is_empty_list(all)) {
        without_http(upgrade, "`https` is assumed", &Pointer::from_segments(["schemes"]));
    }
    let addresses = addresses(upgrade, &schemes);
    if upgrade.source.contains_key("host") {
        for index in 0..addresses.as_array().map_or(0, Vec::len) {
            let url = Pointer::from_segments(["servers"]).index(index).child("url");
            upgrade.record(url, Pointer::from_segments(["host"]));
        }
    }
    Some(addresses)
}

/// The servers of an operation with schemes of its own; `None` where the document's address has one of them.
pub(super) fn of_operation(upgrade: &mut Upgrade<'_>, schemes: &Value, at: &Pointer) -> Option<Value> {
    let own = requested(schemes);
    if own.is_empty() {
        if !is_empty_list(schemes) {
            without_http(upgrade, "that of the document is used", at);
        }
        return None;
    }
    let shared = upgrade.source.get("schemes").map(requested).unwrap_or_default();
    let used = shared.first().copied().unwrap_or("https");
    let has_host = !text(upgrade, "host").is_empty();
    (has_host && !own.contains(&used)).then(|| addresses(upgrade, &own))
}

/// The schemes that requests can be sent with. A client prefers the protected one, whatever the order in the document.
fn requested(schemes: &Value) -> Vec<&'static str> {
    let named = |scheme: &str| schemes.as_array().into_iter().flatten().any(|one| one == scheme);
    ["https", "http"].into_iter().filter(|scheme| named(scheme)).collect()
}

fn is_empty_list(schemes: &Value) -> bool {
    schemes.as_array().is_none_or(Vec::is_empty)
}

fn without_http(upgrade: &mut Upgrade<'_>, instead: &str, at: &Pointer) {
    let message = format!("no request can be sent with any of these schemes; {instead}");
    let at = upgrade.place(at);
    upgrade.diagnostics.report(Diagnostic::new(&codes::SERVER, &at, message).help("name `https` or `http`"));
}

fn text<'a>(upgrade: &Upgrade<'a>, name: &str) -> &'a str {
    upgrade.source.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn addresses(upgrade: &Upgrade<'_>, schemes: &[&str]) -> Value {
    let base = text(upgrade, "basePath").trim_end_matches('/');
    let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
    let host = text(upgrade, "host").trim_end_matches('/');
    let addresses: Vec<String> = match (host, schemes) {
        ("", _) => vec![if base.is_empty() { "/".into() } else { base }],
        (host, []) => vec![format!("https://{host}{base}")],
        (host, schemes) => schemes.iter().map(|scheme| format!("{scheme}://{host}{base}")).collect(),
    };
    addresses.into_iter().map(|url| json!({ "url": url })).collect()
}
