//! The files of one run, each opened once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value;
use url::Url;

use super::Target;
use super::address::FileName;
use super::identifiers::Identifiers;
use super::resolve::Unresolved;
use crate::files::Reader;
use crate::pointer::{FileId, Place, Pointer};
use crate::source::Sources;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) name: FileName,
    pub(super) id: FileId,
    pub(super) tree: Value,
    pub(super) identifiers: Identifiers,
    /// What relative identifiers in it are seen from.
    base: Option<Url>,
    /// The address that it gives itself, when that is a whole one.
    pub(super) declared: Option<Url>,
}

/// Every file that was read, the document first.
#[derive(Debug)]
pub(super) struct Library<'a> {
    pub(super) reader: Option<&'a dyn Reader>,
    pub(super) files: Vec<Opened>,
    /// Index of each file that was asked for, or why it could not be read.
    pub(super) by_name: BTreeMap<FileName, Result<usize, Unresolved>>,
    /// Nodes by the whole address that `$id` or `$self` gives them.
    identified: BTreeMap<String, Target>,
    /// Nodes whose address another node has already: that one, and the node.
    pub(super) repeated: Vec<(Target, Target)>,
}

impl<'a> Library<'a> {
    /// A library of the document alone.
    pub(super) fn new(root: Value, document: FileId, reader: Option<&'a dyn Reader>) -> Self {
        let path = reader.map_or_else(|| "document".to_owned(), Reader::document);
        let name = FileName::Local(path.split('/').map(str::to_owned).collect());
        let mut library = Self {
            reader,
            files: Vec::new(),
            by_name: BTreeMap::new(),
            identified: BTreeMap::new(),
            repeated: Vec::new(),
        };
        library.add(name, document, root);
        library
    }

    /// Adds a file that was read.
    pub(super) fn add(&mut self, name: FileName, id: FileId, tree: Value) -> usize {
        let index = self.files.len();
        let identifiers = Identifiers::of(&tree);
        let location = location(&name);
        let declared = identifiers.resources.get(&Pointer::root()).and_then(|id| Url::parse(id).ok());
        let file = Opened { name: name.clone(), id, tree, identifiers, base: location, declared };
        for pointer in file.identifiers.resources.keys() {
            if let Some(mut url) = file.base_of(pointer) {
                url.set_fragment(None);
                let target = Target { file: index, pointer: pointer.clone() };
                match self.identified.entry(url.into()) {
                    Entry::Vacant(free) => {
                        free.insert(target);
                    }
                    Entry::Occupied(first) if file.gives_address(pointer) => {
                        self.repeated.push((first.get().clone(), target));
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
        self.files.push(file);
        self.by_name.insert(name, Ok(index));
        index
    }

    /// The node that has this identifier, when it is written below a node of a file.
    pub(super) fn identified(&self, file: usize, below: &Pointer, text: &str) -> Option<&Target> {
        if self.identified.is_empty() {
            return None;
        }
        let file = &self.files[file];
        let bases = [file.base_of(below), file.base_of(&Pointer::root()), file.base.clone()];
        bases.into_iter().flatten().find_map(|base| self.identified.get(base.join(text).ok()?.as_str()))
    }

    /// The node at a target.
    pub(super) fn value(&self, target: &Target) -> Option<&Value> {
        self.files[target.file].tree.pointer(target.pointer.as_str())
    }

    /// Where a node is written.
    pub(super) fn place(&self, file: usize, pointer: &Pointer, sources: &Sources) -> Place {
        let place = Place { file: self.files[file].id, pointer: pointer.clone() };
        if file == 0 { sources.written_at(&place) } else { place }
    }
}

impl Opened {
    /// True for a node whose `$id` is an address: drafts before 2019-09 wrote anchors as `$id: '#name'`.
    fn gives_address(&self, node: &Pointer) -> bool {
        let id = self.identifiers.resources.get(node).map_or("", String::as_str);
        let relative = || self.base.as_ref().and_then(|base| base.join(id).ok());
        !id.is_empty() && !id.starts_with('#') && relative().is_some()
    }

    /// What a relative identifier below a node is seen from.
    fn base_of(&self, node: &Pointer) -> Option<Url> {
        let location = self.base.clone()?;
        let join = |base: Url, id: &str| base.join(id).unwrap_or(base);
        Some(self.identifiers.enclosing(node).fold(location, join))
    }
}

/// An address for a file; local ones get one that leads nowhere, so that identifiers can be compared.
fn location(name: &FileName) -> Option<Url> {
    match name {
        FileName::Remote(url) => Url::parse(url).ok(),
        FileName::Local(path) => {
            let mut url = Url::parse("https://document.invalid/").ok()?;
            url.path_segments_mut().ok()?.pop_if_empty().extend(path);
            Some(url)
        }
    }
}
