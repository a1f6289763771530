//! Which values of the tag select which branch of a choice (OpenAPI 3.0.3, "Discriminator Object").
//!
//! In: the branches of a schema with a `discriminator`. Out: the tags of each: those of `mapping`, or those that the branch
//! pins by `enum` or `const`, or the name of its schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lowering;
use super::atoms::{self, Follow};
use crate::document::{SchemaView, component_schema, refs};
use crate::pointer::Pointer;

/// The tags of each branch, in order; without a discriminator none has any.
pub(super) fn of_branches(
    cx: &Lowering<'_>,
    view: &SchemaView<'_>,
    branches: &[SchemaView<'_>],
) -> Vec<Vec<String>> {
    let Some(property) = view.discriminator() else { return vec![Vec::new(); branches.len()] };
    let mapping: Vec<(Option<Pointer>, &str)> =
        view.mapping().into_iter().map(|(tag, to)| (mapping_target(cx, to), tag)).collect();
    let listed: Vec<Vec<String>> = branches.iter().map(|branch| pinned(cx, branch, property)).collect();
    // A list that several branches have comes from what they have in common, and selects none of them.
    let mut times: BTreeMap<&[String], usize> = BTreeMap::new();
    for tags in listed.iter().filter(|tags| tags.len() > 1) {
        *times.entry(tags).or_default() += 1;
    }
    let of_branch = |(branch, listed): (&SchemaView<'_>, &Vec<String>)| {
        let target = branch.reference().and_then(refs::target);
        let mapped: Vec<String> = mapping
            .iter()
            .filter(|(to, _)| target.is_some() && *to == target)
            .map(|(_, tag)| (*tag).to_owned())
            .collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let inherited = times.get(listed.as_slice()).is_some_and(|times| *times > 1);
        if !listed.is_empty() && !inherited {
            return listed.clone();
        }
        let name = target.and_then(|target| target.last());
        name.map(|name| among(listed, &name)).into_iter().collect()
    };
    branches.iter().zip(&listed).map(of_branch).collect()
}

/// A mapping names a schema by reference or by name.
pub(super) fn mapping_target(cx: &Lowering<'_>, text: &str) -> Option<Pointer> {
    let named = component_schema(text);
    if cx.document.root.pointer(named.as_str()).is_some() { Some(named) } else { refs::target(text) }
}

/// The tag of a schema by its name: as one of the tags that are possible spells it, else as it is.
fn among(possible: &[String], name: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let spelled = possible.iter().find(|tag| *tag == name).or_else(|| {
        let name = plain(name);
        possible.iter().find(|tag| plain(tag) == name)
    });
    spelled.map_or_else(|| name.to_owned(), String::clone)
}

/// The constants that a branch allows for a property, in all of its parts together.
fn pinned<'a>(cx: &Lowering<'a>, branch: &SchemaView<'a>, property: &str) -> Vec<String> {
    let root = cx.document.root;
    let mut pinned: Vec<String> = Vec::new();
    for atom in atoms::atoms(root, std::slice::from_ref(branch), Follow::All).list {
        let declared = atom.view.named_schemas("properties");
        let Some((_, schema)) = declared.into_iter().find(|(name, _)| *name == property) else { continue };
        for part in atoms::atoms(root, &[schema], Follow::All).list {
            let values: Vec<&str> = part.view.enum_values().into_iter().filter_map(Value::as_str).collect();
            let both: Vec<String> =
                pinned.iter().filter(|tag| values.contains(&tag.as_str())).cloned().collect();
            if !both.is_empty() {
                pinned = both;
            } else if !values.is_empty() {
                pinned = values.into_iter().map(str::to_owned).collect();
            }
        }
    }
    pinned
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn tags_come_from_the_mapping_then_from_constants_then_from_names() {
        let text = types(
            "Shape:
  oneOf:
    - $ref: '#/components/schemas/Mapped'
    - $ref: '#/components/schemas/Named'
    - $ref: '#/components/schemas/Pinned'
    - $ref: '#/components/schemas/Plain'
  discriminator:
    propertyName: kind
    mapping: {m1: '#/components/schemas/Mapped', m2: '#/components/schemas/Mapped', n: Named}
Mapped: {type: object, properties: {kind: {type: string}}}
Named: {type: object, properties: {kind: {type: string}}}
Pinned: {type: object, properties: {kind: {type: string, enum: [pin]}}}
Plain: {type: object, properties: {kind: {type: string}}}",
        );
        assert!(
            text.starts_with(
                "union Shape by ?
  Mapped: Mapped of \"m1\", \"m2\"
  Named: Named of \"n\"
  Pinned: Pinned of \"pin\"
  Plain: Plain of \"Plain\"
"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_list_of_tags_that_children_inherit_selects_none_of_them() {
        let text = types(
            "Pet:
  oneOf: [{$ref: '#/components/schemas/BigCat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Fish'}]
  discriminator: {propertyName: kind}
Base: {type: object, required: [kind], properties: {kind: {type: string, enum: [big-cat, Dog, dog, fish]}}}
BigCat: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {name: {type: string}}}]}
Fish: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {kind: {enum: [fish]}}}]}",
        );
        assert!(
            text.starts_with(
                "union Pet by ?
  BigCat: BigCat of \"big-cat\"
  Dog: Dog of \"Dog\"
  Fish: Fish of \"fish\"
"
            ),
            "{text}"
        );
    }
}
