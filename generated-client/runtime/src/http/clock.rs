//! Time: limits and pauses where there are timers, neither where there are none (`wasm32`).

#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A point in time after which nothing more is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(#[cfg(not(target_arch = "wasm32"))] Option<tokio::time::Instant>);

impl Deadline {
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Moment::now().after(limit)
    }

    /// What is left; `None` for any time.
    pub(crate) fn left(self) -> Option<Duration> {
        self.left_at(Moment::now())
    }

    /// What was left then.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn left_at(self, moment: Moment) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(moment.0))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn left_at(self, _: Moment) -> Option<Duration> {
        None
    }
}

/// A point in time; nothing on `wasm32`, which has no clock. To ask for it takes as long as an allocation, so that what
/// happens together shares one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(#[cfg(not(target_arch = "wasm32"))] tokio::time::Instant);

impl Moment {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn now() -> Self {
        Self(tokio::time::Instant::now())
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn now() -> Self {
        Self()
    }

    /// So much later; without a limit, never.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn after(self, limit: Option<Duration>) -> Deadline {
        Deadline(limit.and_then(|limit| self.0.checked_add(limit)))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn after(self, _: Option<Duration>) -> Deadline {
        Deadline()
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn elapsed(self) -> Duration {
        Duration::ZERO
    }
}

/// Timers of tokio need its runtime; another one, with a transport of its own, goes without limits and pauses.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn has_timers() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn has_timers() -> bool {
    false
}

/// The output of a future, or `None` when it takes longer than the limit. A large future is given pinned (`pin!`): it would be
/// copied into a place of its own otherwise.
pub(crate) async fn within<F: Future>(limit: Option<Duration>, future: F) -> Option<F::Output> {
    let limit = limit.filter(|_| has_timers());
    if limit.is_none() {
        return Some(future.await);
    }
    until(Deadline::after(limit), future).await
}

/// The output of a future, or `None` when it is not there in time. There have to be timers, unless there is no limit.
pub(crate) async fn until<F: Future>(deadline: Deadline, future: F) -> Option<F::Output> {
    #[cfg(not(target_arch = "wasm32"))]
    if let Deadline(Some(end)) = deadline {
        return tokio::time::timeout_at(end, future).await.ok();
    }
    #[cfg(target_arch = "wasm32")]
    let _ = deadline;
    Some(future.await)
}

/// When something last happened to a body that is being sent: as long as it moves, an attempt goes on.
#[derive(Clone, Debug)]
pub(crate) struct Activity(#[cfg(not(target_arch = "wasm32"))] Arc<Mutex<tokio::time::Instant>>);

impl Activity {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(tokio::time::Instant::now())))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn new() -> Self {
        Self()
    }

    /// Something has happened.
    pub(crate) fn noticed(&self) {
        #[cfg(not(target_arch = "wasm32"))]
        {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tokio::time::Instant::now();
        }
    }

    /// How long nothing has happened.
    #[cfg(not(target_arch = "wasm32"))]
    fn idle(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// The output of a future, or `None` when for longer than the limit nothing happens.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn while_active<F: Future>(
    limit: Option<Duration>,
    activity: &Activity,
    future: F,
) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let Some(limit) = limit.filter(|_| has_timers()) else { return Some(future.await) };
    loop {
        let wait = limit.saturating_sub(activity.idle());
        if wait.is_zero() {
            return None;
        }
        if let Ok(output) = tokio::time::timeout(wait, future.as_mut()).await {
            return Some(output);
        }
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) async fn while_active<F: Future>(
    _: Option<Duration>,
    _: &Activity,
    future: F,
) -> Option<F::Output> {
    Some(future.await)
}

/// Waits. Only called where there are timers.
pub(crate) async fn pause(delay: Duration) {
    #[cfg(not(target_arch = "wasm32"))]
    tokio::time::sleep(delay).await;
    #[cfg(target_arch = "wasm32")]
    let _ = delay;
}
