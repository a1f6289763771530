//! What stands in for calls that block the thread where feature `blocking` is off: methods that nobody can call.
//!
//! Without them the compiler would say that there is no such method; with them it names the feature.

use std::iter::Empty;

use super::{Call, Download, Error, ErrorBody, Items, Pages, Response};

/// What no type implements, since nothing blocks without the feature.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this method needs feature `blocking` of the client",
    label = "feature `blocking` is off",
    note = "turn it on where Cargo.toml names the client: `features = [\"blocking\"]` (not for wasm32, where nothing may block)",
    note = "async code needs no feature: `.send().await`, `.next().await`"
)]
pub trait Blocks: Sized {
    /// What the method would give.
    fn block<T>(self) -> T;
}

#[doc(hidden)]
impl<T, E: ErrorBody, H> Call<T, E, H> {
    pub fn send_blocking(self) -> Result<T, Error<E>>
    where
        Self: Blocks,
    {
        self.block()
    }

    pub fn send_full_blocking(self) -> Result<Response<T, H>, Error<E>>
    where
        Self: Blocks,
    {
        self.block()
    }

    pub fn download_as_blocking(self, _media_type: &str) -> Result<Download, Error<E>>
    where
        Self: Blocks,
    {
        self.block()
    }
}

#[doc(hidden)]
impl<P, E: ErrorBody> Pages<P, E> {
    pub fn blocking(self) -> Empty<Result<P, Error<E>>>
    where
        Self: Blocks,
    {
        self.block()
    }
}

#[doc(hidden)]
impl<P, I, E: ErrorBody> Items<P, I, E> {
    pub fn blocking(self) -> Empty<Result<I, Error<E>>>
    where
        Self: Blocks,
    {
        self.block()
    }
}
