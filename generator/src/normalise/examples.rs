//! Do examples have the type of their schema, and do defaults that are lists or mappings?
//!
//! In: the tree, and where the shape check met such values. Out: diagnostics, one for each value at the first part of it that does not
//! fit; the tree without the defaults that do not, since no generated type could hold them. Only types are compared: what else
//! a schema demands is for whoever validates the examples.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::refs::follow;
use crate::document::{Node, SchemaView};
use crate::ir::JsonType;
use crate::pointer::{Place, Pointer};

/// How deep a value and its schema are looked into.
const MOST_LEVELS: usize = 20;
/// No more than this many schemas are compared with one part of a value: what refers to many others, each of which does so again, has
/// more of them than time suffices for.
const MOST_SCHEMAS: usize = 200;

/// A value and the schema that it is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The value.
    pub at: Pointer,
    /// The schema.
    pub schema: Pointer,
    /// What it is.
    pub kind: SampleKind,
}

/// What a value is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleKind {
    /// An example, as JSON.
    Json,
    /// An example of a parameter, which may be written as it is sent.
    Parameter,
    /// A default.
    Default,
}

/// Checks every value.
pub fn check(tree: &mut Value, samples: &[Sample], diagnostics: &mut Diagnostics) {
    for sample in samples {
        let (Some(value), Some(schema)) =
            (tree.pointer(sample.at.as_str()), tree.pointer(sample.schema.as_str()))
        else {
            continue;
        };
        let schema = SchemaView::new(Node { value: schema, at: Place::document(sample.schema.clone()) });
        let is_written = sample.kind == SampleKind::Parameter && value.is_string();
        if is_written {
            continue;
        }
        let mut comparison = Comparison { tree, kind: sample.kind, seen: BTreeMap::new() };
        let Some(misfit) = comparison.misfit(&schema, value, &sample.at, 0) else { continue };
        let (code, what, so) = match sample.kind {
            SampleKind::Default => (&codes::DEFAULT, "default", "; it is left out"),
            SampleKind::Json | SampleKind::Parameter => (&codes::EXAMPLE, "example", ""),
        };
        let place = Place::document(misfit.at);
        let message = format!("the {what} is {} here, but the type is `{}`{so}", misfit.found, misfit.wanted);
        diagnostics.report(Diagnostic::new(code, &place, message));
        if sample.kind == SampleKind::Default
            && let Some(Value::Object(owner)) = tree.pointer_mut(sample.schema.as_str())
        {
            owner.shift_remove("default");
        }
    }
}

struct Misfit {
    at: Pointer,
    found: &'static str,
    wanted: String,
}

/// One value beside its schema.
struct Comparison<'a> {
    tree: &'a Value,
    kind: SampleKind,
    /// The schemas that each part of the value was compared with.
    seen: BTreeMap<Pointer, BTreeSet<Pointer>>,
}

impl<'a> Comparison<'a> {
    /// The first part of a value that has another type than its schema says. Of choices nothing is said: one branch may fit.
    fn misfit(
        &mut self,
        schema: &SchemaView<'a>,
        value: &Value,
        at: &Pointer,
        level: usize,
    ) -> Option<Misfit> {
        // Nothing is an example of nothing: tools write an empty text where they have none.
        let is_empty = value.is_null() || (self.kind != SampleKind::Default && value == "");
        if level == MOST_LEVELS || is_empty || !self.is_new(schema, at) {
            return None;
        }
        let level = level + 1;
        if let Some(target) = schema.reference().and_then(|reference| follow(self.tree, reference)) {
            let found = self.misfit(&SchemaView::new(target), value, at, level);
            if found.is_some() {
                return found;
            }
        }
        let types = schema.types();
        if !types.is_empty() && !types.iter().any(|one| has_type(value, *one, self.kind)) {
            let names: Vec<&str> = types.iter().map(|one| one.name()).collect();
            return Some(Misfit { at: at.clone(), found: described(value), wanted: names.join("`, `") });
        }
        let parts = schema.schemas("allOf");
        if let Some(found) = parts.iter().find_map(|part| self.misfit(part, value, at, level)) {
            return Some(found);
        }
        match value {
            Value::Object(members) => members.iter().find_map(|(name, member)| {
                let inner = schema.named_schema("properties", name)?;
                self.misfit(&inner, member, &at.child(name), level)
            }),
            Value::Array(items) => {
                let inner = schema.schema("items")?;
                let mut items = items.iter().enumerate();
                items.find_map(|(index, item)| self.misfit(&inner, item, &at.index(index), level))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    /// Notes a schema and a part of the value; false where nothing new comes of it.
    fn is_new(&mut self, schema: &SchemaView<'_>, at: &Pointer) -> bool {
        let seen = self.seen.entry(at.clone()).or_default();
        seen.len() < MOST_SCHEMAS && seen.insert(schema.at.pointer.clone())
    }
}

/// An example with quotation marks too many or too few says all the same what it is one of; a default must have the type itself.
fn has_type(value: &Value, ty: JsonType, kind: SampleKind) -> bool {
    let is_exact = kind == SampleKind::Default;
    let text = value.as_str().filter(|_| !is_exact).map(str::trim);
    match ty {
        JsonType::Boolean => value.is_boolean() || text.is_some_and(|text| text.parse::<bool>().is_ok()),
        JsonType::Integer => {
            let written = text.is_some_and(|text| text.parse::<i128>().is_ok());
            written || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        JsonType::Number => value.is_number() || text.is_some_and(|text| text.parse::<f64>().is_ok()),
        JsonType::String => value.is_string() || (!is_exact && (value.is_number() || value.is_boolean())),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Sample, SampleKind, check};
    use crate::diagnostics::Diagnostics;
    use crate::pointer::Pointer;

    #[test]
    fn the_first_part_of_another_type_is_told() {
        let mut tree = json!({
            "S": {"type": "object", "properties": {"a": {"$ref": "#/N"}, "l": {"type": "array", "items": {"$ref": "#/N"}}}},
            "N": {"allOf": [{"type": "integer"}]},
            "T": {"type": "object", "properties": {"x": {"type": "string"}}, "default": {"x": 1}},
            "good": [{"a": 1, "l": [1, 2.0], "other": "x"}, {"a": null}, {"a": "2"}, {"a": ""}],
            "bad": [{"l": [1, "two"]}, {"a": 1.5}, []],
        });
        let sample = |at: &str, kind| Sample { at: Pointer::parse(at), schema: Pointer::parse("/S"), kind };
        let mut samples: Vec<Sample> =
            ["/good/0", "/good/1", "/good/2", "/good/3", "/bad/0", "/bad/1", "/bad/2"]
                .map(|at| sample(at, SampleKind::Json))
                .into();
        samples.push(sample("/bad/0/l/1", SampleKind::Parameter));
        let default = Pointer::parse("/T/default");
        samples.push(Sample { at: default, schema: Pointer::parse("/T"), kind: SampleKind::Default });
        let mut diagnostics = Diagnostics::default();
        check(&mut tree, &samples, &mut diagnostics);
        let told: Vec<String> = diagnostics
            .iter()
            .map(|one| format!("{} {} {}", one.code.id, one.at.pointer, one.message))
            .collect();
        assert_eq!(
            told,
            [
                "OA0322 #/bad/0/l/1 the example is text here, but the type is `integer`",
                "OA0322 #/bad/1/a the example is a number here, but the type is `integer`",
                "OA0322 #/bad/2 the example is a list here, but the type is `object`",
                "OA0316 #/T/default/x the default is a number here, but the type is `string`; it is left out",
            ]
        );
        assert_eq!(tree["T"].get("default"), None);
    }

    /// Each schema refers to all those of the next level: there are 8^10 ways through them.
    #[test]
    fn schemas_that_share_parts_are_compared_once() {
        let mut tree = json!({"S": {"allOf": [{"$ref": "#/0-0"}]}, "example": {"a": 1}});
        for level in 0..10 {
            let next: Vec<_> = (0..8).map(|one| json!({"$ref": format!("#/{}-{one}", level + 1)})).collect();
            for one in 0..8 {
                tree[format!("{level}-{one}")] = json!({"allOf": next});
            }
        }
        let sample =
            Sample { at: Pointer::parse("/example"), schema: Pointer::parse("/S"), kind: SampleKind::Json };
        let mut diagnostics = Diagnostics::default();
        check(&mut tree, &[sample], &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
    }
}
