//! Every reference of a tree, with the object that is wanted in its place.
//!
//! In: a node and what it is. Out: [`Site`]s, in document order. Only what the object model of OpenAPI calls a
//! reference is one: a `$ref` in an example, a constant or an extension is data. Nothing is checked here.

use serde_json::{Map, Value};

use super::fit::fits;
use super::model::{Object, Others, Shape};
use super::schema_table::{DISCRIMINATOR, SCHEMA};
use super::swagger2_tables::DOCUMENT_2;
use super::tables::DOCUMENT;
use crate::pointer::Pointer;

/// What the object model wants at a place.
#[derive(Clone, Copy, Debug)]
pub struct Wanted(Shape);

/// Which keyword refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// `$ref`.
    Ref,
    /// `$dynamicRef` of JSON Schema 2020-12.
    DynamicRef,
    /// An entry of a discriminator's `mapping`.
    Mapping,
}

/// A reference.
#[derive(Clone, Debug)]
pub struct Site {
    /// The keyword, or the entry of the mapping.
    pub at: Pointer,
    /// Its text.
    pub text: String,
    /// Which keyword it is.
    pub keyword: Keyword,
    /// What is wanted in its place.
    pub wanted: Wanted,
    /// True when the mapping that holds the keyword has other members.
    pub siblings: bool,
}

impl Wanted {
    /// A Schema Object.
    pub const SCHEMA: Self = Self(Shape::Schema);

    /// What a whole document is: OpenAPI 3, Swagger 2.0, or else a schema.
    pub fn whole(tree: &Value) -> Self {
        if tree.get("openapi").is_some() {
            Self(Shape::Object(&DOCUMENT))
        } else if tree.get("swagger").is_some() {
            Self(Shape::Object(&DOCUMENT_2))
        } else {
            Self::SCHEMA
        }
    }

    /// What the specification calls it, without "Object"; `None` for lists and maps.
    pub fn name(self) -> Option<&'static str> {
        match self.0 {
            Shape::Object(object) | Shape::ObjectOrRef(object) => Some(object.name),
            Shape::Schema => Some(SCHEMA.name),
            Shape::Any
            | Shape::Text
            | Shape::Reference
            | Shape::Bool
            | Shape::Number
            | Shape::Count
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Either(_) => None,
        }
    }

    pub(super) fn shape(self) -> Shape {
        self.0
    }

    /// True when a value has the type that is wanted.
    pub fn admits(self, value: &Value) -> bool {
        fits(value, self.0) || (matches!(self.0, Shape::Schema) && value.is_boolean())
    }
}

/// Every reference at and below a node that stands at `at`.
pub fn sites(value: &Value, at: &Pointer, wanted: Wanted) -> Vec<Site> {
    let mut walk = Walk { path: at.as_str().to_owned(), sites: Vec::new() };
    walk.node(value, wanted.0);
    walk.sites
}

struct Walk {
    path: String,
    sites: Vec<Site>,
}

impl Walk {
    fn node(&mut self, value: &Value, shape: Shape) {
        match (shape, value) {
            (Shape::Object(object) | Shape::ObjectOrRef(object), Value::Object(members)) => {
                let refers = self.site(members, "$ref", Keyword::Ref, shape);
                // "This object cannot be extended with additional properties", but for path items.
                if !refers || object.name == "Path Item" {
                    self.object(members, object);
                }
            }
            (Shape::Schema, Value::Object(members)) => {
                self.site(members, "$ref", Keyword::Ref, shape);
                self.site(members, "$dynamicRef", Keyword::DynamicRef, shape);
                self.object(members, &SCHEMA);
            }
            (Shape::Map(member), Value::Object(members)) => {
                // Documents split into files have a `$ref` in place of whole maps, too.
                let holds_objects =
                    matches!(member, Shape::Schema | Shape::Object(_) | Shape::ObjectOrRef(_));
                if holds_objects && self.site(members, "$ref", Keyword::Ref, shape) {
                    return;
                }
                for (key, value) in members {
                    self.within(key, |walk| walk.node(value, *member));
                }
            }
            (Shape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.within(&index.to_string(), |walk| walk.node(value, *item));
                }
            }
            (Shape::Either(shapes), value) => {
                if let Some(shape) = shapes.iter().find(|shape| fits(value, **shape)) {
                    self.node(value, *shape);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, object: &'static Object) {
        if object.name == DISCRIMINATOR.name {
            self.mapping(members);
        }
        for (key, value) in members {
            let member = object.members.iter().find(|member| member.name == key);
            let shape = match (member, object.others) {
                (Some(member), _) => member.shape,
                (None, Others::Named(shape)) if !key.starts_with("x-") => *shape,
                (None, Others::Named(_) | Others::Unknown | Others::Later) => continue,
            };
            self.within(key, |walk| walk.node(value, shape));
        }
    }

    fn mapping(&mut self, members: &Map<String, Value>) {
        let Some(Value::Object(entries)) = members.get("mapping") else { return };
        self.within("mapping", |walk| {
            for tag in entries.keys() {
                walk.site(entries, tag, Keyword::Mapping, Shape::Schema);
            }
        });
    }

    /// Notes a reference; false when there is none.
    fn site(&mut self, members: &Map<String, Value>, key: &str, keyword: Keyword, shape: Shape) -> bool {
        let Some(Value::String(text)) = members.get(key) else { return false };
        self.sites.push(Site {
            at: Pointer::parse(&self.path).child(key),
            text: text.clone(),
            keyword,
            wanted: Wanted(shape),
            siblings: members.len() > 1,
        });
        true
    }

    fn within(&mut self, key: &str, work: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let inner = Pointer::parse(&self.path).child(key);
        self.path.replace_range(.., inner.as_str());
        work(self);
        self.path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Wanted, sites};
    use crate::pointer::Pointer;

    #[test]
    fn references_are_told_from_data() {
        let tree = json!({
            "openapi": "3.0.3",
            "paths": {
                "/a": {"$ref": "a.yaml", "get": {"parameters": [{"$ref": "b.yaml"}], "responses": {"$ref": "c.yaml"}}},
                "x-more": {"$ref": "no"},
            },
            "components": {
                "schemas": {
                    "A": {"properties": {"$ref": {"type": "string"}}, "example": {"$ref": "no"}, "x-a": {"$ref": "no"}},
                    "B": {"discriminator": {"propertyName": "t", "mapping": {"k": "d.yaml"}}, "items": {"$ref": "e.yaml"}},
                },
            },
        });
        let found = sites(&tree, &Pointer::root(), Wanted::whole(&tree));
        let found: Vec<(&str, &str)> =
            found.iter().map(|site| (site.text.as_str(), site.wanted.name().unwrap_or("map"))).collect();
        let expected = [
            ("a.yaml", "Path Item"),
            ("b.yaml", "Parameter"),
            ("c.yaml", "Responses"),
            ("d.yaml", "Schema"),
            ("e.yaml", "Schema"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn swagger_2_has_tables_of_its_own() {
        let tree = json!({
            "swagger": "2.0",
            "paths": {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "a.json"}}}}}},
            "definitions": {"A": {"allOf": [{"$ref": "b.json"}]}},
            "parameters": {"P": {"$ref": "p.json#/P"}},
        });
        let found = sites(&tree, &Pointer::root(), Wanted::whole(&tree));
        let found: Vec<&str> = found.iter().map(|site| site.text.as_str()).collect();
        assert_eq!(found, ["a.json", "b.json", "p.json#/P"]);
    }
}
