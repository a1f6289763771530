//! Where the value of a parameter goes: spelled in its style, put into path, query, headers or cookies.

use ::http::{HeaderName, HeaderValue};

use super::{Request, header_fault};
use crate::http::{
    ParamDef, ParamLocation, ParamStyle, form,
    param::{
        encode::{Encode, ascii_json, is_unreserved, reserved, reserved_in_path, unreserved, verbatim},
        path, query,
    },
    tree::{Tree, TreeError},
};

impl Request {
    pub(crate) fn set(mut self, definition: ParamDef, value: Result<Tree, TreeError>) -> Self {
        let ParamDef { name, location, style, .. } = definition;
        match value {
            Err(error) => self.fault(format!("parameter `{name}` cannot be written: {error}")),
            Ok(Tree::Null) if location != ParamLocation::Path => self.unset(name, location),
            Ok(Tree::List(_) | Tree::Object(_)) if style == ParamStyle::Text => {
                self.fault(format!("parameter `{name}` is no text"));
            }
            Ok(value) if style == ParamStyle::Json => {
                let json = value.to_json();
                // Headers hold ASCII; JSON can be written with nothing else.
                let json = if location == ParamLocation::Header { ascii_json(&json) } else { json };
                self.place(definition, Tree::Text(json));
            }
            Ok(value) => self.place(definition, value),
        }
        self
    }

    /// What is absent or null is not sent, whatever it was before.
    fn unset(&mut self, name: &'static str, location: ParamLocation) {
        match (location, &mut self.0.rare) {
            (ParamLocation::Query, _) => self.0.query.set(name, Vec::new()),
            (ParamLocation::QueryString, Some(rare)) => rare.query_string = None,
            (ParamLocation::Header, Some(rare)) => drop(rare.headers.remove(name)),
            (ParamLocation::Cookie, Some(rare)) => rare.cookies.set(name, Vec::new()),
            (ParamLocation::Path, _) | (_, None) => {}
        }
    }

    fn place(&mut self, definition: ParamDef, value: Tree) {
        let ParamDef { name, location, style, allow_reserved } = definition;
        match location {
            ParamLocation::Path => {
                let text = match value {
                    // It stays as it is in most styles: identifiers do.
                    Tree::Plain(text) | Tree::Text(text) if is_bare(style) && is_unreserved(&text) => text,
                    value => {
                        let encode: Encode = if allow_reserved { reserved_in_path } else { unreserved };
                        in_path(name, &value, style, encode)
                    }
                };
                if text.is_empty() {
                    self.fault(format!("path parameter `{name}` is empty"));
                }
                self.0.path.push((name, text));
            }
            ParamLocation::Query => {
                let encode: Encode = if allow_reserved { reserved } else { unreserved };
                let mut pairs = Vec::new();
                query::pairs(name, &value, style, encode, &mut pairs);
                self.0.query.set(name, pairs);
            }
            ParamLocation::QueryString => self.whole_query(name, &value),
            ParamLocation::Header => {
                let explode = matches!(style, ParamStyle::Simple { explode: true });
                let text = path::simple(&value, explode, verbatim);
                match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&text)) {
                    (Ok(name), Ok(mut value)) => {
                        // Any argument may be a secret.
                        value.set_sensitive(true);
                        self.0.rare_mut().headers.insert(name, value);
                    }
                    (Ok(_) | Err(_), _) => self.fault(header_fault(name)),
                }
            }
            ParamLocation::Cookie => self.cookie(name, &value, style),
        }
    }

    /// An object becomes a form (`a=b&c=d`), everything else is the query as it stands (OpenAPI 3.2, "Parameter
    /// Locations", `querystring`).
    fn whole_query(&mut self, name: &'static str, value: &Tree) {
        match value {
            Tree::Object(_) => {
                let pairs = form::encode(value, &[]);
                self.0.rare_mut().query_string = pairs.filter(|pairs| !pairs.is_empty());
            }
            Tree::Plain(text) | Tree::Text(text) => {
                self.0.rare_mut().query_string = Some(unreserved(text));
            }
            Tree::Null => {}
            Tree::List(_) => self.fault(format!("parameter `{name}` is no object, which a form has to be")),
        }
    }

    /// Pairs are separated by `; `, as cookies are. With `style: cookie` nothing is escaped, so what would end the
    /// pair cannot be sent.
    fn cookie(&mut self, name: &'static str, value: &Tree, style: ParamStyle) {
        let mut pairs = Vec::new();
        let (style, encode): (_, Encode) = match style {
            ParamStyle::Cookie { explode } => (ParamStyle::Form { explode }, verbatim),
            other => (other, unreserved),
        };
        query::pairs(name, value, style, encode, &mut pairs);
        for (name, value) in &pairs {
            if value.contains(|c: char| c == ';' || c.is_control() || !c.is_ascii()) {
                self.fault(format!("cookie `{name}` contains characters that a cookie cannot carry"));
            }
        }
        self.0.rare_mut().cookies.set(name, pairs);
    }
}

/// Whether nothing is written around a single value.
fn is_bare(style: ParamStyle) -> bool {
    !matches!(style, ParamStyle::Label { .. } | ParamStyle::Matrix { .. })
}

fn in_path(name: &str, value: &Tree, style: ParamStyle, encode: Encode) -> String {
    match style {
        ParamStyle::Label { explode } => path::label(value, explode, encode),
        ParamStyle::Matrix { explode } => path::matrix(name, value, explode, encode),
        ParamStyle::Simple { explode } | ParamStyle::Form { explode } | ParamStyle::Cookie { explode } => {
            path::simple(value, explode, encode)
        }
        ParamStyle::SpaceDelimited
        | ParamStyle::PipeDelimited
        | ParamStyle::DeepObject
        | ParamStyle::Text
        | ParamStyle::Json => path::simple(value, false, encode),
    }
}
