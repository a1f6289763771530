//! Whether an attempt that failed is repeated, and after which pause.

use std::time::Duration;

use ::http::StatusCode;

use super::random;

/// When and how often an attempt is repeated.
///
/// Repeated are attempts that found no connection and answers with status 408, 429, 502, 503 and 504 – of
/// idempotent operations only, and those with an idempotency key, with bodies that can be sent again. `Retry-After` is followed in both of its
/// forms; where it asks for more than [`max_retry_after`](Self::max_retry_after), the answer is given to the
/// caller at once, since asking sooner would be refused again. Otherwise the pause is random between nothing and
/// `base_delay` · 2ⁿ, at most `max_delay`. In a browser nobody can tell that there was no connection: on `wasm32` only answers
/// are repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, 250 ms doubling up to 8 s, `Retry-After` up to 60 s.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One attempt.
    pub fn none() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// How many attempts there are at most, the first included; 0 is taken for 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The upper bound of the first pause; it doubles with every attempt.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The upper bound of every pause that the server does not ask for.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Whether anything is repeated at all.
    pub(crate) fn repeats(&self) -> bool {
        self.max_attempts > 1
    }

    /// The longest pause that a server can ask for.
    pub(crate) fn longest(&self) -> Duration {
        self.max_retry_after
    }

    /// The pause before the next attempt after `attempts` of them; `None` when there is none.
    pub(crate) fn pause(&self, attempts: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        match retry_after {
            Some(asked) => (asked <= self.max_retry_after).then_some(asked),
            None => Some(jitter(self.ceiling(attempts))),
        }
    }

    fn ceiling(&self, attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// Statuses that say "later", not "no".
pub(crate) fn is_retryable_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)
}

/// A random part of a pause, so that clients that failed together do not come back together.
fn jitter(ceiling: Duration) -> Duration {
    let thousandths = u32::try_from(random::bits() % 1001).unwrap_or(1000);
    ceiling.saturating_mul(thousandths) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_bound() {
        let policy = RetryPolicy::default();
        let ceilings = [1, 2, 3, 6, 7, 90].map(|attempts| policy.ceiling(attempts).as_millis());
        assert_eq!(ceilings, [250, 500, 1000, 8000, 8000, 8000]);
        (0..100).for_each(|_| assert!(jitter(policy.base_delay) <= policy.base_delay));
    }

    #[test]
    fn attempts_end() {
        let policy = RetryPolicy::default().max_attempts(2);
        assert!(policy.pause(1, None).is_some());
        assert_eq!(policy.pause(2, None), None);
        assert_eq!(policy.pause(2, Some(Duration::ZERO)), None);
        assert_eq!(RetryPolicy::none().pause(1, None), None);
        assert_eq!(RetryPolicy::default().max_attempts(0).pause(1, None), None);
    }

    #[test]
    fn the_server_decides_up_to_a_bound() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.pause(1, Some(Duration::from_secs(60))), Some(Duration::from_secs(60)));
        assert_eq!(policy.pause(1, Some(Duration::from_secs(61))), None);
    }
}
