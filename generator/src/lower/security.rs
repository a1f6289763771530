//! Security schemes and requirements (OpenAPI 3.0.3, "Security Scheme Object", "Security Requirement Object").

use std::collections::BTreeMap;

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};
use serde_json::Value;

use super::{Lowering, docs};
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Document, OperationNode, SchemeKind, SchemeNode, refs};
use crate::ir::{
    ApiKeyLocation, AuthRequirement, AuthScheme, AuthSchemeKind, Docs, OAuthFlow, OAuthFlowKind,
};
use crate::pointer::{Place, Pointer};

/// Lowers the declared schemes, in document order.
pub(super) fn auth_schemes(document: &Document<'_>) -> Vec<AuthScheme> {
    document
        .security_schemes
        .iter()
        .map(|node| {
            let (kind, description) = match &node.kind {
                SchemeKind::Known(scheme) => known(scheme),
                SchemeKind::MutualTls(description) => (AuthSchemeKind::MutualTls, description.as_deref()),
            };
            let (kind, deprecated) = later(document, node, kind);
            AuthScheme {
                name: node.name.clone(),
                kind,
                docs: Docs { description: docs::text(description), deprecated, ..Docs::default() },
                at: node.at.clone(),
            }
        })
        .collect()
}

/// What OpenAPI 3.2 added: the device authorisation flow (RFC 8628), and schemes that are deprecated.
fn later(document: &Document<'_>, node: &SchemeNode, mut kind: AuthSchemeKind) -> (AuthSchemeKind, bool) {
    let Some(scheme) = document.root.pointer(node.at.pointer.as_str()) else { return (kind, false) };
    if let (AuthSchemeKind::OAuth2(flows), Some(device)) =
        (&mut kind, scheme.get("flows").and_then(|flows| flows.get("deviceAuthorization")))
    {
        let address = |name: &str| device.get(name).and_then(Value::as_str).map(str::to_owned);
        let scopes = device.get("scopes").and_then(Value::as_object).into_iter().flatten();
        flows.push(OAuthFlow {
            kind: OAuthFlowKind::DeviceAuthorization,
            authorization_url: address("deviceAuthorizationUrl"),
            token_url: address("tokenUrl"),
            refresh_url: address("refreshUrl"),
            scopes: scopes
                .map(|(scope, allows)| (scope.clone(), allows.as_str().unwrap_or_default().to_owned()))
                .collect(),
        });
    }
    (kind, scheme.get("deprecated") == Some(&Value::Bool(true)))
}

fn known(scheme: &SecurityScheme) -> (AuthSchemeKind, Option<&str>) {
    match scheme {
        SecurityScheme::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Query => ApiKeyLocation::Query,
                APIKeyLocation::Header => ApiKeyLocation::Header,
                APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
            };
            (AuthSchemeKind::ApiKey { location, wire_name: name.clone() }, description.as_deref())
        }
        SecurityScheme::HTTP { scheme, description, .. } => {
            // Names of HTTP schemes ignore case (RFC 9110, section 11.1).
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => AuthSchemeKind::Bearer,
                "basic" => AuthSchemeKind::Basic,
                _ => AuthSchemeKind::Http(scheme.clone()),
            };
            (kind, description.as_deref())
        }
        SecurityScheme::OAuth2 { flows, description, .. } => {
            (AuthSchemeKind::OAuth2(oauth_flows(flows)), description.as_deref())
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
            (AuthSchemeKind::OpenIdConnect(open_id_connect_url.clone()), description.as_deref())
        }
    }
}

fn oauth_flows(flows: &OAuth2Flows) -> Vec<OAuthFlow> {
    let flow = |kind,
                authorization: Option<&String>,
                token: Option<&String>,
                refresh: &Option<String>,
                scopes: &indexmap::IndexMap<String, String>| {
        OAuthFlow {
            kind,
            authorization_url: authorization.cloned(),
            token_url: token.cloned(),
            refresh_url: refresh.clone(),
            scopes: scopes.iter().map(|(scope, allows)| (scope.clone(), allows.clone())).collect(),
        }
    };
    let implicit = flows.implicit.as_ref().map(|one| {
        flow(OAuthFlowKind::Implicit, Some(&one.authorization_url), None, &one.refresh_url, &one.scopes)
    });
    let password = flows
        .password
        .as_ref()
        .map(|one| flow(OAuthFlowKind::Password, None, Some(&one.token_url), &one.refresh_url, &one.scopes));
    let client = flows.client_credentials.as_ref().map(|one| {
        flow(OAuthFlowKind::ClientCredentials, None, Some(&one.token_url), &one.refresh_url, &one.scopes)
    });
    let code = flows.authorization_code.as_ref().map(|one| {
        let (authorization, token) = (Some(&one.authorization_url), Some(&one.token_url));
        flow(OAuthFlowKind::AuthorizationCode, authorization, token, &one.refresh_url, &one.scopes)
    });
    [implicit, password, client, code].into_iter().flatten().collect()
}

/// What an operation needs: its own `security`, else that of the document. An empty list at the operation
/// takes the document's away. `None` where every alternative needs schemes that are not known: that is not the same as
/// needing nothing, and each of them was reported.
pub(super) fn requirements(cx: &mut Lowering<'_>, node: &OperationNode) -> Option<Vec<AuthRequirement>> {
    let document = cx.document;
    let (declared, at) = match &node.operation.security {
        Some(own) => (own, node.at.child("security")),
        None => (&document.security, Place::default().child("security")),
    };
    let mut requirements = Vec::new();
    for (index, alternative) in declared.iter().enumerate() {
        let mut schemes = Vec::new();
        for (name, scopes) in alternative {
            let place = at.index(index).child(name);
            match cx.scheme_indexes.get(name.as_str()).copied() {
                Some(scheme) => schemes.push((scheme, scopes.clone())),
                None if name.contains(['#', '/']) => match by_reference(cx, name) {
                    Some(scheme) => {
                        later_reference(cx, &place);
                        schemes.push((scheme, scopes.clone()));
                    }
                    None => elsewhere(cx, name, node, &place),
                },
                None => unknown(cx, name, &place),
            }
        }
        // An alternative with a scheme that is unknown must not turn into one that needs less.
        if schemes.len() == alternative.len() {
            requirements.push(AuthRequirement { schemes });
        }
    }
    (declared.is_empty() || !requirements.is_empty()).then_some(requirements)
}

/// Where each scheme stands in the list of them; the first one counts.
pub(super) fn indexes<'a>(document: &'a Document<'_>) -> BTreeMap<&'a str, usize> {
    let names = document.security_schemes.iter().enumerate().rev();
    names.map(|(index, scheme)| (scheme.name.as_str(), index)).collect()
}

/// OpenAPI 3.2.0, "Security Requirement Object": a scheme may be named by the URI of its object. Those of this document are found.
fn by_reference(cx: &Lowering<'_>, uri: &str) -> Option<usize> {
    let own = cx.document.root.get("$self").and_then(Value::as_str).unwrap_or_default();
    let fragment = uri.strip_prefix(own).filter(|rest| rest.starts_with('#')).unwrap_or(uri);
    let target = refs::target(fragment)?;
    let list = Pointer::from_segments(["components", "securitySchemes"]);
    let name = target.last().filter(|_| target.parent().as_ref() == Some(&list))?;
    cx.scheme_indexes.get(name.as_str()).copied()
}

/// Tells of such a reference in a document of an earlier version; it is followed all the same.
fn later_reference(cx: &mut Lowering<'_>, at: &Place) {
    let version = cx.document.root.get("openapi").and_then(Value::as_str).unwrap_or_default();
    if ["3.0", "3.1"].iter().any(|earlier| version.starts_with(earlier)) {
        let message = "a scheme's reference in place of its name came with OpenAPI 3.2; it is followed";
        let diagnostic = Diagnostic::new(&codes::LATER_KEYWORD, at, message).at_key();
        cx.report(diagnostic.help("write the name of the scheme"));
    }
}

/// A scheme of another document, or none at all: what needs it is left out.
fn elsewhere(cx: &mut Lowering<'_>, uri: &str, node: &OperationNode, at: &Place) {
    let shown = uri.escape_debug();
    let message = format!(
        "a requirement refers to `{shown}`, which is no scheme of this document; operations that need it are left out"
    );
    let help = "declare the scheme under `components.securitySchemes`, by `$ref` if it stands elsewhere, and write its name";
    let diagnostic = Diagnostic::new(&codes::UNSUPPORTED, at, message).at_key().help(help);
    cx.report(diagnostic.related(&node.at, "an operation that is left out"));
}

fn unknown(cx: &mut Lowering<'_>, name: &str, at: &Place) {
    // A scheme that is there and cannot be read was told; one that is not there is told once, wherever it is first needed.
    let declared = Pointer::from_segments(["components", "securitySchemes", name]);
    let is_declared = cx.document.root.pointer(declared.as_str()).is_some();
    if !is_declared && cx.unknown_schemes.insert(name.to_owned()) {
        let message = format!("security scheme `{name}` is not declared");
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_SECURITY_SCHEME, at, message).at_key();
        let meant = nearest(name, cx.document.security_schemes.iter().map(|scheme| scheme.name.as_str()));
        cx.report(match meant {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::{AuthSchemeKind, OAuthFlowKind};
    use crate::lower::fixture::lowered;

    #[test]
    fn an_operation_overrides_the_document_and_unknown_schemes_are_errors() {
        let outcome = lowered(
            "security: [{key: []}]
paths:
  /a:
    get: {operationId: inherits, responses: {'204': {description: a}}}
    put: {operationId: open, security: [], responses: {'204': {description: a}}}
    post: {operationId: either, security: [{key: [], token: []}, {}], responses: {'204': {description: a}}}
    delete: {operationId: unknown, security: [{nobody: []}], responses: {'204': {description: a}}}
    patch: {operationId: again, security: [{nobody: []}], responses: {'204': {description: a}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: Bearer}
    cert: {type: mutualTLS}",
        );
        let auth: Vec<usize> = outcome.api.operations.iter().map(|(_, one)| one.auth.len()).collect();
        // What is unknown is not the same as nothing: the last two are left out.
        assert_eq!(auth, [1, 0, 2]);
        let either =
            outcome.api.operations.iter().nth(2).map(|(_, one)| one.auth.clone()).unwrap_or_default();
        assert_eq!(either[0].schemes, [(0, vec![]), (1, vec![])]);
        assert!(either[1].schemes.is_empty());
        assert_eq!(outcome.reported, ["OA0404 #/paths/~1a/delete/security/0/nobody"]);
    }

    #[test]
    fn schemes_may_be_named_by_their_uri() {
        let outcome = lowered(
            "openapi: 3.2.0
$self: https://example.com/api
security: [{'#/components/securitySchemes/key': []}]
paths:
  /a:
    get: {operationId: here, responses: {'204': {description: a}}}
    put: {operationId: self, security: [{'https://example.com/api#/components/securitySchemes/key': [x]}], responses: {'204': {description: a}}}
    post: {operationId: elsewhere, security: [{'other.yaml#/components/securitySchemes/key': []}], responses: {'204': {description: a}}}
    patch: {operationId: either, security: [{'./other': []}, {key: []}], responses: {'204': {description: a}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}",
        );
        let auth: Vec<_> =
            outcome.api.operations.iter().map(|(_, one)| one.auth[0].schemes.clone()).collect();
        assert_eq!(auth, [vec![(0, vec![])], vec![(0, vec!["x".to_owned()])], vec![(0, vec![])]]);
        assert_eq!(
            outcome.reported,
            [
                "OA0401 #/paths/~1a/post/security/0/other.yaml#~1components~1securitySchemes~1key",
                "OA0401 #/paths/~1a/patch/security/0/.~1other",
            ]
        );
    }

    #[test]
    fn a_uri_in_an_earlier_version_is_told_and_followed() {
        let outcome = lowered(
            "openapi: 3.1.0
paths: {/a: {get: {operationId: a, security: [{'#/components/securitySchemes/key': []}], responses: {'204': {description: a}}}}}
components: {securitySchemes: {key: {type: http, scheme: basic}}}",
        );
        assert_eq!(outcome.api.operations.iter().map(|(_, one)| one.auth.len()).sum::<usize>(), 1);
        assert_eq!(
            outcome.reported,
            ["OA0206 #/paths/~1a/get/security/0/#~1components~1securitySchemes~1key"]
        );
    }

    #[test]
    fn schemes_of_later_versions() {
        let outcome = lowered(
            "openapi: 3.2.0
security: [{device: []}]
paths: {/a: {get: {operationId: a, responses: {'204': {description: a}}}}}
components:
  securitySchemes:
    device:
      type: oauth2
      deprecated: true
      oauth2MetadataUrl: https://auth.example.com/meta
      flows:
        deviceAuthorization:
          deviceAuthorizationUrl: https://auth.example.com/device
          tokenUrl: https://auth.example.com/token
          scopes: {read: may read}",
        );
        let scheme = &outcome.api.auth_schemes[0];
        assert!(scheme.docs.deprecated);
        let AuthSchemeKind::OAuth2(flows) = &scheme.kind else { panic!("{:?}", scheme.kind) };
        assert_eq!(flows.len(), 1);
        assert_eq!(flows[0].kind, OAuthFlowKind::DeviceAuthorization);
        assert_eq!(flows[0].authorization_url.as_deref(), Some("https://auth.example.com/device"));
        assert_eq!(flows[0].token_url.as_deref(), Some("https://auth.example.com/token"));
        assert_eq!(flows[0].scopes, [("read".to_owned(), "may read".to_owned())]);
        assert!(outcome.reported.is_empty(), "{:?}", outcome.reported);
    }
}
