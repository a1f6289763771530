//! Tokens that change: when they are asked for, what a token request carries, and what happens when one is refused.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

use client_runtime::Secret;
use client_runtime::http::{
    ApiClient, ApiKeyLocation, AuthKind, AuthScheme, BoxFuture, Call, ClientBuilder, Credential, ErrorKind,
    HeaderMap, Method, OAuth2, Operation, ResponseBody, StatusCode, TokenContext, TokenError, TokenProvider,
    Transport, TransportError, TransportRequest, TransportResponse,
};
use serde_json::{Value, json};

use super::support::{Reply, Script, body};

static OAUTH: AuthScheme = AuthScheme::new("my_oauth", AuthKind::Bearer);
static GET: Operation = Operation::new(Method::Get, "things_read", "/things/").auth(&[&[&OAUTH]]);
static POST: Operation = Operation::new(Method::Post, "things_create", "/things/").auth(&[&[&OAUTH]]);
static KEY: AuthScheme =
    AuthScheme::new("key", AuthKind::ApiKey { location: ApiKeyLocation::Query, name: "api_key" });
static BY_KEY: Operation = Operation::new(Method::Get, "by_key", "/things/").auth(&[&[&KEY]]);

const TOKEN_URL: &str = "https://login.example.com/token";

fn settings() -> OAuth2 {
    OAuth2::client_credentials(TOKEN_URL, "me:too", "s3cret &")
}

fn client(script: &Arc<Script>, tokens: OAuth2) -> ApiClient {
    let transport: Arc<dyn Transport> = script.clone();
    let builder = ClientBuilder::new("https://api.example.com", "").default_header("x-default", "d");
    builder.credential(&OAUTH, Credential::provider(tokens)).transport(transport).build().expect("valid")
}

fn call(client: &ApiClient, operation: &'static Operation) -> Call<Value, std::convert::Infallible> {
    client.call(operation).json()
}

fn token(text: &str, expires_in: u64) -> Reply {
    Reply::json(200, &json!({"access_token": text, "token_type": "Bearer", "expires_in": expires_in}))
}

fn ok() -> Reply {
    Reply::json(200, &json!(1))
}

/// The bearer token of each request to the API, `-` for a token request.
fn tokens(script: &Script) -> Vec<String> {
    let of = |request: &TransportRequest| {
        let sent = request.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("");
        sent.strip_prefix("Bearer ").unwrap_or("-").to_owned()
    };
    script.requests().iter().map(of).collect()
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_nothing_else_goes_to_the_endpoint() {
    let script = Script::new([token("one", 3600), ok(), ok()]);
    let client = client(&script, settings().scopes(["read", "write"]).parameter("audience", "a b"));
    call(&client, &GET).send().await.expect("answered");
    call(&client, &GET).send().await.expect("answered");
    assert_eq!(tokens(&script), ["-", "one", "one"]);
    let requests = script.requests();
    assert_eq!((requests[0].method.as_str(), requests[0].url.as_str()), ("POST", TOKEN_URL));
    assert_eq!(body(&requests[0]), "grant_type=client_credentials&scope=read+write&audience=a+b");
    let mut names: Vec<_> = requests[0].headers.keys().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    assert_eq!(names, ["accept", "authorization", "content-type"]);
    // "me%3Atoo:s3cret+%26"
    assert_eq!(requests[0].headers["authorization"], "Basic bWUlM0F0b286czNjcmV0KyUyNg==");
    assert!(requests[0].headers["authorization"].is_sensitive());
    assert!(requests[1].headers["authorization"].is_sensitive());
}

#[tokio::test]
async fn a_client_can_be_in_the_body() {
    let script = Script::new([token("one", 3600), ok()]);
    call(&client(&script, settings().client_in_body()), &GET).send().await.expect("answered");
    let request = &script.requests()[0];
    assert_eq!(body(request), "grant_type=client_credentials&client_id=me%3Atoo&client_secret=s3cret+%26");
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_every_method() {
    let script = Script::new([
        token("one", 3600),
        Reply::empty(401),
        token("two", 3600),
        ok(),
        Reply::empty(401),
        token("three", 3600),
        Reply::empty(401),
    ]);
    let client = client(&script, settings());
    call(&client, &POST).json_check().await;
    let error = call(&client, &GET).send().await.expect_err("refused twice");
    assert_eq!((error.status(), error.attempts()), (Some(StatusCode::UNAUTHORIZED), 2));
    assert_eq!(tokens(&script), ["-", "one", "-", "two", "two", "-", "three"]);
}

/// Sends, where only success matters.
trait Check {
    async fn json_check(self);
}

impl Check for Call<Value, std::convert::Infallible> {
    async fn json_check(self) {
        assert_eq!(self.send().await.expect("answered"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_shortly_before_its_end() {
    let script = Script::new([token("one", 100), ok(), ok(), token("two", 100), ok()]);
    let client = client(&script, settings());
    call(&client, &GET).json_check().await;
    tokio::time::advance(Duration::from_secs(69)).await;
    call(&client, &GET).json_check().await;
    tokio::time::advance(Duration::from_secs(2)).await;
    call(&client, &GET).json_check().await;
    assert_eq!(tokens(&script), ["-", "one", "one", "-", "two"]);
}

#[tokio::test(start_paused = true)]
async fn a_short_life_is_used_by_half_at_least() {
    let script = Script::new([token("one", 20), ok(), ok()]);
    let client = client(&script, settings());
    call(&client, &GET).json_check().await;
    tokio::time::advance(Duration::from_secs(9)).await;
    call(&client, &GET).json_check().await;
    assert_eq!(tokens(&script), ["-", "one", "one"]);
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_and_its_successor_kept() {
    let next =
        json!({"access_token": "two", "refresh_token": "r2", "token_type": "bearer", "expires_in": "60"});
    let script = Script::new([
        ok(),
        Reply::empty(401),
        Reply::json(200, &next),
        ok(),
        Reply::empty(401),
        token("three", 60),
        ok(),
    ]);
    let stored = Arc::new(Mutex::new(Vec::new()));
    let store = stored.clone();
    let tokens_of = OAuth2::refresh_token(TOKEN_URL, "r1")
        .client("public", "")
        .access_token("one", None)
        .on_new_refresh_token(move |token| store.lock().expect("one thread").push(token.expose().to_owned()));
    let client = client(&script, tokens_of);
    for _ in 0..3 {
        call(&client, &GET).json_check().await;
    }
    assert_eq!(tokens(&script), ["one", "one", "-", "two", "two", "-", "three"]);
    let requests = script.requests();
    assert_eq!(body(&requests[2]), "grant_type=refresh_token&refresh_token=r1&client_id=public");
    assert_eq!(body(&requests[5]), "grant_type=refresh_token&refresh_token=r2&client_id=public");
    assert_eq!(*stored.lock().expect("one thread"), ["r2"]);
}

#[tokio::test]
async fn what_the_endpoint_refuses_is_told_without_secrets() {
    let refusal = json!({"error": "invalid_client", "error_description": "unknown\nclient \u{202e}txet", "access_token": "no"});
    let script = Script::new([
        Reply::json(401, &refusal),
        Reply::json(200, &json!({"access_token": ""})),
        Reply::empty(302),
    ]);
    let client = client(&script, settings());
    let error = call(&client, &GET).send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Token);
    assert_eq!(
        error.to_string(),
        "things_read: GET /things/ was not sent: there is no token for `my_oauth` (bearer token): the token endpoint \
         at https://login.example.com answered 401: invalid_client, unknown client txet"
    );
    for expected in ["200 OK, but not with a bearer token", "answered 302"] {
        let text = format!("{:#}", call(&client, &GET).send().await.expect_err("no token"));
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
    assert_eq!(
        format!("{:?}", settings().scopes(["a"])),
        "OAuth2 { token_url: \"https://login.example.com/token\", client: Some(\"me:too\"), scopes: \"a\", .. }"
    );
}

#[tokio::test]
async fn secrets_do_not_go_to_an_endpoint_without_https() {
    let script = Script::new([]);
    let tokens = OAuth2::client_credentials("http://login.example.com/token", "a", "b");
    let error = call(&client(&script, tokens), &GET).send().await.expect_err("refused");
    assert!(
        error.to_string().ends_with("the token endpoint at http://login.example.com does not use https"),
        "{error}"
    );
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_relative_endpoint_belongs_to_the_base_url() {
    let script = Script::new([token("one", 60), ok()]);
    call(&client(&script, OAuth2::client_credentials("/oauth/token", "a", "b")), &GET).json_check().await;
    assert_eq!(script.lines()[0], "POST https://api.example.com/oauth/token");
}

/// Counts token requests and lets other tasks run meanwhile.
#[derive(Default)]
struct Slow(AtomicUsize);

impl Transport for Slow {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let is_token = request.url.path() == "/token";
            tokio::time::sleep(Duration::from_millis(20)).await;
            let body = if is_token {
                let number = self.0.fetch_add(1, Ordering::SeqCst);
                format!("{{\"access_token\": \"t{number}\"}}")
            } else {
                format!("{:?}", request.headers["authorization"].to_str().unwrap_or_default())
            };
            let body = ResponseBody::Bytes(body.into());
            Ok(TransportResponse { status: StatusCode::OK, headers: HeaderMap::new(), body })
        })
    }
}

#[tokio::test]
async fn calls_that_need_a_token_at_the_same_time_share_it() {
    let transport = Arc::new(Slow::default());
    let client = ClientBuilder::new("https://api.example.com", "")
        .credential(&OAUTH, Credential::provider(settings()))
        .transport(transport.clone())
        .build()
        .expect("valid");
    // One that is given up while it has the turn does not keep the others from it.
    let given_up = call(&client, &GET).timeout(Duration::from_millis(5)).deadline(Duration::from_millis(5));
    let (given_up, one, two, three) = tokio::join!(
        given_up.send(),
        call(&client, &GET).send(),
        call(&client, &GET).send(),
        call(&client, &GET).send()
    );
    assert!(given_up.expect_err("too slow").is_timeout());
    for answer in [one, two, three] {
        assert_eq!(answer.expect("answered"), "Bearer t0");
    }
    assert_eq!(transport.0.load(Ordering::SeqCst), 1);
}

/// A key that changes with every request.
#[derive(Default)]
struct Counting(AtomicUsize);

impl TokenProvider for Counting {
    fn token<'a>(&'a self, _: TokenContext<'a>) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if number < 2 {
                Ok(Secret::new(format!("k{number}")))
            } else {
                Err(TokenError::new("out of keys"))
            }
        })
    }
}

#[tokio::test]
async fn a_provider_serves_keys_as_well() {
    let script = Script::new([ok(), Reply::empty(401)]);
    let transport: Arc<dyn Transport> = script.clone();
    let client = ClientBuilder::new("https://api.example.com", "")
        .credential(&KEY, Credential::provider(Counting::default()))
        .transport(transport)
        .build()
        .expect("valid");
    call(&client, &BY_KEY).json_check().await;
    // This provider has no other key for one that was refused.
    assert_eq!(call(&client, &BY_KEY).send().await.expect_err("refused").attempts(), 1);
    let lines = script.lines();
    assert!(lines[0].ends_with("?api_key=k0") && lines[1].ends_with("?api_key=k1"), "{lines:?}");
    let error = call(&client, &BY_KEY).send().await.expect_err("no key");
    assert!(error.to_string().ends_with("(API key in query parameter `api_key`): out of keys"), "{error}");
}

#[tokio::test]
async fn credentials_that_a_caller_puts_into_a_header_are_sensitive() {
    let script = Script::new([ok()]);
    let call = call(&client(&script, settings()), &GET).header("authorization", "Bearer own");
    call.json_check().await;
    let request = &script.requests()[0];
    assert!(request.headers["authorization"].is_sensitive());
    assert_eq!(request.headers["authorization"], "Bearer own");
}
