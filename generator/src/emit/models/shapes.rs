//! What the variants of a union look like, in the spelling of the runtime's table for unions.

use super::string;
use crate::ir::{PropertyShape, Shape};

/// Widest line of properties, without indentation.
const MAX_WIDTH: usize = 100;

/// The entry of one variant: its name, what it looks like and its type; several lines where one would be too long.
pub(super) fn row(variant: &str, shape: &Shape, ty: &str) -> Vec<String> {
    let line = format!("{variant} [{}] {ty},", spell(shape));
    match shape {
        Shape::Object(properties) if line.len() > MAX_WIDTH => {
            let mut lines = vec![format!("{variant} [Object(&[")];
            let mut inner = String::new();
            for property in properties {
                let text = property_text(property);
                if !inner.is_empty() && inner.len() + text.len() > MAX_WIDTH {
                    lines.push(format!("    {}", std::mem::take(&mut inner).trim_end()));
                }
                inner.push_str(&text);
                inner.push_str(", ");
            }
            lines.push(format!("    {}", inner.trim_end()));
            lines.push(format!("])] {ty},"));
            lines
        }
        _ => vec![line],
    }
}

fn spell(shape: &Shape) -> String {
    match shape {
        Shape::Any => "Any".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Only(value) => format!("Only({value})"),
        Shape::Integer => "Integer".to_owned(),
        Shape::Number => "Number".to_owned(),
        Shape::String => "String".to_owned(),
        Shape::Uuid => "Uuid".to_owned(),
        Shape::DateTime => "DateTime".to_owned(),
        Shape::Date => "Date".to_owned(),
        Shape::Time => "Time".to_owned(),
        Shape::Text(texts) => format!("Text({})", list(texts, |text| string(text))),
        Shape::Integers(values) => format!("Integers({})", list(values, ToString::to_string)),
        Shape::List(item) => format!("List(&{})", spell(item)),
        Shape::Tuple(items) => format!("Tuple({})", list(items, spell)),
        Shape::Map(value) => format!("Map(&{})", spell(value)),
        Shape::Object(properties) => format!("Object({})", list(properties, property_text)),
        Shape::OneOf(shapes) => format!("OneOf({})", list(shapes, spell)),
    }
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn property_text(property: &PropertyShape) -> String {
    let named =
        |demand: &str, name: &str, shape: &Shape| format!("{demand}({}, {})", string(name), spell(shape));
    match property {
        PropertyShape::Tag(name, shape) => named("Tag", name, shape),
        PropertyShape::MayTag(name, shape) => named("MayTag", name, shape),
        PropertyShape::Must(name, shape) => named("Must", name, shape),
        PropertyShape::Null(name, shape) => named("Null", name, shape),
        PropertyShape::May(name, shape) => named("May", name, shape),
        PropertyShape::Rest(shape) => format!("Rest({})", spell(shape)),
        PropertyShape::Closed => "Closed".to_owned(),
    }
}
