//! What is told of a mock that was not used as expected.

use super::state::{Expectation, State};
use crate::http::mock::RecordedRequest;

/// Everything at once.
pub(super) fn all(faults: &[String]) -> String {
    let faults: Vec<_> = faults.iter().map(|fault| format!("- {}", fault.replace('\n', "\n  "))).collect();
    format!("the mock was not used as expected:\n{}", faults.join("\n"))
}

/// A request that nothing expects: what it is, and the expectation that it comes nearest to.
pub(super) fn unexpected(state: &State, request: &RecordedRequest) -> String {
    let head = format!("unexpected request {}", request.line());
    let compared = state.expectations.iter().map(|one| (one, one.pattern.differences(request)));
    let Some((nearest, differences)) = compared.min_by_key(|(_, differences)| differences.distance) else {
        return format!("{head}\nnothing is expected");
    };
    let why = if differences.distance > 0 {
        differences.reasons.join("\n  ")
    } else if nearest.is_used_up() {
        format!("it was expected {}, and has come {}", often(nearest), times(nearest.count))
    } else {
        "another one has to come before it".to_owned()
    };
    format!("{head}\nnearest is {} (expected at {})\n  {why}", nearest.pattern.line(), nearest.at)
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
