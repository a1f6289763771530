//! `pattern`: is it a regular expression? (JSON Schema validation, section 6.3.3; ECMA-262, section 22.2.1)
//!
//! One that is none stays in the documentation; `validate()` takes every text for a match of it.

use regress::Regex;
use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::codes;

/// Parentheses inside of each other in a pattern that is looked at. A parser goes deeper with each of them, and what a person
/// writes has few.
const MAX_NESTING: usize = 100;

/// Checks `pattern`.
pub(super) fn pattern(check: &mut Check<'_>, members: &Map<String, Value>) {
    let Some(pattern) = members.get("pattern").and_then(Value::as_str) else { return };
    let told = match fault(pattern) {
        None => return,
        Some(fault) => {
            format!("the pattern is no regular expression of ECMA-262 ({fault}); it is not checked")
        }
    };
    check.within("pattern", |check| check.report(&codes::CONSTRAINT, told));
}

/// What is wrong with a pattern, also when it is read as older patterns without Unicode are.
fn fault(pattern: &str) -> Option<String> {
    if pattern.matches(['(', '[']).count() > MAX_NESTING {
        return None;
    }
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).err().map(|error| error.text)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_ecmascript_reads_is_a_pattern_and_what_others_read_is_none() {
        let good =
            ["^[a-z]+$", "^(?=.*[0-9]).+$", r"^\p{L}+$", r"^[\w.\-]+@x$", "(?<year>[0-9]{4})", "", "^a{,2}$"];
        for pattern in good {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
        for pattern in ["[", "(a", "a)", "(?P<name>a)", "*a", "(?x)a"] {
            assert!(fault(pattern).is_some(), "{pattern}");
        }
        assert_eq!(fault(&"(".repeat(100_000)), None, "nobody writes that, and nobody waits for it");
    }
}
