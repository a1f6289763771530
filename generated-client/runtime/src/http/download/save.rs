//! Bodies into files.

use std::path::Path;

use tokio::{fs::File, io::AsyncWriteExt};

use super::Download;
use crate::http::{AnyError, ErrorKind};

impl Download {
    /// Writes the body into a file, which is made or replaced, and gives the number of bytes. However large the body
    /// is, only a piece of it is in memory. Where it does not arrive as a whole, nothing is left of the file.
    ///
    /// The path is the caller's: a [`file_name`](Self::file_name) of the server is safe to be joined with a folder.
    ///
    /// # Errors
    /// The file cannot be written, the body stalls or does not arrive as a whole.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, AnyError> {
        let path = path.as_ref();
        let mut file = File::create(path).await.map_err(|error| self.unwritable(error))?;
        let written = self.copy_to(&mut file).await;
        drop(file);
        if written.is_err() {
            // Half a file looks like a whole one. The first error says more than one about tidying up.
            drop(tokio::fs::remove_file(path).await);
        }
        written
    }

    async fn copy_to(&mut self, file: &mut File) -> Result<u64, AnyError> {
        while let Some(piece) = self.chunk().await? {
            file.write_all(&piece).await.map_err(|error| self.unwritable(error))?;
        }
        file.flush().await.map_err(|error| self.unwritable(error))?;
        Ok(self.meter.transferred())
    }

    #[cold]
    fn unwritable(&self, error: std::io::Error) -> AnyError {
        self.body.error(ErrorKind::File, "the file cannot be written").with_source(Box::new(error))
    }
}
