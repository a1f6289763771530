//! Every mapping of a file that is a schema, as far as the object model tells.
//!
//! In: the tree of a file. Out: the mappings, each with its pointer, in document order. Examples, constants, defaults
//! and extensions hold data, whatever its keys are called.

use serde_json::{Map, Value};

use super::fit::fits;
use super::model::{Object, Others, Shape};
use super::schema_table::SCHEMA;
use super::walk::Wanted;
use crate::pointer::Pointer;

/// Calls `visit` with every schema of a whole file.
///
/// Where the tables do not lead (`definitions` beside `components`, files that hold a bare list of definitions), every
/// mapping may be a schema.
pub fn schemas(tree: &Value, visit: &mut dyn FnMut(&Pointer, &Map<String, Value>)) {
    let whole = Wanted::whole(tree);
    let mut walk = Walk { at: Pointer::root(), visit };
    match whole.name() {
        Some(name) if name == SCHEMA.name => walk.anything(tree),
        _ => walk.node(tree, whole.shape()),
    }
}

struct Walk<'a> {
    at: Pointer,
    visit: &'a mut dyn FnMut(&Pointer, &Map<String, Value>),
}

impl Walk<'_> {
    fn node(&mut self, value: &Value, shape: Shape) {
        match (shape, value) {
            (Shape::Object(object) | Shape::ObjectOrRef(object), Value::Object(members)) => {
                self.members(members, &|key| match below(object, key) {
                    None if !key.starts_with("x-") => Some(Below::Anything),
                    shape => shape.map(Below::Shape),
                });
            }
            (Shape::Schema, Value::Object(members)) => {
                (self.visit)(&self.at, members);
                self.members(members, &|key| below(&SCHEMA, key).map(Below::Shape));
            }
            (Shape::Map(member), Value::Object(members)) => {
                self.members(members, &|_| Some(Below::Shape(*member)));
            }
            (Shape::List(item), Value::Array(items)) => {
                self.items(items, &|walk, value| walk.node(value, *item));
            }
            (Shape::Either(shapes), value) => {
                if let Some(shape) = shapes.iter().find(|shape| fits(value, **shape)) {
                    self.node(value, *shape);
                }
            }
            _ => {}
        }
    }

    /// Something that no table describes.
    fn anything(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                (self.visit)(&self.at, members);
                self.members(members, &|key| match below(&SCHEMA, key) {
                    Some(Shape::Any | Shape::List(Shape::Any)) => None,
                    None if key.starts_with("x-") => None,
                    Some(Shape::Map(_)) => Some(Below::Members),
                    _ => Some(Below::Anything),
                });
            }
            Value::Array(items) => self.items(items, &Self::anything),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn members(&mut self, members: &Map<String, Value>, of: &dyn Fn(&str) -> Option<Below>) {
        for (key, value) in members.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
            let Some(below) = of(key) else { continue };
            let outer = self.at.clone();
            self.at = outer.child(key);
            match (below, value) {
                (Below::Shape(shape), value) => self.node(value, shape),
                (Below::Members, Value::Object(members)) => {
                    self.members(members, &|_| Some(Below::Anything));
                }
                (Below::Anything | Below::Members, value) => self.anything(value),
            }
            self.at = outer;
        }
    }

    fn items(&mut self, items: &[Value], work: &dyn Fn(&mut Self, &Value)) {
        for (index, item) in items.iter().enumerate() {
            let outer = self.at.clone();
            self.at = outer.clone().index(index);
            work(self, item);
            self.at = outer;
        }
    }
}

/// What a member is.
enum Below {
    /// What a table says.
    Shape(Shape),
    /// A mapping from names to anything.
    Members,
    /// Anything.
    Anything,
}

fn below(object: &Object, key: &str) -> Option<Shape> {
    let member = object.members.iter().find(|member| member.name == key);
    match (member, object.others) {
        (Some(member), _) => Some(member.shape),
        (None, Others::Named(shape)) if !key.starts_with("x-") => Some(*shape),
        (None, Others::Named(_) | Others::Unknown | Others::Later) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::schemas;

    fn found(tree: &Value) -> Vec<String> {
        let mut found = Vec::new();
        schemas(tree, &mut |at, _| found.push(at.as_str().to_owned()));
        found
    }

    #[test]
    fn data_is_no_schema() {
        let media = json!({"schema": {"type": "string"}, "example": {"a": {}}});
        let tree = json!({
            "openapi": "3.1.0",
            "info": {"x-a": {"b": {}}},
            "paths": {"/a": {"get": {"responses": {"200": {"content": {"a/b": media}}}}}},
            "components": {
                "schemas": {
                    "A": {"example": {"a": {}}, "enum": [{"a": {}}], "const": {}, "default": {}, "x-a": {}},
                    "B": {"properties": {"example": {"items": {}}}, "unknown": {"a": {}}},
                },
                "examples": {"E": {"value": {"a": {}}}},
            },
        });
        let expected = [
            "/paths/~1a/get/responses/200/content/a~1b/schema",
            "/components/schemas/A",
            "/components/schemas/B",
            "/components/schemas/B/properties/example",
            "/components/schemas/B/properties/example/items",
        ];
        assert_eq!(found(&tree), expected);
    }

    #[test]
    fn files_may_hold_schemas_in_places_of_their_own() {
        let tree = json!({"Pet": {"properties": {"enum": {}}, "enum": [{}]}, "x-note": {}});
        assert_eq!(found(&tree), ["", "/Pet", "/Pet/properties/enum"]);
        let beside = json!({"openapi": "3.1.0", "definitions": {"A": {}}});
        assert_eq!(found(&beside), ["/definitions", "/definitions/A"]);
    }
}
