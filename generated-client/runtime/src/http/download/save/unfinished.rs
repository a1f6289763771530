//! A file that is not whole yet.
//!
//! In: the place where it will be. Out: a file beside that place to write into, which gets its name when it is finished
//! and goes away when it is not.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::fs::{self, File};

use crate::http::random;

/// A file that is not whole yet.
pub(super) struct Unfinished {
    file: File,
    /// Its own name and its place; `None` for what is written to as it is.
    names: Option<Names>,
}

/// Whoever drops it without finishing removes the file.
struct Names {
    own: PathBuf,
    place: PathBuf,
}

impl Unfinished {
    /// An empty file beside its place.
    pub(super) async fn begin(path: &Path) -> io::Result<Self> {
        let before = fs::metadata(path).await.ok();
        // A pipe or a device is no file that could be replaced by one; a folder cannot be written to.
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            return Ok(Self { file: File::create(path).await?, names: None });
        }
        if before.as_ref().is_some_and(|before| before.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        // A link stays one: what it leads to is replaced.
        let place = fs::canonicalize(path).await.unwrap_or_else(|_| path.to_owned());
        let random = random::bits();
        let names = Names { own: place.with_file_name(format!(".{random:016x}.part")), place };
        let file = File::options().write(true).create_new(true).open(&names.own).await?;
        if let Some(before) = before {
            file.set_permissions(before.permissions()).await?;
        }
        Ok(Self { file, names: Some(names) })
    }

    /// Where its bytes go.
    pub(super) fn content(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives it its name. Everything was written.
    pub(super) async fn finish(self) -> io::Result<()> {
        drop(self.file);
        let Some(mut names) = self.names else { return Ok(()) };
        fs::rename(&names.own, &names.place).await?;
        names.own = PathBuf::new();
        Ok(())
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        if !self.own.as_os_str().is_empty() {
            // The error that led here says more than one about tidying up.
            drop(std::fs::remove_file(&self.own));
        }
    }
}
