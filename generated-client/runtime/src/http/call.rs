//! A call: a request and the types of its results.

use std::{fmt, time::Duration};

use serde_core::Serialize;

use super::{
    BoxFuture, DeclaredHeaders, DecodeError, Download, Error, ErrorBody, Items, NextPage, NoHeaders, Pages,
    Paging, ParamDef, RawResponse, Request, Response, RetryPolicy, execute::execute,
};

/// An operation with its arguments, ready to be sent: `T` is its result, `E` the error bodies and `H` the headers that
/// the document declares for it.
#[must_use = "a call does nothing until it is sent: `.send().await`"]
pub struct Call<T, E, H = NoHeaders> {
    pub(crate) request: Request,
    pub(crate) decode: fn(&RawResponse) -> Result<T, DecodeError>,
    types: Types<E, H>,
}

/// The types that only the result has.
type Types<E, H> = std::marker::PhantomData<fn() -> (E, H)>;

impl<T, E: ErrorBody, H> Call<T, E, H> {
    #[inline]
    pub(crate) fn new(request: Request, decode: fn(&RawResponse) -> Result<T, DecodeError>) -> Self {
        Self { request, decode, types: std::marker::PhantomData }
    }

    /// A query parameter in the default style, instead of what it was before.
    #[inline]
    pub fn query<S: Serialize + ?Sized>(mut self, name: &'static str, value: &S) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    /// A parameter in any place and style, instead of what it was before.
    #[inline]
    pub fn param<S: Serialize + ?Sized>(mut self, definition: &'static ParamDef, value: &S) -> Self {
        self.request = self.request.param(definition, value);
        self
    }

    /// A header as it stands, replacing one of the same name. A name or value that cannot be sent is reported
    /// by sending.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// How long one attempt may take, instead of the client's setting. It also ends with the [`deadline`](Self::deadline) of the
    /// call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.0.rare_mut().timeout = Some(timeout);
        self
    }

    /// How long the call may take with all its attempts, instead of the client's setting.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.request.0.rare_mut().deadline = Some(deadline);
        self
    }

    /// When and how often an attempt is repeated, instead of the client's setting.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.request.0.rare_mut().retry = Some(policy);
        self
    }

    /// Sends the call and gives its result.
    ///
    /// # Errors
    /// See [`ErrorKind`](super::ErrorKind) for everything that can go wrong.
    #[inline]
    pub async fn send(self) -> Result<T, Error<E>> {
        let decode = self.decode;
        let answer = execute(self.request).await.map_err(Error::new)?;
        answer.into_body(decode)
    }

    /// Sends the call and gives its result with status and headers.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    #[inline]
    pub async fn send_full(self) -> Result<Response<T, H>, Error<E>> {
        let decode = self.decode;
        let response = execute(self.request).await.map_err(Error::new)?;
        response.into_typed(decode)
    }

    /// [`send`](Self::send) for code that is not async: it blocks the thread, but can also be used where an async
    /// runtime is running.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    #[inline]
    pub fn send_blocking(self) -> Result<T, Error<E>> {
        Ok(self.send_full_blocking()?.body)
    }

    /// [`send_full`](Self::send_full) for code that is not async.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    #[inline]
    pub fn send_full_blocking(self) -> Result<Response<T, H>, Error<E>> {
        let decode = self.decode;
        let response = super::blocking::execute_blocking(self.request).map_err(Error::new)?;
        response.into_typed(decode)
    }

    /// Sends the call, asks for a media type that the server has besides the one of `send`, and gives what comes, piece by
    /// piece: `.download_as("text/csv")`.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    #[inline]
    pub async fn download_as(self, media_type: &str) -> Result<Download, Error<E>> {
        self.request.accept_only(media_type).download().send().await
    }

    /// [`download_as`](Self::download_as) for code that is not async.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    #[inline]
    pub fn download_as_blocking(self, media_type: &str) -> Result<Download, Error<E>> {
        self.request.accept_only(media_type).download().send_blocking()
    }

    /// The headers that the document declares for the successful responses.
    #[inline]
    pub fn with_headers<D: DeclaredHeaders>(self) -> Call<T, E, D> {
        Call::new(self.request, self.decode)
    }

    /// The request, for another result of the same operation.
    #[doc(hidden)]
    #[inline]
    pub fn into_request(self) -> Request {
        self.request
    }

    /// The pages of the result, each asked for when it is needed. `next` tells from a page what `paging` wants to know to ask
    /// for the one that follows.
    #[inline]
    pub fn pages(self, paging: Paging, next: fn(&T) -> NextPage) -> Pages<T, E> {
        Pages::new(Call::new(self.request, self.decode), paging, next)
    }

    /// The items on all pages of the result. `items` takes them out of a page.
    #[inline]
    pub fn items<I>(
        self,
        paging: Paging,
        next: fn(&T) -> NextPage,
        items: fn(T) -> Vec<I>,
    ) -> Items<T, I, E> {
        Items::of(self.pages(paging, next), items)
    }
}

/// `call.await` is `call.send().await`: where it were an error, the compiler's advice would be to remove the `.await`.
impl<T: 'static, E: ErrorBody, H: 'static> IntoFuture for Call<T, E, H> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T, E, H> Clone for Call<T, E, H> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), decode: self.decode, types: self.types }
    }
}

impl<T, E, H> fmt::Debug for Call<T, E, H> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Call").field(&self.request).finish()
    }
}
