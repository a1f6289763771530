//! Bodies in `application/x-www-form-urlencoded` (OpenAPI 3.0.3, "Support for x-www-form-urlencoded Request
//! Bodies").

use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::param::shape::{Shape, items, text};

/// The text of a form: scalars as they are, one pair per item of a list, nested objects as JSON; absent and null
/// members are left out. `None` when the value is no object.
pub(crate) fn encode(value: Value) -> Option<String> {
    let Value::Object(members) = value else { return None };
    let mut form = Serializer::new(String::new());
    for (name, value) in members {
        let values: Vec<_> = match Shape::of(value) {
            Shape::Absent => Vec::new(),
            Shape::Scalar(text) => vec![text],
            Shape::List(list) => items(&list).collect(),
            Shape::Object(object) => text(&Value::Object(object)).into_iter().collect(),
        };
        form.extend_pairs(values.into_iter().map(|value| (&name, value)));
    }
    Some(form.finish())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_become_pairs() {
        let value = json!({
            "grant_type": "client credentials", "scope": ["a&b", "c"], "n": 1, "none": null, "claims": {"x": "é"},
        });
        let expected =
            "grant_type=client+credentials&scope=a%26b&scope=c&n=1&claims=%7B%22x%22%3A%22%C3%A9%22%7D";
        assert_eq!(encode(value).as_deref(), Some(expected));
        assert_eq!(encode(json!([1])), None);
    }
}
