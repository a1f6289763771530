//! Which parts of an API came out as plain JSON values, and why.
//!
//! Where is read off the IR; why is read off the document, at the place that the IR names.

use std::fmt;

use generator::ir::{Additional, Api, TypeKind, TypeRef, TypeUse};
use generator::pointer::Place;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A value without a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Untyped {
    /// Pointer to what declares it.
    pub(super) place: String,
    /// Why nothing more is known.
    pub(super) why: Why,
}

/// Why a value has no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Why {
    /// `{}`, `true`, or nothing but prose and examples.
    NothingSaid,
    /// An object without properties and without a schema for additional ones.
    FreeForm,
    /// Properties that are not listed have no schema.
    Additional,
    /// An array without `items`.
    NoItems,
    /// Several types at once, of which no union can be made.
    SeveralTypes,
    /// `oneOf`, `anyOf` or `allOf` that no type stands for.
    Composition,
    /// A media type without a schema.
    NoSchema,
    /// Some other keywords.
    Other,
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NothingSaid => "a schema that says nothing of the type",
            Self::FreeForm => "a free-form object",
            Self::Additional => "additional properties without a schema",
            Self::NoItems => "an array without `items`",
            Self::SeveralTypes => "several types",
            Self::Composition => "`oneOf`, `anyOf` or `allOf`",
            Self::NoSchema => "a media type without a schema",
            Self::Other => "other keywords",
        })
    }
}

/// Every type, parameter and body that holds a value without a type, one entry per value.
pub(super) fn values(api: &Api, document: &Value) -> Vec<Untyped> {
    let mut found = Found { document, values: Vec::new() };
    for (_, def) in api.types.iter() {
        match &def.kind {
            TypeKind::Struct(object) => {
                object.fields.iter().for_each(|field| found.look(&field.ty, &field.at));
                if let Additional::Kept(value) = &object.additional {
                    found.inside(value, &def.at, Why::Additional);
                }
            }
            TypeKind::Enum(_) => {}
            TypeKind::Union(union) => union.variants.iter().for_each(|one| found.look(&one.ty, &def.at)),
            TypeKind::Alias(alias) => found.look(&alias.ty, &def.at),
        }
    }
    for (_, operation) in api.operations.iter() {
        operation.params.iter().for_each(|param| found.look(&param.ty, &param.at));
        let sent = operation.body.iter().flat_map(|body| &body.content);
        let received = operation.success.iter().flat_map(|response| &response.content);
        for media in sent.chain(received) {
            media.ty.iter().for_each(|ty| found.look(ty, &media.at));
        }
    }
    found.values
}

struct Found<'a> {
    document: &'a Value,
    values: Vec<Untyped>,
}

impl Found<'_> {
    fn look(&mut self, used: &TypeUse, at: &Place) {
        let why = match &used.ty {
            TypeRef::Any => why(self.document, at),
            TypeRef::List(_) => Why::NoItems,
            TypeRef::Map(_) => Why::FreeForm,
            TypeRef::Tuple(_) | TypeRef::Named(_) | TypeRef::Scalar(_) => Why::NothingSaid,
        };
        self.inside(used, at, why);
    }

    fn inside(&mut self, used: &TypeUse, at: &Place, why: Why) {
        match &used.ty {
            TypeRef::Any => self.values.push(Untyped { place: at.pointer.as_str().to_owned(), why }),
            TypeRef::List(item) | TypeRef::Map(item) => self.inside(item, at, why),
            TypeRef::Tuple(items) => items.iter().for_each(|item| self.inside(item, at, Why::NothingSaid)),
            TypeRef::Named(_) | TypeRef::Scalar(_) => {}
        }
    }
}

fn why(document: &Value, at: &Place) -> Why {
    let Some(mut node) = document.pointer(at.pointer.as_str()) else { return Why::Other };
    // A chain of references ends: cyclic ones are errors. The limit keeps a broken document from turning in circles.
    for _ in 0..16 {
        let target = node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        match target.and_then(|target| document.pointer(target)) {
            Some(next) => node = next,
            None => break,
        }
    }
    let node = node.get("schema").unwrap_or(node);
    match node {
        Value::Bool(_) => Why::NothingSaid,
        Value::Object(schema) => of_schema(schema),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => Why::Other,
    }
}

fn of_schema(schema: &Map<String, Value>) -> Why {
    let has = |names: &[&str]| names.iter().any(|name| schema.contains_key(*name));
    if has(&["oneOf", "anyOf", "allOf"]) {
        return Why::Composition;
    }
    match schema.get("type") {
        Some(Value::Array(types)) if types.len() > 1 => Why::SeveralTypes,
        Some(Value::String(one)) if one == "array" => Why::NoItems,
        Some(Value::String(one)) if one == "object" => Why::FreeForm,
        Some(_) => Why::Other,
        None if has(&["enum", "const", "properties", "items", "not", "$ref"]) => Why::Other,
        None if has(&["content", "in"]) => Why::NoSchema,
        None => Why::NothingSaid,
    }
}

#[cfg(test)]
mod tests {
    use generator::pointer::{Place, Pointer};
    use serde_json::json;

    use super::{Why, why};

    #[test]
    fn the_document_tells_why() {
        let document = json!({
            "components": {"schemas": {
                "Nothing": {"description": "a"},
                "Free": {"type": "object"},
                "Several": {"type": ["string", "object"]},
                "One": {"oneOf": []},
                "Ref": {"$ref": "#/components/schemas/Free"},
            }},
        });
        let why =
            |name| why(&document, &Place::document(Pointer::from_segments(["components", "schemas", name])));
        assert_eq!(why("Nothing"), Why::NothingSaid);
        assert_eq!(why("Free"), Why::FreeForm);
        assert_eq!(why("Several"), Why::SeveralTypes);
        assert_eq!(why("One"), Why::Composition);
        assert_eq!(why("Ref"), Why::FreeForm);
    }
}
