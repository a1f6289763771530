//! The documents that mutants are made from, and the mutants.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use fastrand::Rng;
use generator::diagnostics::Diagnostics;
use generator::load;
use generator::source::{SourceText, Sources};
use serde_json::Value;

use super::mutate;
use crate::corpus::documents::Document;
use crate::pull::closure;
use crate::specs::repository;

/// Documents over this size are cut: one path and what it needs.
const LARGE: usize = 20_000;

/// The text of a mutant.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// How messages name it; the ending tells how it is written.
    pub(super) name: &'static str,
    /// The text.
    pub(super) bytes: Vec<u8>,
    /// The document that it was made of, which knows the files that it may refer to.
    pub(super) home: Document,
}

/// A mutant.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    /// As the generator reads it.
    pub(super) text: Text,
    /// As a tree, where the tree and not the text was changed.
    pub(super) tree: Option<Value>,
}

impl Mutant {
    /// A mutant of a document with this tree.
    pub(super) fn of_tree(tree: Value, home: Document) -> Self {
        let bytes = serde_json::to_vec(&tree).unwrap_or_default();
        Self { text: Text { name: "mutant.json", bytes, home }, tree: Some(tree) }
    }
}

/// The documents.
pub(super) struct Seeds {
    trees: Vec<(Value, Document)>,
    texts: Vec<(Vec<u8>, Document)>,
}

impl Seeds {
    /// Reads the fixtures, the committed documents, and those in `from`.
    ///
    /// # Errors
    ///
    /// A file or folder cannot be read.
    pub(super) fn read(from: &[PathBuf]) -> Result<Self> {
        let root = repository();
        let mut files = Vec::new();
        let always = [root.join("tests/fixtures"), root.join("specs")];
        for path in always.iter().chain(from) {
            let root = path.is_dir().then_some(path.as_path());
            find(path, root, &mut files).with_context(|| format!("cannot read {}", path.display()))?;
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let mut seeds = Self { trees: Vec::new(), texts: Vec::new() };
        for document in files {
            let path = &document.path;
            let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            seeds.add(bytes, document);
        }
        Ok(seeds)
    }

    fn add(&mut self, bytes: Vec<u8>, home: Document) {
        let text = SourceText::new("seed", bytes.clone());
        let (_, tree) = load::load(text, &mut Sources::default(), &mut Diagnostics::default());
        let Some(tree) = tree.filter(Value::is_object) else { return };
        if bytes.len() > LARGE {
            self.trees.extend(slices(&tree).into_iter().map(|slice| (slice, home.clone())));
        } else {
            self.trees.push((tree, home.clone()));
            self.texts.push((bytes, home));
        }
    }

    /// The mutant with this number.
    pub(super) fn mutant(&self, number: u64, seed: u64) -> Mutant {
        let mut random = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
        if random.u8(..8) == 0 {
            let (mut bytes, home) = self.texts[random.usize(..self.texts.len())].clone();
            mutate::text(&mut bytes, &mut random);
            return Mutant { text: Text { name: "mutant.yaml", bytes, home }, tree: None };
        }
        let (mut tree, home) = self.trees[random.usize(..self.trees.len())].clone();
        let (other, _) = &self.trees[random.usize(..self.trees.len())];
        mutate::tree(&mut tree, other, &mut random);
        Mutant::of_tree(tree, home)
    }
}

/// Documents of a folder may refer to all of it, as those of a corpus; a single one to its own folder.
fn find(path: &Path, root: Option<&Path>, files: &mut Vec<Document>) -> Result<()> {
    if !path.is_dir() {
        let name = path.display().to_string();
        files.push(Document { name, path: path.to_owned(), root: root.map(Path::to_owned) });
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let document = path.extension().is_some_and(|extension| extension == "yaml" || extension == "json");
        if path.is_dir() || document {
            find(&path, root, files)?;
        }
    }
    Ok(())
}

/// Every path of a large document by itself, with the components that it needs. A document that refers to what it does
/// not have gives none.
fn slices(tree: &Value) -> Vec<Value> {
    let Some(Value::Object(paths)) = tree.get("paths") else { return Vec::new() };
    let slice = |name: &String, item: &Value| {
        let mut slice = tree.clone();
        slice["paths"] = Value::Object([(name.clone(), item.clone())].into_iter().collect());
        closure::prune(&mut slice).ok().map(|()| slice)
    };
    paths.iter().filter_map(|(name, item)| slice(name, item)).collect()
}

#[cfg(test)]
mod tests {
    use super::Seeds;

    #[test]
    fn a_number_names_a_mutant() {
        let seeds = Seeds::read(&[]).expect("the fixtures are there");
        for number in 0..20 {
            assert_eq!(seeds.mutant(number, 1).text.bytes, seeds.mutant(number, 1).text.bytes);
        }
        assert_ne!(seeds.mutant(0, 1).text.bytes, seeds.mutant(0, 2).text.bytes);
    }
}
