//! The request to a token endpoint, and what it answers (RFC 6749, 4.4.2, 5 and 6).

use std::{sync::Arc, time::Duration};

use ::http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use url::{Host, Url, form_urlencoded};
use zeroize::Zeroizing;

use super::{OAuth2, TokenContext, TokenError, turn::Answer};
use crate::{
    Secret, Value,
    http::{
        ResponseBody, Transport, TransportError, TransportErrorKind, TransportRequest, clock::Moment,
        excerpt, retry::is_retryable_status, sensitive, transport::next_chunk,
    },
};

/// No token response is larger.
const LARGEST: usize = 1024 * 1024;

/// Few token requests are larger.
const LARGEST_FORM: usize = 16 * 1024;

/// What the endpoint granted.
pub(super) struct Granted {
    pub(super) access_token: Secret,
    expires_in: Option<Duration>,
    /// Since when it is there.
    age: Moment,
    pub(super) refresh_token: Option<Secret>,
}

impl Granted {
    /// How long the access token is still valid.
    pub(super) fn life(&self) -> Option<Duration> {
        self.expires_in.map(|life| life.saturating_sub(self.age.elapsed()))
    }
}

/// Asks for a token: with the refresh token where there is one, else with the client's own credentials. What is waited for
/// does not depend on who asks.
pub(super) fn begin(
    settings: &OAuth2,
    refresh: Option<&Secret>,
    context: TokenContext<'_>,
) -> Result<Answer, TokenError> {
    let url = endpoint(&settings.token_url, context.base_url)?;
    let origin = url.origin().ascii_serialization();
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    let in_body = settings.client_in_body
        || settings.client.as_ref().is_some_and(|(_, secret)| secret.expose().is_empty());
    if let (Some((id, secret)), false) = (&settings.client, in_body) {
        headers.insert(AUTHORIZATION, basic(id, secret)?);
    }
    let body = form(settings, refresh, in_body);
    let request = TransportRequest {
        method: Method::POST,
        url,
        headers,
        body: Some(sensitive::bytes(body).into()),
        timeout: None,
    };
    let transport = Arc::clone(context.transport);
    let is_repeatable = refresh.is_none();
    Ok(Box::pin(async move { send(&*transport, request, &origin, is_repeatable).await }))
}

/// A refresh token that is good once must not be sent twice: what may have been taken is repeated only where there is none.
async fn send(
    transport: &dyn Transport,
    request: TransportRequest,
    origin: &str,
    is_repeatable: bool,
) -> Result<Granted, TokenError> {
    let unreachable = |error: TransportError| {
        let text = format!("the token endpoint at {origin} cannot be reached: {error}");
        TokenError::of(text, is_repeatable || error.kind() == TransportErrorKind::Connect)
    };
    let response = transport.send(request).await.map_err(unreachable)?;
    let status = response.status;
    let body = collect(response.body).await.map_err(unreachable)?;
    let mut body: Option<Value> = serde_json::from_slice(&body).ok();
    if !status.is_success() {
        let text = refusal(origin, status.as_u16(), body.as_ref());
        let is_refused = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
        return Err(TokenError::of(text, is_refused || (is_repeatable && is_retryable_status(status))));
    }
    body.as_mut().and_then(granted).ok_or_else(|| {
        TokenError::new(format!(
            "the token endpoint at {origin} answered {status}, but not with a bearer token"
        ))
    })
}

/// Where tokens are: client secrets go there, so a plain connection to another machine will not do.
fn endpoint(token_url: &str, base: &Url) -> Result<Url, TokenError> {
    let url = base.join(token_url).map_err(|error| {
        TokenError::new(format!("the address of the token endpoint cannot be used: {error}"))
    })?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_safe =
        url.scheme() == "https" || (url.scheme() == "http" && (is_here || url.origin() == base.origin()));
    if is_safe {
        Ok(url)
    } else {
        let origin = url.origin().ascii_serialization();
        Err(TokenError::new(format!("the token endpoint at {origin} does not use https")))
    }
}

/// Identifier and secret are encoded as in forms first (RFC 6749, 2.3.1).
fn basic(id: &str, secret: &Secret) -> Result<HeaderValue, TokenError> {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!("{}:{}", encode(id), *Zeroizing::new(encode(secret.expose()))));
    let text = Zeroizing::new(format!("Basic {}", *Zeroizing::new(STANDARD.encode(pair.as_bytes()))));
    sensitive::header(&text).map_err(TokenError::new)
}

/// The body, in memory that is overwritten. There is room for all of it from the start, as far as can be told: what grows
/// leaves copies behind.
fn form(settings: &OAuth2, refresh: Option<&Secret>, client_in_body: bool) -> Zeroizing<Vec<u8>> {
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(LARGEST_FORM));
    match refresh {
        Some(token) => {
            form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", token.expose());
        }
        None => {
            form.append_pair("grant_type", "client_credentials");
        }
    }
    if !settings.scopes.is_empty() {
        form.append_pair("scope", &settings.scopes);
    }
    if let (Some((id, secret)), true) = (&settings.client, client_in_body) {
        form.append_pair("client_id", id);
        if !secret.expose().is_empty() {
            form.append_pair("client_secret", secret.expose());
        }
    }
    for (name, value) in &settings.parameters {
        form.append_pair(name, value);
    }
    Zeroizing::new(form.finish().into_bytes())
}

async fn collect(body: ResponseBody) -> Result<Zeroizing<Vec<u8>>, TransportError> {
    let mut whole = Zeroizing::new(Vec::new());
    match body {
        ResponseBody::Bytes(bytes) => whole.extend_from_slice(&bytes),
        ResponseBody::Chunks(mut chunks) => {
            while let Some(chunk) = next_chunk(&mut chunks).await? {
                if whole.len() + chunk.len() > LARGEST {
                    break;
                }
                whole.extend_from_slice(&chunk);
            }
        }
    }
    Ok(whole)
}

/// `access_token`, and `expires_in` in seconds, which some servers write as a text or with a fraction. Tokens of other types than
/// `Bearer` are not for headers like ours.
fn granted(body: &mut Value) -> Option<Granted> {
    let kind = body.get("token_type").and_then(Value::as_str).filter(|kind| !kind.is_empty());
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return None;
    }
    let mut token = |name: &str| match body.get_mut(name)?.take() {
        Value::String(text) if !text.is_empty() => Some(Secret::from(text)),
        _ => None,
    };
    let (access_token, refresh_token) = (token("access_token")?, token("refresh_token"));
    let seconds = body
        .get("expires_in")
        .and_then(|value| value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()));
    Some(Granted {
        access_token,
        expires_in: seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        age: Moment::now(),
        refresh_token,
    })
}

/// The error code of the answer and its description (RFC 6749, 5.2); nothing else of it is shown.
#[cold]
fn refusal(origin: &str, status: u16, body: Option<&Value>) -> String {
    let text = |name: &str| Some(excerpt::beginning(body?.get(name)?.as_str()?));
    let code = text("error").map(|code| format!(": {code}")).unwrap_or_default();
    let description = text("error_description").map(|text| format!(", {text}")).unwrap_or_default();
    format!("the token endpoint at {origin} answered {status}{code}{description}")
}
