//! Deserialising one node, and finding the keyword at fault when that fails.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::pointer::Place;

/// Deserialises a skeleton. On failure the keyword at fault is reported and left out, and the rest is tried again;
/// a keyword whose loss was reported before is not reported again. `None` when nothing can be made of the node.
pub(crate) fn typed<T: DeserializeOwned>(
    mut skeleton: Map<String, Value>,
    at: &Place,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let mut outcome = attempt(&skeleton);
    // One mistake gives one message.
    if outcome.is_err() && diagnostics.has_error_within(at) {
        return None;
    }
    // Every round takes one keyword away, so this ends.
    loop {
        let error = match outcome {
            Ok(node) => return Some(node),
            Err(error) => error,
        };
        if let Some(keyword) = missing_keyword(&error) {
            let message = format!("`{keyword}` is missing here");
            diagnostics.report(Diagnostic::new(&codes::MISSING_KEYWORD, at, message));
            return None;
        }
        let Some(fault) = fault::<T>(&skeleton, &error) else {
            diagnostics.report(Diagnostic::new(&codes::WRONG_TYPE, at, error));
            return None;
        };
        diagnostics.report(wrong_value(&at.child(&fault.keyword), &error));
        if fault.demanded {
            return None;
        }
        skeleton.remove(&fault.keyword);
        outcome = attempt(&skeleton);
    }
}

fn attempt<T: DeserializeOwned>(skeleton: &Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(Value::Object(skeleton.clone())).map_err(|error| error.to_string())
}

/// What serde says about a value; about a word that is not in a list, in plainer words.
fn wrong_value(at: &Place, error: &str) -> Diagnostic {
    let Some((found, known)) =
        error.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, expected "))
    else {
        return Diagnostic::new(&codes::WRONG_TYPE, at, error);
    };
    let known = known.strip_prefix("one of ").unwrap_or(known);
    let diagnostic = Diagnostic::new(&codes::WRONG_TYPE, at, format!("`{found}` is none of {known}"));
    // The words stand between backticks.
    match nearest(found, known.split('`').skip(1).step_by(2)) {
        Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
        None => diagnostic.help("use one of these words"),
    }
}

/// The name in serde's message for a field that must be there.
fn missing_keyword(error: &str) -> Option<&str> {
    error.strip_prefix("missing field `")?.split('`').next()
}

/// A keyword that keeps a node from being read.
struct Fault {
    keyword: String,
    /// The node cannot do without it.
    demanded: bool,
}

/// The keyword without which the node reads well, or at least fails differently. `serde` does not say where
/// in a flattened object it stopped, so this is found by leaving out one keyword after the other; only the bad
/// path pays for it.
fn fault<T: DeserializeOwned>(skeleton: &Map<String, Value>, error: &str) -> Option<Fault> {
    let mut found = None;
    for keyword in skeleton.keys() {
        let mut rest = skeleton.clone();
        rest.remove(keyword);
        match attempt::<T>(&rest) {
            Ok(_) => return Some(Fault { keyword: keyword.clone(), demanded: false }),
            Err(other) if other == error => {}
            Err(other) => {
                let demanded = missing_keyword(&other) == Some(keyword);
                found = found.or(Some(Fault { keyword: keyword.clone(), demanded }));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::typed;
    use crate::diagnostics::Diagnostics;
    use crate::pointer::Place;

    #[test]
    fn the_keyword_at_fault_is_named_and_left_out() {
        let skeleton = json!({"url": "/", "description": ["not text"]});
        let mut diagnostics = Diagnostics::default();
        let at = Place::default().child("servers").index(0);
        let server: Option<openapiv3::Server> =
            typed(skeleton.as_object().cloned().unwrap_or_default(), &at, &mut diagnostics);
        assert_eq!(server.map(|server| server.url), Some("/".to_owned()));
        let pointers: Vec<String> = diagnostics.iter().map(|one| one.at.pointer.to_string()).collect();
        assert_eq!(pointers, ["#/servers/0/description"]);
    }

    #[test]
    fn a_missing_keyword_is_reported_at_the_object() {
        let mut diagnostics = Diagnostics::default();
        let server: Option<openapiv3::Server> =
            typed(serde_json::Map::new(), &Place::default(), &mut diagnostics);
        assert!(server.is_none());
        let messages: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["`url` is missing here"]);
    }

    #[test]
    fn a_word_that_is_not_in_the_list_is_compared_with_those_that_are() {
        let skeleton = json!({"name": "sid", "in": "cooky", "schema": {}});
        let mut diagnostics = Diagnostics::default();
        let parameter: Option<openapiv3::Parameter> =
            typed(skeleton.as_object().cloned().unwrap_or_default(), &Place::default(), &mut diagnostics);
        assert!(parameter.is_none());
        let told: Vec<_> =
            diagnostics.iter().map(|one| (one.message.as_str(), one.help.as_deref())).collect();
        assert_eq!(
            told,
            [("`cooky` is none of `query`, `header`, `path`, `cookie`", Some("did you mean `cookie`?"))]
        );
    }
}
