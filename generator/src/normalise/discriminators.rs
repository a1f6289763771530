//! Do a `discriminator`, its mapping and the variants of its choice agree? (OpenAPI 3.0.3, "Discriminator Object")
//!
//! In: the tree and the schemas with a discriminator beside `oneOf` or `anyOf`. Out: diagnostics only. Entries that lead to no
//! schema at all are told by [`mappings`](super::mappings).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::refs::{follow, target};
use crate::document::{SchemaView, component_schema};
use crate::pointer::{Place, Pointer};

/// No more than this many schemas are looked at for one variant: bases of bases, and choices of choices.
const MOST_PARTS: usize = 200;

/// Checks every schema.
pub fn check(tree: &Value, schemas: &[Pointer], diagnostics: &mut Diagnostics) {
    for at in schemas {
        let Some(value) = tree.pointer(at.as_str()) else { continue };
        let view = SchemaView::new(crate::document::Node { value, at: Place::document(at.clone()) });
        let Some(property) = view.discriminator() else { continue };
        let branches: Vec<SchemaView<'_>> =
            ["oneOf", "anyOf"].iter().flat_map(|keyword| view.schemas(keyword)).collect();
        if branches.is_empty() {
            continue;
        }
        let variants: Vec<Variant<'_>> = branches
            .iter()
            .filter(|branch| !branch.is_only_null())
            .map(|one| Variant::of(tree, one))
            .collect();
        undeclared(&view, property, &variants, diagnostics);
        let known: BTreeSet<&Pointer> = variants.iter().flat_map(|one| &one.places).collect();
        for (tag, text) in view.mapping() {
            let entry = view.at.child("discriminator").child("mapping").child(tag);
            entry_of(tree, &entry, (tag, text, property), &known, diagnostics);
        }
    }
}

/// A branch with all that holds for its values.
struct Variant<'a> {
    parts: Vec<SchemaView<'a>>,
    /// It is a choice itself, or refers to what cannot be followed: not all of its properties are known.
    open: bool,
    /// Schemas that it is, by whatever way.
    places: BTreeSet<Pointer>,
}

impl<'a> Variant<'a> {
    fn of(tree: &'a Value, branch: &SchemaView<'a>) -> Self {
        let mut variant = Self { parts: Vec::new(), open: false, places: BTreeSet::new() };
        let mut next = vec![branch.clone()];
        while let Some(view) = next.pop() {
            if variant.parts.len() == MOST_PARTS {
                variant.open = true;
                break;
            }
            if !variant.places.insert(view.at.pointer.clone()) {
                continue;
            }
            if let Some(reference) = view.reference() {
                match follow(tree, reference) {
                    Some(node) => next.push(SchemaView::new(node)),
                    None => variant.open = true,
                }
            }
            for keyword in ["oneOf", "anyOf"] {
                let choices = view.schemas(keyword);
                variant.open |= !choices.is_empty();
                next.extend(choices);
            }
            next.extend(view.schemas("allOf"));
            variant.parts.push(view);
        }
        variant
    }

    fn declares(&self, property: &str) -> bool {
        self.parts.iter().any(|part| part.named_schema("properties", property).is_some())
    }

    /// The constants that the parts list for a property; of a choice nobody asks.
    fn constants(&self, tree: &'a Value, property: &str) -> Vec<&'a Value> {
        let declared = self.parts.iter().filter_map(|part| part.named_schema("properties", property));
        declared
            .flat_map(|schema| Self::of(tree, &schema).parts)
            .flat_map(|part| part.enum_values())
            .collect()
    }
}

/// Where no variant declares the property, it is written beside the properties of the variant that is sent. A mapping says that this is
/// meant: servers add such a property to schemas that know nothing of it.
fn undeclared(
    view: &SchemaView<'_>,
    property: &str,
    variants: &[Variant<'_>],
    diagnostics: &mut Diagnostics,
) {
    let here = view.named_schema("properties", property).is_some();
    if here
        || !view.mapping().is_empty()
        || variants.is_empty()
        || variants.iter().any(|one| one.open || one.declares(property))
    {
        return;
    }
    let message =
        format!("no variant declares the property `{property}`; it is sent beside those of the variant");
    let at = view.at.child("discriminator").child("propertyName");
    diagnostics.report(Diagnostic::new(&codes::DISCRIMINATOR, &at, message));
}

/// An entry of the mapping, which selects one of the variants, whose schemas are known, and gives its property a value that it may have.
fn entry_of(
    tree: &Value,
    at: &Place,
    (tag, text, property): (&str, &str, &str),
    known: &BTreeSet<&Pointer>,
    diagnostics: &mut Diagnostics,
) {
    let named = component_schema(text);
    let pointer = if tree.pointer(named.as_str()).is_some() { Some(named) } else { target(text) };
    let Some((value, pointer)) = pointer.and_then(|at| Some((tree.pointer(at.as_str())?, at))) else {
        return;
    };
    let schema = SchemaView::new(crate::document::Node { value, at: Place::document(pointer) });
    let selected = Variant::of(tree, &schema);
    // A child of a variant is one of its values, too.
    if !selected.places.iter().any(|place| known.contains(place)) {
        let message = format!("`{tag}` leads to `{text}`, which is none of the variants; it is ignored");
        diagnostics.report(Diagnostic::new(&codes::DISCRIMINATOR, at, message));
        return;
    }
    if selected.open {
        return;
    }
    let constants = selected.constants(tree, property);
    if !constants.is_empty() && !constants.iter().any(|constant| is_text(constant, tag)) {
        let listed: Vec<String> = constants.iter().take(3).map(|one| format!("`{one}`")).collect();
        let message = format!(
            "`{tag}` leads to `{text}`, whose property `{property}` is {}; the mapping counts",
            listed.join(" or ")
        );
        diagnostics.report(Diagnostic::new(&codes::DISCRIMINATOR, at, message));
    }
}

/// Tags are texts, whatever the constant is.
fn is_text(constant: &Value, tag: &str) -> bool {
    match constant {
        Value::String(text) => text == tag,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let written = constant.to_string();
            written == tag
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;
    use crate::diagnostics::Diagnostics;
    use crate::pointer::Pointer;

    /// Checks a choice of two schemas by the property `t`.
    fn told(cat: &Value, dog: &Value, mapping: &Value) -> Vec<String> {
        let tree = json!({"components": {"schemas": {
            "Cat": cat,
            "Dog": dog,
            "Other": {"properties": {"t": {"type": "string"}}},
            "Child": {"allOf": [{"$ref": "#/components/schemas/Cat"}]},
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}, {"type": "null"}],
                "discriminator": {"propertyName": "t", "mapping": mapping},
            },
        }}});
        let mut diagnostics = Diagnostics::default();
        check(&tree, &[Pointer::parse("/components/schemas/Pet")], &mut diagnostics);
        let at = "#/components/schemas/Pet/discriminator";
        let told = diagnostics.iter();
        told.map(|one| format!("{} {}", one.at.pointer.to_string().replace(at, ""), one.message)).collect()
    }

    #[test]
    fn the_property_is_one_of_a_variant() {
        let open = json!({"properties": {"t": {"type": "string"}}});
        let base = json!({"allOf": [{"$ref": "#/components/schemas/Other"}]});
        let choice = json!({"oneOf": [{"$ref": "#/components/schemas/Other"}]});
        for other in [&open, &base, &choice] {
            assert_eq!(told(&json!({}), other, &json!({})), [""; 0]);
        }
        assert_eq!(
            told(&json!({"properties": {"a": {}}}), &json!({}), &json!({})),
            ["/propertyName no variant declares the property `t`; it is sent beside those of the variant"]
        );
        assert_eq!(told(&json!({}), &json!({}), &json!({"cat": "Cat"})), [""; 0]);
    }

    #[test]
    fn entries_lead_to_variants_that_have_their_value() {
        let one = |constant: &str| json!({"properties": {"t": {"enum": [constant]}}});
        let mapping =
            json!({"cat": "Cat", "dog": "#/components/schemas/Dog", "kitten": "Child", "nowhere": "Nowhere"});
        let mut cat = one("cat");
        cat["properties"]["t"]["enum"] = json!(["cat", "kitten"]);
        assert_eq!(told(&cat, &one("dog"), &mapping), [""; 0]);
        assert_eq!(
            told(&one("cat"), &one("dog"), &json!({"other": "Other", "dog": "Cat"})),
            [
                "/mapping/other `other` leads to `Other`, which is none of the variants; it is ignored",
                "/mapping/dog `dog` leads to `Cat`, whose property `t` is `\"cat\"`; the mapping counts",
            ]
        );
    }
}
