//! The other files of a document, as far as its references name them.
//!
//! The library opens no file of its own accord: it asks a [`Reader`] that the caller gave. Two are here:
//! [`Folder`](folder::Folder), which never leaves a folder of the disk and asks the network only when told to, and
//! [`Memory`], for texts that are there already. Without a reader every reference to another file is an error.

pub mod folder;
pub mod http;
pub mod lock;
pub mod remote;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use self::lock::Lock;
use crate::source::SourceText;

/// Brings the files that a document refers to.
pub trait Reader: fmt::Debug + Send + Sync {
    /// The path of the document itself below the folder that holds all its files, with `/` between the parts.
    fn document(&self) -> String;

    /// A file by its path below that folder: plain names with `/` between them, no `.` and no `..`.
    ///
    /// # Errors
    /// There is no such file, it may not be read, or it has more than `most` bytes.
    fn local(&self, path: &str, most: usize) -> Result<SourceText, Unread>;

    /// A file by its `http` or `https` address, without fragment.
    ///
    /// # Errors
    /// The network may not be used, it does not bring the file, or that has more than `most` bytes.
    fn remote(&self, url: &str, most: usize) -> Result<SourceText, Unread>;
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is nothing of that name.
    #[error("there is no file `{name}`")]
    Missing {
        /// Its name, as messages show it.
        name: String,
        /// What may have been meant: a name in the same folder.
        near: Option<String>,
    },
    /// It leads out of the folder.
    #[error("`{name}` is a link that leads out of the document's folder")]
    Outside {
        /// Its name.
        name: String,
    },
    /// It is larger than was asked for.
    #[error("`{name}` is too large")]
    TooLarge {
        /// Its name.
        name: String,
    },
    /// It cannot be read: no regular file, no permission.
    #[error("`{name}` cannot be read: {reason}")]
    Unreadable {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// The network may not be used.
    #[error("the network is not used unless that is allowed")]
    Offline,
    /// A host serves something else than what was recorded.
    #[error("`{url}` is not what it was: its SHA-256 is {found}, {recorded} is recorded")]
    Changed {
        /// Its address.
        url: String,
        /// SHA-256 of what the host serves now.
        found: String,
        /// SHA-256 in the lock file.
        recorded: String,
    },
}

/// The reader of a run, or none.
#[derive(Clone, Debug, Default)]
pub struct Files(Option<Arc<dyn Reader>>);

impl Files {
    /// Files come from `reader`.
    pub fn new(reader: impl Reader + 'static) -> Self {
        Self(Some(Arc::new(reader)))
    }

    /// The reader; `None` when the document must stand alone.
    pub fn reader(&self) -> Option<&dyn Reader> {
        self.0.as_deref()
    }
}

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The path of the document.
    pub document: String,
    /// Every other file, by path or address.
    pub files: BTreeMap<String, String>,
    /// What addresses served before.
    pub lock: Lock,
}

impl Reader for Memory {
    fn document(&self) -> String {
        self.document.clone()
    }

    fn local(&self, path: &str, _: usize) -> Result<SourceText, Unread> {
        match self.files.get(path) {
            Some(text) => Ok(SourceText::new(path, text.as_str())),
            None => Err(Unread::Missing { name: path.to_owned(), near: None }),
        }
    }

    fn remote(&self, url: &str, _: usize) -> Result<SourceText, Unread> {
        let text = self.files.get(url).ok_or(Unread::Offline)?;
        self.lock.check(url, text.as_bytes())?;
        Ok(SourceText::new(url, text.as_str()))
    }
}
