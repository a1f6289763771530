//! How many attempts the calls of one client may repeat together.
//!
//! When a server is down, every call of a busy client would be sent three times, which keeps it down. So repetitions are
//! paid from a stock that fills with calls that succeed.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many attempts may be repeated by all calls of a client together.
///
/// Each repetition takes one from a stock; each call that succeeds at once puts a part of one back. When nothing is left,
/// calls fail with what their first attempt gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryBudget {
    /// In calls that succeed.
    capacity: u32,
    /// What a repetition costs, in the same.
    price: u32,
}

impl Default for RetryBudget {
    /// 20 at once, and one more for every ten calls that succeed.
    fn default() -> Self {
        Self::new(20, 10)
    }
}

impl RetryBudget {
    /// So many repetitions at once, and one more for so many calls that succeed.
    pub fn new(at_once: u32, calls_for_one: u32) -> Self {
        let price = calls_for_one.max(1);
        Self { capacity: at_once.saturating_mul(price), price }
    }

    /// As many as the policy allows.
    pub fn unlimited() -> Self {
        Self { capacity: u32::MAX, price: 0 }
    }
}

/// What is left of a budget.
#[derive(Debug)]
pub(crate) struct Stock {
    budget: RetryBudget,
    left: AtomicU32,
}

impl Stock {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, left: AtomicU32::new(budget.capacity) }
    }

    /// Takes one repetition, if there is one.
    pub(crate) fn take(&self) -> bool {
        let less = |left: u32| left.checked_sub(self.budget.price);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// A call succeeded at once.
    pub(crate) fn refund(&self) {
        // A full stock is the usual case: it is only read.
        if self.left.load(Ordering::Relaxed) < self.budget.capacity {
            let more = |left: u32| Some(left.saturating_add(1).min(self.budget.capacity));
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_paid_by_calls_that_succeed() {
        let stock = Stock::new(RetryBudget::new(2, 4));
        assert_eq!([stock.take(), stock.take(), stock.take()], [true, true, false]);
        for _ in 0..3 {
            stock.refund();
        }
        assert!(!stock.take());
        stock.refund();
        assert_eq!([stock.take(), stock.take()], [true, false]);
        for _ in 0..100 {
            stock.refund();
        }
        assert_eq!([stock.take(), stock.take(), stock.take()], [true, true, false]);
    }

    #[test]
    fn a_repetition_may_cost_any_number_of_calls() {
        let stock = Stock::new(RetryBudget::new(1, 1000));
        assert!(stock.take());
        (0..999).for_each(|_| stock.refund());
        assert!(!stock.take());
        stock.refund();
        assert!(stock.take());
        let third = Stock::new(RetryBudget::new(1, 3));
        assert!(third.take());
        (0..3).for_each(|_| third.refund());
        assert!(third.take());
    }

    #[test]
    fn nothing_and_everything() {
        assert!(!Stock::new(RetryBudget::new(0, 0)).take());
        let stock = Stock::new(RetryBudget::unlimited());
        assert!((0..1000).all(|_| stock.take()));
    }
}
