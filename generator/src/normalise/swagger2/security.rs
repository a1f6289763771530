//! Security definitions of Swagger 2.0.

use serde_json::{Map, Value, json};

use super::Upgrade;
use crate::pointer::Pointer;

/// Rewrites `securityDefinitions` as `components.securitySchemes`, which stand at `to`.
pub(super) fn schemes(upgrade: &mut Upgrade<'_>, definitions: &Map<String, Value>, to: &Pointer) -> Value {
    let rewritten = definitions.iter().map(|(name, scheme)| {
        let from = Pointer::from_segments(["securityDefinitions", name]);
        (name.clone(), scheme_of(upgrade, scheme, &from, &to.child(name)))
    });
    Value::Object(rewritten.collect())
}

fn scheme_of(upgrade: &mut Upgrade<'_>, scheme: &Value, from: &Pointer, to: &Pointer) -> Value {
    let Some(members) = scheme.as_object() else { return scheme.clone() };
    let mut target = members.clone();
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => {
            target.insert("type".into(), json!("http"));
            target.insert("scheme".into(), json!("basic"));
        }
        // One with `flows` is written as in 3.0.
        Some("oauth2") if !members.contains_key("flows") => {
            let flow = match members.get("flow").and_then(Value::as_str) {
                Some("implicit") => Some("implicit"),
                Some("password") => Some("password"),
                Some("application") => Some("clientCredentials"),
                Some("accessCode") => Some("authorizationCode"),
                // Told before.
                Some(_) | None => None,
            };
            let mut parts = Map::new();
            for name in ["authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(value) = target.shift_remove(name) {
                    parts.insert(name.into(), value);
                }
            }
            target.shift_remove("flow");
            let flows = to.child("flows");
            upgrade.record(flows.clone(), from.child("flow"));
            upgrade.record(flows.child(flow.unwrap_or_default()), from.clone());
            let listed = flow.map(|flow| (flow.to_owned(), Value::Object(parts)));
            target.insert("flows".into(), Value::Object(listed.into_iter().collect()));
        }
        _ => {}
    }
    Value::Object(target)
}
