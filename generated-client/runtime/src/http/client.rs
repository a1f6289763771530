//! The part of a client that all generated clients share.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use ::http::HeaderMap;
use url::Url;

use super::{
    Operation, Request, RetryPolicy, Transport, address::share_origin, auth::Prepared, hooks::Hooks,
    retry_budget::Stock,
};

/// What a client sends its calls with: address, credentials, settings and the transport. Clones share it.
#[derive(Clone)]
pub struct ApiClient(Arc<Settings>);

/// The settings of a client, checked.
pub(crate) struct Settings {
    /// Ends without a slash, unless the path is empty.
    pub(crate) base: Url,
    /// `base` without the path of the document's server.
    pub(crate) root: Url,
    /// Addresses of operations that are served elsewhere, by the address that the document gives them.
    pub(crate) servers: Vec<(String, Url)>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) credentials: Vec<Prepared>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Stock,
    pub(crate) hooks: Hooks,
    pub(crate) max_response_bytes: usize,
    #[cfg(feature = "mock")]
    pub(crate) examples: Option<&'static super::mock::Examples>,
}

impl Settings {
    /// Whether the caller has named this origin, so that credentials may go there.
    pub(crate) fn is_home(&self, url: &Url) -> bool {
        let mut known = self.servers.iter().map(|(_, address)| address);
        share_origin(url, &self.base) || known.any(|address| share_origin(url, address))
    }

    /// The address to which the path of an operation is appended.
    pub(crate) fn base_of(&self, operation: &Operation) -> Result<Cow<'_, Url>, String> {
        let Some(own) = operation.own_server() else { return Ok(Cow::Borrowed(&self.base)) };
        if let Some((_, address)) = self.servers.iter().find(|(declared, _)| declared == own) {
            return Ok(Cow::Borrowed(address));
        }
        if own.contains("://") {
            return Url::parse(own)
                .map(Cow::Owned)
                .map_err(|error| format!("the operation's server `{own}` is no address: {error}"));
        }
        let mut address = self.root.clone();
        let path = format!("{}/{}", address.path().trim_end_matches('/'), own.trim_matches('/'));
        address.set_path(&path);
        Ok(Cow::Owned(address))
    }
}

impl ApiClient {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// A request for an operation, to be filled with its parameters.
    pub fn call(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), operation)
    }

    /// The address to which the paths of operations are appended.
    pub fn base_url(&self) -> &Url {
        &self.0.base
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self.0.credentials.iter().map(|known| known.scheme.name()).collect();
        let headers: Vec<_> = self.0.headers.keys().collect();
        formatter
            .debug_struct("ApiClient")
            .field("base_url", &self.0.base.as_str())
            .field("credentials", &schemes)
            .field("headers", &headers)
            .field("timeout", &self.0.timeout)
            .field("deadline", &self.0.deadline)
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}
