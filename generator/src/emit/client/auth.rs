//! The security schemes as statics, and the alternatives that operations need.
//!
//! In: the schemes and the planned requirements. Out: the items of `auth.rs` in the client crate.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident;
use crate::emit::docs::attributes;
use crate::emit::prose::inline_code;
use crate::ir::{Api, ApiKeyLocation, AuthScheme, AuthSchemeKind, OAuthFlowKind};
use crate::plan::{NeedsPlan, Plan};

/// The items of the file: schemes, then every combination that some operation needs.
pub(super) fn items(api: &Api, plan: &Plan) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let schemes: Vec<TokenStream> = api
        .auth_schemes
        .iter()
        .zip(&plan.auth)
        .map(|(scheme, names)| static_item(scheme, &names.constant))
        .collect();
    let needs_location = api
        .auth_schemes
        .iter()
        .any(|scheme| matches!(scheme.kind, AuthSchemeKind::ApiKey { .. }))
        .then(|| quote!(ApiKeyLocation,));
    if !api.auth_schemes.is_empty() {
        items.push(quote!(use client_runtime::http::{#needs_location AuthKind, AuthScheme};));
    }
    items.extend(schemes);
    for NeedsPlan { alternatives, constant } in &plan.needs {
        let constant = ident(constant);
        let alternatives = alternatives.iter().map(|schemes| {
            let schemes = schemes.iter().map(|index| {
                let scheme = ident(&plan.auth[*index].constant);
                quote!(&#scheme)
            });
            quote!(&[#(#schemes),*])
        });
        items.push(quote!(pub(crate) const #constant: &[&[&AuthScheme]] = &[#(#alternatives),*];));
    }
    items
}

fn static_item(scheme: &AuthScheme, constant: &str) -> TokenStream {
    let constant = ident(constant);
    let name = &scheme.name;
    let docs = attributes(&[describe(scheme)]);
    let kind = match &scheme.kind {
        AuthSchemeKind::Bearer | AuthSchemeKind::OAuth2(_) | AuthSchemeKind::OpenIdConnect(_) => {
            quote!(Bearer)
        }
        AuthSchemeKind::Basic => quote!(Basic),
        AuthSchemeKind::Http(scheme) => quote!(Http(#scheme)),
        AuthSchemeKind::ApiKey { location, wire_name } => {
            let location = format_ident!(
                "{}",
                match location {
                    ApiKeyLocation::Header => "Header",
                    ApiKeyLocation::Query => "Query",
                    ApiKeyLocation::Cookie => "Cookie",
                }
            );
            quote!(ApiKey { location: ApiKeyLocation::#location, name: #wire_name })
        }
        AuthSchemeKind::MutualTls => quote!(MutualTls),
    };
    quote! {
        #docs
        pub(crate) static #constant: AuthScheme = AuthScheme::new(#name, AuthKind::#kind);
    }
}

/// One line about a scheme: `authentik`: http, scheme bearer.
pub(super) fn describe(scheme: &AuthScheme) -> String {
    let kind = match &scheme.kind {
        AuthSchemeKind::Bearer => "type http, scheme bearer".to_owned(),
        AuthSchemeKind::Basic => "type http, scheme basic".to_owned(),
        AuthSchemeKind::Http(name) => format!("type http, scheme {}", inline_code(name)),
        AuthSchemeKind::ApiKey { location, wire_name } => {
            let place = match location {
                ApiKeyLocation::Header => "header",
                ApiKeyLocation::Query => "query parameter",
                ApiKeyLocation::Cookie => "cookie",
            };
            format!("type apiKey, in {place} {}", inline_code(wire_name))
        }
        AuthSchemeKind::OAuth2(flows)
            if flows.iter().any(|flow| flow.kind == OAuthFlowKind::DeviceAuthorization) =>
        {
            "type oauth2, an access token, also by device authorization".to_owned()
        }
        AuthSchemeKind::OAuth2(_) => "type oauth2, an access token".to_owned(),
        AuthSchemeKind::OpenIdConnect(_) => "type openIdConnect, an access token".to_owned(),
        AuthSchemeKind::MutualTls => "type mutualTLS, a client certificate".to_owned(),
    };
    let deprecated = if scheme.docs.deprecated { " Deprecated." } else { "" };
    format!("Scheme {}: {kind}.{deprecated}", inline_code(&scheme.name))
}
