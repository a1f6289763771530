//! `$recursiveRef` of JSON Schema 2019-09 (core, section 8.2.4.2) as the `$ref` that it stands for.
//!
//! OpenAPI 3.1 follows a later draft, which has no such keyword; documents use it all the same, for schemas that
//! contain themselves. It means the nearest schema around it with `$recursiveAnchor: true`; without one it says nothing
//! that a document could mean, and stays.

use serde_json::Value;

use crate::pointer::Pointer;

/// The keyword.
const KEYWORD: &str = "$recursiveRef";

/// Keywords with values that are data, not schemas.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Rewrites every `$recursiveRef`.
pub fn apply(tree: &mut Value) {
    walk(tree, &Pointer::default(), Members::Keywords, None);
}

/// Keywords whose members have names that the document chose: a property may be called `example`.
const KEEPERS: [&str; 9] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "headers",
];

/// What the members of a mapping are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Members {
    Keywords,
    Names,
}

fn walk(node: &mut Value, at: &Pointer, kind: Members, anchor: Option<&Pointer>) {
    match node {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                walk(item, &at.child(&index.to_string()), Members::Keywords, anchor);
            }
        }
        Value::Object(members) if kind == Members::Names => {
            for (name, member) in members {
                walk(member, &at.child(name), Members::Keywords, anchor);
            }
        }
        Value::Object(members) => {
            let anchored = members.get("$recursiveAnchor") == Some(&Value::Bool(true));
            let anchor = if anchored { Some(at) } else { anchor };
            if let Some(anchor) = anchor
                && !members.contains_key("$ref")
                && members.get(KEYWORD).and_then(Value::as_str) == Some("#")
            {
                members.shift_remove(KEYWORD);
                members.insert("$ref".to_owned(), Value::String(anchor.fragment()));
            }
            for (name, member) in members.iter_mut().filter(|(name, _)| !DATA.contains(&name.as_str())) {
                let keeps_names = KEEPERS.contains(&name.as_str());
                let kind = if keeps_names { Members::Names } else { Members::Keywords };
                walk(member, &at.child(name), kind, anchor);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::apply;

    #[test]
    fn properties_may_be_called_as_keywords_are() {
        let mut tree = json!({"schemas": {"A%": {
            "$recursiveAnchor": true,
            "properties": {"example": {"$recursiveRef": "#"}, "default": {"items": {"$recursiveRef": "#"}}},
            "example": {"$recursiveRef": "#"},
        }}});
        apply(&mut tree);
        let itself = json!({"$ref": "#/schemas/A%25"});
        let expected = json!({"schemas": {"A%": {
            "$recursiveAnchor": true,
            "properties": {"example": itself, "default": {"items": itself}},
            "example": {"$recursiveRef": "#"},
        }}});
        assert_eq!(tree, expected);
    }

    #[test]
    fn the_nearest_anchor_around_is_meant() {
        let mut tree = json!({"schemas": {
            "Filter": {"$recursiveAnchor": true, "properties": {"of": {"items": {"$recursiveRef": "#"}}}},
            "Half%": {"$recursiveAnchor": true, "items": {"$recursiveRef": "#"}},
            "Other": {"items": {"$recursiveRef": "#"}},
        }});
        apply(&mut tree);
        let expected = json!({"schemas": {
            "Filter": {"$recursiveAnchor": true, "properties": {"of": {"items": {"$ref": "#/schemas/Filter"}}}},
            "Half%": {"$recursiveAnchor": true, "items": {"$ref": "#/schemas/Half%25"}},
            "Other": {"items": {"$recursiveRef": "#"}},
        }});
        assert_eq!(tree, expected);
    }
}
