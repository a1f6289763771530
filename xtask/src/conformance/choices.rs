//! Which of its properties an object needs, or must not have together, beyond what every object of its type needs.
//!
//! In: the tree of the document. Out: for a place in it the branches of its `anyOf`, `oneOf` and `not` that name nothing but required
//! properties. Types do not say this: a client leaves it to its callers, and so a caller has to know it.

use generator::pointer::Pointer;
use serde_json::Value;

/// How many references lead from one schema to the next.
const MOST_STEPS: usize = 16;

/// A choice between sets of required properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The names that each branch requires.
    branches: Vec<Vec<String>>,
    /// Only one branch may hold (`oneOf`, `not`).
    exclusive: bool,
    /// None of them need hold (`not`).
    optional: bool,
}

impl Choice {
    /// True for a property that the branch of a turn requires.
    pub(super) fn requires(&self, turn: usize, name: &str) -> bool {
        !self.optional && self.chosen(turn, name)
    }

    fn chosen(&self, turn: usize, name: &str) -> bool {
        self.branches[turn % self.branches.len()].iter().any(|one| one == name)
    }

    /// True for a property that would make another branch hold as well.
    pub(super) fn forbids(&self, turn: usize, name: &str) -> bool {
        let is_named = |branch: &Vec<String>| branch.iter().any(|one| one == name);
        self.exclusive && !self.chosen(turn, name) && self.branches.iter().any(is_named)
    }
}

/// The choices of the schema at a place.
pub(super) fn choices(tree: &Value, at: &Pointer) -> Vec<Choice> {
    let mut choices = Vec::new();
    if let Some(schema) = tree.pointer(at.as_str()) {
        collect(tree, schema, MOST_STEPS, &mut choices);
    }
    choices
}

fn collect(tree: &Value, schema: &Value, steps: usize, choices: &mut Vec<Choice>) {
    let Some(steps) = steps.checked_sub(1) else { return };
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    if let Some(target) = target.and_then(|target| tree.pointer(target)) {
        collect(tree, target, steps, choices);
    }
    for (keyword, exclusive) in [("anyOf", false), ("oneOf", true)] {
        let branches: Option<Vec<Vec<String>>> =
            schema[keyword].as_array().and_then(|branches| branches.iter().map(required_only).collect());
        let branches = branches.filter(|branches| !branches.is_empty());
        choices.extend(branches.map(|branches| Choice { branches, exclusive, optional: false }));
    }
    // `not: {required: [a, b]}`: one of them may be there, not both.
    let together = schema.get("not").and_then(required_only).filter(|names| names.len() > 1);
    choices.extend(together.map(|names| {
        let branches = names.into_iter().map(|name| vec![name]).collect();
        Choice { branches, exclusive: true, optional: true }
    }));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(tree, part, steps, choices);
    }
}

/// The required properties of a schema that says nothing else.
fn required_only(schema: &Value) -> Option<Vec<String>> {
    let members = schema.as_object()?;
    let is_known = |name: &String| matches!(name.as_str(), "required" | "type" | "title" | "description");
    let names = schema["required"].as_array()?.iter();
    let names = names.map(|name| name.as_str().map(str::to_owned));
    if members.keys().all(is_known) { names.collect() } else { None }
}

#[cfg(test)]
mod tests {
    use generator::pointer::Pointer;
    use serde_json::json;

    use super::choices;

    #[test]
    fn branches_of_nothing_but_names_are_choices() {
        let tree = json!({"a": {"allOf": [{"$ref": "#/b"}, {"oneOf": [{"type": "object"}]}]},
            "b": {"oneOf": [{"required": ["x"]}, {"required": ["y", "z"]}], "anyOf": [{"required": ["x"]}]}});
        let found = choices(&tree, &Pointer::root().child("a"));
        assert_eq!(found.len(), 2);
        let named = |turn| ["x", "y", "z"].map(|name| found[1].requires(turn, name));
        assert_eq!(named(0), [true, false, false]);
        assert_eq!(named(1), [false, true, true]);
        assert!(found[1].forbids(0, "y") && !found[1].forbids(0, "x") && !found[1].forbids(1, "other"));
        assert!(!found[0].forbids(0, "x"));
    }

    #[test]
    fn what_must_not_stand_together_is_optional() {
        let tree = json!({"not": {"required": ["x", "y"]}});
        let found = choices(&tree, &Pointer::root());
        assert!(!found[0].requires(0, "x") && !found[0].forbids(0, "x") && found[0].forbids(0, "y"));
    }

    #[test]
    fn references_in_a_circle_end() {
        let tree = json!({"a": {"$ref": "#/a"}});
        assert!(choices(&tree, &Pointer::root().child("a")).is_empty());
    }
}
