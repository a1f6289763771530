//! OAuth 2 tokens from a token endpoint (RFC 6749): kept until shortly before they expire, and renewed by one call
//! while the others wait.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{TokenContext, TokenError, TokenProvider, request, turn::Turns};
use crate::{Secret, http::BoxFuture, http::clock::Deadline};

/// How long before its end a token is no longer used, unless the caller says otherwise.
const LEEWAY: Duration = Duration::from_secs(30);

/// Tokens of an OAuth 2 token endpoint.
///
/// A token is kept until shortly before it expires. Then one call asks for the next, and calls that come meanwhile
/// wait for it, also for its failure. When that call is given up, its request goes on and the next call takes the answer, so that
/// no refresh token gets lost. Where the server refuses a token with 401, another one is asked for once; where the endpoint is
/// busy or not there, calls that may be repeated are. The endpoint has to use https, or be at the origin of the client's base URL
/// or on this machine. Requests to it carry no other credentials, follow no redirects, and go through the client's transport.
pub struct OAuth2 {
    pub(super) token_url: String,
    pub(super) client: Option<(String, Secret)>,
    pub(super) client_in_body: bool,
    pub(super) scopes: String,
    pub(super) parameters: Vec<(String, String)>,
    leeway: Duration,
    rotated: Option<Store>,
    kept: Mutex<Kept>,
    /// Had while a token is asked for.
    turns: Turns,
}

/// Is told of new refresh tokens.
type Store = Box<dyn Fn(&Secret) + Send + Sync>;

/// What came from the endpoint.
struct Kept {
    access: Option<(Secret, Deadline)>,
    refresh: Option<Secret>,
}

impl OAuth2 {
    /// Tokens for the program itself (RFC 6749, 4.4). The address may be relative to the base URL of the client.
    pub fn client_credentials(
        token_url: impl Into<String>,
        id: impl Into<String>,
        secret: impl Into<String>,
    ) -> Self {
        Self::new(token_url.into(), None).client(id, secret)
    }

    /// Tokens in exchange for a refresh token (RFC 6749, 6), which the caller has from an authorisation in the
    /// browser or wherever the user is.
    pub fn refresh_token(token_url: impl Into<String>, token: impl Into<String>) -> Self {
        Self::new(token_url.into(), Some(Secret::new(token)))
    }

    fn new(token_url: String, refresh: Option<Secret>) -> Self {
        Self {
            token_url,
            client: None,
            client_in_body: false,
            scopes: String::new(),
            parameters: Vec::new(),
            leeway: LEEWAY,
            rotated: None,
            kept: Mutex::new(Kept { access: None, refresh }),
            turns: Turns::default(),
        }
    }

    /// The client that the authorisation server knows. It is sent as HTTP Basic authentication.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client = Some((id.into(), Secret::new(secret)));
        self
    }

    /// Sends the client in the body instead, for servers that cannot read it elsewhere; a client without a secret is sent
    /// there in any case.
    #[must_use]
    pub fn client_in_body(mut self) -> Self {
        self.client_in_body = true;
        self
    }

    /// The scopes that are asked for.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let scopes: Vec<_> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        self.scopes = scopes.join(" ");
        self
    }

    /// A further parameter of token requests, for example `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// An access token that the caller has already, and how long it is valid.
    #[must_use]
    pub fn access_token(self, token: impl Into<String>, valid: impl Into<Option<Duration>>) -> Self {
        let access = (Secret::new(token), self.until(valid.into()));
        self.kept().access = Some(access);
        self
    }

    /// How long before its end a token is no longer used: 30 s, but never more than half of its life.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Is told of every new refresh token, so that it can be stored: some servers accept each only once.
    #[must_use]
    pub fn on_new_refresh_token(mut self, store: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.rotated = Some(Box::new(store));
        self
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn until(&self, valid: Option<Duration>) -> Deadline {
        Deadline::after(valid.map(|valid| valid.saturating_sub(self.leeway.min(valid / 2))))
    }

    /// The token that is still good.
    fn current(&self) -> Option<Secret> {
        let kept = self.kept();
        let (token, until) = kept.access.as_ref()?;
        until.left().is_none_or(|left| !left.is_zero()).then(|| token.clone())
    }

    async fn obtain(&self, context: TokenContext<'_>) -> Result<Secret, TokenError> {
        if let Some(token) = self.current() {
            return Ok(token);
        }
        let mut turn = self.turns.next().await;
        // Whoever had the turn before may have brought one.
        if let Some(token) = self.current() {
            return Ok(token);
        }
        let refresh = self.kept().refresh.clone();
        let granted = turn.answer(|| request::begin(self, refresh.as_ref(), context)).await?;
        // From here on nothing is waited for: whoever is given up has stored what came, or leaves it to the next.
        let until = self.until(granted.life());
        {
            let mut kept = self.kept();
            kept.access = Some((granted.access_token.clone(), until));
            if let Some(next) = &granted.refresh_token
                && refresh.is_some()
            {
                kept.refresh = Some(next.clone());
            }
        }
        if let (Some(next), Some(rotated), Some(before)) = (&granted.refresh_token, &self.rotated, refresh)
            && *next != before
        {
            rotated(next);
        }
        Ok(granted.access_token)
    }
}

impl TokenProvider for OAuth2 {
    fn token<'a>(&'a self, context: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, TokenError>> {
        Box::pin(self.obtain(context))
    }

    /// Forgets the token, unless there is another one by now.
    fn refused(&self, token: &Secret) -> bool {
        let mut kept = self.kept();
        if kept.access.as_ref().is_some_and(|(known, _)| known == token) {
            kept.access = None;
        }
        true
    }
}

/// Neither tokens nor secrets.
impl fmt::Debug for OAuth2 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OAuth2")
            .field("token_url", &self.token_url)
            .field("client", &self.client.as_ref().map(|(id, _)| id))
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
