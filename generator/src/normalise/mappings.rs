//! Does every entry of a `discriminator.mapping` name a schema?
//!
//! In: the tree and the entries that the shape check met. Out: diagnostics only. An entry that names nothing selects
//! nothing, and is ignored by later phases.

use serde_json::Value;

use super::references::nearest_schema;
use super::shape::Reference;
use crate::diagnostics::similar::Searches;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::component_schema;
use crate::document::refs::follow;
use crate::pointer::Place;

/// Checks every entry (OpenAPI 3.0.3, "Discriminator Object": a name of a schema, or a reference).
pub fn check(tree: &Value, entries: &[Reference], diagnostics: &mut Diagnostics) {
    let mut searches = Searches::default();
    for Reference { at, target, .. } in entries {
        let is_name = tree.pointer(component_schema(target).as_str()).is_some();
        if is_name || follow(tree, target).is_some() {
            continue;
        }
        let message = format!("the mapping leads to `{target}`, which is no schema; it is ignored");
        let diagnostic = Diagnostic::new(&codes::DANGLING_MAPPING, &Place::document(at.clone()), message);
        diagnostics.report(match nearest_schema(tree, target, &mut searches) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => diagnostic,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::pointer::Pointer;

    #[test]
    fn entries_that_lead_nowhere_are_told() {
        let tree = json!({"components": {"schemas": {"Cat": {}, "Dog": {}}}});
        let targets =
            ["Cat", "#/components/schemas/Dog", "Dgo", "#/components/schemas/Cta", "pets.yaml#/Bird"];
        let entry =
            |target: &str| Reference { at: Pointer::parse("/m"), target: target.to_owned(), kind: "Schema" };
        let mut diagnostics = Diagnostics::default();
        check(&tree, &targets.map(entry), &mut diagnostics);
        let told: Vec<String> = diagnostics
            .iter()
            .map(|told| {
                format!("{} {}; {}", told.code.id, told.message, told.help.clone().unwrap_or_default())
            })
            .collect();
        assert_eq!(
            told,
            [
                "OA0105 the mapping leads to `Dgo`, which is no schema; it is ignored; did you mean `#/components/schemas/Dog`?",
                "OA0105 the mapping leads to `#/components/schemas/Cta`, which is no schema; it is ignored; did you mean `#/components/schemas/Cat`?",
                "OA0105 the mapping leads to `pets.yaml#/Bird`, which is no schema; it is ignored; ",
            ]
        );
    }
}
