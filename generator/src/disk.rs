//! Write and check: the generated files in memory against an output folder on disk.
//!
//! In: a [`FileSet`] and a folder. Out: a [`Comparison`] that lists every difference, and on demand a folder that
//! has none. The generator owns the files whose first line has its [`MARKER`], in the folders that it writes to, and nothing
//! else: others are never changed or deleted. Nothing is written through a symbolic link or outside of the folder; files that are already right
//! are not touched, and a run that fails leaves the folder as it was (`stage`).

mod owned;
mod stage;

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

pub use owned::{MARKER, mark};

use crate::output::FileSet;
use stage::Stage;

/// What cannot be done on disk.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// A file or folder cannot be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: `read`, `write`, `delete`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A symbolic link stands where a file or folder of the output must be.
    #[error("{} is a symbolic link; generated files are not written through links", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The plan names a file outside of the output folder: a bug of the generator.
    #[error("`{path}` does not stay inside of the output folder")]
    Outside {
        /// The path as planned.
        path: String,
    },
    /// A file is in the way that the generator did not write.
    #[error("{} was not written by the generator and is in the way; move it elsewhere", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// How an output folder differs from the generated files. Paths are relative to the folder, in name order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Files that are not there yet.
    pub missing: Vec<String>,
    /// Files with another content.
    pub changed: Vec<String>,
    /// Files that an earlier run wrote and that are no longer generated.
    pub extra: Vec<String>,
    /// How many files are right.
    pub unchanged: usize,
}

impl Comparison {
    /// True when the folder holds exactly what was generated.
    pub fn is_up_to_date(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty() && self.extra.is_empty()
    }

    /// How many files would be written or deleted.
    pub fn len(&self) -> usize {
        self.missing.len() + self.changed.len() + self.extra.len()
    }

    /// True when nothing would be written or deleted.
    pub fn is_empty(&self) -> bool {
        self.is_up_to_date()
    }
}

/// Compares the output folder with the generated files. A folder that does not exist lacks every file.
///
/// # Errors
///
/// The folder cannot be read, a foreign file or a link is in the way, or a planned path leaves the folder.
pub fn compare(folder: &Path, files: &FileSet) -> Result<Comparison, DiskError> {
    let mut comparison = Comparison::default();
    let mut planned = BTreeSet::new();
    for (name, text) in files.iter() {
        let path = inside(folder, name)?;
        planned.insert(name.to_owned());
        match std::fs::read(&path) {
            Ok(current) if current == text.as_bytes() => comparison.unchanged += 1,
            Ok(current) if owned::is_owned(&current) => comparison.changed.push(name.to_owned()),
            Ok(_) => return Err(DiskError::Foreign { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => comparison.missing.push(name.to_owned()),
            Err(source) => return Err(DiskError::Io { action: "read", path, source }),
        }
    }
    let targets = planned.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
    comparison.extra =
        owned::owned_files(folder, &targets)?.into_iter().filter(|name| !planned.contains(name)).collect();
    Ok(comparison)
}

/// Brings the output folder up to date: writes what is missing or changed, deletes what is extra.
///
/// # Errors
///
/// A file cannot be written or deleted; the folder is as it was then.
pub fn apply(folder: &Path, files: &FileSet, comparison: &Comparison) -> Result<(), DiskError> {
    if comparison.is_empty() {
        return Ok(());
    }
    let mut stage = Stage::begin(folder)?;
    for (name, text) in with_texts(&comparison.missing, files) {
        stage.add(inside(folder, name)?, text)?;
    }
    for (name, text) in with_texts(&comparison.changed, files) {
        stage.change(inside(folder, name)?, text)?;
    }
    let extra = comparison.extra.iter().map(|name| inside(folder, name)).collect::<Result<Vec<_>, _>>()?;
    stage.finish(&extra)?;
    for path in &extra {
        remove_empty_folders(folder, path);
    }
    Ok(())
}

fn with_texts<'a>(names: &'a [String], files: &'a FileSet) -> impl Iterator<Item = (&'a str, &'a str)> {
    names.iter().filter_map(|name| Some((name.as_str(), files.get(name)?)))
}

/// The place of a planned file, checked to stay below the folder without passing a link.
fn inside(folder: &Path, name: &str) -> Result<PathBuf, DiskError> {
    let relative = Path::new(name);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || name.is_empty() || name.contains('\\') {
        return Err(DiskError::Outside { path: name.to_owned() });
    }
    let mut path = folder.to_owned();
    for part in relative.components() {
        path.push(part);
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(DiskError::Link { path });
        }
    }
    Ok(path)
}

/// Removes the folders that a deleted file leaves empty, up to the output folder itself.
fn remove_empty_folders(folder: &Path, deleted: &Path) {
    let parents = deleted.ancestors().skip(1).take_while(|parent| *parent != folder);
    for parent in parents {
        // Refused by the system unless it is empty, which is just what is wanted.
        if std::fs::remove_dir(parent).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Comparison, DiskError, MARKER, apply, compare, mark};
    use crate::output::FileSet;

    fn files(entries: &[(&str, &str)]) -> FileSet {
        let mut files = FileSet::default();
        for (path, text) in entries {
            files.insert(*path, mark(path, text)).expect("the paths differ");
        }
        files
    }

    #[test]
    fn writing_makes_a_folder_right_and_a_second_run_touches_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = files(&[("models/src/lib.rs", "//! Models.\n"), ("models/Cargo.toml", "[package]\n")]);
        let before = compare(folder.path(), &files).expect("readable");
        assert_eq!(before.missing, ["models/Cargo.toml", "models/src/lib.rs"]);
        apply(folder.path(), &files, &before).expect("writable");

        let path = folder.path().join("models/src/lib.rs");
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
        let after = compare(folder.path(), &files).expect("readable");
        assert_eq!(after, Comparison { unchanged: 2, ..Comparison::default() });
        apply(folder.path(), &files, &after).expect("writable");
        assert_eq!(fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time"), written);
    }

    #[test]
    fn files_that_are_no_longer_generated_go_and_foreign_ones_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = files(&[("src/a.rs", ""), ("src/old/b.rs", "")]);
        apply(folder.path(), &old, &compare(folder.path(), &old).expect("readable")).expect("writable");
        fs::write(folder.path().join("src/mine.rs"), "// by hand\n").expect("writable");

        let new = files(&[("src/a.rs", "")]);
        let comparison = compare(folder.path(), &new).expect("readable");
        assert_eq!(comparison.extra, ["src/old/b.rs"]);
        apply(folder.path(), &new, &comparison).expect("writable");
        assert!(!folder.path().join("src/old").exists());
        assert!(folder.path().join("src/mine.rs").exists());
    }

    #[test]
    fn the_output_of_another_run_beside_ours_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = files(&[("other/models/src/lib.rs", "")]);
        apply(folder.path(), &other, &compare(folder.path(), &other).expect("readable")).expect("writable");
        let ours = compare(folder.path(), &files(&[("models/src/lib.rs", "")])).expect("readable");
        assert_eq!(ours.extra, [] as [&str; 0]);
    }

    #[test]
    fn a_foreign_file_in_the_way_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("lib.rs"), "// by hand\n").expect("writable");
        let error = compare(folder.path(), &files(&[("lib.rs", "")])).expect_err("not ours");
        assert!(matches!(error, DiskError::Foreign { .. }), "{error}");
    }

    #[test]
    fn paths_stay_inside_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["../up.rs", "/etc/up.rs", "a/../../up.rs", "a\\..\\up.rs", ""] {
            let mut files = FileSet::default();
            files.insert(name, MARKER.to_owned()).expect("the only file");
            let error = compare(folder.path(), &files).expect_err(name);
            assert!(matches!(error, DiskError::Outside { .. }), "{name}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("src")).expect("a link");
        let error = compare(folder.path(), &files(&[("src/lib.rs", "")])).expect_err("a link");
        assert!(matches!(error, DiskError::Link { .. }), "{error}");
    }
}
