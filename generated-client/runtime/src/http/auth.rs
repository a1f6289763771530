//! Credentials: what the document declares, what the caller gave, and where it goes in a request.

use std::{fmt, sync::Arc};

use ::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AUTHORIZATION, COOKIE},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use url::Url;

use super::{
    TokenContext, TokenError, TokenProvider,
    builder::BuildError,
    few::Few,
    param::encode::{cookie, unreserved},
    sensitive,
};
use crate::Secret;

/// A security scheme of the document (OpenAPI 3.0.3, "Security Scheme Object"), as a `static` of the generated
/// client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthScheme {
    name: &'static str,
    kind: AuthKind,
}

impl AuthScheme {
    /// A scheme under its name in the document.
    pub const fn new(name: &'static str, kind: AuthKind) -> Self {
        Self { name, kind }
    }

    /// Its name in the document.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What kind of credential it takes.
    pub const fn kind(&self) -> AuthKind {
        self.kind
    }

    /// Whether its credential is a header, and these have one of that name.
    fn is_among(&self, headers: Option<&HeaderMap>) -> bool {
        let Some(headers) = headers else { return false };
        match self.kind {
            AuthKind::Bearer | AuthKind::Basic | AuthKind::Http(_) => headers.contains_key(AUTHORIZATION),
            AuthKind::ApiKey { location: ApiKeyLocation::Header, name } => headers.contains_key(name),
            AuthKind::ApiKey { .. } | AuthKind::MutualTls => false,
        }
    }
}

impl fmt::Display for AuthScheme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` ({})", self.name, self.kind)
    }
}

/// What kind of credential a scheme takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthKind {
    /// A bearer token; also for `oauth2` and `openIdConnect`, whose access tokens are bearer tokens.
    Bearer,
    /// User name and password (RFC 7617).
    Basic,
    /// Another `http` scheme: `Authorization: <scheme> <credential>`.
    Http(&'static str),
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where the key goes.
        location: ApiKeyLocation,
        /// Name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// A client certificate, which the HTTP client brings with it: nothing goes into the request.
    MutualTls,
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A request header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

impl fmt::Display for AuthKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bearer => formatter.write_str("bearer token"),
            Self::Basic => formatter.write_str("user name and password"),
            Self::Http(scheme) => write!(formatter, "HTTP authentication `{scheme}`"),
            Self::ApiKey { location, name } => {
                let place = match location {
                    ApiKeyLocation::Header => "header",
                    ApiKeyLocation::Query => "query parameter",
                    ApiKeyLocation::Cookie => "cookie",
                };
                write!(formatter, "API key in {place} `{name}`")
            }
            Self::MutualTls => formatter.write_str("client certificate"),
        }
    }
}

/// What the caller gives for a security scheme. It is never printed.
#[derive(Clone)]
pub struct Credential(Given);

#[derive(Clone)]
enum Given {
    Token(Secret),
    Basic { user: String, password: Secret },
    Provider(Arc<dyn TokenProvider>),
}

impl Credential {
    /// A token, API key or whatever else follows the name of the scheme.
    pub fn token(token: impl Into<String>) -> Self {
        Self::from(Secret::new(token))
    }

    /// A user name and a password.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Given::Basic { user: user.into(), password: Secret::new(password) })
    }

    /// What gives a token before every attempt.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self::from(Arc::new(provider) as Arc<dyn TokenProvider>)
    }
}

impl From<Arc<dyn TokenProvider>> for Credential {
    fn from(provider: Arc<dyn TokenProvider>) -> Self {
        Self(Given::Provider(provider))
    }
}

impl From<Secret> for Credential {
    fn from(token: Secret) -> Self {
        Self(Given::Token(token))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credential(***)")
    }
}

/// A credential of a client, checked when the client is built.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) scheme: &'static AuthScheme,
    source: Source,
}

#[derive(Clone)]
enum Source {
    /// It stays as it is.
    Part(Part),
    /// It is asked for before every attempt.
    Provider(Arc<dyn TokenProvider>),
}

/// A credential as it is put into requests.
#[derive(Clone)]
enum Part {
    Header(HeaderName, HeaderValue),
    /// Name and value, encoded.
    Query(String, Secret),
    /// `name=value`, encoded.
    Cookie(Secret),
    Nothing,
}

/// A credential for one attempt.
pub(crate) struct Ready<'p> {
    credential: &'p Prepared,
    part: ReadyPart<'p>,
}

enum ReadyPart<'p> {
    Fixed(&'p Part),
    Given(Box<GivenPart>),
}

/// What a provider gave, and where it goes.
struct GivenPart {
    part: Part,
    token: Secret,
}

impl Prepared {
    pub(crate) fn new(scheme: &'static AuthScheme, credential: &Credential) -> Result<Self, BuildError> {
        let refused = |reason: &str| BuildError::credential(scheme, reason);
        let part = match (scheme.kind, &credential.0) {
            (AuthKind::MutualTls, _) => Part::Nothing,
            (AuthKind::Basic, Given::Basic { user, password }) => {
                if user.contains(':') {
                    return Err(refused("a user name cannot contain a colon"));
                }
                let pair = Secret::new(format!("{user}:{}", password.expose()));
                authorization("Basic", &Secret::new(STANDARD.encode(pair.expose()))).map_err(refused)?
            }
            (AuthKind::Basic, Given::Token(_) | Given::Provider(_)) => {
                return Err(refused("it takes a user name and a password"));
            }
            (_, Given::Basic { .. }) => return Err(refused("it takes a token")),
            (_, Given::Token(token)) => part(scheme.kind, token).map_err(refused)?,
            (_, Given::Provider(provider)) => {
                return Ok(Self { scheme, source: Source::Provider(provider.clone()) });
            }
        };
        Ok(Self { scheme, source: Source::Part(part) })
    }

    /// The credential for the next attempt.
    pub(crate) async fn ready(&self, context: TokenContext<'_>) -> Result<Ready<'_>, TokenError> {
        match &self.source {
            Source::Part(part) => Ok(Ready { credential: self, part: ReadyPart::Fixed(part) }),
            Source::Provider(provider) => {
                let token = provider.token(context).await?;
                let part = part(self.scheme.kind, &token).map_err(TokenError::new)?;
                Ok(Ready { credential: self, part: ReadyPart::Given(Box::new(GivenPart { part, token })) })
            }
        }
    }

    /// Takes the credential out of an address that a server made, before it is used for another origin.
    pub(crate) fn strip(&self, url: &mut Url) {
        if let AuthKind::ApiKey { location: ApiKeyLocation::Query, name } = self.scheme.kind {
            let Some(query) = url.query() else { return };
            let prefix = format!("{}=", unreserved(name));
            let rest =
                query.split('&').filter(|pair| !pair.starts_with(&prefix)).collect::<Vec<_>>().join("&");
            url.set_query(if rest.is_empty() { None } else { Some(&rest) });
        }
    }
}

impl Ready<'_> {
    /// Puts the credential into a request for the configured origin.
    pub(crate) fn apply(&self, headers: &mut HeaderMap, url: &mut Url) {
        let part = match &self.part {
            ReadyPart::Fixed(part) => part,
            ReadyPart::Given(given) => &given.part,
        };
        match part {
            Part::Header(name, value) => {
                headers.insert(name.clone(), value.clone());
            }
            Part::Query(name, value) => {
                self.credential.strip(url);
                let others = url.query().map_or_else(String::new, |others| format!("{others}&"));
                let query = Secret::new(format!("{others}{name}={}", value.expose()));
                url.set_query(Some(query.expose()));
            }
            Part::Cookie(pair) => append_cookie(headers, pair.expose()),
            Part::Nothing => {}
        }
    }

    /// As [`Prepared::strip`].
    pub(crate) fn strip(&self, url: &mut Url) {
        self.credential.strip(url);
    }

    /// The server refused it. `true` where the provider can give another one.
    pub(crate) fn refused(&self) -> bool {
        match (&self.credential.source, &self.part) {
            (Source::Provider(provider), ReadyPart::Given(given)) => provider.refused(&given.token),
            (Source::Provider(_) | Source::Part(_), _) => false,
        }
    }
}

/// A token where its scheme puts it. The error says why it cannot go there.
fn part(kind: AuthKind, token: &Secret) -> Result<Part, &'static str> {
    // A variable that is not set, most likely; servers answer it with a 401 that says nothing of that.
    if token.expose().trim().is_empty() && kind != AuthKind::MutualTls {
        return Err("it is empty");
    }
    match kind {
        AuthKind::Bearer => authorization("Bearer", token),
        AuthKind::Http(name) => authorization(name, token),
        AuthKind::ApiKey { location: ApiKeyLocation::Header, name } => {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "the header has no valid name")?;
            Ok(Part::Header(name, header(token.expose())?))
        }
        AuthKind::ApiKey { location: ApiKeyLocation::Query, name } => {
            Ok(Part::Query(unreserved(name), unreserved(token.expose()).into()))
        }
        AuthKind::ApiKey { location: ApiKeyLocation::Cookie, name } => {
            let value = Secret::new(cookie(token.expose()));
            Ok(Part::Cookie(format!("{}={}", unreserved(name), value.expose()).into()))
        }
        AuthKind::Basic | AuthKind::MutualTls => Ok(Part::Nothing),
    }
}

/// Adds `name=value` to the one `Cookie` header that RFC 6265, 5.4 allows.
pub(crate) fn append_cookie(headers: &mut HeaderMap, pair: &str) {
    let before = headers.get(COOKIE).and_then(|value| value.to_str().ok());
    let line = Secret::new(before.map_or_else(|| pair.to_owned(), |before| format!("{before}; {pair}")));
    if let Ok(value) = sensitive::header(line.expose()) {
        headers.insert(COOKIE, value);
    }
}

/// The credentials for an operation: the first alternative for which the caller gave all, to the client or among
/// the headers of the call; sending none only where the document allows it and no other alternative can be met. What is
/// among the headers is not in the result. The error names what is missing.
pub(crate) fn select<'c>(
    alternatives: &[&[&'static AuthScheme]],
    credentials: &'c [Prepared],
    headers: Option<&HeaderMap>,
) -> Result<Few<&'c Prepared>, String> {
    let find = |scheme: &&'static AuthScheme| {
        credentials.iter().find(|credential| credential.scheme.name == scheme.name)
    };
    let met = |alternative: &[&'static AuthScheme]| -> Option<Few<&'c Prepared>> {
        let is_needed =
            |scheme: &&&AuthScheme| scheme.kind != AuthKind::MutualTls && !scheme.is_among(headers);
        alternative.iter().filter(is_needed).map(find).collect()
    };
    let mut some = alternatives.iter().copied().filter(|alternative| !alternative.is_empty());
    if let Some(found) = some.find_map(met) {
        return Ok(found);
    }
    if alternatives.is_empty() || alternatives.iter().any(|alternative| alternative.is_empty()) {
        return Ok(Few::None);
    }
    let given = |scheme: &AuthScheme| {
        scheme.is_among(headers) || credentials.iter().any(|known| known.scheme.name == scheme.name)
    };
    Err(missing(alternatives, given))
}

#[cold]
fn missing(alternatives: &[&[&'static AuthScheme]], given: impl Fn(&AuthScheme) -> bool) -> String {
    let wanted = alternatives.iter().map(|alternative| {
        let needed = alternative.iter().filter(|scheme| !given(scheme) && scheme.kind != AuthKind::MutualTls);
        needed.map(ToString::to_string).collect::<Vec<_>>().join(" and ")
    });
    format!("no credential was given for {}", wanted.collect::<Vec<_>>().join(", or "))
}

fn authorization(name: &str, credential: &Secret) -> Result<Part, &'static str> {
    let text = Secret::new(format!("{name} {}", credential.expose()));
    Ok(Part::Header(AUTHORIZATION, header(text.expose())?))
}

fn header(text: &str) -> Result<HeaderValue, &'static str> {
    sensitive::header(text).map_err(|_| "it contains characters that a header cannot carry")
}

#[cfg(test)]
mod tests {
    use super::*;

    static TOKEN: AuthScheme = AuthScheme::new("token", AuthKind::Bearer);
    static KEY: AuthScheme =
        AuthScheme::new("key", AuthKind::ApiKey { location: ApiKeyLocation::Query, name: "api_key" });

    fn prepared(scheme: &'static AuthScheme) -> Prepared {
        Prepared::new(scheme, &Credential::token("s3cret")).expect("a token fits")
    }

    #[test]
    fn the_first_alternative_that_is_complete_is_used() {
        let alternatives: &[&[&AuthScheme]] = &[&[], &[&TOKEN, &KEY], &[&KEY]];
        let names = |given: &[Prepared]| {
            select(alternatives, given, None)
                .map(|found| found.iter().map(|one| one.scheme.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[prepared(&KEY)]), Ok(vec!["key"]));
        assert_eq!(names(&[prepared(&KEY), prepared(&TOKEN)]), Ok(vec!["token", "key"]));
        assert_eq!(names(&[prepared(&TOKEN)]), Ok(vec![]));
    }

    #[test]
    fn a_missing_credential_is_named() {
        let alternatives: &[&[&AuthScheme]] = &[&[&TOKEN, &KEY], &[&KEY]];
        let error = select(alternatives, &[prepared(&TOKEN)], None).err().unwrap_or_default();
        assert_eq!(
            error,
            "no credential was given for `key` (API key in query parameter `api_key`), or `key` (API key in query \
             parameter `api_key`)"
        );
    }

    #[test]
    fn a_query_key_replaces_what_is_there() {
        let mut url = Url::parse("https://host/p?api_key=old&a=1").expect("valid");
        let key = prepared(&KEY);
        let Source::Part(part) = &key.source else { panic!("it stays as it is") };
        let ready = Ready { credential: &key, part: ReadyPart::Fixed(part) };
        ready.apply(&mut HeaderMap::new(), &mut url);
        assert_eq!(url.query(), Some("a=1&api_key=s3cret"));
        prepared(&KEY).strip(&mut url);
        assert_eq!(url.query(), Some("a=1"));
    }
}
