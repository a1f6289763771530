//! Security schemes and what an operation needs of them.

use super::Docs;
use crate::pointer::Place;

/// A declared security scheme (OpenAPI 3.0.3, "Security Scheme Object").
#[derive(Clone, Debug, PartialEq)]
pub struct AuthScheme {
    /// Its name in the document.
    pub name: String,
    /// What it is.
    pub kind: AuthSchemeKind,
    /// Prose.
    pub docs: Docs,
    /// Where it is declared.
    pub at: Place,
}

/// What kind of credential a scheme takes.
#[derive(Clone, Debug, PartialEq)]
pub enum AuthSchemeKind {
    /// `http` with scheme `bearer`.
    Bearer,
    /// `http` with scheme `basic`.
    Basic,
    /// `http` with another scheme, as written: `Authorization: <scheme> <credential>`.
    Http(String),
    /// `apiKey`.
    ApiKey {
        /// Where the key goes.
        location: ApiKeyLocation,
        /// Name of the header, query parameter or cookie.
        wire_name: String,
    },
    /// `oauth2`.
    OAuth2(Vec<OAuthFlow>),
    /// `openIdConnect`, with the discovery address.
    OpenIdConnect(String),
    /// `mutualTLS` (OpenAPI 3.1).
    MutualTls,
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiKeyLocation {
    /// A request header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

/// One way to obtain an OAuth 2 token.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuthFlow {
    /// Which flow.
    pub kind: OAuthFlowKind,
    /// `authorizationUrl`.
    pub authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// Scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// The OAuth 2 flows that OpenAPI names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OAuthFlowKind {
    /// `implicit`.
    Implicit,
    /// `password`.
    Password,
    /// `clientCredentials`.
    ClientCredentials,
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization` (OpenAPI 3.2).
    DeviceAuthorization,
}

/// Schemes that are needed together; an operation lists alternatives of these. Without entries the
/// alternative is to send nothing (`{}`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuthRequirement {
    /// Index into [`Api::auth_schemes`](super::Api::auth_schemes), and the scopes needed.
    pub schemes: Vec<(usize, Vec<String>)>,
}
