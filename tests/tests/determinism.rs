//! The same document gives the same bytes, whatever the order in which things were put into it.

use std::collections::BTreeMap;

use generator::output::FileSet;
use serde_json::{Map, Value};
use tests::document::{Texts, tree};

fn generate(document: &Value) -> FileSet {
    let texts =
        Texts { document: serde_json::to_string(document).expect("a tree is JSON"), ..Texts::committed() };
    let outcome = texts.generate();
    outcome.files.unwrap_or_else(|| panic!("{}", outcome.rendered))
}

/// Puts the members of an object into another order, far from the old one.
fn shuffle(object: &mut Value) {
    let members = std::mem::take(object.as_object_mut().expect("an object"));
    let mut members: Vec<_> = members.into_iter().collect();
    members.reverse();
    let middle = members.len() / 3;
    members.rotate_left(middle);
    *object = Value::Object(members.into_iter().collect::<Map<_, _>>());
}

#[test]
fn twice_the_same_gives_the_same() {
    let texts = Texts::committed();
    assert_eq!(texts.generate().files, texts.generate().files);
}

#[test]
fn yaml_and_json_give_the_same() {
    assert_eq!(Texts::committed().generate().files, Some(generate(&tree())));
}

#[test]
fn the_order_of_components_does_not_matter() {
    let document = tree();
    let mut shuffled = document.clone();
    shuffle(&mut shuffled["components"]["schemas"]);
    shuffle(&mut shuffled["components"]);
    assert_ne!(document["components"].to_string(), shuffled["components"].to_string());
    assert_eq!(differing(&generate(&document), &generate(&shuffled)), Vec::<String>::new());
}

#[test]
fn the_order_of_paths_only_moves_whole_lines() {
    // Operations stand in the order of the document; every name, file and line stays.
    let document = tree();
    let mut shuffled = document.clone();
    shuffle(&mut shuffled["paths"]);
    assert_eq!(differing(&sorted(&generate(&document)), &sorted(&generate(&shuffled))), Vec::<String>::new());
}

/// The lines of every file, in order of their text.
fn sorted(files: &FileSet) -> FileSet {
    let mut result = FileSet::default();
    for (path, text) in files.iter() {
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        result.insert(path, lines.join("\n")).expect("the paths differ");
    }
    result
}

/// The paths of files that are not the same on both sides.
fn differing(left: &FileSet, right: &FileSet) -> Vec<String> {
    let left: BTreeMap<_, _> = left.iter().collect();
    let right: BTreeMap<_, _> = right.iter().collect();
    let paths = left.keys().chain(right.keys());
    let mut differing: Vec<_> =
        paths.filter(|path| left.get(*path) != right.get(*path)).map(|path| (*path).to_owned()).collect();
    differing.dedup();
    differing
}
