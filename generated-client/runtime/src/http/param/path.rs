//! The styles of path and header parameters: simple, label and matrix. The value becomes one text.

use super::encode::Encode;
use crate::http::tree::{Tree, items, members};

/// `simple` (RFC 6570, 3.2.2): `blue,black,brown`, `R,100,G,200`, exploded `R=100,G=200`.
pub(crate) fn simple(value: &Tree, explode: bool, encode: Encode) -> String {
    match value {
        Tree::Null => String::new(),
        Tree::Plain(text) | Tree::Text(text) => encode(text),
        Tree::List(list) => join(items(list), ",", encode),
        Tree::Object(object) if explode => pairs(object, "", ",", encode),
        Tree::Object(object) => flat(object, ",", encode),
    }
}

/// `label` (RFC 6570, 3.2.5): `.blue,black,brown`, exploded `.blue.black.brown` and `.R=100.G=200`.
///
/// The table of OpenAPI 3.0.3 shows dots without `explode` too; 3.0.4 corrected it to what RFC 6570 says.
pub(crate) fn label(value: &Tree, explode: bool, encode: Encode) -> String {
    let separator = if explode { "." } else { "," };
    let value = match value {
        Tree::Null => String::new(),
        Tree::Plain(text) | Tree::Text(text) => encode(text),
        Tree::List(list) => join(items(list), separator, encode),
        Tree::Object(object) if explode => pairs(object, "", separator, encode),
        Tree::Object(object) => flat(object, separator, encode),
    };
    format!(".{value}")
}

/// `matrix` (RFC 6570, 3.2.7): `;color=blue,black`, exploded `;color=blue;color=black` and `;R=100;G=200`.
pub(crate) fn matrix(name: &str, value: &Tree, explode: bool, encode: Encode) -> String {
    let named = |value: String| {
        if value.is_empty() { format!(";{}", encode(name)) } else { format!(";{}={value}", encode(name)) }
    };
    match value {
        Tree::Null => String::new(),
        Tree::Plain(text) | Tree::Text(text) => named(encode(text)),
        Tree::List(list) if explode => items(list).map(|item| named(encode(&item))).collect(),
        Tree::List(list) => named(join(items(list), ",", encode)),
        Tree::Object(object) if explode => pairs(object, ";", "", encode),
        Tree::Object(object) => named(flat(object, ",", encode)),
    }
}

/// Encoded items with a separator between them.
pub(super) fn join(items: impl Iterator<Item = String>, separator: &str, encode: Encode) -> String {
    items.map(|item| encode(&item)).collect::<Vec<_>>().join(separator)
}

/// Names and values of an object in one row.
pub(super) fn flat(object: &[(String, Tree)], separator: &str, encode: Encode) -> String {
    join(members(object).flat_map(|(name, value)| [name.to_owned(), value]), separator, encode)
}

fn pairs(object: &[(String, Tree)], prefix: &str, separator: &str, encode: Encode) -> String {
    let pair = |(name, value): (&str, String)| format!("{prefix}{}={}", encode(name), encode(&value));
    members(object).map(pair).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    //! The table of OpenAPI 3.0.3, "Style Examples", with the correction that 3.0.4 made to `label`.

    use super::{super::encode::unreserved, *};
    use crate::http::tree::tests::{color, tree};

    #[test]
    fn simple_style() {
        let expected = ["", "blue", "blue,black,brown", "R,100,G,200,B,150"];
        assert_eq!(color().map(|value| simple(&value, false, unreserved)), expected);
        let expected = ["", "blue", "blue,black,brown", "R=100,G=200,B=150"];
        assert_eq!(color().map(|value| simple(&value, true, unreserved)), expected);
    }

    #[test]
    fn label_style() {
        let expected = [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"];
        assert_eq!(color().map(|value| label(&value, false, unreserved)), expected);
        let expected = [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"];
        assert_eq!(color().map(|value| label(&value, true, unreserved)), expected);
    }

    #[test]
    fn matrix_style() {
        let expected = [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"];
        assert_eq!(color().map(|value| matrix("color", &value, false, unreserved)), expected);
        let expected = [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"];
        assert_eq!(color().map(|value| matrix("color", &value, true, unreserved)), expected);
    }

    #[test]
    fn delimiters_inside_of_values_are_encoded() {
        let value = tree(r#"["a,b", "c/d", "é ;"]"#);
        assert_eq!(simple(&value, false, unreserved), "a%2Cb,c%2Fd,%C3%A9%20%3B");
    }
}
