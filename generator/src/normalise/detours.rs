//! References that reach their target by a detour are written as they are meant.
//!
//! In: the tree and the references that the shape check met. Out: the tree with
//! - pointers that lead *through* a `$ref` replaced by the pointer of the node that they reach (bundlers write them),
//! - a `$ref` to a schema where a response is wanted replaced by a response whose JSON body has that schema,
//!
//! each with a warning, and the references as they are then.

use serde_json::{Value, json};

use super::shape::{Reference, kind_at};
use super::through::{Look, reached, turns};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::refs::{follow, target};
use crate::origins::Origins;
use crate::pointer::{FileId, Place, Pointer};

/// Rewrites what takes a detour.
pub fn straighten(
    tree: &mut Value,
    references: &mut [Reference],
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) {
    for reference in references {
        let Some(pointer) = target(&reference.target) else { continue };
        let at = Place::document(reference.at.clone());
        if follow(tree, &reference.target).is_none() {
            let Some(reached) = through(tree, &pointer) else { continue };
            let text = reached.fragment();
            let message = format!(
                "`{}` leads through another `$ref`; it is read as `{}`",
                told(origins, &pointer, &reference.target),
                told(origins, &reached, &text)
            );
            diagnostics.report(Diagnostic::new(&codes::REPAIRED, &at, message));
            if let Some(node) = tree.pointer_mut(reference.at.as_str()) {
                *node = Value::String(text.clone());
            }
            reference.target = text;
        } else if reference.kind == "Response" && kind_at(&pointer) == Some("Schema") {
            let Some(owner) = reference.at.parent() else { continue };
            let Some(node) = tree.pointer_mut(owner.as_str()) else { continue };
            let message = format!(
                "`{}` is a Schema Object; it is read as a response whose JSON body has this schema",
                told(origins, &pointer, &reference.target)
            );
            diagnostics.report(Diagnostic::new(&codes::REPAIRED, &at, message));
            let schema = json!({ "$ref": reference.target });
            *node = json!({ "description": "", "content": { "application/json": { "schema": schema } } });
            let written = origins.locate(&reference.at);
            reference.at = owner.child("content").child("application/json").child("schema").child("$ref");
            origins.set(reference.at.clone(), written);
            reference.kind = "Schema";
        }
    }
}

/// A reference as the document has it: a node of the same text may have been moved since.
fn told(origins: &Origins, node: &Pointer, text: &str) -> String {
    let written = origins.locate(node);
    let moved = written.file == FileId::default() && written.pointer != *node;
    if moved { written.pointer.to_string() } else { text.to_owned() }
}

/// The node that a pointer reaches when every `$ref` on its way may be followed.
fn through(tree: &Value, pointer: &Pointer) -> Option<Pointer> {
    reached(pointer.clone(), |pointer| {
        if tree.pointer(pointer.as_str()).is_some() {
            return Look::Node;
        }
        let turns = turns(tree, pointer);
        Look::Turns(turns.iter().filter_map(|turn| Some(turn.from(&target(&turn.text)?))).collect())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::straighten;
    use crate::diagnostics::Diagnostics;
    use crate::normalise::shape::Reference;
    use crate::origins::Origins;
    use crate::pointer::Pointer;

    fn straightened(mut tree: Value, at: &str, kind: &'static str) -> (Value, Reference, usize) {
        let target = tree.pointer(at).and_then(Value::as_str).expect("a reference").to_owned();
        let mut references = [Reference { at: Pointer::parse(at), target, kind }];
        let mut diagnostics = Diagnostics::default();
        straighten(&mut tree, &mut references, &mut Origins::default(), &mut diagnostics);
        let [reference] = references;
        (tree, reference, diagnostics.len())
    }

    #[test]
    fn a_pointer_through_a_reference_is_replaced_by_where_it_leads() {
        let tree = json!({
            "a": {"$ref": "#/x/A/properties/p/items"},
            "x": {"A": {"$ref": "#/x/B", "properties": {}}, "B": {"properties": {"p": {"$ref": "#/x/C"}}}, "C": {"items": {}}},
        });
        let (tree, reference, warnings) = straightened(tree, "/a/$ref", "Schema");
        assert_eq!(tree["a"], json!({"$ref": "#/x/C/items"}));
        assert_eq!((reference.target.as_str(), warnings), ("#/x/C/items", 1));
    }

    #[test]
    fn circles_and_good_references_are_left_alone() {
        let tree = json!({"a": {"$ref": "#/x/A/p"}, "x": {"A": {"$ref": "#/x/A"}}});
        assert_eq!(straightened(tree.clone(), "/a/$ref", "Schema").0, tree);
        let tree = json!({"a": {"$ref": "#/x"}, "x": {}});
        assert_eq!(straightened(tree.clone(), "/a/$ref", "Schema").0, tree);
    }

    #[test]
    fn a_schema_for_a_response_is_its_body() {
        let tree = json!({
            "a": {"$ref": "#/components/schemas/Bad"},
            "components": {"schemas": {"Bad": {}}},
        });
        let (tree, reference, warnings) = straightened(tree, "/a/$ref", "Response");
        assert_eq!(
            tree["a"],
            json!({"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bad"}}}})
        );
        assert_eq!(reference.at.as_str(), "/a/content/application~1json/schema/$ref");
        assert_eq!((reference.kind, warnings), ("Schema", 1));
    }

    /// Every step is a reference to the begin: there are 40^8 ways, and none leads anywhere.
    #[test]
    fn a_way_of_nothing_but_references_ends() {
        let mut nested = json!({"$ref": "#/x"});
        for _ in 0..40 {
            nested = json!({"$ref": "#/x", "a": nested});
        }
        let tree = json!({"a": {"$ref": format!("#/x{}/missing", "/a".repeat(39))}, "x": nested});
        assert_eq!(straightened(tree.clone(), "/a/$ref", "Schema").0, tree);
    }
}
