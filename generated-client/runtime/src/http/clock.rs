//! Time: limits and pauses where there are timers, neither where there are none (`wasm32`).

use std::time::Duration;

/// A point in time after which nothing more is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(#[cfg(not(target_arch = "wasm32"))] Option<tokio::time::Instant>);

impl Deadline {
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Self(limit.and_then(|limit| tokio::time::Instant::now().checked_add(limit)))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn after(_: Option<Duration>) -> Self {
        Self()
    }

    /// What is left; `None` for any time.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn left(self) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(tokio::time::Instant::now()))
    }

    #[cfg(target_arch = "wasm32")]
    pub(crate) fn left(self) -> Option<Duration> {
        None
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

/// The output of a future, or `None` when it takes longer than the limit.
pub(crate) async fn within<F: Future>(limit: Option<Duration>, future: F) -> Option<F::Output> {
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(limit) = limit
        && has_timers()
    {
        return tokio::time::timeout(limit, future).await.ok();
    }
    #[cfg(target_arch = "wasm32")]
    let _ = limit;
    Some(future.await)
}

/// Waits. Only called where there are timers.
pub(crate) async fn pause(delay: Duration) {
    #[cfg(not(target_arch = "wasm32"))]
    tokio::time::sleep(delay).await;
    #[cfg(target_arch = "wasm32")]
    let _ = delay;
}
