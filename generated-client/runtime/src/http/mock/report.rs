//! What is told of a mock that was not used as expected.

use super::{
    pattern::Differences,
    state::{Expectation, State},
};
use crate::http::mock::RecordedRequest;

/// Everything at once.
pub(super) fn all(faults: &[String]) -> String {
    let faults: Vec<_> = faults.iter().map(|fault| format!("- {}", fault.replace('\n', "\n  "))).collect();
    format!("the mock was not used as expected:\n{}", faults.join("\n"))
}

/// A request that nothing expects: what it is, and the expectation that it comes nearest to.
pub(super) fn unexpected(state: &State, request: &RecordedRequest) -> String {
    let head = format!("unexpected request {}", request.line());
    let mut compared: Vec<_> =
        state.expectations.iter().map(|one| (one, one.pattern.differences(request))).collect();
    // What is used up explains a request only where it would have taken it, or where nothing else is waited for.
    compared
        .sort_by_key(|(one, differences)| (differences.distance > 0, one.is_used_up(), differences.distance));
    let mut compared = compared.into_iter();
    let Some((nearest, differences)) = compared.next() else {
        return format!("{head}\nnothing is expected");
    };
    let mut text = format!("{head}\n{}", difference("nearest", nearest, &differences));
    // The one that is used up may have taken a request that was meant to be another one.
    let next = compared.find(|(one, _)| !one.is_used_up() && one.is_of_operation(nearest));
    if let (true, Some((next, differences))) = (nearest.is_used_up(), next) {
        text.push('\n');
        text.push_str(&difference("still expected", next, &differences));
    }
    text
}

/// An expectation, and why it does not take the request.
fn difference(which: &str, expectation: &Expectation, differences: &Differences) -> String {
    let mut why = differences.reasons.clone();
    if expectation.is_used_up() {
        why.push(format!(
            "it was expected {}, and has come {}",
            often(expectation),
            times(expectation.count)
        ));
    } else if differences.distance == 0 {
        why.push("another one has to come before it".to_owned());
    }
    let Expectation { pattern, at, .. } = expectation;
    format!("{which} is {} (expected at {at})\n  {}", pattern.line(), why.join("\n  "))
}

/// An expectation that was not met.
pub(super) fn unmet(expectation: &Expectation) -> String {
    let Expectation { pattern, at, count, .. } = expectation;
    format!(
        "not requested: {} (expected {} at {at}, came {})",
        pattern.line(),
        often(expectation),
        times(*count)
    )
}

fn often(expectation: &Expectation) -> String {
    match expectation.most {
        Some(most) if most == expectation.least => times(most),
        Some(most) => format!("{} to {}", expectation.least, times(most)),
        None => format!("at least {}", times(expectation.least)),
    }
}

fn times(count: usize) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        more => format!("{more} times"),
    }
}
