//! Security definitions of Swagger 2.0.

use serde_json::{Map, Value, json};

/// Rewrites `securityDefinitions` as `components.securitySchemes`.
pub(super) fn schemes(definitions: &Map<String, Value>) -> Value {
    let rewritten = definitions.iter().map(|(name, scheme)| (name.clone(), scheme_of(scheme)));
    Value::Object(rewritten.collect())
}

fn scheme_of(scheme: &Value) -> Value {
    let Some(members) = scheme.as_object() else { return scheme.clone() };
    let mut target = members.clone();
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => {
            target.insert("type".into(), json!("http"));
            target.insert("scheme".into(), json!("basic"));
        }
        Some("oauth2") => {
            let flow = match members.get("flow").and_then(Value::as_str) {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some(other) => other,
                None => "implicit",
            };
            let mut parts = Map::new();
            for name in ["authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(value) = target.shift_remove(name) {
                    parts.insert(name.into(), value);
                }
            }
            parts.entry("scopes").or_insert_with(|| json!({}));
            target.shift_remove("flow");
            target.insert("flows".into(), json!({ flow: parts }));
        }
        _ => {}
    }
    Value::Object(target)
}
