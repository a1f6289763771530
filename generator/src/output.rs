//! The generated files in memory, before anything touches a disk.

use std::collections::BTreeMap;

/// Generated files by path relative to the output folder, `/` between folders, in name order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

impl FileSet {
    /// Adds a file. Two files of the same path are a bug of the plan.
    pub fn insert(&mut self, path: impl Into<String>, text: String) {
        let replaced = self.files.insert(path.into(), text);
        debug_assert!(replaced.is_none(), "the plan gives every file a path of its own");
    }

    /// Every file, in name order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True when there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
