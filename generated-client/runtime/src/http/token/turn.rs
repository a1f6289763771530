//! Who asks for a token while the others wait, and what becomes of the request when nobody waits for it any more.
//!
//! A refresh token may be good for one exchange only: an answer that got lost would take the next one with it. So a
//! request that was begun goes on by itself, and the call that has the next turn takes its answer. Where there is no token,
//! those who waited meanwhile do not ask again, one after the other.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::sync::{Mutex, MutexGuard};

use super::{TokenError, request::Granted};
use crate::http::{BoxFuture, clock};

/// The answer that is waited for.
pub(super) type Answer = BoxFuture<'static, Result<Granted, TokenError>>;

/// A request that goes on by itself.
#[cfg(not(target_arch = "wasm32"))]
type Running = tokio::task::JoinHandle<Result<Granted, TokenError>>;
/// A request that goes on by itself.
#[cfg(target_arch = "wasm32")]
type Running = tokio::sync::oneshot::Receiver<Result<Granted, TokenError>>;

/// One turn after the other.
#[derive(Default)]
pub(super) struct Turns {
    state: Mutex<State>,
    /// How many requests have failed.
    failures: AtomicUsize,
}

#[derive(Default)]
struct State {
    running: Option<Running>,
    failed: Option<Failed>,
}

/// Why there was no token last time.
struct Failed {
    text: String,
    is_temporary: bool,
}

impl Failed {
    fn of(error: &TokenError) -> Self {
        Self { text: error.to_string(), is_temporary: error.is_temporary() }
    }

    fn error(&self) -> TokenError {
        TokenError::of(self.text.as_str(), self.is_temporary)
    }
}

/// What nobody else has at the same time.
pub(super) struct Turn<'t> {
    state: MutexGuard<'t, State>,
    failures: &'t AtomicUsize,
    /// How many requests had failed when it was asked for.
    before: usize,
}

impl Turns {
    /// Waits for the turn.
    pub(super) async fn next(&self) -> Turn<'_> {
        let before = self.failures.load(Ordering::SeqCst);
        Turn { state: self.state.lock().await, failures: &self.failures, before }
    }
}

impl Turn<'_> {
    /// The answer to the request that somebody has begun and given up; to a new one where there is none, or it came to
    /// nothing. What became known while the turn was waited for holds for this one, too.
    pub(super) async fn answer(
        &mut self,
        begin: impl FnOnce() -> Result<Answer, TokenError>,
    ) -> Result<Granted, TokenError> {
        if let Some(failed) = &self.state.failed
            && self.failures.load(Ordering::SeqCst) > self.before
        {
            return Err(failed.error());
        }
        let answer = self.asked(begin).await;
        self.state.failed = answer.as_ref().err().map(Failed::of);
        if answer.is_err() {
            self.failures.fetch_add(1, Ordering::SeqCst);
        }
        answer
    }

    async fn asked(
        &mut self,
        begin: impl FnOnce() -> Result<Answer, TokenError>,
    ) -> Result<Granted, TokenError> {
        if let Some(running) = &mut self.state.running {
            let answer = running.await;
            self.state.running = None;
            if let Ok(Ok(granted)) = answer {
                return Ok(granted);
            }
        }
        match started(begin()?) {
            Err(answer) => answer.await,
            Ok(running) => {
                let answer = self.state.running.insert(running).await;
                self.state.running = None;
                answer.unwrap_or_else(|ended| Err(TokenError::new(ended)))
            }
        }
    }
}

/// Lets a request go on by itself, but not without end. It is given back where there is no runtime that could do that.
fn started(answer: Answer) -> Result<Running, Answer> {
    /// As long as an attempt may take, unless the caller says otherwise.
    const LIMIT: Duration = Duration::from_secs(30);
    if !clock::has_timers() {
        return Err(answer);
    }
    let answer = async {
        let silent = || TokenError::new(format!("the token endpoint has not answered within {LIMIT:?}"));
        clock::within(Some(LIMIT), answer).await.unwrap_or_else(|| Err(silent()))
    };
    #[cfg(not(target_arch = "wasm32"))]
    return Ok(tokio::spawn(answer));
    #[cfg(target_arch = "wasm32")]
    return Ok(crate::http::browser::spawn(answer));
}
