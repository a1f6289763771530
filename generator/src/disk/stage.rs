//! Many files replaced as if they were one.
//!
//! Every text is first written to a folder of its own inside of the output, on the same disk. Only when all of them are
//! there they are moved into place, one rename after the other: first what is new, then what replaces something, and last
//! what goes. When a move fails those before it are taken back. A run that is killed before the moves has changed nothing;
//! what it leaves behind is removed by the next run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{DiskError, MARKER};

/// The folder inside of the output.
const STAGING: &str = ".generating";

/// The file that says whose folder it is.
const OWNER: &str = "owner";

/// A change that is under way. Dropped before [`finish`](Self::finish), it leaves everything as it was.
pub(super) struct Stage {
    staging: PathBuf,
    /// Texts and where they go.
    new: Vec<(PathBuf, PathBuf)>,
    /// Texts that take the place of a file, which is kept beside them.
    changed: Vec<(PathBuf, PathBuf)>,
    /// How to take back what was moved, in the order of the moves.
    moved: Vec<Undo>,
    /// Folders that were made, outer ones first.
    folders: Vec<PathBuf>,
    finished: bool,
}

enum Undo {
    /// Nothing was there.
    Remove(PathBuf),
    /// This was there.
    Restore { old: PathBuf, path: PathBuf },
}

impl Stage {
    /// Begins a change in an output folder, which is made where it is missing.
    pub(super) fn begin(folder: &Path) -> Result<Self, DiskError> {
        let staging = folder.join(STAGING);
        let mut stage = Self {
            staging: staging.clone(),
            new: Vec::new(),
            changed: Vec::new(),
            moved: Vec::new(),
            folders: Vec::new(),
            // Nothing may be removed before it is known whose it is.
            finished: true,
        };
        stage.make_folders(folder)?;
        clear(&staging)?;
        stage.finished = false;
        let owner = staging.join(OWNER);
        let made = fs::create_dir(&staging).and_then(|()| fs::write(&owner, MARKER));
        made.map_err(failed("write", &owner))?;
        Ok(stage)
    }

    /// Writes the text of a file that is missing; it is not there yet.
    pub(super) fn add(&mut self, path: PathBuf, text: &str) -> Result<(), DiskError> {
        let staged = self.write(&path, text)?;
        self.new.push((staged, path));
        Ok(())
    }

    /// Writes the text that takes the place of another one; the other one is still there.
    pub(super) fn change(&mut self, path: PathBuf, text: &str) -> Result<(), DiskError> {
        let staged = self.write(&path, text)?;
        let old = kept(&staged);
        // A link keeps the time of the file as well; not every disk has links.
        fs::hard_link(&path, &old)
            .or_else(|_| fs::copy(&path, &old).map(drop))
            .map_err(failed("read", &path))?;
        self.changed.push((staged, path));
        Ok(())
    }

    /// Moves everything into place and takes away what is extra.
    pub(super) fn finish(mut self, extra: &[PathBuf]) -> Result<(), DiskError> {
        for (staged, path) in std::mem::take(&mut self.new) {
            if let Some(parent) = path.parent() {
                self.make_folders(parent)?;
            }
            fs::rename(staged, &path).map_err(failed("write", &path))?;
            self.moved.push(Undo::Remove(path));
        }
        for (staged, path) in std::mem::take(&mut self.changed) {
            fs::rename(&staged, &path).map_err(failed("write", &path))?;
            self.moved.push(Undo::Restore { old: kept(&staged), path });
        }
        for (index, path) in extra.iter().enumerate() {
            let old = self.staging.join(format!("extra-{index}"));
            fs::rename(path, &old).map_err(failed("delete", path))?;
            self.moved.push(Undo::Restore { old, path: path.clone() });
        }
        self.finished = true;
        // All is in place; what cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.staging);
        Ok(())
    }

    fn write(&self, path: &Path, text: &str) -> Result<PathBuf, DiskError> {
        let staged = self.staging.join(format!("new-{}", self.new.len() + self.changed.len()));
        fs::write(&staged, text).map_err(failed("write", path))?;
        Ok(staged)
    }

    fn make_folders(&mut self, folder: &Path) -> Result<(), DiskError> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir(folder).map_err(failed("write", folder))?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Stage {
    /// What cannot be taken back stays: the error that led here is the one to report.
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        for undo in self.moved.drain(..).rev() {
            let _ = match undo {
                Undo::Remove(path) => fs::remove_file(path),
                Undo::Restore { old, path } => fs::rename(old, path),
            };
        }
        let _ = fs::remove_dir_all(&self.staging);
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Where the file is kept whose place a text takes.
fn kept(staged: &Path) -> PathBuf {
    staged.with_extension("old")
}

/// Removes what a killed run left behind, and nothing else.
fn clear(staging: &Path) -> Result<(), DiskError> {
    let path = staging.to_owned();
    match staging.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(DiskError::Io { action: "read", path, source }),
        Ok(about) if about.is_symlink() => Err(DiskError::Link { path }),
        Ok(_) => match fs::read(staging.join(OWNER)) {
            Ok(owner) if owner == MARKER.as_bytes() => {
                fs::remove_dir_all(staging).map_err(failed("delete", staging))
            }
            _ => Err(DiskError::Foreign { path }),
        },
    }
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    let path = path.to_owned();
    move |source| DiskError::Io { action, path, source }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;
    use std::time::SystemTime;

    use crate::disk::{Comparison, DiskError, MARKER, apply, compare, mark};
    use crate::output::FileSet;

    fn files(entries: &[(&str, &str)]) -> FileSet {
        let mut files = FileSet::default();
        for (path, text) in entries {
            files.insert(*path, mark(path, text)).expect("the paths differ");
        }
        files
    }

    /// Every file below a folder with its text and its time, and every folder.
    fn state(folder: &Path) -> BTreeMap<String, Option<(String, SystemTime)>> {
        let mut state = BTreeMap::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("readable") {
                let path = entry.expect("readable").path();
                let time = fs::metadata(&path).and_then(|about| about.modified()).expect("a time");
                let text = fs::read_to_string(&path).ok().map(|text| (text, time));
                if text.is_none() {
                    open.push(path.clone());
                }
                state.insert(path.display().to_string(), text);
            }
        }
        state
    }

    fn written() -> (tempfile::TempDir, FileSet) {
        let folder = tempfile::tempdir().expect("a folder");
        let old =
            files(&[("Cargo.toml", "1"), ("src/lib.rs", "1"), ("src/gone.rs", "1"), ("src/same.rs", "1")]);
        apply(folder.path(), &old, &compare(folder.path(), &old).expect("readable")).expect("writable");
        fs::write(folder.path().join("src/mine.rs"), "// by hand\n").expect("writable");
        let new =
            files(&[("Cargo.toml", "2"), ("src/lib.rs", "2"), ("src/same.rs", "1"), ("src/new/a.rs", "2")]);
        (folder, new)
    }

    #[test]
    fn a_run_that_fails_at_the_last_file_changes_nothing() {
        let (folder, new) = written();
        let mut comparison = compare(folder.path(), &new).expect("readable");
        assert_eq!((comparison.missing.len(), comparison.changed.len(), comparison.extra.len()), (1, 2, 1));
        // The last step of all: a file to delete that somebody else has deleted meanwhile.
        comparison.extra.push("src/vanished.rs".to_owned());
        let before = state(folder.path());
        let error = apply(folder.path(), &new, &comparison).expect_err("it vanished");
        assert!(matches!(error, DiskError::Io { action: "delete", .. }), "{error}");
        assert_eq!(state(folder.path()), before);
    }

    #[test]
    fn a_run_that_fails_at_any_file_changes_nothing() {
        // In the way of a new file, of its folder, and of a file that is to be replaced.
        for (blocked, inside) in [("src/new/a.rs", "x"), ("Cargo.toml", "x"), ("src/lib.rs", "x")] {
            let (folder, new) = written();
            let comparison = compare(folder.path(), &new).expect("readable");
            let path = folder.path().join(blocked);
            let _ = fs::remove_file(&path);
            fs::create_dir_all(path.join(inside)).expect("writable");
            let before = state(folder.path());
            apply(folder.path(), &new, &comparison).expect_err(blocked);
            assert_eq!(state(folder.path()), before, "{blocked}");
        }
        let (folder, new) = written();
        let comparison = compare(folder.path(), &new).expect("readable");
        fs::write(folder.path().join("src/new"), "a file where a folder must be").expect("writable");
        let before = state(folder.path());
        apply(folder.path(), &new, &comparison).expect_err("no folder");
        assert_eq!(state(folder.path()), before);
    }

    #[test]
    fn a_foreign_file_in_the_way_is_found_before_anything_is_written() {
        let (folder, mut new) = written();
        new.insert("src/mine.rs", mark("src/mine.rs", "2")).expect("the paths differ");
        let before = state(folder.path());
        let error = compare(folder.path(), &new).expect_err("not ours");
        assert!(matches!(error, DiskError::Foreign { .. }), "{error}");
        assert_eq!(state(folder.path()), before);
    }

    #[test]
    fn a_folder_that_could_not_be_filled_is_not_there() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("a/b");
        let comparison = Comparison {
            missing: vec!["lib.rs".to_owned()],
            extra: vec!["vanished.rs".to_owned()],
            ..Comparison::default()
        };
        apply(&folder, &files(&[("lib.rs", "1")]), &comparison).expect_err("it vanished");
        assert_eq!(state(outer.path()), BTreeMap::new());
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_others_made_is_not() {
        let (folder, new) = written();
        let staging = folder.path().join(".generating");
        fs::create_dir(&staging).expect("writable");
        fs::write(staging.join("new-0"), "half a fi").expect("writable");
        let comparison = compare(folder.path(), &new).expect("hidden folders do not count");
        let error = apply(folder.path(), &new, &comparison).expect_err("not ours");
        assert!(matches!(error, DiskError::Foreign { .. }), "{error}");
        assert!(staging.join("new-0").exists());

        fs::write(staging.join("owner"), MARKER).expect("writable");
        apply(folder.path(), &new, &comparison).expect("writable");
        assert!(!staging.exists());
        assert!(compare(folder.path(), &new).expect("readable").is_up_to_date());
        assert!(folder.path().join("src/mine.rs").exists());
    }
}
