//! Why the body of a request could not be read to its end, told past the HTTP client underneath, which may say only
//! that the connection broke.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

/// Where whoever reads a body leaves the error for whoever sends the request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fault(Arc<Mutex<Option<io::Error>>>);

impl Fault {
    /// Keeps the error, and gives one that says the same.
    pub(super) fn keep(&self, error: io::Error) -> io::Error {
        let told = io::Error::new(error.kind(), error.to_string());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        told
    }

    /// The error, if there was one.
    pub(crate) fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
