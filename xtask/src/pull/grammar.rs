//! Which members of an OpenAPI document are keywords, which are names, and which are plain data.
//!
//! In: a tree and the kind of object at its root. Out: a visit of every object whose keys are keywords of the
//! specification. The difference matters: `description` below a schema is prose, below `properties` it is a
//! property of that name, and inside an `example` it is data.

use serde_json::{Map, Value};

/// An object whose keys are keywords (OpenAPI 3.0.3 and 3.1.0, section 4.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The OpenAPI Object.
    Document,
    /// The Info Object.
    Info,
    /// The Components Object.
    Components,
    /// A Path Item Object.
    PathItem,
    /// An Operation Object.
    Operation,
    /// A Parameter or Header Object.
    Parameter,
    /// A Request Body Object.
    RequestBody,
    /// A Response Object.
    Response,
    /// A Media Type Object.
    MediaType,
    /// An Encoding Object.
    Encoding,
    /// A Schema Object.
    Schema,
    /// A Callback Object: every member is a path item.
    Callback,
    /// A Server Object.
    Server,
    /// An Example Object: its `value` is data.
    Example,
    /// An object without keyword objects below it: tag, server variable, link, security scheme, external docs.
    Leaf,
}

/// What stands below a keyword.
enum Below {
    /// Facts that are kept as they are.
    Data,
    /// One object of a kind.
    One(Kind),
    /// A list of objects of a kind.
    List(Kind),
    /// A map from names to objects of a kind.
    Map(Kind),
}

/// HTTP methods that are keys of a Path Item Object.
pub(crate) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Calls `found` with every keyword object at and below `value`, the outer one first.
pub(crate) fn visit(kind: Kind, value: &mut Value, found: &mut dyn FnMut(Kind, &mut Map<String, Value>)) {
    let Value::Object(object) = value else { return };
    found(kind, object);
    for (keyword, member) in object.iter_mut() {
        match below(kind, keyword) {
            Below::Data => {}
            Below::One(kind) => visit(kind, member, found),
            Below::List(kind) | Below::Map(kind) => members(member, &mut |member| visit(kind, member, found)),
        }
    }
}

fn members(value: &mut Value, found: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(found),
        Value::Object(named) => named.values_mut().for_each(found),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn below(kind: Kind, keyword: &str) -> Below {
    match kind {
        Kind::Document => below_document(keyword),
        Kind::Info => match keyword {
            "contact" | "license" => Below::One(Kind::Leaf),
            _ => Below::Data,
        },
        Kind::Components => below_components(keyword),
        Kind::PathItem => match keyword {
            "parameters" => Below::List(Kind::Parameter),
            "servers" => Below::List(Kind::Server),
            method if METHODS.contains(&method) => Below::One(Kind::Operation),
            _ => Below::Data,
        },
        Kind::Operation => below_operation(keyword),
        Kind::Parameter => match keyword {
            "schema" => Below::One(Kind::Schema),
            "content" => Below::Map(Kind::MediaType),
            "examples" => Below::Map(Kind::Example),
            _ => Below::Data,
        },
        Kind::RequestBody => match keyword {
            "content" => Below::Map(Kind::MediaType),
            _ => Below::Data,
        },
        Kind::Response => match keyword {
            "content" => Below::Map(Kind::MediaType),
            "headers" => Below::Map(Kind::Parameter),
            "links" => Below::Map(Kind::Leaf),
            _ => Below::Data,
        },
        Kind::MediaType => match keyword {
            "schema" | "itemSchema" => Below::One(Kind::Schema),
            "examples" => Below::Map(Kind::Example),
            "encoding" => Below::Map(Kind::Encoding),
            _ => Below::Data,
        },
        Kind::Encoding => match keyword {
            "headers" => Below::Map(Kind::Parameter),
            _ => Below::Data,
        },
        Kind::Schema => below_schema(keyword),
        Kind::Callback if !keyword.starts_with("x-") && keyword != "$ref" => Below::One(Kind::PathItem),
        Kind::Server => match keyword {
            "variables" => Below::Map(Kind::Leaf),
            _ => Below::Data,
        },
        Kind::Callback | Kind::Example | Kind::Leaf => Below::Data,
    }
}

fn below_document(keyword: &str) -> Below {
    match keyword {
        "info" => Below::One(Kind::Info),
        "paths" | "webhooks" => Below::Map(Kind::PathItem),
        "components" => Below::One(Kind::Components),
        "servers" => Below::List(Kind::Server),
        "tags" => Below::List(Kind::Leaf),
        "externalDocs" => Below::One(Kind::Leaf),
        _ => Below::Data,
    }
}

fn below_components(keyword: &str) -> Below {
    match keyword {
        "schemas" => Below::Map(Kind::Schema),
        "responses" => Below::Map(Kind::Response),
        "parameters" | "headers" => Below::Map(Kind::Parameter),
        "examples" => Below::Map(Kind::Example),
        "requestBodies" => Below::Map(Kind::RequestBody),
        "securitySchemes" | "links" => Below::Map(Kind::Leaf),
        "callbacks" => Below::Map(Kind::Callback),
        "pathItems" => Below::Map(Kind::PathItem),
        _ => Below::Data,
    }
}

fn below_operation(keyword: &str) -> Below {
    match keyword {
        "parameters" => Below::List(Kind::Parameter),
        "requestBody" => Below::One(Kind::RequestBody),
        "responses" => Below::Map(Kind::Response),
        "callbacks" => Below::Map(Kind::Callback),
        "servers" => Below::List(Kind::Server),
        "externalDocs" => Below::One(Kind::Leaf),
        _ => Below::Data,
    }
}

fn below_schema(keyword: &str) -> Below {
    match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Below::Map(Kind::Schema)
        }
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Below::List(Kind::Schema),
        "items"
        | "not"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "propertyNames"
        | "contains"
        | "contentSchema"
        | "if"
        | "then"
        | "else" => Below::One(Kind::Schema),
        "externalDocs" => Below::One(Kind::Leaf),
        _ => Below::Data,
    }
}
