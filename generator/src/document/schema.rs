//! A typed view of one Schema Object, read from the tree.
//!
//! It speaks OpenAPI 3.0 and JSON Schema 2020-12 at once, because documents mix them. An accessor whose
//! keyword has the wrong type answers as if the keyword were absent: the check for types is not here.

use serde_json::{Map, Number, Value};

use super::Node;
use crate::ir::{Bound, Constraints, JsonType};
use crate::pointer::Place;

/// A Schema Object (or a boolean schema) and where it stands.
#[derive(Clone, Debug)]
pub struct SchemaView<'a> {
    /// The schema as it is written.
    pub value: &'a Value,
    /// Where it stands.
    pub at: Place,
    /// Only the schema's own keywords are meant, without `$ref`, `allOf`, `oneOf` and `anyOf`.
    pub own_only: bool,
}

/// Keywords that say something about a schema without changing which values are valid.
const ANNOTATIONS: [&str; 18] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "xml",
    "externalDocs",
    "discriminator",
    "$comment",
    "$defs",
    "definitions",
    "$id",
    "$schema",
    "$anchor",
];

/// Keywords that bound a value but do not say what it is.
const BOUNDS: [&str; 13] = [
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

impl<'a> SchemaView<'a> {
    /// The view of a node.
    pub fn new(node: Node<'a>) -> Self {
        Self { value: node.value, at: node.at, own_only: false }
    }

    /// The same schema, reduced to its own keywords.
    #[must_use]
    pub fn own_keywords(&self) -> Self {
        Self { own_only: true, ..self.clone() }
    }

    fn node(&self) -> Node<'a> {
        Node { value: self.value, at: self.at.clone() }
    }

    /// The keywords; `None` for a boolean schema.
    pub fn keywords(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// True when the keyword is written, whatever its value.
    pub fn has(&self, keyword: &str) -> bool {
        self.value.get(keyword).is_some()
    }

    /// The text of a keyword.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.value.get(keyword)?.as_str()
    }

    fn flag(&self, keyword: &str) -> bool {
        self.value.get(keyword).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The schema at a keyword that holds one.
    pub fn schema(&self, keyword: &str) -> Option<Self> {
        let node = self.node().get(keyword)?;
        (node.value.is_object() || node.value.is_boolean()).then(|| Self::new(node))
    }

    /// The schemas at a keyword that holds a list of them.
    pub fn schemas(&self, keyword: &str) -> Vec<Self> {
        let list = self.node().get(keyword);
        list.iter().flat_map(Node::items).map(Self::new).collect()
    }

    /// The schemas at a keyword that holds a map of them, in document order.
    pub fn named_schemas(&self, keyword: &str) -> Vec<(&'a str, Self)> {
        let map = self.node().get(keyword);
        map.iter().flat_map(Node::members).map(|(name, node)| (name, Self::new(node))).collect()
    }

    /// One of the schemas of a keyword that names them: a property, found without a look at the others.
    pub fn named_schema(&self, keyword: &str, name: &str) -> Option<Self> {
        self.node().get(keyword)?.get(name).map(Self::new)
    }

    /// `$ref`.
    pub fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// `type` without `null`: one name in OpenAPI 3.0, a list in JSON Schema 2020-12.
    pub fn types(&self) -> Vec<JsonType> {
        let names: Vec<&str> = match self.value.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        names.into_iter().filter_map(json_type).collect()
    }

    /// True when the schema itself says that null is valid: `nullable`, `type`, `enum` or `const`.
    pub fn says_nullable(&self) -> bool {
        let in_type = match self.value.get("type") {
            Some(Value::String(name)) => name == "null",
            Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
            _ => false,
        };
        let in_enum =
            self.value.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(&Value::Null));
        in_type || in_enum || self.flag("nullable") || self.value.get("const") == Some(&Value::Null)
    }

    /// True when the only valid value is null.
    pub fn is_only_null(&self) -> bool {
        let only = |keyword: &str| match self.value.get(keyword) {
            Some(Value::Array(values)) => {
                !values.is_empty() && values.iter().all(|value| value.is_null() || value == "null")
            }
            _ => false,
        };
        self.text("type") == Some("null")
            || only("type")
            || (only("enum") && !self.enum_values().iter().any(|value| value.is_string()))
            || self.value.get("const") == Some(&Value::Null)
    }

    /// `enum`, or `const` as a list of one; empty when neither is there.
    pub fn enum_values(&self) -> Vec<&'a Value> {
        match (self.value.get("enum"), self.value.get("const")) {
            (Some(Value::Array(values)), _) => values.iter().collect(),
            (_, Some(constant)) => vec![constant],
            _ => Vec::new(),
        }
    }

    /// `required`.
    pub fn required(&self) -> Vec<&'a str> {
        let names = self.value.get("required").and_then(Value::as_array);
        names.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// `readOnly`.
    pub fn read_only(&self) -> bool {
        self.flag("readOnly")
    }

    /// `writeOnly`.
    pub fn write_only(&self) -> bool {
        self.flag("writeOnly")
    }

    /// `deprecated`.
    pub fn deprecated(&self) -> bool {
        self.flag("deprecated")
    }

    /// `default`.
    pub fn default_value(&self) -> Option<&'a Value> {
        self.value.get("default")
    }

    /// `example`, or the first of `examples`.
    pub fn example(&self) -> Option<&'a Value> {
        self.value.get("example").or_else(|| self.value.get("examples")?.as_array()?.first())
    }

    /// `discriminator.propertyName`.
    pub fn discriminator(&self) -> Option<&'a str> {
        self.value.get("discriminator")?.get("propertyName")?.as_str()
    }

    /// `discriminator.mapping`, in document order.
    pub fn mapping(&self) -> Vec<(&'a str, &'a str)> {
        let mapping = self.value.get("discriminator").and_then(|one| one.get("mapping"));
        let members = mapping.and_then(Value::as_object).into_iter().flatten();
        members.filter_map(|(tag, target)| Some((tag.as_str(), target.as_str()?))).collect()
    }

    /// `discriminator.defaultMapping` (OpenAPI 3.2.0, "Discriminator Object").
    pub fn default_mapping(&self) -> Option<&'a str> {
        self.value.get("discriminator")?.get("defaultMapping")?.as_str()
    }

    /// A list of texts at an extension such as `x-enum-varnames`, by position.
    pub fn texts(&self, keywords: &[&str]) -> Vec<Option<&'a str>> {
        let list = keywords.iter().find_map(|keyword| self.value.get(*keyword)?.as_array());
        list.into_iter().flatten().map(Value::as_str).collect()
    }

    /// True for the schema that no value fits: `false`, or `not` anything.
    pub fn is_never(&self) -> bool {
        let anything =
            |schema: &Value| *schema == Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty);
        *self.value == Value::Bool(false) || self.value.get("not").is_some_and(anything)
    }

    /// True when no keyword restricts the values or says what they are.
    pub fn is_annotation(&self) -> bool {
        self.asserts_nothing_but(&[])
    }

    /// True when the keywords, apart from those in the list, bound values but do not say what they are.
    pub fn only_bounds_besides(&self, also: &[&str]) -> bool {
        self.asserts_nothing_but(&[&BOUNDS, also].concat())
    }

    /// True when only `required`, `not` and the like are left: nothing that gives a value a type.
    pub fn is_only_validation(&self) -> bool {
        self.asserts_nothing_but(&[
            "required",
            "not",
            "dependentRequired",
            "dependencies",
            "if",
            "then",
            "else",
        ])
    }

    /// True when every keyword is an annotation, an extension or in the list.
    pub fn asserts_nothing_but(&self, also: &[&str]) -> bool {
        match self.value {
            Value::Object(keywords) => keywords.keys().all(|keyword| {
                keyword.starts_with("x-")
                    || ANNOTATIONS.contains(&keyword.as_str())
                    || also.contains(&keyword.as_str())
            }),
            Value::Bool(any) => *any,
            _ => true,
        }
    }

    fn count(&self, keyword: &str) -> Option<u64> {
        // `10.0` is a valid way to write 10 (JSON Schema 2020-12, section 4.2.3).
        let number = self.value.get(keyword)?;
        number.as_u64().or_else(|| {
            let text = number.as_f64().filter(|value| value.fract() == 0.0 && *value >= 0.0)?.to_string();
            text.parse().ok()
        })
    }

    /// A bound in either spelling: `exclusiveMinimum: true` beside `minimum`, or a number of its own, which then holds beside
    /// the other.
    fn bound(&self, inclusive: &str, exclusive: &str, wins: fn(&f64, &f64) -> bool) -> Option<Bound> {
        let number = |keyword: &str| match self.value.get(keyword) {
            Some(Value::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let open = number(exclusive).map(|value| Bound { value, exclusive: true });
        let closed = number(inclusive).map(|value| Bound { value, exclusive: self.flag(exclusive) });
        Bound::tighter(open, closed, wins)
    }

    /// The keywords that bound a value (JSON Schema validation, section 6).
    pub fn constraints(&self) -> Constraints {
        let multiple_of = match self.value.get("multipleOf") {
            Some(Value::Number(number)) => Some(Number::clone(number)),
            _ => None,
        };
        Constraints {
            min_length: self.count("minLength"),
            max_length: self.count("maxLength"),
            patterns: self.text("pattern").map(str::to_owned).into_iter().collect(),
            minimum: self.bound("minimum", "exclusiveMinimum", f64::gt),
            maximum: self.bound("maximum", "exclusiveMaximum", f64::lt),
            multiple_of,
            min_items: self.count("minItems"),
            max_items: self.count("maxItems"),
            unique_items: self.flag("uniqueItems"),
            min_properties: self.count("minProperties"),
            max_properties: self.count("maxProperties"),
            only: self.only_boolean(),
            format: None,
        }
    }

    /// The boolean that is the only one among the constants, null aside.
    fn only_boolean(&self) -> Option<bool> {
        let mut constants = self.enum_values().into_iter().filter(|value| !value.is_null());
        let first = constants.next()?.as_bool()?;
        constants.all(|other| other.as_bool() == Some(first)).then_some(first)
    }
}

fn json_type(name: &str) -> Option<JsonType> {
    Some(match name {
        "boolean" => JsonType::Boolean,
        "integer" => JsonType::Integer,
        "number" => JsonType::Number,
        // Swagger 2.0 has `file` where OpenAPI has a string of format `binary`.
        "string" | "file" => JsonType::String,
        "array" => JsonType::Array,
        "object" => JsonType::Object,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Node, SchemaView};
    use crate::ir::JsonType;
    use crate::pointer::Place;

    #[test]
    fn null_is_recognised_in_every_spelling() {
        for (schema, nullable) in [
            (json!({"type": "string", "nullable": true}), true),
            (json!({"type": ["string", "null"]}), true),
            (json!({"enum": ["a", null]}), true),
            (json!({"const": null}), true),
            (json!({"type": "null"}), true),
            (json!({"type": "string"}), false),
        ] {
            let view = SchemaView::new(Node { value: &schema, at: Place::default() });
            assert_eq!(view.says_nullable(), nullable, "{schema}");
        }
    }

    #[test]
    fn bounds_are_read_in_both_spellings() {
        let old = json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 9});
        let new = json!({"exclusiveMinimum": 1, "maximum": 9});
        let read = |value| SchemaView::new(Node { value, at: Place::default() }).constraints();
        assert_eq!(read(&old), read(&new));
        assert!(read(&new).minimum.is_some_and(|bound| bound.exclusive));
        assert!(read(&new).maximum.is_some_and(|bound| !bound.exclusive));
    }

    #[test]
    fn of_two_bounds_at_one_side_the_narrower_one_is_kept() {
        let read = |value: &Value| SchemaView::new(Node { value, at: Place::default() }).constraints();
        for (both, only) in [
            (json!({"minimum": 5, "exclusiveMinimum": 3}), json!({"minimum": 5})),
            (json!({"minimum": 3, "exclusiveMinimum": 3}), json!({"exclusiveMinimum": 3})),
            (json!({"maximum": 5, "exclusiveMaximum": 3}), json!({"exclusiveMaximum": 3})),
            (json!({"maximum": 3, "exclusiveMaximum": 5}), json!({"maximum": 3})),
        ] {
            assert_eq!(read(&both), read(&only), "{both}");
        }
    }

    #[test]
    fn type_lists_are_read_without_null() {
        let schema = json!({"type": ["string", "null", "integer"]});
        let view = SchemaView::new(Node { value: &schema, at: Place::default() });
        assert_eq!(view.types(), [JsonType::String, JsonType::Integer]);
    }
}
