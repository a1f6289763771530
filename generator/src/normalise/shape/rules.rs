//! What tables cannot say: members that depend on other members.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::model::{Object, Version};
use super::schema_table::SCHEMA;
use super::{
    Check, Reference, constants, contents, exclusive, item_lists, names, patterns, samples, servers,
    swagger2, types, uniqueness,
};
use crate::diagnostics::codes;
use crate::pointer::Pointer;

/// Repairs that must come before the members are checked one by one.
pub(super) fn before(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &Object) {
    if check.version == Version::V20 {
        swagger2::before(check, members, object);
        return;
    }
    match object.name {
        "Schema" => required_in_properties(check, members),
        "Operation" => operation(check, members),
        "Parameter" | "Header" => contents::schema_in_place(check, members, object.name),
        // What is inside of a header that is left out is no second mistake.
        "Response" | "Encoding" => names::headers(check, members),
        _ => {}
    }
}

/// Checks that need the members in their final form.
pub(super) fn after(check: &mut Check<'_>, members: &mut Map<String, Value>, object: &Object) {
    if check.version == Version::V20 {
        swagger2::after(check, members, object);
        return;
    }
    match object.name {
        "OpenAPI" => document(check, members),
        "Server" => servers::server(check, members),
        "Components" => names::components(check, members),
        "Paths" => {
            names::paths(check, members);
            uniqueness::paths(check, members);
        }
        "Schema" => {
            empty_choices(check, members);
            nameless_discriminator(check, members);
            if members.contains_key("discriminator") {
                check.discriminators.push(Pointer::parse(&check.path));
            }
            types::known(check, members);
            item_lists::told(check, members);
            exclusive::told(check, members);
            constants::default(check, members);
            constants::bounds(check, members);
            patterns::pattern(check, members);
            samples::of_schema(check, members);
        }
        "Discriminator" => mapping(check, members),
        "Parameter" => {
            parameter(check, members);
            names::sent_name(check, members);
            names::media_types(check, members);
            samples::of_parameter(check, members);
        }
        "Header" => {
            names::media_types(check, members);
            contents::one_description(check, members, object.name);
            contents::style(check, members, "header");
            samples::of_parameter(check, members);
        }
        "Media Type" => samples::of_media_type(check, members),
        "Request Body" | "Response" => names::media_types(check, members),
        "Responses" => names::statuses(check, members),
        "Encoding" => contents::style(check, members, "form body"),
        "Security Scheme" => security_scheme(check, members),
        _ => {}
    }
}

/// Notes the entries of a mapping; whether they lead anywhere is for later.
fn mapping(check: &mut Check<'_>, members: &Map<String, Value>) {
    if let Some(Value::String(target)) = members.get("defaultMapping") {
        let at = check.place().pointer.child("defaultMapping");
        check.mappings.push(Reference { at, target: target.clone(), kind: SCHEMA.name });
    }
    let Some(Value::Object(entries)) = members.get("mapping") else { return };
    let at = check.place().pointer.child("mapping");
    check.mappings.extend(entries.iter().filter_map(|(tag, target)| {
        let target = target.as_str()?.to_owned();
        Some(Reference { at: at.child(tag), target, kind: SCHEMA.name })
    }));
}

/// `required: true` on a property (JSON Schema draft 3, and a common slip) means that its owner requires it.
fn required_in_properties(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let mut required = Vec::new();
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        for (name, property) in properties {
            let Value::Object(property) = property else { continue };
            let Some(Value::Bool(value)) = property.get("required") else { continue };
            let message = if *value {
                required.push(name.clone());
                format!("`required` must be a list of text, not `true`; `{name}` is read as required")
            } else {
                "`required` must be a list of text, not `false`; it is left out".to_owned()
            };
            property.shift_remove("required");
            check.within("properties", |check| {
                check.within(name, |check| {
                    check.within("required", |check| check.report(&codes::REPAIRED, message));
                });
            });
        }
    }
    if required.is_empty() {
        return;
    }
    if let Value::Array(names) = members.entry("required").or_insert_with(|| json!([])) {
        let known: BTreeSet<String> = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        names.extend(required.into_iter().filter(|name| !known.contains(name)).map(Value::String));
    }
}

/// OpenAPI 3.1.1, "OpenAPI Object": one of `paths`, `components` and `webhooks` must be there.
fn document(check: &mut Check<'_>, members: &Map<String, Value>) {
    if !["paths", "components", "webhooks"].iter().any(|name| members.contains_key(*name)) {
        check.report(&codes::KEYWORD_ASSUMED, "`paths` is missing, and there is nothing else".to_owned());
    }
    if let Some(Value::Array(listed)) = members.get("servers") {
        check.within("servers", |check| servers::names(check, listed));
    }
    let ids = std::mem::take(&mut check.operation_ids);
    uniqueness::operation_ids(check, &ids);
}

/// "Responses Object": there is at least one. Notes the id for [`uniqueness`].
fn operation(check: &mut Check<'_>, members: &Map<String, Value>) {
    if members.get("responses").and_then(Value::as_object).is_some_and(Map::is_empty) {
        let message = "the operation has no response; any success is taken for one without a body".to_owned();
        names::at_key(check, "responses", &codes::NO_RESPONSE, message);
    }
    if let Some(Value::String(id)) = members.get("operationId") {
        let at = Pointer::parse(&check.path).child("operationId");
        check.operation_ids.push(uniqueness::OperationId { at, id: id.clone() });
    }
}

/// "Discriminator Object": a property without a name is none; the variants are told apart as without it.
fn nameless_discriminator(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let name = members.get("discriminator").and_then(|discriminator| discriminator.get("propertyName"));
    if name.and_then(Value::as_str) == Some("") {
        members.shift_remove("discriminator");
        let message = "`propertyName` must not be empty; the discriminator is left out".to_owned();
        check.within("discriminator", |check| {
            check.within("propertyName", |check| check.report(&codes::REPAIRED, message));
            // Its mapping selects nothing any more, so that nobody asks where it leads.
            let at = check.place().pointer;
            check.mappings.retain(|entry| !entry.at.is_within(&at));
        });
    }
}

/// JSON Schema, "Keywords for Applying Subschemas With Logic": a choice needs something to choose from.
fn empty_choices(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    for name in ["allOf", "anyOf", "oneOf"] {
        if members.get(name).and_then(Value::as_array).is_some_and(Vec::is_empty) {
            check.within(name, |check| {
                check.report(&codes::REPAIRED, format!("`{name}` must not be empty; it is left out"));
            });
            members.shift_remove(name);
        }
    }
}

/// OpenAPI 3.0.3, "Parameter Object": path parameters are required; a schema or a media type says what it is.
fn parameter(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let is_path = members.get("in").is_some_and(|location| location == "path");
    if is_path && members.get("required") != Some(&Value::Bool(true)) {
        if !check.told.contains("required") {
            let message = "a path parameter must say `required: true`; it is assumed".to_owned();
            check.report(&codes::KEYWORD_ASSUMED, message);
        }
        members.insert("required".to_owned(), Value::Bool(true));
    }
    if members.contains_key("name") {
        contents::one_description(check, members, "Parameter");
    }
    let location = members.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    contents::style(check, members, &location);
}

/// OpenAPI 3.0.3, "Security Scheme Object": what each type requires.
fn security_scheme(check: &mut Check<'_>, members: &mut Map<String, Value>) {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let needed: &[&str] = match kind.as_str() {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        "openIdConnect" => &["openIdConnectUrl"],
        _ => &[],
    };
    for name in needed {
        if !members.contains_key(*name) && !check.told.contains(name) {
            let message = format!("`{name}` is missing; a security scheme of type `{kind}` requires it");
            check.report(&codes::MISSING_KEYWORD, message);
        }
    }
    names::credential(check, members);
    if let Some(Value::Object(flows)) = members.get_mut("flows") {
        check.within("flows", |check| servers::flows(check, flows));
    }
    if let Some(url) =
        members.get("openIdConnectUrl").and_then(Value::as_str).filter(|_| kind == "openIdConnect")
    {
        servers::address(check, "openIdConnectUrl", url);
    }
}
