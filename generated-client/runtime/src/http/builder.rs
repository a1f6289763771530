//! Settings of a client, checked when it is built.

use std::{fmt, sync::Arc, time::Duration};

use ::http::{HeaderMap, HeaderName, HeaderValue, header::USER_AGENT};

use super::{
    ApiClient, Attempt, AuthScheme, Credential, Outcome, RetryBudget, RetryPolicy, Server, Transport,
    address, auth::Prepared, client::Settings, hooks::Hooks, reqwest_transport::ReqwestTransport,
    retry_budget::Stock,
};

/// How long one attempt may take unless the caller says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a call may take, all attempts and pauses included.
const DEADLINE: Duration = Duration::from_secs(120);
/// How long connecting may take.
#[cfg(not(target_arch = "wasm32"))]
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How many bytes a response body may have, decompressed.
const MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;

/// Settings of a client.
///
/// The base URL is joined with the path that the document gives to its server: the longest end of the base URL's
/// path that is also a beginning of the server path counts once, and trailing slashes do not matter. With the
/// server path `/api/v3`, `https://host`, `https://host/api/v3` and `https://host/api/v3/` are the same, and
/// `https://host/auth` means `https://host/auth/api/v3`. Where an API lives elsewhere, see
/// [`without_server_path`](Self::without_server_path).
///
/// | setting | default |
/// |---|---|
/// | [`timeout`](Self::timeout), one attempt | 30 s |
/// | [`deadline`](Self::deadline), all attempts and pauses | 120 s |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`retry`](Self::retry) | [`RetryPolicy::default`] |
/// | [`max_response_bytes`](Self::max_response_bytes) | 64 MiB |
/// | [`retry_budget`](Self::retry_budget) | [`RetryBudget::default`] |
///
/// Time needs timers: a tokio runtime that a call runs on has to be built with `enable_time` or `enable_all`. Without it tokio panics
/// at the first call; a runtime cannot be asked whether it has timers.
///
/// TLS is that of rustls with the cryptography of *ring*, which the first client that is built installs for the whole
/// process – unless the program has installed another provider before (`CryptoProvider::install_default`), or every
/// client gets an HTTP client or a transport of its own.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base: Result<String, BuildError>,
    servers: Vec<(String, String)>,
    server_path: &'static str,
    /// The base is an address of the document, and nothing stands in front of its path.
    is_chosen: bool,
    credentials: Vec<(&'static AuthScheme, Credential)>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    retry: RetryPolicy,
    budget: RetryBudget,
    hooks: Hooks,
    max_response_bytes: usize,
    headers: Vec<(String, String)>,
    /// None of ours in browsers: it would be one more header that servers have to allow (CORS).
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    http: reqwest::ClientBuilder,
    #[cfg(feature = "mock")]
    examples: Option<&'static super::mock::Examples>,
}

impl ClientBuilder {
    /// Settings for an API at a base URL; `server_path` is the path of the document's first server (`/api/v3`).
    pub fn new(base: impl Into<String>, server_path: &'static str) -> Self {
        Self {
            base: Ok(base.into()),
            servers: Vec::new(),
            server_path,
            is_chosen: false,
            credentials: Vec::new(),
            timeout: Some(TIMEOUT),
            deadline: Some(DEADLINE),
            retry: RetryPolicy::default(),
            budget: RetryBudget::default(),
            hooks: Hooks::default(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            headers: Vec::new(),
            user_agent: (!cfg!(target_arch = "wasm32"))
                .then(|| concat!("client-runtime/", env!("CARGO_PKG_VERSION")).to_owned()),
            transport: None,
            http: http_client(),
            #[cfg(feature = "mock")]
            examples: None,
        }
    }

    /// Settings for an API at one of the servers of its document.
    pub fn on(server: impl Into<Server>) -> Self {
        let server = server.into();
        Self { base: server.address(), is_chosen: true, ..Self::new("", "") }
    }

    /// Where operations are sent that the document serves elsewhere than the rest: `declared` is the address in the document, as
    /// the operation's page shows it, `address` the one to use, which may be the same. It counts as configured like the base URL:
    /// credentials and default headers go there, too. Without this, an operation with an address of its own is sent to that
    /// address without credentials, and refused where it needs some.
    pub fn operation_server(mut self, declared: impl Into<String>, address: impl Into<String>) -> Self {
        self.servers.push((declared.into(), address.into()));
        self
    }

    /// Takes the base URL as it stands: the path of the document's server is not appended.
    pub fn without_server_path(mut self) -> Self {
        self.server_path = "";
        self
    }

    /// The credential for a security scheme. It is sent to the origin of the base URL only, and only with
    /// operations that need it.
    pub fn credential(mut self, scheme: &'static AuthScheme, credential: Credential) -> Self {
        self.credentials.retain(|(known, _)| known.name() != scheme.name());
        self.credentials.push((scheme, credential));
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the body; `None` for any time.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// How long a call may take, all attempts and the pauses between them included; `None` for any time.
    pub fn deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.deadline = deadline.into();
        self
    }

    /// How long connecting may take; the browser decides about that on `wasm32`. An HTTP client or a transport of your own
    /// brings its own limit.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        return self.configure_http(|http| http.connect_timeout(timeout));
        #[cfg(target_arch = "wasm32")]
        {
            let _ = timeout;
            self
        }
    }

    /// When and how often an attempt is repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Every call is sent once; after a 401 once more where its provider has another token.
    pub fn no_retries(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// How many attempts may be repeated by all calls of the client together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Is called before every attempt, and may add headers to it, for example those of a trace. They go to the origin of
    /// the base URL and to those of [`operation_server`](Self::operation_server) only. Credentials are not among the headers
    /// that it sees.
    pub fn on_request(mut self, hook: impl Fn(&mut Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.request = Some(Arc::new(hook));
        self
    }

    /// Is called after every attempt.
    pub fn on_response(mut self, hook: impl Fn(&Outcome<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.response = Some(Arc::new(hook));
        self
    }

    /// What `User-Agent` says unless the caller says something else: name and version of the generated client. In browsers
    /// nothing: they have one of their own.
    pub fn product(mut self, product: &str) -> Self {
        if let Some(user_agent) = &mut self.user_agent {
            product.clone_into(user_agent);
        }
        self
    }

    /// The `User-Agent` header. Browsers send their own unless there is one here, and some even then.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A header of every request to the origin of the base URL. It goes nowhere else and is not printed.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How many bytes a response body may have, after decompression.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Settings of the HTTP client underneath: proxies, certificates, connection pools. Redirects stay in the
    /// hands of this crate, so that credentials do not leave the origin; but headers that are set here
    /// (`default_headers`) are sent to every origin. See [`default_header`](Self::default_header) for those.
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Self {
        self.http = configure(self.http);
        self
    }

    /// An HTTP client of your own, shared with other code. Build it with `redirect(Policy::none())` and
    /// `referer(false)`: a client that follows redirects itself takes API keys in headers along to other origins.
    /// Where nothing is shared, [`configure_http`](Self::configure_http) is the safer way.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Arc::new(ReqwestTransport::new(client)))
    }

    /// Another way to send requests, for example one that answers from memory in tests.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Answers from memory: requests go to the mock.
    #[cfg(feature = "mock")]
    pub fn mock(self, mock: &super::mock::Mock) -> Self {
        self.transport(mock.transport())
    }

    /// What the operations of the document answer, for tests.
    #[cfg(feature = "mock")]
    pub fn examples(mut self, examples: &'static super::mock::Examples) -> Self {
        self.examples = Some(examples);
        self
    }

    /// Checks the settings and makes the client. Nothing is sent.
    ///
    /// # Errors
    /// The base URL is no address, a credential or header cannot be sent, or the HTTP client cannot be made.
    pub fn build(self) -> Result<ApiClient, BuildError> {
        let base = address::join(&self.base?, self.server_path)?;
        let root =
            if self.is_chosen { address::origin(&base) } else { address::without(&base, self.server_path) };
        let servers = self.servers.into_iter();
        let servers = servers
            .map(|(declared, address)| Ok((declared, address::join(&address, "")?)))
            .collect::<Result<_, _>>()?;
        let credentials = self
            .credentials
            .iter()
            .map(|(scheme, credential)| Prepared::new(scheme, credential))
            .collect::<Result<_, _>>()?;
        let mut headers = HeaderMap::new();
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, header_value("user-agent", user_agent)?);
        }
        for (name, value) in &self.headers {
            let known = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| BuildError(format!("`{}` is not a header name", name.escape_debug())))?;
            let mut value = header_value(name, value)?;
            value.set_sensitive(true);
            headers.insert(known, value);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::build(self.http)?),
        };
        Ok(ApiClient::new(Settings {
            base,
            root,
            servers,
            transport,
            credentials,
            headers,
            timeout: self.timeout,
            deadline: self.deadline,
            retry: self.retry,
            budget: Stock::new(self.budget),
            hooks: self.hooks,
            max_response_bytes: self.max_response_bytes,
            #[cfg(feature = "mock")]
            examples: self.examples,
        }))
    }
}

/// Settings of the HTTP client that the caller may change.
fn http_client() -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder();
    #[cfg(not(target_arch = "wasm32"))]
    let http = http.connect_timeout(CONNECT_TIMEOUT);
    http
}

fn header_value(name: &str, value: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(value).map_err(|_| {
        BuildError(format!("the value of header `{name}` contains characters that a header cannot carry"))
    })
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.credentials.iter().map(|(scheme, _)| scheme.name()).collect();
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("ClientBuilder")
            .field("server_path", &self.server_path)
            .field("credentials", &schemes)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// Why a client could not be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(String);

impl BuildError {
    #[cold]
    pub(crate) fn base(reason: &str) -> Self {
        Self(format!("the base URL cannot be used: {reason}"))
    }

    #[cold]
    pub(crate) fn credential(scheme: &AuthScheme, reason: &str) -> Self {
        Self(format!("the credential for {scheme} cannot be used: {reason}"))
    }

    #[cold]
    pub(crate) fn http(error: &reqwest::Error) -> Self {
        Self(format!("the HTTP client cannot be made: {error}"))
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::time::Duration;

    use super::ClientBuilder;

    #[test]
    fn the_last_limit_for_connecting_counts() {
        let limit = |builder: ClientBuilder| {
            let shown = format!("{:?}", builder.http);
            let (_, limit) = shown.split_once("connect_timeout: ").expect("a limit");
            limit.split([',', ' ']).next().expect("a duration").to_owned()
        };
        let new = || ClientBuilder::new("https://h", "");
        let (one, two) = (Duration::from_secs(1), Duration::from_secs(2));
        assert_eq!(limit(new()), "10s");
        assert_eq!(limit(new().connect_timeout(one)), "1s");
        assert_eq!(limit(new().configure_http(|http| http.connect_timeout(two))), "2s");
        assert_eq!(limit(new().connect_timeout(one).configure_http(|http| http.connect_timeout(two))), "2s");
    }
}
