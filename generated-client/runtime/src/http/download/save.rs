//! Bodies into files.

mod unfinished;

use std::{io, path::Path};

use tokio::{fs::File, io::AsyncWriteExt};

use self::unfinished::Unfinished;
use super::Download;
use crate::http::{AnyError, ErrorKind};

impl Download {
    /// Writes the body into a file, which is made or replaced, and gives the number of bytes. However large the body
    /// is, only a piece of it is in memory. The file is there when all of it has arrived: until then it is written beside
    /// its place under another name, and where it does not arrive as a whole, or is no longer waited for, everything is
    /// as before. What is no file, such as a pipe, is written to as the pieces come.
    ///
    /// The path is the caller's: a [`file_name`](Self::file_name) of the server is safe to be joined with a folder.
    ///
    /// # Errors
    /// The file cannot be written, the body stalls or does not arrive as a whole.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, AnyError> {
        let begun = Unfinished::begin(path.as_ref()).await;
        let mut file = begun.map_err(|error| self.unwritable(error))?;
        self.copy_to(file.content()).await?;
        file.finish().await.map_err(|error| self.unwritable(error))?;
        Ok(self.meter.transferred())
    }

    async fn copy_to(&mut self, file: &mut File) -> Result<(), AnyError> {
        while let Some(piece) = self.chunk().await? {
            file.write_all(&piece).await.map_err(|error| self.unwritable(error))?;
        }
        file.flush().await.map_err(|error| self.unwritable(error))
    }

    #[cold]
    fn unwritable(&self, error: io::Error) -> AnyError {
        self.body.error(ErrorKind::File, "the file cannot be written").with_source(Box::new(error))
    }
}
