//! Making a document that breaks a promise as small as it goes.

use std::time::{Duration, Instant};

use generator::pipeline::Options;
use serde_json::Value;

use super::mutate::{delete, places};
use super::promises;
use super::seeds::Mutant;
use crate::corpus::documents::Document;

/// How long one document is worth.
const LIMIT: Duration = Duration::from_secs(20);

/// Deletes nodes as long as the same kind of promise stays broken.
pub(super) fn shrink(tree: Value, home: &Document, fault: &str, options: &Options) -> Value {
    let kind = kind(fault);
    let deadline = Instant::now() + LIMIT;
    let mut smallest = tree;
    loop {
        let mut smaller = None;
        for place in places(&smallest).into_iter().skip(1) {
            if Instant::now() > deadline {
                return smallest;
            }
            let mut tried = smallest.clone();
            delete(&mut tried, &place);
            let broken = promises::check(&Mutant::of_tree(tried.clone(), home.clone()).text, options);
            if broken.is_err_and(|fault| self::kind(&fault) == kind) {
                smaller = Some(tried);
                break;
            }
        }
        match smaller {
            Some(tried) => smallest = tried,
            None => return smallest,
        }
    }
}

/// The promise that was broken, and for panics where: without what differs from document to document.
pub(super) fn kind(fault: &str) -> String {
    let (promise, rest) = fault.split_once(": ").unwrap_or((fault, ""));
    match promise {
        "panic" => rest
            .split(" at ")
            .last()
            .and_then(|place| place.split_whitespace().next())
            .unwrap_or(rest)
            .to_owned(),
        "bug" => fault.split('`').step_by(2).collect(),
        _ => promise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn a_kind_names_the_promise_and_not_the_document() {
        assert_eq!(kind("slow: 6.1 s"), kind("slow: 7.0 s"));
        assert_eq!(kind("panicless"), "panicless");
    }
}
