//! Whether two JSON values are the same, and where they are not.
//!
//! Numbers are compared by value; the order of properties does not matter; a property that is null is another
//! thing than one that is absent.

use std::fmt::Write as _;

use serde_json::{Number, Value};

/// How much of a value a difference shows.
const SHOWN: usize = 80;

/// The first difference, as `POINTER: what became of it`.
pub(super) fn difference(before: &Value, after: &Value) -> Option<String> {
    let mut at = String::new();
    let what = walk(before, after, &mut at)?;
    Some(format!("{}: {what}", if at.is_empty() { "(root)" } else { &at }))
}

/// Describes the first difference and leaves the place of it in `at`.
fn walk(before: &Value, after: &Value, at: &mut String) -> Option<String> {
    let length = at.len();
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                enter(at, name);
                let found = match after.get(name) {
                    Some(other) => walk(value, other, at),
                    None => Some(format!("{} is lost", shown(value))),
                };
                if found.is_some() {
                    return found;
                }
                at.truncate(length);
            }
            let (name, value) = after.iter().find(|(name, _)| !before.contains_key(*name))?;
            enter(at, name);
            Some(format!("{} is added", shown(value)))
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (value, other)) in before.iter().zip(after).enumerate() {
                enter(at, &index.to_string());
                let found = walk(value, other, at);
                if found.is_some() {
                    return found;
                }
                at.truncate(length);
            }
            None
        }
        (Value::Number(before), Value::Number(after)) if same_number(before, after) => None,
        _ if before == after => None,
        _ => Some(format!("{} became {}", shown(before), shown(after))),
    }
}

fn enter(at: &mut String, name: &str) {
    // Writing to a string cannot fail.
    let _ = write!(at, "/{}", name.replace('~', "~0").replace('/', "~1"));
}

/// `1` and `1.0` are the same number. Integers are compared as such, because a float has too few digits for
/// them.
fn same_number(before: &Number, after: &Number) -> bool {
    let integer = |number: &Number| number.as_i128();
    match (integer(before), integer(after)) {
        (Some(before), Some(after)) => before == after,
        _ => before.as_f64() == after.as_f64(),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::difference;

    #[test]
    fn order_and_spelling_of_numbers_do_not_matter() {
        let before = json!({"a": 1.0, "b": [1e2, u64::MAX]});
        assert_eq!(difference(&before, &json!({"b": [100, u64::MAX], "a": 1})), None);
    }

    #[test]
    fn everything_else_does() {
        let found = |before, after| difference(&before, &after);
        assert_eq!(found(json!({"a": null}), json!({})).as_deref(), Some("/a: null is lost"));
        assert_eq!(found(json!({}), json!({"a": null})).as_deref(), Some("/a: null is added"));
        assert_eq!(
            found(json!([{"a/b": 1}]), json!([{"a/b": "1"}])).as_deref(),
            Some("/0/a~1b: 1 became \"1\"")
        );
        assert_eq!(found(json!([1]), json!([1, 2])).as_deref(), Some("(root): [1] became [1,2]"));
        let close = found(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992_i64));
        assert!(close.is_some());
    }
}
