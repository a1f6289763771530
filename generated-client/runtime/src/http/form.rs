//! Bodies in `application/x-www-form-urlencoded` (OpenAPI 3.0.3, "Support for x-www-form-urlencoded Request
//! Bodies").

use url::form_urlencoded::Serializer;

use super::tree::{Tree, items};

/// The text of a form: scalars as they are, one pair per item of a list, nested objects as JSON; absent and null
/// members are left out. `None` when the value is no object.
pub(crate) fn encode(value: &Tree) -> Option<String> {
    let Tree::Object(members) = value else { return None };
    let mut form = Serializer::new(String::new());
    for (name, value) in members {
        let values: Vec<_> = match value {
            Tree::List(list) => items(list).collect(),
            Tree::Null | Tree::Plain(_) | Tree::Text(_) | Tree::Object(_) => {
                value.text().into_iter().collect()
            }
        };
        form.extend_pairs(values.into_iter().map(|value| (name, value)));
    }
    Some(form.finish())
}

#[cfg(test)]
mod tests {
    use super::{super::tree::tests::tree, *};

    #[test]
    fn members_become_pairs() {
        let value = tree(
            r#"{"grant_type": "client credentials", "scope": ["a&b", "c"], "n": 1, "none": null, "claims": {"x": "é"}}"#,
        );
        let expected =
            "grant_type=client+credentials&scope=a%26b&scope=c&n=1&claims=%7B%22x%22%3A%22%C3%A9%22%7D";
        assert_eq!(encode(&value).as_deref(), Some(expected));
        assert_eq!(encode(&tree("[1]")), None);
    }
}
