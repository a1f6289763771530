//! Regular expressions of ECMA-262, each compiled once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use regress::Regex;

/// Compiled patterns; `None` for one that is no regular expression.
static COMPILED: Mutex<BTreeMap<&'static str, Option<Arc<Regex>>>> = Mutex::new(BTreeMap::new());

/// True when some part of `text` matches. A pattern that is no regular expression matches everything: what a
/// document cannot say it cannot demand.
pub(super) fn is_match(pattern: &'static str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.find(text).is_some())
}

fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    compiled
        .entry(pattern)
        .or_insert_with(|| {
            // JSON Schema asks for Unicode patterns; many documents are written for the older kind.
            Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok().map(Arc::new)
        })
        .clone()
}
