//! The form of a parameter's value, whatever its type.

use serde_core::Serialize;
use serde_json::{Map, Value};

/// A value, as far as a parameter style can tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Null: not sent.
    Absent,
    /// A string, number or boolean, as text.
    Scalar(String),
    /// Items in order.
    List(Vec<Value>),
    /// Members in order.
    Object(Map<String, Value>),
}

/// The only step that is compiled per type.
#[inline]
pub(crate) fn to_value<S: Serialize + ?Sized>(value: &S) -> Result<Value, serde_json::Error> {
    serde_json::to_value(value)
}

impl Shape {
    pub(crate) fn of(value: Value) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::String(text) => Self::Scalar(text),
            Value::Bool(_) | Value::Number(_) => Self::Scalar(value.to_string()),
            Value::Array(items) => Self::List(items),
            Value::Object(members) => Self::Object(members),
        }
    }
}

/// The text of an item or member; `None` for null, which no style can spell. What is nested deeper than styles
/// go is spelled as JSON.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(value.to_string()),
    }
}

/// The items of a list, as text.
pub(crate) fn items(list: &[Value]) -> impl Iterator<Item = String> {
    list.iter().filter_map(text)
}

/// The members of an object, as text.
pub(crate) fn members(object: &Map<String, Value>) -> impl Iterator<Item = (&str, String)> {
    object.iter().filter_map(|(name, value)| Some((name.as_str(), text(value)?)))
}
