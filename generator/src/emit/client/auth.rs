//! The security schemes as statics, and the alternatives that operations need.
//!
//! In: the schemes and the requirements of all operations. Out: the items of `auth.rs` in the client crate.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident;
use crate::emit::docs::attributes;
use crate::emit::prose::inline_code;
use crate::ir::{Api, ApiKeyLocation, AuthRequirement, AuthScheme, AuthSchemeKind, OAuthFlowKind};
use crate::plan::Plan;

/// What makes the table of an operation with these alternatives, `needs_authentik_or_none`; `None` where nothing is
/// needed.
pub(super) fn maker(api: &Api, plan: &Plan, requirements: &[AuthRequirement]) -> Option<TokenStream> {
    let needed = requirements.iter().any(|requirement| !requirement.schemes.is_empty());
    needed.then(|| ident(&combination_name(api, plan, requirements).to_lowercase()))
}

/// The items of the file: schemes, then every combination that some operation needs.
pub(super) fn items(api: &Api, plan: &Plan) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let schemes: Vec<TokenStream> = api
        .auth_schemes
        .iter()
        .zip(&plan.auth)
        .map(|(scheme, names)| static_item(scheme, &names.constant))
        .collect();
    let mut combinations: BTreeMap<String, &[AuthRequirement]> = BTreeMap::new();
    for (_, operation) in api.operations.iter() {
        if maker(api, plan, &operation.auth).is_some() {
            combinations.insert(combination_name(api, plan, &operation.auth), &operation.auth);
        }
    }
    let needs_location = api
        .auth_schemes
        .iter()
        .any(|scheme| matches!(scheme.kind, AuthSchemeKind::ApiKey { .. }))
        .then(|| quote!(ApiKeyLocation,));
    let makes = (!combinations.is_empty()).then(|| quote!(Method, Operation,));
    if !api.auth_schemes.is_empty() {
        items.push(quote!(use client_runtime::http::{#needs_location AuthKind, AuthScheme, #makes};));
    }
    items.extend(schemes);
    for (name, requirements) in combinations {
        let function = ident(&name.to_lowercase());
        let name = ident(&name);
        let alternatives = requirements.iter().map(|requirement| {
            let schemes = requirement.schemes.iter().map(|(index, _)| {
                let scheme = ident(&plan.auth[*index].constant);
                quote!(&#scheme)
            });
            quote!(&[#(#schemes),*])
        });
        items.push(quote!(const #name: &[&[&AuthScheme]] = &[#(#alternatives),*];));
        let docs = attributes(&["The table of an operation that needs this.".to_owned()]);
        items.push(quote! {
            #docs
            pub(crate) const fn #function(method: Method, id: &'static str, path: &'static str) -> Operation {
                Operation::new(method, id, path).auth(#name)
            }
        });
    }
    items
}

/// `NEEDS_` and the schemes: `NEEDS_TOKEN_AND_KEY_OR_NONE`.
fn combination_name(api: &Api, plan: &Plan, requirements: &[AuthRequirement]) -> String {
    debug_assert_eq!(api.auth_schemes.len(), plan.auth.len(), "every scheme is planned");
    let alternatives: Vec<String> = requirements
        .iter()
        .map(|requirement| match requirement.schemes.as_slice() {
            [] => "NONE".to_owned(),
            schemes => {
                let names: Vec<&str> =
                    schemes.iter().map(|(index, _)| plan.auth[*index].constant.as_str()).collect();
                names.join("_AND_")
            }
        })
        .collect();
    format!("NEEDS_{}", alternatives.join("_OR_"))
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
