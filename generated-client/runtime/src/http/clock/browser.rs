//! The timers of JavaScript, under the names that tokio's have.

use std::time::Duration;

pub(super) use web_time::Instant;

use crate::http::browser::{run, unless};

/// The longest that JavaScript waits at once, in milliseconds: a timer of more is over at once.
const LONGEST: Duration = Duration::from_millis(0x7fff_ffff);

/// It took too long.
pub(super) struct Elapsed;

pub(super) async fn sleep(delay: Duration) {
    let mut left = delay;
    while left > LONGEST {
        run(gloo_timers::future::sleep(LONGEST)).await;
        left -= LONGEST;
    }
    run(gloo_timers::future::sleep(left)).await;
}

pub(super) async fn timeout<F: Future>(limit: Duration, future: F) -> Result<F::Output, Elapsed> {
    unless(sleep(limit), future).await.ok_or(Elapsed)
}

pub(super) async fn timeout_at<F: Future>(end: Instant, future: F) -> Result<F::Output, Elapsed> {
    timeout(end.saturating_duration_since(Instant::now()), future).await
}
