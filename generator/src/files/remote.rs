//! Files of other hosts: from the copies that were recorded, or over the network where that is allowed.
//!
//! What was recorded is used as it is, without the network and without asking. What was not recorded is fetched
//! when that is allowed, and recorded then. A host that serves something else than what was recorded is an error.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use url::Url;

use super::Unread;
use super::http::fetch;
use super::lock::{Lock, LockError, sha256};
use crate::source::SourceText;

/// Whether the network may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// No: only what was recorded.
    Forbidden,
    /// Yes, and what it brings is recorded.
    Recorded,
    /// Yes, but nothing is written: for runs that only compare.
    Unrecorded,
}

/// Brings files of other hosts.
pub struct Remote {
    folder: PathBuf,
    network: Network,
    lock: Mutex<Lock>,
}

impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remote").field("network", &self.network).finish_non_exhaustive()
    }
}

impl Remote {
    /// Files that a document refers to; its lock file is read.
    ///
    /// # Errors
    /// The lock file cannot be read.
    pub fn of_document(document: &Path, network: Network) -> Result<Self, LockError> {
        let folder = Lock::folder(document);
        let lock = Mutex::new(Lock::read(&folder)?);
        Ok(Self { folder, network, lock })
    }

    /// The file at an address.
    pub(super) fn text(&self, url: &str, most: usize) -> Result<SourceText, Unread> {
        let unreadable = |reason: String| Unread::Unreadable { name: url.to_owned(), reason };
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let recorded = lock.hash(url).map(str::to_owned);
        let copy = recorded.as_deref().and_then(|hash| Lock::copy(&self.folder, hash));
        let bytes = match copy {
            Some(copy) => copy,
            None if self.network == Network::Forbidden => return Err(Unread::Offline),
            None => {
                let address = Url::parse(url).map_err(|error| unreadable(error.to_string()))?;
                fetch(&address, None, most).map_err(|error| unreadable(error.to_string()))?
            }
        };
        if bytes.len() > most {
            return Err(Unread::TooLarge { name: url.to_owned() });
        }
        lock.check(url, &bytes)?;
        let found = sha256(&bytes);
        // Another address may have served the same.
        let is_recorded = || lock.hash(url).is_some() && Lock::copy(&self.folder, &found).is_some();
        if self.network == Network::Recorded && !is_recorded() {
            lock.record(&self.folder, url, &bytes).map_err(|error| unreadable(error.to_string()))?;
        }
        Ok(SourceText::new(url, bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::path::PathBuf;

    use super::{Network, Remote};
    use crate::files::Unread;

    /// Serves each text once, and gives the address.
    fn server(texts: Vec<&'static str>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        std::thread::spawn(move || {
            for text in texts {
                let Ok((mut stream, _)) = listener.accept() else { return };
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                lines.take_while(|line| !line.is_empty()).for_each(drop);
                let length = text.len();
                let answer =
                    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}");
                stream.write_all(answer.as_bytes()).expect("the client reads");
            }
        });
        format!("http://127.0.0.1:{port}/pet.yaml")
    }

    fn remote(folder: &tempfile::TempDir, network: Network) -> Remote {
        Remote::of_document(&folder.path().join("api.yaml"), network).expect("a lock file or none")
    }

    fn copies(folder: &tempfile::TempDir) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(folder.path().join("api.yaml.remote"));
        folder.into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    }

    #[test]
    fn what_was_recorded_needs_no_network() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = server(vec!["a: 1\n"]);
        assert_eq!(remote(&folder, Network::Forbidden).text(&url, 1000), Err(Unread::Offline));
        let text = remote(&folder, Network::Recorded).text(&url, 1000).expect("it is served");
        assert_eq!(text.bytes, b"a: 1\n");
        assert_eq!(copies(&folder).len(), 2, "a lock file and a copy");
        // The server is gone by now.
        assert_eq!(remote(&folder, Network::Forbidden).text(&url, 1000).as_ref(), Ok(&text));
        let lock = std::fs::read_to_string(folder.path().join("api.yaml.remote/lock.toml")).expect("written");
        // SHA-256 of `a: 1` and a line break, by `sha256sum`.
        let hash = "37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae";
        assert!(lock.contains(&url) && lock.contains(hash), "{lock}");
    }

    #[test]
    fn a_host_that_serves_something_else_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = server(vec!["a: 1\n", "a: 2\n"]);
        remote(&folder, Network::Recorded).text(&url, 1000).expect("it is served");
        for path in copies(&folder).iter().filter(|path| !path.ends_with("lock.toml")) {
            std::fs::remove_file(path).expect("writable");
        }
        let changed = remote(&folder, Network::Recorded).text(&url, 1000);
        assert!(matches!(changed, Err(Unread::Changed { .. })), "{changed:?}");
    }

    #[test]
    fn a_copy_that_was_edited_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = server(vec!["a: 1\n"]);
        remote(&folder, Network::Recorded).text(&url, 1000).expect("it is served");
        for path in copies(&folder).iter().filter(|path| !path.ends_with("lock.toml")) {
            std::fs::write(path, "a: 3\n").expect("writable");
        }
        let changed = remote(&folder, Network::Forbidden).text(&url, 1000);
        assert!(matches!(changed, Err(Unread::Changed { .. })), "{changed:?}");
    }

    #[test]
    fn runs_that_compare_write_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = server(vec!["a: 1\n"]);
        remote(&folder, Network::Unrecorded).text(&url, 1000).expect("it is served");
        assert!(copies(&folder).is_empty());
    }
}
