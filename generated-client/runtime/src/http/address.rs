//! The address of the API: how the caller's base URL and the path that the document gives to its server meet.

use url::Url;

use super::builder::BuildError;

/// Joins the caller's base URL with the document's server path (`/api/v3`) and gives the address to which path
/// templates are appended: without trailing slash, query or fragment.
///
/// The longest end of the base's path that is also a beginning of the server path counts once. So `https://host`,
/// `https://host/`, `https://host/api`, `https://host/api/v3` and `https://host/api/v3/` all give
/// `https://host/api/v3`, and `https://host/auth` gives `https://host/auth/api/v3`: nothing is lost or doubled.
pub(crate) fn join(base: &str, server_path: &str) -> Result<Url, BuildError> {
    let mut url = Url::parse(base.trim()).map_err(|error| BuildError::base(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BuildError::base("it must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::base("credentials do not belong in it; give them to the builder"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BuildError::base("it cannot have a query or a fragment"));
    }
    let path = joined_path(url.path(), server_path);
    url.set_path(&path);
    Ok(url)
}

/// The address without the server path at its end.
pub(crate) fn without(base: &Url, server_path: &str) -> Url {
    let mut root = base.clone();
    let server_path = server_path.trim_matches('/');
    if let Some(prefix) = base.path().strip_suffix(server_path).filter(|_| !server_path.is_empty()) {
        root.set_path(prefix);
    }
    root
}

/// The address without any path.
pub(crate) fn origin(base: &Url) -> Url {
    let mut root = base.clone();
    root.set_path("");
    root
}

/// Whether two web addresses have one origin: scheme, host and port (RFC 6454, 4). As the comparison of `Url::origin`, without
/// its copies of the host.
pub(crate) fn share_origin(one: &Url, other: &Url) -> bool {
    // Other addresses have no origin that another could share.
    matches!(one.scheme(), "http" | "https")
        && one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

fn joined_path(base: &str, server_path: &str) -> String {
    let base: Vec<&str> = base.trim_end_matches('/').split('/').skip(1).collect();
    let server: Vec<&str> =
        server_path.trim_matches('/').split('/').filter(|part| !part.is_empty()).collect();
    let overlap =
        (0..=server.len().min(base.len())).rev().find(|&count| base.ends_with(&server[..count])).unwrap_or(0);
    base.iter().chain(&server[overlap..]).fold(String::new(), |path, part| path + "/" + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, server_path: &str) -> String {
        join(base, server_path).map_or_else(|error| error.to_string(), String::from)
    }

    #[test]
    fn origins_are_scheme_host_and_port() {
        let shares = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|address| Url::parse(address).expect("valid"));
            assert_eq!(one.origin() == other.origin(), share_origin(&one, &other), "{one} {other}");
            share_origin(&one, &other)
        };
        assert!(shares("https://host/a?b", "https://HOST:443/c"));
        assert!(shares("http://[::1]:80/", "http://[::1]/a"));
        for other in
            ["http://host/", "https://host:444/", "https://host.:443/", "https://a.host/", "ws://host/"]
        {
            assert!(!shares("https://host/", other));
        }
        assert!(!shares("file:///a", "file:///a"));
        assert!(!shares("data:a", "data:a"));
    }

    #[test]
    fn the_server_path_is_there_once() {
        for base in [
            "https://host",
            "https://host/",
            "https://host/api",
            "https://host/api/v3",
            "https://host/api/v3/",
        ] {
            assert_eq!(joined(base, "/api/v3"), "https://host/api/v3", "{base}");
            assert_eq!(joined(base, "/api/v3/"), "https://host/api/v3", "{base}");
        }
    }

    #[test]
    fn a_prefix_is_kept() {
        assert_eq!(joined("https://host:8443/auth", "/api/v3"), "https://host:8443/auth/api/v3");
        assert_eq!(joined("https://host/auth/api/v3/", "/api/v3"), "https://host/auth/api/v3");
        assert_eq!(joined("https://host/v3", "/api/v3"), "https://host/v3/api/v3");
        assert_eq!(joined("https://host/a%20b", ""), "https://host/a%20b");
        assert_eq!(joined("https://host", ""), "https://host/");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        assert!(joined("host", "").contains("base URL"));
        assert!(joined("ftp://host", "").contains("https://"));
        assert!(joined("https://u:p@host", "").contains("credentials"));
        assert!(joined("https://host?x=1", "").contains("query"));
    }
}
