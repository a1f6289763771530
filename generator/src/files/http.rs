//! Brings one file over the network.
//!
//! A token goes to the origin of the address and nowhere else: redirects are followed on the same origin only, and
//! a token never crosses a network in clear text. The only place of the library that uses the network; a reader
//! that the caller made gets here, nothing else does.

use std::io::Read as _;
use std::time::Duration;

use ureq::http::{StatusCode, header};
use url::{Host, Url};

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// Why an address did not give a file.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// A token would be readable by others.
    #[error("the token would cross the network in clear text; use https")]
    ClearText,
    /// There was no answer, or it broke off.
    #[error("cannot reach {name}: {reason}")]
    Unreachable {
        /// The address.
        name: String,
        /// Why.
        reason: String,
    },
    /// The host wants to know who asks.
    #[error("{name} answers {status}: is the token set and allowed to read the schema?")]
    Refused {
        /// The address.
        name: String,
        /// What it answered.
        status: StatusCode,
    },
    /// The answer is not the file.
    #[error("{name} answers {status}")]
    Status {
        /// The address.
        name: String,
        /// What it answered.
        status: StatusCode,
    },
    /// A redirect leads to another host.
    #[error("{name} redirects to another origin, {target}; give that address")]
    OtherOrigin {
        /// The address.
        name: String,
        /// Where it leads.
        target: String,
    },
    /// A redirect leads to no address, or there are too many.
    #[error("{name} does not lead to a file: {reason}")]
    Redirect {
        /// The address.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
}

/// The content of an `http` or `https` address; of more than `most` bytes, the first `most + 1`.
///
/// # Errors
/// The host does not answer with it, or a redirect leads elsewhere.
pub fn fetch(start: &Url, token: Option<&str>, most: usize) -> Result<Vec<u8>, FetchError> {
    let name = public_name(start);
    let unreachable =
        |error: ureq::Error| FetchError::Unreachable { name: name.clone(), reason: error.to_string() };
    let redirect = |reason| FetchError::Redirect { name: name.clone(), reason };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(120)))
        .build()
        .into();
    let mut url = start.clone();
    for _ in 0..=REDIRECTS {
        if token.is_some() && !is_private(&url) {
            return Err(FetchError::ClearText);
        }
        let mut request = agent.get(url.as_str()).header(
            header::ACCEPT,
            "application/vnd.oai.openapi, application/yaml;q=0.9, application/json;q=0.8",
        );
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let mut response = request.call().map_err(unreachable)?;
        match response.status() {
            StatusCode::OK => {
                let mut bytes = Vec::new();
                let body = response.body_mut().with_config().limit(u64::MAX).reader();
                let read = body.take(most as u64 + 1).read_to_end(&mut bytes);
                return read.map(|_| bytes).map_err(|error| unreachable(error.into()));
            }
            status if status.is_redirection() => {
                let target = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
                let target = target.ok_or_else(|| redirect("a redirect without a usable `Location`"))?;
                url = url.join(target).map_err(|_| redirect("a redirect to something that is no address"))?;
                if url.origin() != start.origin() {
                    return Err(FetchError::OtherOrigin { name, target: public_name(&url) });
                }
            }
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                return Err(FetchError::Refused { name, status });
            }
            status => return Err(FetchError::Status { name, status }),
        }
    }
    Err(redirect("it redirects too often"))
}

/// Encrypted, or on this very machine.
fn is_private(url: &Url) -> bool {
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || local
}

/// The address as it may be shown and recorded: without credentials, query and fragment.
pub fn public_name(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}
