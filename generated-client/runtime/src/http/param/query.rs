//! The styles of query and cookie parameters: form, spaceDelimited, pipeDelimited and deepObject. The value
//! becomes pairs, both halves encoded.

use super::{
    ParamStyle,
    encode::{Encode, unreserved},
    path::{flat, join},
};
use crate::http::tree::{Tree, items, members};

/// An encoded name and its encoded value.
pub(crate) type Pair = (String, String);

/// The pairs of a value in one of the query styles.
pub(crate) fn pairs(name: &str, value: &Tree, style: ParamStyle, encode: Encode, out: &mut Vec<Pair>) {
    match style {
        ParamStyle::Form { explode: true } => exploded(name, value, encode, out),
        ParamStyle::SpaceDelimited => delimited(name, value, "%20", encode, out),
        ParamStyle::PipeDelimited => delimited(name, value, "%7C", encode, out),
        ParamStyle::DeepObject => deep(&unreserved(name), value, encode, out),
        ParamStyle::Form { explode: false }
        | ParamStyle::Simple { .. }
        | ParamStyle::Label { .. }
        | ParamStyle::Matrix { .. }
        | ParamStyle::Cookie { .. }
        | ParamStyle::Text
        | ParamStyle::Json => delimited(name, value, ",", encode, out),
    }
}

fn exploded(name: &str, value: &Tree, encode: Encode, out: &mut Vec<Pair>) {
    match value {
        Tree::Null => {}
        Tree::Plain(text) | Tree::Text(text) => out.push((unreserved(name), encode(text))),
        Tree::List(list) => out.extend(items(list).map(|item| (unreserved(name), encode(&item)))),
        Tree::Object(object) => {
            out.extend(members(object).map(|(name, value)| (unreserved(name), encode(&value))));
        }
    }
}

fn delimited(name: &str, value: &Tree, separator: &str, encode: Encode, out: &mut Vec<Pair>) {
    let value = match value {
        Tree::Null => return,
        Tree::Plain(text) | Tree::Text(text) => encode(text),
        Tree::List(list) => join(items(list), separator, encode),
        Tree::Object(object) => flat(object, separator, encode),
    };
    out.push((unreserved(name), value));
}

/// `deepObject` says nothing about nesting: members of members get a bracket each, and so do items, empty where they
/// are scalars. That is what the query parsers read that know brackets at all.
fn deep(name: &str, value: &Tree, encode: Encode, out: &mut Vec<Pair>) {
    match value {
        Tree::Null => {}
        Tree::Plain(text) | Tree::Text(text) => out.push((name.to_owned(), encode(text))),
        Tree::List(list) => {
            for (index, item) in list.iter().enumerate() {
                let nested = matches!(item, Tree::List(_) | Tree::Object(_));
                let index = if nested { index.to_string() } else { String::new() };
                deep(&format!("{name}%5B{index}%5D"), item, encode, out);
            }
        }
        Tree::Object(object) => {
            for (member, value) in object {
                deep(&format!("{name}%5B{}%5D", unreserved(member)), value, encode, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    //! The table of OpenAPI 3.0.3, "Style Examples". Brackets and the bar are percent-encoded, since RFC 3986
    //! has no place for them in a query.

    use super::{super::encode::reserved, *};
    use crate::http::tree::tests::{color, tree};

    fn spelled(value: &Tree, style: ParamStyle) -> String {
        let mut out = Vec::new();
        pairs("color", value, style, unreserved, &mut out);
        out.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn form_style() {
        let style = ParamStyle::Form { explode: false };
        let expected = ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"];
        assert_eq!(color().map(|value| spelled(&value, style)), expected);
    }

    #[test]
    fn form_style_exploded() {
        let style = ParamStyle::Form { explode: true };
        let expected = ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"];
        assert_eq!(color().map(|value| spelled(&value, style)), expected);
    }

    #[test]
    fn space_delimited_style() {
        assert_eq!(spelled(&color()[2], ParamStyle::SpaceDelimited), "color=blue%20black%20brown");
        assert_eq!(spelled(&color()[3], ParamStyle::SpaceDelimited), "color=R%20100%20G%20200%20B%20150");
    }

    #[test]
    fn pipe_delimited_style() {
        assert_eq!(spelled(&color()[2], ParamStyle::PipeDelimited), "color=blue%7Cblack%7Cbrown");
        assert_eq!(spelled(&color()[3], ParamStyle::PipeDelimited), "color=R%7C100%7CG%7C200%7CB%7C150");
    }

    #[test]
    fn deep_object_style() {
        assert_eq!(
            spelled(&color()[3], ParamStyle::DeepObject),
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
        );
        assert_eq!(
            spelled(&tree(r#"{"range": {"min": 1, "max": null}, "of": ["a", "b"]}"#), ParamStyle::DeepObject),
            "color%5Brange%5D%5Bmin%5D=1&color%5Bof%5D%5B%5D=a&color%5Bof%5D%5B%5D=b"
        );
        assert_eq!(
            spelled(&tree(r#"[{"a": 1}, {"a": 2}]"#), ParamStyle::DeepObject),
            "color%5B0%5D%5Ba%5D=1&color%5B1%5D%5Ba%5D=2"
        );
    }

    #[test]
    fn absent_values_and_empty_lists() {
        assert_eq!(spelled(&tree("null"), ParamStyle::Form { explode: true }), "");
        assert_eq!(spelled(&tree("[]"), ParamStyle::Form { explode: true }), "");
        assert_eq!(spelled(&tree("[]"), ParamStyle::Form { explode: false }), "color=");
        assert_eq!(spelled(&tree(r#"[null, "a"]"#), ParamStyle::Form { explode: true }), "color=a");
    }

    #[test]
    fn spaces_and_reserved_characters_are_encoded() {
        let style = ParamStyle::Form { explode: true };
        assert_eq!(spelled(&tree(r#""a b+c&d=é/~""#), style), "color=a%20b%2Bc%26d%3D%C3%A9%2F~");
        let mut out = Vec::new();
        pairs("q", &tree(r#""a/b?c=d&e+f#[g] 100%""#), style, reserved, &mut out);
        assert_eq!(out[0].1, "a/b?c=d%26e%2Bf%23%5Bg%5D%20100%25");
    }
}
