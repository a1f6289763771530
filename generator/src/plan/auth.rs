//! Names of the security schemes: the setter on the builder and the `static` that describes the scheme.
//!
//! In: the declared schemes. Out: one [`AuthPlan`] per scheme, in the order of the document.

use super::AuthPlan;
use super::naming::{Kind, Scope};
use crate::ir::{Api, AuthSchemeKind, SpecName};

/// Methods of the builder that no setter may hide.
const BUILDER_METHODS: &[&str] = &[
    "build",
    "clone",
    "connect_timeout",
    "default_header",
    "deadline",
    "fmt",
    "http_client",
    "from",
    "into",
    "max_body_bytes",
    "redirects",
    "retry",
    "timeout",
    "transport",
    "user_agent",
];

/// Plans every security scheme.
pub(super) fn auth(api: &Api) -> Vec<AuthPlan> {
    let names: Vec<SpecName> =
        api.auth_schemes.iter().map(|scheme| SpecName::Required(scheme.name.clone())).collect();
    let names: Vec<&SpecName> = names.iter().collect();
    let bearer = if bearer_shortcut(api).is_some() { &["bearer"][..] } else { &[] };
    let setters = Scope::new(Kind::Value)
        .reserve(BUILDER_METHODS.iter().copied())
        .reserve(bearer.iter().copied())
        .allocate(&names);
    let constants = Scope::new(Kind::Constant).allocate(&names);
    setters.into_iter().zip(constants).map(|(setter, constant)| AuthPlan { setter, constant }).collect()
}

/// The scheme that `ClientBuilder::bearer` stands for: the only one that takes a bearer token, unless it is
/// called `bearer` anyway.
pub fn bearer_shortcut(api: &Api) -> Option<usize> {
    let mut bearers = api.auth_schemes.iter().enumerate().filter(|(_, scheme)| match scheme.kind {
        AuthSchemeKind::Bearer | AuthSchemeKind::OAuth2(_) | AuthSchemeKind::OpenIdConnect(_) => true,
        AuthSchemeKind::Basic
        | AuthSchemeKind::Http(_)
        | AuthSchemeKind::ApiKey { .. }
        | AuthSchemeKind::MutualTls => false,
    });
    match (bearers.next(), bearers.next()) {
        (Some((index, scheme)), None) if scheme.name != "bearer" => Some(index),
        _ => None,
    }
}
