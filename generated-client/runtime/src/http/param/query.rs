//! The styles of query and cookie parameters: form, spaceDelimited, pipeDelimited and deepObject. The value
//! becomes pairs, both halves encoded.

use serde_json::Value;

use super::{
    ParamStyle,
    encode::{Encode, unreserved},
    path::{flat, join},
    shape::{Shape, items, members, text},
};

/// An encoded name and its encoded value.
pub(crate) type Pair = (String, String);

/// The pairs of a value in one of the query styles.
pub(crate) fn pairs(name: &str, shape: &Shape, style: ParamStyle, encode: Encode, out: &mut Vec<Pair>) {
    match style {
        ParamStyle::Form { explode: true } => exploded(name, shape, encode, out),
        ParamStyle::SpaceDelimited => delimited(name, shape, "%20", encode, out),
        ParamStyle::PipeDelimited => delimited(name, shape, "%7C", encode, out),
        ParamStyle::DeepObject => deep(&unreserved(name), shape, encode, out),
        ParamStyle::Form { explode: false }
        | ParamStyle::Simple { .. }
        | ParamStyle::Label { .. }
        | ParamStyle::Matrix { .. }
        | ParamStyle::Json => delimited(name, shape, ",", encode, out),
    }
}

fn exploded(name: &str, shape: &Shape, encode: Encode, out: &mut Vec<Pair>) {
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push((unreserved(name), encode(text))),
        Shape::List(list) => out.extend(items(list).map(|item| (unreserved(name), encode(&item)))),
        Shape::Object(object) => {
            out.extend(members(object).map(|(name, value)| (unreserved(name), encode(&value))));
        }
    }
}

fn delimited(name: &str, shape: &Shape, separator: &str, encode: Encode, out: &mut Vec<Pair>) {
    let value = match shape {
        Shape::Absent => return,
        Shape::Scalar(text) => encode(text),
        Shape::List(list) => join(items(list), separator, encode),
        Shape::Object(object) => flat(object, separator, encode),
    };
    out.push((unreserved(name), value));
}

/// `deepObject` says nothing about nesting: members of members get a bracket each, items repeat the name.
fn deep(name: &str, shape: &Shape, encode: Encode, out: &mut Vec<Pair>) {
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push((name.to_owned(), encode(text))),
        Shape::List(list) => {
            out.extend(list.iter().filter_map(text).map(|item| (name.to_owned(), encode(&item))));
        }
        Shape::Object(object) => {
            for (member, value) in object {
                let name = format!("{name}%5B{}%5D", unreserved(member));
                match value {
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                        out.extend(text(value).map(|value| (name, encode(&value))));
                    }
                    Value::Array(_) | Value::Object(_) => deep(&name, &Shape::of(value.clone()), encode, out),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    //! The table of OpenAPI 3.0.3, "Style Examples". Brackets and the bar are percent-encoded, since RFC 3986
    //! has no place for them in a query.

    use serde_json::json;

    use super::{super::encode::reserved, *};

    fn spelled(value: Value, style: ParamStyle) -> String {
        let mut out = Vec::new();
        pairs("color", &Shape::of(value), style, unreserved, &mut out);
        out.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    fn array() -> Value {
        json!(["blue", "black", "brown"])
    }

    fn object() -> Value {
        json!({"R": 100, "G": 200, "B": 150})
    }

    #[test]
    fn form_style() {
        let style = ParamStyle::Form { explode: false };
        assert_eq!(spelled(json!(""), style), "color=");
        assert_eq!(spelled(json!("blue"), style), "color=blue");
        assert_eq!(spelled(array(), style), "color=blue,black,brown");
        assert_eq!(spelled(object(), style), "color=R,100,G,200,B,150");
    }

    #[test]
    fn form_style_exploded() {
        let style = ParamStyle::Form { explode: true };
        assert_eq!(spelled(json!(""), style), "color=");
        assert_eq!(spelled(json!("blue"), style), "color=blue");
        assert_eq!(spelled(array(), style), "color=blue&color=black&color=brown");
        assert_eq!(spelled(object(), style), "R=100&G=200&B=150");
    }

    #[test]
    fn space_delimited_style() {
        assert_eq!(spelled(array(), ParamStyle::SpaceDelimited), "color=blue%20black%20brown");
        assert_eq!(spelled(object(), ParamStyle::SpaceDelimited), "color=R%20100%20G%20200%20B%20150");
    }

    #[test]
    fn pipe_delimited_style() {
        assert_eq!(spelled(array(), ParamStyle::PipeDelimited), "color=blue%7Cblack%7Cbrown");
        assert_eq!(spelled(object(), ParamStyle::PipeDelimited), "color=R%7C100%7CG%7C200%7CB%7C150");
    }

    #[test]
    fn deep_object_style() {
        assert_eq!(
            spelled(object(), ParamStyle::DeepObject),
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
        );
        assert_eq!(
            spelled(json!({"range": {"min": 1, "max": null}, "of": ["a", "b"]}), ParamStyle::DeepObject),
            "color%5Brange%5D%5Bmin%5D=1&color%5Bof%5D=a&color%5Bof%5D=b"
        );
    }

    #[test]
    fn absent_values_and_empty_lists() {
        assert_eq!(spelled(json!(null), ParamStyle::Form { explode: true }), "");
        assert_eq!(spelled(json!([]), ParamStyle::Form { explode: true }), "");
        assert_eq!(spelled(json!([]), ParamStyle::Form { explode: false }), "color=");
        assert_eq!(spelled(json!([null, "a"]), ParamStyle::Form { explode: true }), "color=a");
    }

    #[test]
    fn spaces_and_reserved_characters_are_encoded() {
        let style = ParamStyle::Form { explode: true };
        assert_eq!(spelled(json!("a b+c&d=é/~"), style), "color=a%20b%2Bc%26d%3D%C3%A9%2F~");
        let mut out = Vec::new();
        pairs("q", &Shape::of(json!("a/b?c=d&e+f#[g] 100%")), style, reserved, &mut out);
        assert_eq!(out[0].1, "a/b?c=d%26e%2Bf%23%5Bg%5D%20100%25");
    }
}
