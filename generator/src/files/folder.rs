//! Files below one folder of the disk.
//!
//! Nothing outside of the folder is opened, whatever links say, and nothing but regular files: a pipe or a device
//! would be waited for. Addresses go to a [`Remote`], when there is one.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::remote::Remote;
use super::{Reader, Unread};
use crate::diagnostics::similar::nearest;
use crate::source::SourceText;

/// A folder that holds all files of a document.
#[derive(Debug)]
pub struct Folder {
    /// As messages show it.
    shown: PathBuf,
    /// Absolute, without links.
    real: PathBuf,
    /// The document, below the folder.
    document: String,
    remote: Option<Remote>,
}

/// A document does not stand below the folder that was named for its files.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder, or that of the document, cannot be found.
    #[error("cannot find {}", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The document is elsewhere.
    #[error("{} does not stand below {}", document.display(), folder.display())]
    Elsewhere {
        /// The document.
        document: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
}

impl Folder {
    /// The folder of a document's files: the one that the document stands in, unless `folder` names one above it.
    ///
    /// # Errors
    /// A folder cannot be found, or the document does not stand below it.
    pub fn of_document(document: &Path, folder: Option<&Path>) -> Result<Self, FolderError> {
        let home = match document.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let shown = folder.unwrap_or(home);
        let real = real(shown)?;
        let elsewhere = || FolderError::Elsewhere { document: document.to_owned(), folder: shown.to_owned() };
        let name = document.file_name().ok_or_else(elsewhere)?;
        let inside = self::real(home)?.join(name);
        let below = inside.strip_prefix(&real).map_err(|_| elsewhere())?;
        let document = parts(below).join("/");
        Ok(Self { shown: shown.to_owned(), real, document, remote: None })
    }

    /// Addresses are brought by `remote`.
    #[must_use]
    pub fn with_remote(self, remote: Remote) -> Self {
        Self { remote: Some(remote), ..self }
    }

    /// Messages name files as they are seen from `base`.
    #[must_use]
    pub fn shown_from(self, base: &Path) -> Self {
        let shown = self.shown.strip_prefix(base).map_or_else(|_| self.shown.clone(), Path::to_owned);
        Self { shown, ..self }
    }

    fn name(&self, path: &str) -> String {
        let shown = if self.shown == Path::new(".") { PathBuf::new() } else { self.shown.clone() };
        shown.join(path).display().to_string()
    }

    /// The nearest name in the folder where a file was looked for.
    fn near(&self, path: &Path) -> Option<String> {
        const MOST: usize = 10_000;
        let folder = path.parent()?.canonicalize().ok().filter(|folder| folder.starts_with(&self.real))?;
        let entries = fs::read_dir(&folder).ok()?.take(MOST).flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        let wanted = path.file_name()?.to_string_lossy();
        nearest(&wanted, names.iter().map(String::as_str)).map(str::to_owned)
    }
}

impl Reader for Folder {
    fn document(&self) -> String {
        self.document.clone()
    }

    fn local(&self, path: &str, most: usize) -> Result<SourceText, Unread> {
        let name = self.name(path);
        let wanted = self.real.join(path);
        let unreadable = |reason: String| Unread::Unreadable { name: name.clone(), reason };
        let real = wanted.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                Unread::Missing { name: name.clone(), near: self.near(&wanted) }
            }
            _ => unreadable(error.to_string()),
        })?;
        if !real.starts_with(&self.real) {
            return Err(Unread::Outside { name });
        }
        let Some(bytes) = regular_file(&real, most).map_err(unreadable)? else {
            return Err(Unread::TooLarge { name });
        };
        Ok(SourceText::new(name, bytes))
    }

    fn remote(&self, url: &str, most: usize) -> Result<SourceText, Unread> {
        match &self.remote {
            Some(remote) => remote.text(url, most),
            None => Err(Unread::Offline),
        }
    }
}

/// Reads a file that is one: opening a pipe would wait for its other end. `None` when it is too large.
fn regular_file(path: &Path, most: usize) -> Result<Option<Vec<u8>>, String> {
    let told = |error: std::io::Error| error.to_string();
    let about = fs::metadata(path).map_err(told)?;
    if about.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !about.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    if about.len() > most as u64 {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // One byte more than allowed, for files that grow meanwhile.
    File::open(path).map_err(told)?.take(most as u64 + 1).read_to_end(&mut bytes).map_err(told)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() <= most))
}

fn real(folder: &Path) -> Result<PathBuf, FolderError> {
    folder.canonicalize().map_err(|source| FolderError::Missing { path: folder.to_owned(), source })
}

fn parts(path: &Path) -> Vec<String> {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Folder, Reader, Unread};

    const MOST: usize = 1 << 20;

    fn folder() -> (tempfile::TempDir, Folder) {
        let outer = tempfile::tempdir().expect("a folder");
        let inner = outer.path().join("api");
        fs::create_dir_all(inner.join("schemas")).expect("writable");
        fs::write(outer.path().join("secret.yaml"), "secret: 1").expect("writable");
        fs::write(inner.join("api.yaml"), "a: 1").expect("writable");
        fs::write(inner.join("schemas/Pet.yaml"), "b: 1").expect("writable");
        let folder = Folder::of_document(&inner.join("api.yaml"), None).expect("it is there");
        (outer, folder)
    }

    #[test]
    fn files_below_the_folder_are_read() {
        let (_outer, folder) = folder();
        assert_eq!(folder.document(), "api.yaml");
        let text = folder.local("schemas/Pet.yaml", MOST).expect("it is there");
        assert_eq!(text.bytes, b"b: 1");
        assert!(text.name.ends_with("api/schemas/Pet.yaml"), "{}", text.name);
        let missing = folder.local("schemas/Pte.yaml", MOST).expect_err("it is not there");
        assert!(matches!(missing, Unread::Missing { near: Some(near), .. } if near == "Pet.yaml"));
    }

    #[test]
    fn a_wider_folder_may_be_named() {
        let (outer, _) = folder();
        let document = outer.path().join("api/api.yaml");
        let wide = Folder::of_document(&document, Some(outer.path())).expect("it is above");
        assert_eq!(wide.document(), "api/api.yaml");
        assert!(wide.local("secret.yaml", MOST).is_ok());
        assert!(Folder::of_document(&document, Some(&outer.path().join("api/schemas"))).is_err());
    }

    #[test]
    fn what_is_no_regular_file_is_not_opened() {
        let (_outer, folder) = folder();
        let refused = folder.local("schemas", MOST).expect_err("a folder").to_string();
        assert!(refused.ends_with("it is a folder"), "{refused}");
        let large = fs::File::create(folder.real.join("large.yaml")).expect("writable");
        large.set_len(1 << 30).expect("a sparse file");
        let refused = folder.local("large.yaml", MOST).expect_err("too large");
        assert!(matches!(refused, Unread::TooLarge { .. }), "{refused}");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_no_way_out() {
        use std::os::unix::fs::symlink;

        let (outer, folder) = folder();
        symlink(outer.path().join("secret.yaml"), folder.real.join("link.yaml")).expect("a link");
        symlink(outer.path(), folder.real.join("up")).expect("a link");
        symlink("schemas/Pet.yaml", folder.real.join("inside.yaml")).expect("a link");
        for path in ["link.yaml", "up/secret.yaml"] {
            assert!(matches!(folder.local(path, MOST), Err(Unread::Outside { .. })), "{path}");
        }
        assert!(folder.local("inside.yaml", MOST).is_ok());
        let made = std::process::Command::new("mkfifo").arg(folder.real.join("pipe.yaml")).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(folder.local("pipe.yaml", MOST), Err(Unread::Unreadable { .. })));
        }
    }
}
