//! Which values of the tag select which branch of a choice (OpenAPI 3.0.3, "Discriminator Object").
//!
//! In: the branches of a schema with a `discriminator`. Out: the tags of each: those of `mapping`, or those that the branch
//! pins by `enum` or `const`, or the name of its schema. A branch that is a choice itself has the tags of all its branches.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lowering;
use super::atoms::{self, Atom, Follow, Part};
use super::unions::is_null;
use crate::document::{SchemaView, component_schema, refs};
use crate::pointer::Pointer;

/// How many choices within choices are looked into.
const MOST_CHOICES: usize = 4;

/// The tags of each branch, in order; without a discriminator none has any.
pub(super) fn of_branches<'a>(
    cx: &Lowering<'a>,
    view: &SchemaView<'a>,
    branches: &[SchemaView<'a>],
) -> Vec<Vec<String>> {
    of_branches_within(cx, view, branches, MOST_CHOICES)
}

fn of_branches_within<'a>(
    cx: &Lowering<'a>,
    view: &SchemaView<'a>,
    branches: &[SchemaView<'a>],
    within: usize,
) -> Vec<Vec<String>> {
    let Some(property) = view.discriminator() else { return vec![Vec::new(); branches.len()] };
    let mapping: Vec<(Option<Pointer>, &str)> =
        view.mapping().into_iter().map(|(tag, to)| (mapping_target(cx, to), tag)).collect();
    let listed: Vec<Vec<String>> =
        branches.iter().map(|branch| pinned(cx, branch, property, within)).collect();
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
fn pinned<'a>(cx: &Lowering<'a>, branch: &SchemaView<'a>, property: &str, within: usize) -> Vec<String> {
    let root = cx.document.root;
    let mut pinned: Vec<String> = Vec::new();
    for atom in atoms::atoms(root, std::slice::from_ref(branch), Follow::All).list {
        if let Part::Union(keyword) = atom.part {
            narrow(&mut pinned, of_choice(cx, &atom.view, keyword, property, within));
            continue;
        }
        let declared = atom.view.named_schemas("properties");
        let Some((_, schema)) = declared.into_iter().find(|(name, _)| *name == property) else { continue };
        for part in atoms::atoms(root, &[schema], Follow::All).list {
            narrow(&mut pinned, constants(cx, &part, within));
        }
    }
    pinned
}

/// Keeps the constants that both lists have, where that leaves any.
fn narrow(pinned: &mut Vec<String>, constants: Vec<String>) {
    let both: Vec<String> = pinned.iter().filter(|tag| constants.contains(tag)).cloned().collect();
    if !both.is_empty() {
        *pinned = both;
    } else if !constants.is_empty() {
        *pinned = constants;
    }
}

/// The constants of all branches of a branch that is a choice itself; none where one of them pins none, unless its own
/// discriminator names them all.
fn of_choice<'a>(
    cx: &Lowering<'a>,
    view: &SchemaView<'a>,
    keyword: &str,
    property: &str,
    within: usize,
) -> Vec<String> {
    let Some(within) = within.checked_sub(1) else { return Vec::new() };
    let branches: Vec<SchemaView<'a>> =
        view.schemas(keyword).into_iter().filter(|branch| !is_null(cx, branch)).collect();
    let tags: Vec<Vec<String>> = if view.discriminator() == Some(property) {
        of_branches_within(cx, view, &branches, within)
    } else {
        branches.iter().map(|branch| pinned(cx, branch, property, within)).collect()
    };
    all_or_none(tags)
}

/// The constants that a part of a property's schema lists, also as a choice between constants and null.
fn constants<'a>(cx: &Lowering<'a>, part: &Atom<'a>, within: usize) -> Vec<String> {
    let Part::Union(keyword) = part.part else {
        return part.view.enum_values().into_iter().filter_map(Value::as_str).map(str::to_owned).collect();
    };
    let Some(within) = within.checked_sub(1) else { return Vec::new() };
    let branches = part.view.schemas(keyword).into_iter().filter(|branch| !is_null(cx, branch));
    let listed = branches.map(|branch| {
        let parts = atoms::atoms(cx.document.root, &[branch], Follow::All).list;
        parts.iter().flat_map(|part| constants(cx, part, within)).collect()
    });
    all_or_none(listed.collect())
}

fn all_or_none(lists: Vec<Vec<String>>) -> Vec<String> {
    if lists.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut all: Vec<String> = Vec::new();
    for tag in lists.into_iter().flatten() {
        if !all.contains(&tag) {
            all.push(tag);
        }
    }
    all
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
    fn a_branch_that_is_a_choice_has_the_tags_of_its_branches() {
        let text = types(
            "Item:
  oneOf: [{$ref: '#/components/schemas/Content'}, {$ref: '#/components/schemas/Reference'}, {$ref: '#/components/schemas/Loose'}]
  discriminator: {propertyName: type}
Content: {type: object, oneOf: [{$ref: '#/components/schemas/Text'}, {$ref: '#/components/schemas/Image'}]}
Text: {type: object, required: [type], properties: {type: {type: string, enum: [text]}, text: {type: string}}}
Image: {type: object, required: [type], properties: {type: {type: string, const: image}, url: {type: string}}}
Reference: {type: object, properties: {type: {anyOf: [{type: string, enum: [reference]}, {type: 'null'}]}, id: {type: string}}}
Loose: {oneOf: [{$ref: '#/components/schemas/Text'}, {type: object, properties: {type: {type: string}}}]}",
        );
        assert!(
            text.starts_with(
                "union Item by ?
  Content: Content of \"text\", \"image\"
  Reference: Reference of \"reference\"
  Loose: Loose of \"Loose\"
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
