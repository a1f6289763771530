//! Names of the security schemes: the setter on the builder and the `static` that describes the scheme.
//!
//! In: the declared schemes. Out: one [`AuthPlan`] per scheme, in the order of the document. Where tokens can be renewed
//! there are further setters, which never take a name from a scheme.

use super::naming::{Kind, Scope, ident};
use super::{AuthPlan, TokenSetter, methods};
use crate::ir::{Api, AuthScheme, AuthSchemeKind, OAuthFlowKind, SpecName};

/// Plans every security scheme.
pub(super) fn auth(api: &Api) -> Vec<AuthPlan> {
    let schemes = &api.auth_schemes;
    let names: Vec<SpecName> = schemes.iter().map(|scheme| SpecName::Required(scheme.name.clone())).collect();
    let constants = Scope::new(Kind::Constant).allocate(&names.iter().collect::<Vec<_>>());
    let bearer = if bearer_shortcut(api).is_some() { &["bearer"][..] } else { &[] };
    let mut scope = Scope::new(Kind::Value);
    scope = scope
        .reserve(methods::OF_BUILDERS.iter().chain(methods::OF_TRAITS).copied())
        .reserve(bearer.iter().copied());
    let setters = scope.allocate(&names.iter().collect::<Vec<_>>());
    let mut further = |scheme: &AuthScheme, what: &str| {
        let name = SpecName::Suggested(vec![scheme.name.clone(), what.to_owned()]);
        scope.allocate(&[&name]).remove(0)
    };
    let mut plans = Vec::with_capacity(schemes.len());
    for ((scheme, setter), constant) in schemes.iter().zip(setters).zip(constants) {
        let provider = takes_token(&scheme.kind).then(|| further(scheme, "provider"));
        let client_credentials = token_url(&scheme.kind, &[OAuthFlowKind::ClientCredentials])
            .map(|token_url| TokenSetter { ident: further(scheme, "client_credentials"), token_url });
        let refresh_token = token_url(&scheme.kind, REFRESHED)
            .map(|token_url| TokenSetter { ident: further(scheme, "refresh_token"), token_url });
        plans.push(AuthPlan { setter, constant, provider, client_credentials, refresh_token });
    }
    plans
}

/// Flows that give refresh tokens.
const REFRESHED: &[OAuthFlowKind] =
    &[OAuthFlowKind::AuthorizationCode, OAuthFlowKind::Password, OAuthFlowKind::DeviceAuthorization];

/// True where one text goes into every request, which somebody may renew.
fn takes_token(kind: &AuthSchemeKind) -> bool {
    match kind {
        AuthSchemeKind::Bearer
        | AuthSchemeKind::Http(_)
        | AuthSchemeKind::ApiKey { .. }
        | AuthSchemeKind::OAuth2(_)
        | AuthSchemeKind::OpenIdConnect(_) => true,
        AuthSchemeKind::Basic | AuthSchemeKind::MutualTls => false,
    }
}

/// The endpoint of the first of these flows: `refreshUrl` where refresh tokens go elsewhere than `tokenUrl`.
fn token_url(kind: &AuthSchemeKind, flows: &[OAuthFlowKind]) -> Option<String> {
    let AuthSchemeKind::OAuth2(declared) = kind else { return None };
    let flow = flows.iter().find_map(|kind| declared.iter().find(|flow| flow.kind == *kind))?;
    let refresh = flow
        .refresh_url
        .as_ref()
        .filter(|url| flow.kind != OAuthFlowKind::ClientCredentials && !url.is_empty());
    refresh.or(flow.token_url.as_ref()).filter(|url| !url.is_empty()).cloned()
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
        (Some((index, scheme)), None) if ident(Kind::Value, &scheme.name) != "bearer" => Some(index),
        _ => None,
    }
}
