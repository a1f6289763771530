//! Stable text form of the IR, for `generator inspect` and for snapshots.
//!
//! In: an [`Api`]. Out: indented text, one fact per line, types by name. No id or address shows, and what is at its
//! default is left out, so that a difference between two dumps is a difference between two APIs.

mod operations;
mod types;

use std::fmt::Write as _;

use super::{Api, ApiKeyLocation, AuthScheme, AuthSchemeKind, Docs, OAuthFlow, Server};

/// Renders the IR as indented text. The same IR gives the same text; no id or address shows.
pub fn dump(api: &Api) -> String {
    let mut text = Text::default();
    text.line(format_args!("api {:?} {:?}", api.title, api.version));
    text.indented(|text| {
        docs(text, &api.docs);
        for server in &api.servers {
            self::server(text, server);
        }
        for scheme in &api.auth_schemes {
            auth_scheme(text, scheme);
        }
    });
    types::types(&mut text, api);
    operations::operations(&mut text, api);
    operations::webhooks(&mut text, api);
    text.text
}

/// Lines at one indentation.
#[derive(Debug, Default)]
struct Text {
    text: String,
    depth: usize,
}

impl Text {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        writeln!(self.text, "{line}").expect("writing to a string does not fail");
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn indented(&mut self, lines: impl FnOnce(&mut Self)) {
        self.depth += 1;
        lines(self);
        self.depth -= 1;
    }
}

fn docs(text: &mut Text, docs: &Docs) {
    let Docs { summary, description, external, deprecated, example } = docs;
    if let Some(summary) = summary {
        text.line(format_args!("summary {summary:?}"));
    }
    if let Some(description) = description {
        text.line(format_args!("description {description:?}"));
    }
    if let Some((address, description)) = external {
        text.line(format_args!("see {address} {:?}", description.as_deref().unwrap_or_default()));
    }
    if *deprecated {
        text.line(format_args!("deprecated"));
    }
    if let Some(example) = example {
        text.line(format_args!("example {example}"));
    }
}

fn server(text: &mut Text, server: &Server) {
    let Server { name, url, description, variables } = server;
    let name = name.as_ref().map_or(String::new(), |name| format!(" called {name}"));
    text.line(format_args!("server {url} {:?}{name}", description.as_deref().unwrap_or_default()));
    text.indented(|text| {
        for variable in variables {
            let values = variable.values.join(" | ");
            text.line(format_args!("variable {} = {:?} of [{values}]", variable.name, variable.default));
        }
    });
}

fn auth_scheme(text: &mut Text, scheme: &AuthScheme) {
    let name = &scheme.name;
    match &scheme.kind {
        AuthSchemeKind::Bearer => text.line(format_args!("auth {name}: bearer")),
        AuthSchemeKind::Basic => text.line(format_args!("auth {name}: basic")),
        AuthSchemeKind::Http(scheme) => text.line(format_args!("auth {name}: http {scheme}")),
        AuthSchemeKind::ApiKey { location, wire_name } => {
            let location = match location {
                ApiKeyLocation::Header => "header",
                ApiKeyLocation::Query => "query",
                ApiKeyLocation::Cookie => "cookie",
            };
            text.line(format_args!("auth {name}: key in {location} {wire_name}"));
        }
        AuthSchemeKind::OAuth2(flows) => {
            text.line(format_args!("auth {name}: oauth2"));
            text.indented(|text| flows.iter().for_each(|flow| oauth_flow(text, flow)));
        }
        AuthSchemeKind::OpenIdConnect(address) => text.line(format_args!("auth {name}: openid {address}")),
        AuthSchemeKind::MutualTls => text.line(format_args!("auth {name}: mutual tls")),
    }
    text.indented(|text| docs(text, &scheme.docs));
}

fn oauth_flow(text: &mut Text, flow: &OAuthFlow) {
    text.line(format_args!("flow {:?}", flow.kind));
    text.indented(|text| {
        let addresses = [
            ("authorization", &flow.authorization_url),
            ("token", &flow.token_url),
            ("refresh", &flow.refresh_url),
        ];
        for (name, address) in addresses {
            if let Some(address) = address {
                text.line(format_args!("{name} {address}"));
            }
        }
        for (scope, meaning) in &flow.scopes {
            text.line(format_args!("scope {scope} {meaning:?}"));
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::dump;
    use crate::ir::build::{component, constants, leaf, list, named, nullable, optional, required, text};
    use crate::ir::{
        Access, Additional, Api, Constraints, Direction, Discrimination, EnumRepr, Field, Scalar, SpecName,
        StructDef, TypeKind, TypeRef, TypeUse, UnionDef, Variant,
    };

    #[test]
    fn types_show_names_and_only_what_is_not_usual() {
        let mut api = Api { title: "Pets".into(), version: "1".into(), ..Api::default() };
        let kind = api.types.push(component("Kind", constants(EnumRepr::String, [json!("cat")])));
        api.types[kind].direction = Direction { sent: true, received: false };
        let name = nullable(text(Constraints { min_length: Some(1), ..Constraints::default() }));
        let pet = api.types.push(component(
            "Pet",
            TypeKind::Struct(StructDef {
                fields: vec![
                    optional("name", name),
                    Field { access: Access::ReadOnly, ..required("kinds", list(named(kind))) },
                    Field { default: Some(json!(3)), ..optional("age", leaf(Scalar::I64)) },
                ],
                additional: Additional::Kept(Box::new(TypeUse::plain(TypeRef::Any))),
                constraints: Constraints::default(),
            }),
        ));
        api.types.push(component(
            "Animal",
            TypeKind::Union(UnionDef {
                variants: vec![Variant {
                    name: SpecName::Required("Pet".into()),
                    ty: named(pet),
                    tags: vec!["pet".into()],
                    boxed: false,
                }],
                discrimination: Discrimination::Tag { property: "kind".into() },
                tag_property: Some("kind".into()),
                fallback: None,
            }),
        ));
        let expected = "\
api \"Pets\" \"1\"

enum Kind of strings (sent) #/components/schemas/Kind
  cat = \"cat\"

struct Pet #/components/schemas/Pet
  name?: String | null {min_length 1}
  kinds: [Kind] read-only
  age?: I64 = 3
  additional: any

union Animal by tag \"kind\" #/components/schemas/Animal
  Pet: Pet of \"pet\"
";
        assert_eq!(dump(&api), expected);
    }
}
