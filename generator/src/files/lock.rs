//! What other hosts served: the lock file of a document.
//!
//! Beside `api.yaml` stands the folder `api.yaml.remote`, with a copy of each file that came over the network, named
//! for its SHA-256, and `lock.toml`, which says which address each came from. Committed with the document, it makes
//! runs repeatable and free of the network.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Unread;

/// The entries of a lock file, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// One per address, in the order of addresses.
    #[serde(default, rename = "file")]
    files: Vec<Entry>,
}

/// One file of another host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    url: String,
    sha256: String,
}

/// A lock file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It, or a copy, cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not what the generator writes.
    #[error("{} is malformed: {reason}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Lock {
    /// The folder that belongs to a document.
    pub fn folder(document: &Path) -> PathBuf {
        let mut name = document.file_name().unwrap_or_default().to_owned();
        name.push(".remote");
        document.with_file_name(name)
    }

    /// Reads the lock file of a folder; an empty one where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is malformed.
    pub fn read(folder: &Path) -> Result<Self, LockError> {
        let path = folder.join("lock.toml");
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|reason| LockError::Malformed { path, reason }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(LockError::Io { path, source }),
        }
    }

    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    /// Compares what an address serves with what was recorded, if anything was.
    ///
    /// # Errors
    /// [`Unread::Changed`] where it is something else.
    pub fn check(&self, url: &str, bytes: &[u8]) -> Result<(), Unread> {
        let found = sha256(bytes);
        match self.hash(url) {
            Some(recorded) if recorded != found => {
                Err(Unread::Changed { url: url.to_owned(), found, recorded: recorded.to_owned() })
            }
            _ => Ok(()),
        }
    }

    /// The recorded hash of an address.
    pub fn hash(&self, url: &str) -> Option<&str> {
        self.files.iter().find(|entry| entry.url == url).map(|entry| entry.sha256.as_str())
    }

    /// The copy of what has this hash; `None` where there is none.
    pub fn copy(folder: &Path, hash: &str) -> Option<Vec<u8>> {
        // What stands in a lock file must not lead elsewhere.
        let plain = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = plain.then(|| folder.join(hash))?;
        fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
        fs::read(path).ok()
    }

    /// Records what an address served, and keeps a copy.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn record(&mut self, folder: &Path, url: &str, bytes: &[u8]) -> Result<(), LockError> {
        let sha256 = sha256(bytes);
        let file = |name: &str| folder.join(name);
        let failed = |path: PathBuf| move |source| LockError::Io { path, source };
        fs::create_dir_all(folder).map_err(failed(folder.to_owned()))?;
        replace(&file(&sha256), bytes).map_err(failed(file(&sha256)))?;
        self.files.retain(|entry| entry.url != url);
        self.files.push(Entry { url: url.to_owned(), sha256 });
        self.files.sort_by(|a, b| a.url.cmp(&b.url));
        let path = file("lock.toml");
        let text = toml::to_string(self)
            .map_err(|error| LockError::Malformed { path: path.clone(), reason: error.to_string() })?;
        let text = format!(
            "# What other hosts served; see `--allow-remote`. Not to be edited, but for removing entries.\n\n{text}"
        );
        replace(&path, text.as_bytes()).map_err(failed(path.clone()))
    }
}

/// Writes a file in one step.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, bytes)?;
    fs::rename(new, path)
}
