//! Bodies in `application/x-www-form-urlencoded` (OpenAPI 3.1.1, "Encoding the x-www-form-urlencoded Media Type").

use url::form_urlencoded::byte_serialize;

use super::{
    PartEncoding,
    tree::{Tree, items},
};

/// The text of a form: scalars as they are, one pair per item of a list, nested objects as JSON, unless the property
/// has another encoding; absent and null members are left out. `None` when the value is no object.
pub(crate) fn encode(value: &Tree, encodings: &[PartEncoding]) -> Option<String> {
    let Tree::Object(members) = value else { return None };
    let mut pairs = Vec::new();
    for (name, value) in members {
        let encoding = encodings.iter().find(|encoding| encoding.name == name);
        if *value == Tree::Null || encoding.is_some_and(|encoding| encoding.styled(value, &mut pairs)) {
            continue;
        }
        let values: Vec<String> = match value {
            _ if encoding.is_some_and(PartEncoding::is_json) => vec![value.to_json()],
            Tree::List(list) => items(list).collect(),
            Tree::Null | Tree::Plain(_) | Tree::Text(_) | Tree::Object(_) => {
                value.text().into_iter().collect()
            }
        };
        pairs.extend(values.iter().map(|value| (encoded(name), encoded(value))));
    }
    Some(pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::ParamStyle, super::tree::tests::tree, *};

    #[test]
    fn members_become_pairs() {
        let value = tree(
            r#"{"grant_type": "client credentials", "scope": ["a&b", "c"], "n": 1, "none": null, "claims": {"x": "é"}}"#,
        );
        let expected =
            "grant_type=client+credentials&scope=a%26b&scope=c&n=1&claims=%7B%22x%22%3A%22%C3%A9%22%7D";
        assert_eq!(encode(&value, &[]).as_deref(), Some(expected));
        assert_eq!(encode(&tree("[1]"), &[]), None);
    }

    #[test]
    fn encodings_say_otherwise() {
        let value = tree(
            r#"{"ids": [1, 2], "tags": ["a b", "c"], "meta": {"k": [1]}, "list": ["x"], "url": "http://a/?b", "none": null}"#,
        );
        let encodings = [
            PartEncoding::new("ids").style(ParamStyle::Form { explode: false }),
            PartEncoding::new("tags").style(ParamStyle::PipeDelimited),
            PartEncoding::new("meta").style(ParamStyle::DeepObject),
            PartEncoding::new("list").media_type("application/json"),
            PartEncoding::new("url").allow_reserved(),
            PartEncoding::new("none").media_type("application/json"),
        ];
        assert_eq!(
            encode(&value, &encodings).as_deref(),
            Some("ids=1,2&tags=a%20b%7Cc&meta%5Bk%5D%5B%5D=1&list=%5B%22x%22%5D&url=http://a/?b")
        );
    }
}
