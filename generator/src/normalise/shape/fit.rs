//! Which values fit a shape, and what a shape is called.

use serde_json::Value;

use super::model::{Others, Shape};
use super::schema_table::SCHEMA;

/// True when a value has the type that a shape demands; what is inside of it is not looked at.
pub(super) fn fits(value: &Value, shape: Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Text | Shape::Reference => value.is_string(),
        Shape::Bool => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::Count => value.is_u64(),
        Shape::Object(_) | Shape::ObjectOrRef(_) | Shape::Schema | Shape::Map(_) => value.is_object(),
        Shape::List(_) => value.is_array(),
        Shape::Either(shapes) => shapes.iter().any(|shape| fits(value, *shape)),
    }
}

/// The shape of a member or item.
pub(super) fn below(shape: Shape, segment: &str) -> Option<Shape> {
    let of_object = |object: &super::model::Object| {
        let member = object.members.iter().find(|member| member.name == segment);
        match (member, object.others) {
            (Some(member), _) => Some(member.shape),
            (None, Others::Named(shape)) => Some(*shape),
            (None, Others::Unknown | Others::Later) => None,
        }
    };
    match shape {
        Shape::Object(object) | Shape::ObjectOrRef(object) => of_object(object),
        Shape::Schema => of_object(&SCHEMA),
        Shape::Map(member) => Some(*member),
        Shape::List(item) => segment.parse::<usize>().ok().map(|_| *item),
        Shape::Either(shapes) => shapes.iter().find_map(|shape| below(*shape, segment)),
        Shape::Any | Shape::Text | Shape::Reference | Shape::Bool | Shape::Number | Shape::Count => None,
    }
}

/// What a shape is called in a message.
pub(super) fn describe(shape: Shape) -> String {
    match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Text | Shape::Reference => "text".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "an integer that is not negative".to_owned(),
        Shape::Object(object) => format!("a mapping ({} Object)", object.name),
        Shape::ObjectOrRef(object) => format!("a mapping ({} Object or `$ref`)", object.name),
        Shape::Schema => "a mapping (Schema Object)".to_owned(),
        Shape::Map(_) => "a mapping".to_owned(),
        Shape::List(Shape::Text) => "a list of text".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Either(shapes) => shapes.iter().map(|shape| describe(*shape)).collect::<Vec<_>>().join(" or "),
    }
}

/// What a value is called in a message.
pub(super) fn describe_value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(_) => "a number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}
