//! Whether a redirect is followed (RFC 9110, 15.4).

use ::http::{HeaderMap, Method, StatusCode, header::LOCATION};
use url::Url;

use super::{Operation, address::share_origin};

/// What to do with a response.
#[derive(Debug, PartialEq)]
pub(crate) enum Redirect {
    /// It is none.
    No,
    /// Send the request again, to another address.
    To {
        /// The address.
        url: Url,
        /// As a GET without body (303).
        as_get: bool,
    },
    /// It must not be followed, and why.
    Refused(String),
}

/// Follows what repeats the same request: every redirect of GET and HEAD, 307 and 308 of everything within the
/// origin, and 303. A 301 or 302 of a request that changes something is not followed, since clients disagree on
/// whether it becomes a GET; neither is one from https to http, nor a body taken to another origin.
pub(crate) fn of(
    operation: &Operation,
    status: StatusCode,
    headers: &HeaderMap,
    from: &Url,
    method: &Method,
    has_body: bool,
) -> Redirect {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Redirect::No;
    }
    let Some(location) = headers.get(LOCATION) else { return Redirect::No };
    let target = location.to_str().ok().and_then(|location| from.join(location).ok());
    let Some(mut target) = target.filter(|target| matches!(target.scheme(), "http" | "https")) else {
        return Redirect::Refused("its redirect leads to no web address".to_owned());
    };
    let shown = operation.shown_address(&target);
    let upgrade = from.scheme() == "http" && target.scheme() == "https" && from.host() == target.host();
    if from.scheme() == "https" && target.scheme() == "http" {
        return Redirect::Refused(format!("it redirects from https to {shown}"));
    }
    // A user name in the address would become a credential.
    if !target.username().is_empty() || target.password().is_some() {
        return Redirect::Refused(format!("its redirect to {shown} carries credentials"));
    }
    target.set_fragment(None);
    let safe = matches!(*method, Method::GET | Method::HEAD) && !has_body;
    if safe {
        return Redirect::To { url: target, as_get: false };
    }
    if status == StatusCode::SEE_OTHER {
        return Redirect::To { url: target, as_get: *method != Method::HEAD };
    }
    if upgrade {
        return Redirect::Refused(format!(
            "it redirects {method} to {shown}; begin the base URL with https://"
        ));
    }
    if matches!(status.as_u16(), 301 | 302) {
        return Redirect::Refused(format!("it redirects {method} to {shown}; the base URL may be wrong"));
    }
    if !share_origin(from, &target) {
        return Redirect::Refused(format!("it redirects {method} to another origin, {shown}"));
    }
    Redirect::To { url: target, as_get: false }
}

#[cfg(test)]
mod tests {
    use ::http::HeaderValue;

    use super::*;

    static ANY: Operation = Operation::new(crate::http::Method::Get, "any", "/");

    fn decide(status: u16, method: &Method, from: &str, location: &'static str) -> Redirect {
        let headers = [(LOCATION, HeaderValue::from_static(location))].into_iter().collect();
        let status = StatusCode::from_u16(status).expect("valid");
        of(&ANY, status, &headers, &Url::parse(from).expect("valid"), method, *method == Method::POST)
    }

    fn to(url: &str, as_get: bool) -> Redirect {
        Redirect::To { url: Url::parse(url).expect("valid"), as_get }
    }

    #[test]
    fn safe_requests_follow() {
        for status in [301, 302, 303, 307, 308] {
            assert_eq!(decide(status, &Method::GET, "https://a/x/y", "z?q#f"), to("https://a/x/z?q", false));
        }
        assert_eq!(decide(302, &Method::GET, "http://a/", "https://b/"), to("https://b/", false));
        assert_eq!(decide(304, &Method::GET, "https://a/", "/z"), Redirect::No);
        assert_eq!(decide(200, &Method::GET, "https://a/", "/z"), Redirect::No);
    }

    #[test]
    fn requests_that_change_something() {
        assert_eq!(decide(303, &Method::POST, "https://a/x", "/z"), to("https://a/z", true));
        assert_eq!(decide(308, &Method::POST, "https://a/x", "/z"), to("https://a/z", false));
        for (status, location) in [(301, "/z"), (302, "/z"), (307, "https://b/"), (308, "https://b/?key=1")] {
            let decision = decide(status, &Method::POST, "https://a/x", location);
            assert!(
                matches!(&decision, Redirect::Refused(reason) if !reason.contains("key")),
                "{decision:?}"
            );
        }
    }

    #[test]
    fn what_is_never_followed() {
        for location in ["http://a/x", "file:///etc/passwd", "https://u:p@a/", "javascript:1"] {
            assert!(matches!(decide(302, &Method::GET, "https://a/x", location), Redirect::Refused(_)));
        }
        assert_eq!(decide(302, &Method::GET, "https://a/x", "\\\\b/"), to("https://b/", false));
    }
}
