//! Values of the wrong type: what is read as what was meant, what is left out, and what is an error.

use serde_json::{Number, Value};

use super::fit::{describe, describe_value, fits};
use super::model::{Need, Shape};
use super::names::could_be_a_word;
use super::swagger2::LATER;
use super::{Check, Version};
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;
use crate::positions::Outline;

/// Members whose loss changes no type and no request: wrong values are left out.
const HARMLESS: [&str; 8] =
    ["contact", "examples", "example", "externalDocs", "license", "links", "tags", "xml"];

impl Check<'_> {
    /// Makes a value fit its shape. False when it must be taken out; then the reason was reported.
    pub(super) fn admit(&mut self, value: &mut Value, shape: Shape, name: &str, need: Need) -> bool {
        if fits(value, shape) {
            return true;
        }
        if let Some(meant) = self.boolean_schema(value, shape) {
            *value = meant;
            return true;
        }
        let subject = if name.is_empty() { "an item".to_owned() } else { format!("`{name}`") };
        let wrong = format!("{subject} must be {}, not {}", describe(shape), describe_value(value));
        // A number is none of the words that are known, whatever its spelling.
        let names_type = matches!(name, "in" | "type") || self.is_listed_type();
        let is_word = names_type && (value.is_number() || value.is_boolean());
        if let Some((meant, reading)) = self.reading(value, shape).filter(|_| !is_word) {
            self.report(&codes::REPAIRED, format!("{wrong}; it is read as {reading}"));
            *value = meant;
            return true;
        }
        if can_be_left_out(value, shape, name, need) {
            self.report(&codes::REPAIRED, format!("{wrong}; it is left out"));
        } else {
            self.report(&codes::WRONG_TYPE, wrong);
        }
        false
    }

    /// `true` and `false` are schemas from 3.1 on; in 3.0 that is a slip with a plain meaning.
    fn boolean_schema(&mut self, value: &Value, shape: Shape) -> Option<Value> {
        let (Shape::Schema, Value::Bool(anything)) = (shape, value) else { return None };
        if self.version < Version::V31 {
            let message = format!("`{anything}` as a schema came with OpenAPI 3.1");
            let diagnostic = Diagnostic::new(&codes::LATER_KEYWORD, &self.place(), message);
            let is_swagger2 = self.version == Version::V20;
            self.diagnostics.report(if is_swagger2 { diagnostic.help(LATER) } else { diagnostic });
        }
        Some(if *anything { serde_json::json!({}) } else { serde_json::json!({"not": {}}) })
    }

    /// What was meant, where that is plain, and how it is told.
    fn reading(&mut self, value: &Value, shape: Shape) -> Option<(Value, String)> {
        let told = |meant: Value| {
            let text = format!("`{meant}`");
            Some((meant, text))
        };
        match (shape, value) {
            (Shape::Text, Value::Number(number)) => {
                told(Value::String(self.spelling().unwrap_or_else(|| number.to_string())))
            }
            (Shape::Text, Value::Bool(value)) => told(Value::String(value.to_string())),
            // `[string, null]`: without quotation marks it is YAML's null, and in a list of types it can mean nothing else.
            (Shape::Text, Value::Null) if self.is_listed_type() => told(Value::String("null".to_owned())),
            (Shape::Bool, Value::String(text)) => match text.as_str() {
                "true" | "True" | "yes" => told(Value::Bool(true)),
                "false" | "False" | "no" => told(Value::Bool(false)),
                _ => None,
            },
            (Shape::Number, Value::String(text)) => told(Value::Number(text.trim().parse().ok()?)),
            (Shape::Count, Value::String(text)) => {
                told(Value::Number(text.trim().parse::<u64>().ok()?.into()))
            }
            (Shape::Count, Value::Number(number)) => told(Value::Number(whole(number)?)),
            (Shape::List(item), single)
                if !single.is_null() && fits(single, *item) && is_whole(single, *item) =>
            {
                told(Value::Array(vec![single.clone()]))
            }
            // PHP writes an empty mapping as an empty list.
            (Shape::Map(_) | Shape::Object(_) | Shape::Schema, Value::Array(items)) if items.is_empty() => {
                told(Value::Object(serde_json::Map::new()))
            }
            (Shape::Either(shapes), value) => shapes.iter().find_map(|shape| self.reading(value, *shape)),
            _ => None,
        }
    }

    /// True for an item of a list at `type`.
    fn is_listed_type(&self) -> bool {
        let item = self.path.rsplit_once('/');
        item.is_some_and(|(list, index)| list.ends_with("/type") && index.parse::<usize>().is_ok())
    }

    /// How the node that is looked at is spelled in its text: `1.10` is not `1.1`.
    fn spelling(&mut self) -> Option<String> {
        let at = self.origins.locate(&Pointer::parse(&self.path));
        let source = self.sources.get(at.file)?;
        let outline = self.outlines.entry(at.file).or_insert_with(|| Outline::of(source));
        outline.value(&at.pointer).map(|span| source.text[span].to_owned())
    }
}

/// True for what is no object, and for one that has what its kind requires: a mapping from names to objects is no such object.
fn is_whole(value: &Value, shape: Shape) -> bool {
    let (Shape::Object(object) | Shape::ObjectOrRef(object)) = shape else { return true };
    let required = object.members.iter().filter(|member| matches!(member.need, Need::Required));
    value.get("$ref").is_some() || required.into_iter().all(|member| value.get(member.name).is_some())
}

/// A number without fraction that was written with one: `3.0`.
fn whole(number: &Number) -> Option<Number> {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && (0.0..=9e15).contains(value))?;
    format!("{value:.0}").parse::<u64>().ok().map(Number::from)
}

/// Prose and constraints are left out, as is anything that is null; structure has no safe reading.
fn can_be_left_out(value: &Value, shape: Shape, name: &str, need: Need) -> bool {
    if matches!(shape, Shape::Reference) {
        return false;
    }
    // Without its scheme, what needs it would need less.
    if matches!(shape, Shape::ObjectOrRef(object) if object.name == "Security Scheme") {
        return false;
    }
    if value.is_null() {
        return !matches!(need, Need::Required);
    }
    if HARMLESS.contains(&name) {
        return true;
    }
    match shape {
        Shape::Any | Shape::Bool => true,
        Shape::Number | Shape::Count => value.as_str().is_none_or(could_be_a_word),
        Shape::Text => !matches!(name, "name" | "in" | "type" | "propertyName" | "scheme" | "openapi"),
        Shape::List(Shape::Text) => name == "required",
        // Of a schema, which then fits any value.
        Shape::Either(_) if name == "type" => true,
        Shape::Either(shapes) => shapes.iter().all(|shape| can_be_left_out(value, *shape, name, need)),
        Shape::Reference
        | Shape::Object(_)
        | Shape::ObjectOrRef(_)
        | Shape::Schema
        | Shape::List(_)
        | Shape::Map(_) => false,
    }
}
