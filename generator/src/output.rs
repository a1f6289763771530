//! The generated files in memory, before anything touches a disk.

pub mod twins;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A second file of one path; always a bug of the generator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bug in the generator: there are two files `{0}`")]
pub struct SecondFile(pub String);

/// Generated files by path relative to the output folder, `/` between folders, in name order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

impl FileSet {
    /// Adds a file.
    ///
    /// # Errors
    ///
    /// There is a file of this path already, which stays as it is.
    pub fn insert(&mut self, path: impl Into<String>, text: String) -> Result<(), SecondFile> {
        match self.files.entry(path.into()) {
            Entry::Vacant(place) => {
                place.insert(text);
                Ok(())
            }
            Entry::Occupied(place) => Err(SecondFile(place.key().clone())),
        }
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

#[cfg(test)]
mod tests {
    use super::{FileSet, SecondFile};

    #[test]
    fn no_file_takes_the_place_of_another() {
        let mut files = FileSet::default();
        assert_eq!(files.insert("a.rs", "1".to_owned()), Ok(()));
        assert_eq!(files.insert("a.rs", "2".to_owned()), Err(SecondFile("a.rs".to_owned())));
        assert_eq!(files.get("a.rs"), Some("1"));
    }
}
