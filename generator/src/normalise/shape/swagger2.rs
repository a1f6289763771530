//! Is a Swagger 2.0 document what its specification says? It is checked as it is written, before it is rewritten as OpenAPI 3.0:
//! what 3.0 has no place for would be lost without a word, and what is moved would be told by names that the text does not have.

use serde_json::{Map, Value, json};

use super::model::{Object, Version};
use super::names::at_key;
use super::schema_table::SCHEMA;
use super::swagger2_tables::DOCUMENT_2;
use super::{Check, Reference, Told, addresses};
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, codes};
use crate::normalise::swagger2::parameters::SCHEMA_KEYWORDS;
use crate::pointer::Place;

/// What to do about a keyword of OpenAPI 3.
pub(super) const LATER: &str = "write the document as OpenAPI 3, or this as Swagger 2.0 does";

impl Check<'_> {
    /// Checks and repairs the document; gives what the check of the rewritten one must not tell again.
    pub(super) fn swagger2(mut self, tree: &mut Value) -> Told {
        self.version = Version::V20;
        if let Value::Object(members) = tree {
            self.swagger_version(members);
            self.object(members, &DOCUMENT_2);
            references(&mut self, members);
        }
        self.before
    }
}

/// A reference to where OpenAPI 3 has what this document has elsewhere leads to it once the document is rewritten, and to nothing as
/// it is written.
fn references(check: &mut Check<'_>, members: &Map<String, Value>) {
    const MOVED: [(&str, &str); 3] =
        [("schemas", "definitions"), ("parameters", "parameters"), ("responses", "responses")];
    for Reference { at, target, .. } in std::mem::take(&mut check.references) {
        let meant = MOVED.iter().find_map(|(later, list)| {
            let name = target.strip_prefix(&format!("#/components/{later}/"))?;
            Some((list, name)).filter(|_| members.contains_key(*list))
        });
        if let Some((list, name)) = meant.filter(|_| !members.contains_key("components")) {
            let told = target.escape_debug();
            let message =
                format!("`{told}` is a place of OpenAPI 3; it is read as `#/{list}/{}`", name.escape_debug());
            let at = Place::document(at);
            check.diagnostics.report(Diagnostic::new(&codes::REPAIRED, &at, message));
        }
    }
}

/// Repairs that must come before the members are checked one by one.
pub(super) fn before(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &Object) {
    if object.name == "Parameter" && is_in(members, "body") {
        schema_of_body(check, members);
    }
}

/// Checks that need the members in their final form.
pub(super) fn after(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &Object) {
    match object.name {
        "Swagger" => {
            schemes(check, members);
            addresses::host(check, members);
        }
        "Operation" => schemes(check, members),
        "Parameter" => parameter(check, members),
        "Header" => typed(check, members),
        "Security Scheme" => flow(check, members),
        "Schema" => discriminator(check, members),
        _ => {}
    }
}

/// Tells of what is said as in OpenAPI 3.0.
fn later(check: &mut Check<'_>, key: &str, what: &str) {
    let message = format!("{what} came with OpenAPI 3.0; this document says 2.0");
    check.within(key, |check| {
        let diagnostic = Diagnostic::new(&codes::LATER_KEYWORD, &check.place(), message).at_key();
        check.diagnostics.report(diagnostic.help(LATER));
    });
}

fn is_in(members: &Map<String, Value>, location: &str) -> bool {
    members.get("in").is_some_and(|value| value == location)
}

/// "Parameter Object": the type of a body stands in `schema`. One that stands beside its name is plainly meant.
fn schema_of_body(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    if members.contains_key("schema") || !members.get("type").is_some_and(Value::is_string) {
        return;
    }
    let stays = |key: &str| {
        matches!(key, "description" | "collectionFormat")
            || !(SCHEMA_KEYWORDS.contains(&key) || SCHEMA.members.iter().any(|member| member.name == key))
    };
    let mut schema = Map::new();
    for (key, value) in std::mem::take(members) {
        if stays(&key) || (key == "required" && !value.is_array()) {
            members.insert(key, value);
        } else {
            schema.insert(key, value);
        }
    }
    let names: Vec<String> = schema.keys().map(|keyword| format!("`{keyword}`")).collect();
    let message = format!(
        "the type of a body stands in `schema`; what is beside its name is read as one: {}",
        names.join(", ")
    );
    at_key(check, "type", &codes::REPAIRED, message);
    let place = check.place();
    let written = check.origins.locate(&place.pointer);
    check.origins.set(place.pointer.child("schema"), written);
    members.insert("schema".to_owned(), Value::Object(schema));
}

/// "Parameter Object": what each location demands.
fn parameter(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    location(check, members);
    match members.get("in").and_then(Value::as_str) {
        Some("body") => body(check, members),
        Some(_) => {
            if members.contains_key("schema") {
                later(check, "schema", "`schema` outside of a body");
            }
            typed(check, members);
        }
        None => {}
    }
}

/// "Parameter Object": there are five locations.
fn location(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    const LOCATIONS: [&str; 5] = ["query", "header", "path", "formData", "body"];
    let Some(Value::String(location)) = members.get_mut("in") else { return };
    if LOCATIONS.contains(&location.as_str()) {
        return;
    }
    if location == "cookie" {
        later(check, "in", "`in: cookie`");
        return;
    }
    check.within("in", |check| {
        let place = check.place();
        let told = location.escape_debug().to_string();
        if let Some(known) = LOCATIONS.iter().find(|known| known.eq_ignore_ascii_case(location)) {
            let message = format!("`{told}` is no location of a parameter; it is read as `{known}`");
            check.diagnostics.report(Diagnostic::new(&codes::REPAIRED, &place, message));
            (*known).clone_into(location);
            return;
        }
        let message = format!("`{told}` is no location of a parameter");
        let diagnostic = Diagnostic::new(&codes::WRONG_TYPE, &place, message);
        check.diagnostics.report(match nearest(location, LOCATIONS) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic.help("there are `query`, `header`, `path`, `formData` and `body`"),
        });
    });
}

/// A body is described by its schema alone.
fn body(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let beside = |key: &&String| {
        SCHEMA_KEYWORDS.contains(&key.as_str())
            || matches!(key.as_str(), "collectionFormat" | "allowEmptyValue")
    };
    let beside: Vec<String> = members.keys().filter(beside).cloned().collect();
    for key in beside {
        let message = format!("`{key}` means nothing beside the name of a body; it is left out");
        at_key(check, &key, &codes::REPAIRED, message);
        members.shift_remove(&key);
    }
    if !members.contains_key("schema") {
        if !check.told.contains("schema") {
            let message = "`schema` is missing, which a body requires; any value is assumed".to_owned();
            check.report(&codes::KEYWORD_ASSUMED, message);
        }
        members.insert("schema".to_owned(), json!({}));
    }
}

/// "Parameter Object", "Header Object": what is no body has a type.
fn typed(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let elsewhere = ["schema", "content"].iter().find(|keyword| members.contains_key(**keyword));
    if let Some(elsewhere) = elsewhere {
        let beside = |key: &&String| SCHEMA_KEYWORDS.contains(&key.as_str());
        let beside: Vec<String> = members.keys().filter(beside).cloned().collect();
        for key in beside {
            let message = format!("`{key}` means nothing beside `{elsewhere}`; it is left out");
            at_key(check, &key, &codes::REPAIRED, message);
            members.shift_remove(&key);
        }
        return;
    }
    if !SCHEMA_KEYWORDS.iter().any(|keyword| members.contains_key(*keyword)) {
        let message = "`type` is missing; `string` is assumed".to_owned();
        check.report(&codes::KEYWORD_ASSUMED, message);
        members.insert("type".to_owned(), json!("string"));
    }
}

/// "Swagger Object": the schemes that there are.
fn schemes(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];
    let Some(Value::Array(schemes)) = members.get_mut("schemes") else { return };
    let known = |value: &Value| value.as_str().is_some_and(|scheme| SCHEMES.contains(&scheme));
    let mended = |check: &mut Check<'_>, value: &mut Value| {
        let Value::String(scheme) = value else { return true };
        let told = scheme.escape_debug().to_string();
        if let Some(known) = SCHEMES.iter().find(|known| known.eq_ignore_ascii_case(scheme)) {
            check.report(&codes::REPAIRED, format!("`{told}` is no scheme; it is read as `{known}`"));
            (*known).clone_into(scheme);
            return true;
        }
        let message = format!("`{told}` is no scheme; it is left out");
        let help = match nearest(scheme, SCHEMES) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "name `https` or `http`".to_owned(),
        };
        let diagnostic = Diagnostic::new(&codes::SERVER, &check.place(), message).help(help);
        check.diagnostics.report(diagnostic);
        false
    };
    check.within("schemes", |check| check.items(schemes, known, mended, |_, _| ()));
}

/// "Security Scheme Object": the flows that there are, some by other names than in 3.0.
fn flow(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    const FLOWS: [&str; 4] = ["implicit", "password", "application", "accessCode"];
    let is_oauth2 = members.get("type").is_some_and(|kind| kind == "oauth2");
    if !is_oauth2 || members.contains_key("flows") {
        return;
    }
    let Some(Value::String(flow)) = members.get_mut("flow") else {
        if !check.told.contains("flow") {
            let message = "`flow` is missing; a security scheme of type `oauth2` requires it".to_owned();
            check.report(&codes::MISSING_KEYWORD, message);
        }
        return;
    };
    if FLOWS.contains(&flow.as_str()) {
        return;
    }
    let told = flow.escape_debug().to_string();
    let same = match flow.as_str() {
        "clientCredentials" => Some("application"),
        "authorizationCode" => Some("accessCode"),
        other => FLOWS.into_iter().find(|known| known.eq_ignore_ascii_case(other)),
    };
    if let Some(known) = same {
        known.clone_into(flow);
        let message = format!("`{told}` is no flow of Swagger 2.0; it is read as `{known}`");
        check.within("flow", |check| check.report(&codes::REPAIRED, message));
        return;
    }
    let help = match nearest(flow, FLOWS) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "there are `implicit`, `password`, `application` and `accessCode`".to_owned(),
    };
    check.within("flow", |check| {
        let message = format!("`{told}` is no flow of Swagger 2.0");
        check.diagnostics.report(Diagnostic::new(&codes::WRONG_TYPE, &check.place(), message).help(help));
    });
}

/// "Schema Object": the discriminator is the name of a property.
fn discriminator(check: &mut Check<'_>, members: &Map<String, Value>) {
    if members.get("discriminator").is_some_and(Value::is_object) {
        later(check, "discriminator", "a mapping as `discriminator`");
    }
}
