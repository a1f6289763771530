//! Who asks for a token while the others wait, and what becomes of the request when nobody waits for it any more.
//!
//! A refresh token may be good for one exchange only: an answer that got lost would take the next one with it. So a
//! request that was begun goes on by itself, and the call that has the next turn takes its answer.

use std::time::Duration;

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
pub(super) struct Turns(Mutex<Option<Running>>);

/// What nobody else has at the same time.
pub(super) struct Turn<'t>(MutexGuard<'t, Option<Running>>);

impl Turns {
    /// Waits for the turn.
    pub(super) async fn next(&self) -> Turn<'_> {
        Turn(self.0.lock().await)
    }
}

impl Turn<'_> {
    /// The answer to the request that somebody has begun and given up; to a new one where there is none, or it came to
    /// nothing.
    pub(super) async fn answer(
        &mut self,
        begin: impl FnOnce() -> Result<Answer, TokenError>,
    ) -> Result<Granted, TokenError> {
        if let Some(running) = &mut *self.0 {
            let answer = running.await;
            *self.0 = None;
            if let Ok(Ok(granted)) = answer {
                return Ok(granted);
            }
        }
        match started(begin()?) {
            Err(answer) => answer.await,
            Ok(running) => {
                let answer = self.0.insert(running).await;
                *self.0 = None;
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
