//! Time: limits and pauses where there are timers, neither where there are none.

#[cfg(target_arch = "wasm32")]
mod browser;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

#[cfg(not(target_arch = "wasm32"))]
use tokio::time as timers;

#[cfg(target_arch = "wasm32")]
use self::browser as timers;

/// A point in time after which nothing more is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Option<timers::Instant>);

impl Deadline {
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Moment::now().after(limit)
    }

    /// What is left; `None` for any time.
    pub(crate) fn left(self) -> Option<Duration> {
        self.left_at(Moment::now())
    }

    /// What was left then.
    pub(crate) fn left_at(self, moment: Moment) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(moment.0))
    }
}

/// A point in time. To ask for it takes as long as an allocation, so that what happens together shares one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(timers::Instant);

impl Moment {
    pub(crate) fn now() -> Self {
        Self(timers::Instant::now())
    }

    /// So much later; without a limit, never.
    pub(crate) fn after(self, limit: Option<Duration>) -> Deadline {
        Deadline(limit.and_then(|limit| self.0.checked_add(limit)))
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Timers of tokio need its runtime; another one, with a transport of its own, goes without limits and pauses.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn has_timers() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// JavaScript always has some.
#[cfg(target_arch = "wasm32")]
pub(crate) fn has_timers() -> bool {
    true
}

/// What the clock on the wall shows.
pub(crate) fn wall() -> SystemTime {
    #[cfg(not(target_arch = "wasm32"))]
    return SystemTime::now();
    #[cfg(target_arch = "wasm32")]
    return web_time::web::SystemTimeExt::to_std(web_time::SystemTime::now());
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
    let Deadline(Some(end)) = deadline else { return Some(future.await) };
    timers::timeout_at(end, future).await.ok()
}

/// When something last happened to a body that is being sent: as long as it moves, an attempt goes on.
#[derive(Clone, Debug)]
pub(crate) struct Activity(Arc<Mutex<timers::Instant>>);

impl Activity {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(timers::Instant::now())))
    }

    /// Something has happened.
    pub(crate) fn noticed(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = timers::Instant::now();
    }

    /// How long nothing has happened.
    fn idle(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// The output of a future, or `None` when for longer than the limit nothing happens.
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
        if let Ok(output) = timers::timeout(wait, future.as_mut()).await {
            return Some(output);
        }
    }
}

/// Waits. Only called where there are timers.
pub(crate) async fn pause(delay: Duration) {
    timers::sleep(delay).await;
}
