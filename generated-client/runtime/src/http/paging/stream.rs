//! Streams over the pages of a list and the items on them.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context as TaskContext, Poll, ready},
    vec,
};

use futures_core::Stream;

use super::{
    NextPage, Paging,
    advance::{Trail, advance},
};
use crate::http::{
    BoxFuture, Call, Error, ErrorBody, ErrorKind, Response, error::AnyError, execute::execute,
    response::Answer,
};

/// How many pages a list may have unless the caller says otherwise.
const MAX_PAGES: u64 = 10_000;

/// The pages of a list. Each is asked for when it is needed; after an error there are no more.
///
/// A list has at most 10,000 pages unless [`max_pages`](Self::max_pages) says otherwise, so that a server that always names
/// one more ends with an error.
///
/// A [`Stream`], with [`next`](Self::next) for those who have no stream library at hand.
#[must_use = "pages are asked for when they are needed: `.next().await`"]
pub struct Pages<P, E> {
    call: Call<P, E>,
    paging: Paging,
    next: fn(&P) -> NextPage,
    trail: Trail,
    /// How many further pages may be asked for.
    left: u64,
    state: State,
}

enum State {
    /// The request is the one for the next page.
    Ready,
    /// A page is on its way.
    Waiting(BoxFuture<'static, Result<Answer, AnyError>>),
    /// The last page was fine, but there is no way to go on from it.
    Stuck(AnyError),
    Done,
}

impl<P, E: ErrorBody> Pages<P, E> {
    pub(crate) fn new(call: Call<P, E>, paging: Paging, next: fn(&P) -> NextPage) -> Self {
        Self { call, paging, next, trail: Trail::default(), left: MAX_PAGES - 1, state: State::Ready }
    }

    /// How many pages there may be (10,000); 0 is taken for 1. A page beyond that is not asked for: an error says that there
    /// is one.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.left = pages.saturating_sub(1);
        self
    }

    /// The next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<P, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The pages for code that is not async.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::http::BlockingPages<P, E> {
        let operation = self.operation();
        crate::http::blocking::Blocking::new(self, operation)
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn operation(&self) -> &'static crate::http::Operation {
        self.call.request.0.operation
    }

    /// Decodes a page and prepares for the next one. `None` where it is no page of its own.
    fn arrived(&mut self, answer: Answer) -> Option<Result<P, Error<E>>> {
        if self.paging.counts() && self.trail.repeats(&answer.arrival.response.body) {
            return None;
        }
        Some(self.decoded(answer))
    }

    fn decoded(&mut self, answer: Answer) -> Result<P, Error<E>> {
        let url = answer.url();
        let context = answer.context(&url);
        let response: Response<P> = answer.into_typed(self.call.decode)?;
        let next = (self.next)(&response.body);
        let draft = &mut self.call.request.0;
        let advanced = advance(draft, self.paging, next, &response.headers, &url, &mut self.trail);
        let stuck = |message| State::Stuck(AnyError::new(ErrorKind::Paging, context, message));
        self.state = match advanced {
            Ok(true) if self.left == 0 => stuck(TOO_MANY.to_owned()),
            Ok(true) => State::Ready,
            Ok(false) => State::Done,
            Err(message) => stuck(message),
        };
        self.left = self.left.saturating_sub(1);
        Ok(response.body)
    }
}

impl<P, E: ErrorBody> Stream for Pages<P, E> {
    type Item = Result<P, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if matches!(this.state, State::Ready) {
            this.state = State::Waiting(execute(this.call.request.clone()));
        }
        if let State::Waiting(answer) = &mut this.state {
            let answer = ready!(answer.as_mut().poll(context));
            this.state = State::Done;
            return Poll::Ready(match answer {
                Ok(answer) => this.arrived(answer),
                Err(error) => Some(Err(Error::new(error))),
            });
        }
        match std::mem::replace(&mut this.state, State::Done) {
            State::Stuck(error) => Poll::Ready(Some(Err(Error::new(error)))),
            State::Ready | State::Waiting(_) | State::Done => Poll::Ready(None),
        }
    }
}

const TOO_MANY: &str = "the list goes on after as many pages as it may have; `max_pages` allows more";

impl<P, E> fmt::Debug for Pages<P, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pages").field(&self.call.request).finish()
    }
}

/// The items on all pages of a list. Each page is asked for when its first item is needed; after an error there
/// are no more.
///
/// A [`Stream`], with [`next`](Self::next) for those who have no stream library at hand.
#[must_use = "items are asked for when they are needed: `.next().await`"]
pub struct Items<P, I, E> {
    pages: Pages<P, E>,
    take: fn(P) -> Vec<I>,
    page: vec::IntoIter<I>,
}

/// Nothing in it is ever pinned: the one future is in a box.
impl<P, I, E> Unpin for Items<P, I, E> {}

impl<P, I, E: ErrorBody> Items<P, I, E> {
    /// The items on these pages; `take` takes them out of a page.
    pub fn of(pages: Pages<P, E>, take: fn(P) -> Vec<I>) -> Self {
        Self { pages, take, page: Vec::new().into_iter() }
    }

    /// How many pages the list may have, see [`Pages::max_pages`].
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// The next item, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items, or the first error.
    ///
    /// # Errors
    /// A page cannot be asked for or read.
    pub async fn try_collect(mut self) -> Result<Vec<I>, Error<E>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// The items for code that is not async.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> crate::http::BlockingItems<P, I, E> {
        let operation = self.pages.operation();
        crate::http::blocking::Blocking::new(self, operation)
    }
}

impl<P, I, E: ErrorBody> Stream for Items<P, I, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = (self.take)(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P, I, E> fmt::Debug for Items<P, I, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Items").field(&self.pages.call.request).finish()
    }
}
