//! A value whose type does not matter any more: what parameters and forms are spelled from, and what error bodies
//! are searched in. Unlike a map of JSON it keeps the order of members, which is visible on the wire.

mod read;
mod write;

use serde_core::Serialize;

pub(crate) use write::TreeError;

/// A value of any type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// Null or absent.
    Null,
    /// A number or boolean, as it is written.
    Plain(String),
    /// A string.
    Text(String),
    /// Items in order.
    List(Vec<Tree>),
    /// Members in order.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The only step that is compiled per type.
    #[inline]
    pub(crate) fn of<S: Serialize + ?Sized>(value: &S) -> Result<Self, TreeError> {
        value.serialize(write::TreeSerializer)
    }

    /// The value as an item or member of a parameter; `None` for null, which no style can spell. What is nested
    /// deeper than styles go is spelled as JSON.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Plain(text) | Self::Text(text) => Some(text.clone()),
            Self::List(_) | Self::Object(_) => Some(self.to_json()),
        }
    }

    /// The value as JSON.
    pub(crate) fn to_json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Plain(text) => text.clone(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_json).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{}", quoted(name), value.to_json()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The items of a list, as text.
pub(crate) fn items(list: &[Tree]) -> impl Iterator<Item = String> {
    list.iter().filter_map(Tree::text)
}

/// The members of an object, as text.
pub(crate) fn members(object: &[(String, Tree)]) -> impl Iterator<Item = (&str, String)> {
    object.iter().filter_map(|(name, value)| Some((name.as_str(), value.text()?)))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A value written as JSON.
    pub(crate) fn tree(json: &str) -> Tree {
        serde_json::from_str(json).expect("it is JSON")
    }

    /// The values of the table of OpenAPI 3.0.3, "Style Examples".
    pub(crate) fn color() -> [Tree; 4] {
        [r#""""#, r#""blue""#, r#"["blue", "black", "brown"]"#, r#"{"R": 100, "G": 200, "B": 150}"#].map(tree)
    }

    #[test]
    fn values_of_any_type() {
        let plain = |text: &str| Tree::Plain(text.to_owned());
        let text = |text: &str| Tree::Text(text.to_owned());
        let of = |value: Result<Tree, TreeError>| value.expect("nothing is wrong with it");
        assert_eq!(of(Tree::of(&7_i64)), plain("7"));
        assert_eq!(of(Tree::of(&1.0)), plain("1"));
        assert_eq!(of(Tree::of(&true)), plain("true"));
        assert_eq!(of(Tree::of("x")), text("x"));
        assert_eq!(of(Tree::of(&None::<u8>)), Tree::Null);
        assert_eq!(of(Tree::of(&(1, "a"))), Tree::List(vec![plain("1"), text("a")]));
        let map = BTreeMap::from([(5, None::<u8>)]);
        assert_eq!(of(Tree::of(&map)), Tree::Object(vec![("5".to_owned(), Tree::Null)]));
        assert!(Tree::of(&[f64::NAN]).is_err() && Tree::of(&f32::INFINITY).is_err());
        assert!(Tree::of(&BTreeMap::from([(vec![1], 1)])).is_err());
    }

    #[test]
    fn json_stays_as_it_is() {
        let json = r#"{"z":[1,-2,"é\"\n",null],"a":{"b":true}}"#;
        assert_eq!(tree(json).to_json(), json);
    }
}
