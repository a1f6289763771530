//! The client type, its builder, and the front page of the crate.
//!
//! In: servers, security schemes, groups. Out: `client.rs`, `errors.rs` and `lib.rs` of the client crate.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{auth, examples, ident, server};
use crate::emit::docs::attributes;
use crate::emit::features;
use crate::emit::lints::{self, Allowed};
use crate::emit::prose::{inline_code, safe_line, safe_lines};
use crate::ir::{Api, AuthScheme, AuthSchemeKind};
use crate::plan::auth::bearer_shortcut;
use crate::plan::features::Gate;
use crate::plan::{AuthPlan, ErrorSetPlan, Plan, TokenSetter};
use crate::print::{SourceFile, SourceItem};

/// `client.rs`: the client and its builder.
pub(super) fn client_file(api: &Api, plan: &Plan) -> SourceFile {
    let path = server::path(api);
    let title = safe_line(&api.title);
    let docs = attributes(&[format!("A client of {}.", if title.is_empty() { "the API" } else { &title })]);
    let default_server = server::absolute(api).map(|url| {
        quote! {
            #[doc = " Settings of a client for the server that the document names."]
            pub fn default_server() -> ClientBuilder { Self::builder(#url) }
        }
    });
    let on = (!plan.servers.is_empty()).then(|| {
        quote! {
            #[doc = " Settings of a client for one of the [`servers`](crate::servers) that the document names."]
            pub fn on(server: impl Into<http::Server>) -> ClientBuilder {
                ClientBuilder(http::ClientBuilder::on(server))
            }
        }
    });
    let setters: Vec<TokenStream> = api
        .auth_schemes
        .iter()
        .zip(&plan.auth)
        .flat_map(|(scheme, names)| {
            [credential_setter(&names.setter, &names.constant, scheme), token_setters(scheme, names)]
        })
        .collect();
    let bearer = bearer_shortcut(api)
        .map(|index| credential_setter("bearer", &plan.auth[index].constant, &api.auth_schemes[index]));
    let has_setter = |scheme: &AuthScheme| !matches!(scheme.kind, AuthSchemeKind::MutualTls);
    let uses_credentials = api.auth_schemes.iter().any(has_setter);
    let credential = uses_credentials.then(|| quote!(Credential,));
    let auth = uses_credentials.then(|| {
        quote!(
            use crate::auth;
        )
    });
    let items = vec![
        quote!(use client_runtime::http::{self, ApiClient, BuildError, #credential};),
        quote!(#auth),
        quote! {
            #[doc = " The path of the API on its server, which is joined with the base URL."]
            const SERVER_PATH: &str = #path;
        },
        examples::table_of_client(plan),
        quote! {
            #docs
            #[doc = ""]
            #[doc = " Cheap to clone; clones share connections and settings."]
            #[derive(Clone, Debug)]
            pub struct Client(ApiClient);
        },
        quote! {
            impl Client {
                #[doc = " Settings of a client for the API at a base URL, with or without the path of the API in it."]
                pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
                    let product = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
                    ClientBuilder(http::ClientBuilder::new(base_url, SERVER_PATH).product(product))
                }
                #default_server
                #on
                #[doc = " What the client shares with all generated clients: address, settings, transport."]
                pub fn core(&self) -> &ApiClient { &self.0 }
            }
        },
        quote! {
            #[doc = " Settings of a [`Client`]."]
            #[derive(Debug)]
            #[must_use = "a builder does nothing until `build` is called"]
            pub struct ClientBuilder(http::ClientBuilder);
        },
        quote!(client_runtime::builder_methods!(ClientBuilder);),
        quote! {
            impl ClientBuilder {
                #(#setters)*
                #bearer
                #[doc = " Checks the settings and makes the client. Nothing is sent."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " The base URL is no address, or a credential or header cannot be sent."]
                pub fn build(self) -> Result<Client, BuildError> {
                    let builder = self.0;
                    #[cfg(feature = "mock")]
                    let builder = builder.examples(&EXAMPLES);
                    builder.build().map(Client)
                }
            }
        },
    ];
    let items = items.into_iter().filter(|item| !item.is_empty()).map(SourceItem::Tokens).collect();
    SourceFile { header: Vec::new(), docs: vec!["The client and its settings.".to_owned()], items }
}

fn credential_setter(setter: &str, constant: &str, scheme: &AuthScheme) -> TokenStream {
    let docs = attributes(&[auth::describe(scheme)]);
    let (setter, constant) = (ident(setter), ident(constant));
    let (arguments, credential) = match scheme.kind {
        AuthSchemeKind::Basic => (
            quote!(user: impl Into<String>, password: impl Into<String>),
            quote!(Credential::basic(user, password)),
        ),
        AuthSchemeKind::MutualTls => return TokenStream::new(),
        AuthSchemeKind::ApiKey { .. } => (quote!(key: impl Into<String>), quote!(Credential::token(key))),
        AuthSchemeKind::Bearer
        | AuthSchemeKind::Http(_)
        | AuthSchemeKind::OAuth2(_)
        | AuthSchemeKind::OpenIdConnect(_) => {
            (quote!(token: impl Into<String>), quote!(Credential::token(token)))
        }
    };
    quote! {
        #docs
        pub fn #setter(self, #arguments) -> Self { Self(self.0.credential(&auth::#constant, #credential)) }
    }
}

/// The setters of a scheme whose tokens can be renewed.
fn token_setters(scheme: &AuthScheme, names: &AuthPlan) -> TokenStream {
    let AuthPlan { constant, provider, client_credentials, refresh_token, .. } = names;
    let constant = ident(constant);
    let name = inline_code(&scheme.name);
    let provider = provider.as_ref().map(|setter| {
        let docs = attributes(&[format!("Scheme {name}: what gives the token, before every attempt.")]);
        let setter = ident(setter);
        quote! {
            #docs
            pub fn #setter(self, provider: impl http::TokenProvider) -> Self {
                Self(self.0.credential(&auth::#constant, Credential::provider(provider)))
            }
        }
    });
    let client_credentials = client_credentials.as_ref().map(|TokenSetter { ident: setter, token_url }| {
        let docs = format!("Scheme {name}: tokens for the program itself, from {}.", inline_code(token_url));
        let (docs, setter) = (attributes(&[docs]), ident(setter));
        quote! {
            #docs
            pub fn #setter(
                self,
                id: impl Into<String>,
                secret: impl Into<String>,
                scopes: impl IntoIterator<Item = impl AsRef<str>>,
            ) -> Self {
                let tokens = http::OAuth2::client_credentials(#token_url, id, secret).scopes(scopes);
                Self(self.0.credential(&auth::#constant, Credential::provider(tokens)))
            }
        }
    });
    let refresh_token = refresh_token.as_ref().map(|TokenSetter { ident: setter, token_url }| {
        let docs = attributes(&[
            format!(
                "Scheme {name}: tokens in exchange for a refresh token, from {}.",
                inline_code(token_url)
            ),
            "A client without a secret gives an empty one.".to_owned(),
        ]);
        let setter = ident(setter);
        quote! {
            #docs
            pub fn #setter(
                self,
                id: impl Into<String>,
                secret: impl Into<String>,
                refresh_token: impl Into<String>,
            ) -> Self {
                let tokens = http::OAuth2::refresh_token(#token_url, refresh_token).client(id, secret);
                Self(self.0.credential(&auth::#constant, Credential::provider(tokens)))
            }
        }
    });
    quote!(#provider #client_credentials #refresh_token)
}

/// `errors.rs`: every error set under one roof.
pub(super) fn errors_file(plan: &Plan) -> SourceFile {
    let mut sets: Vec<&ErrorSetPlan> = error_sets(plan).collect();
    sets.sort_by(|one, other| one.module.cmp(&other.module));
    let line = |set: &ErrorSetPlan| {
        let condition = features::condition(plan, &set.gate);
        format!("{condition}mod {0}; {condition}pub use self::{0}::{1};", set.module, set.ident)
    };
    let lines = sets.into_iter().map(line).collect();
    SourceFile {
        header: Vec::new(),
        docs: vec![
            "Error bodies that the document declares, one type per set of statuses.".to_owned(),
            String::new(),
            "[`Error::declared`](client_runtime::http::Error::declared) gives the one of a failed call."
                .to_owned(),
        ],
        items: vec![SourceItem::Lines(lines)],
    }
}

/// Every error set that operations use.
pub(super) fn error_sets(plan: &Plan) -> impl Iterator<Item = &ErrorSetPlan> {
    plan.error_sets.iter().filter(|set| !set.variants.is_empty())
}

/// Lints that signatures of a document can set off, with the reason.
const ALLOWED: &[Allowed] = &[
    ("clippy::large_enum_variant", "results of several statuses are held by value"),
    ("clippy::new_ret_no_self", "names come from the document"),
    ("clippy::should_implement_trait", "names come from the document"),
    ("clippy::too_many_arguments", "operations take what the document requires"),
];

/// The module of the security schemes, where the operations that need them may be left out.
const AUTH_IN_PART: &str = "#[allow(dead_code, reason = \"groups that need it may be left out\")] mod auth;";

/// `lib.rs`: the front page, modules and exports.
pub(super) fn lib_file(api: &Api, plan: &Plan) -> SourceFile {
    let mut modules: BTreeMap<&str, String> = BTreeMap::new();
    for (id, group) in api.groups.ids().zip(&plan.groups) {
        let condition = features::condition(plan, &Gate::of([id]));
        modules.insert(&group.module, format!("{condition}pub mod {};", group.module));
    }
    let some_left_out = plan.groups.iter().any(|group| group.feature.is_some());
    let own = [
        ("auth", if some_left_out { AUTH_IN_PART } else { "mod auth;" }, !api.auth_schemes.is_empty()),
        ("client", "mod client;", true),
        ("errors", "pub mod errors;", error_sets(plan).next().is_some()),
        ("headers", "pub mod headers;", !plan.headers.is_empty()),
        ("servers", "pub mod servers;", !plan.servers.is_empty()),
        ("webhooks", "pub mod webhooks;", !plan.webhooks.is_empty()),
    ];
    let own = own.into_iter().filter(|(_, _, there)| *there);
    modules.extend(own.map(|(module, line, _)| (module, line.to_owned())));
    let models = plan.packages.models.replace('-', "_");
    let exports = vec![
        "pub use client::{Client, ClientBuilder};".to_owned(),
        "pub use client_runtime as runtime;".to_owned(),
        "pub use client_runtime::http::{AnyError, BuildError, Error, ErrorKind, Response, RetryPolicy};"
            .to_owned(),
        // A group of operations may have the same name, and is a module of this crate.
        format!("pub use ::{models} as models;"),
        "#[cfg(feature = \"mock\")]".to_owned(),
        "pub use client_runtime::http::mock::{self, Mock};".to_owned(),
    ];
    let items = vec![
        SourceItem::Lines(lints::lines(plan, ALLOWED)),
        SourceItem::Lines(modules.into_values().collect()),
        SourceItem::Lines(exports),
    ];
    SourceFile { header: Vec::new(), docs: front_page(api, plan), items }
}

fn front_page(api: &Api, plan: &Plan) -> Vec<String> {
    let title = safe_line(&api.title);
    let mut lines = vec![format!(
        "A client of {}{}.",
        if title.is_empty() { "an API".to_owned() } else { title },
        if api.version.is_empty() { String::new() } else { format!(", version {}", safe_line(&api.version)) }
    )];
    if let Some(description) = &api.docs.description {
        lines.push(String::new());
        lines.extend(safe_lines(description));
    }
    lines.extend(super::guide::sections(api, plan));
    lines
}
