//! Brings the bytes of a source: a file, or an address with a bearer token from the environment.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use generator::files::http;
use generator::limits::Limit;
use url::Url;

/// A source that has been read.
pub(crate) struct Source {
    /// File name, or address without credentials, query and fragment.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Reads a file, or an `http` or `https` address with the token from the environment variable, if that is set.
///
/// # Errors
///
/// The file cannot be read; the server does not answer with the document; a redirect leads elsewhere.
pub(crate) fn source(from: &str, token_env: Option<&str>) -> Result<Source> {
    match Url::parse(from) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let token = token_env.and_then(|name| std::env::var(name).ok()).filter(|token| !token.is_empty());
            address(&url, token.as_deref())
        }
        _ => file(Path::new(from)),
    }
}

fn file(path: &Path) -> Result<Source> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Source { name, bytes })
}

fn address(url: &Url, token: Option<&str>) -> Result<Source> {
    let most = Limit::FileBytes.default();
    let bytes = http::fetch(url, token, most)?;
    let name = http::public_name(url);
    ensure!(bytes.len() <= most, "{name} has more than {most} bytes");
    Ok(Source { name, bytes })
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use url::Url;

    use super::{address, file};

    /// Answers one request per answer and returns the heads that it saw.
    fn server(answers: Vec<String>) -> (Url, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let handle = std::thread::spawn(move || {
            let answer = |answer: String| {
                let (mut stream, _) = listener.accept().expect("a client");
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
                stream.write_all(answer.as_bytes()).expect("the client reads");
                head.join("\n")
            };
            answers.into_iter().map(answer).collect()
        });
        (
            Url::parse(&format!("http://user@127.0.0.1:{port}/schema/?format=yaml")).expect("an address"),
            handle,
        )
    }

    fn answer(status: &str, headers: &str, body: &str) -> String {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
    }

    #[test]
    fn the_token_is_sent_and_the_name_tells_no_secret() {
        let (url, server) = server(vec![answer("200 OK", "", "openapi: 3.0.3\n")]);
        let source = address(&url, Some("s3cret")).expect("the server answers");
        assert_eq!(source.bytes, b"openapi: 3.0.3\n");
        assert_eq!(source.name, format!("http://127.0.0.1:{}/schema/", url.port().unwrap_or_default()));
        let heads = server.join().expect("the server ends");
        assert!(heads[0].starts_with("GET /schema/?format=yaml HTTP/1.1"));
        assert!(heads[0].to_lowercase().contains("authorization: bearer s3cret"));
    }

    #[test]
    fn a_redirect_on_the_same_origin_is_followed() {
        let moved = answer("302 Found", "location: /elsewhere/\r\n", "");
        let (url, server) = server(vec![moved, answer("200 OK", "", "{}")]);
        assert_eq!(address(&url, Some("s3cret")).expect("the server answers").bytes, b"{}");
        assert!(server.join().expect("the server ends")[1].starts_with("GET /elsewhere/ "));
    }

    #[test]
    fn a_redirect_to_another_origin_is_refused() {
        let (url, server) = server(vec![answer("302 Found", "location: http://127.0.0.2:1/steal\r\n", "")]);
        let error = address(&url, Some("s3cret")).err().expect("refused").to_string();
        assert!(error.contains("another origin, http://127.0.0.2:1/steal"), "{error}");
        assert!(!error.contains("s3cret"));
        server.join().expect("the server ends");
    }

    #[test]
    fn a_token_never_crosses_the_network_in_clear_text() {
        let url = Url::parse("http://auth.example.com/api/v3/schema/").expect("an address");
        assert!(address(&url, Some("s3cret")).is_err());
    }

    #[test]
    fn a_refusal_asks_for_the_token() {
        let (url, server) = server(vec![answer("403 Forbidden", "", "")]);
        let error = address(&url, None).err().expect("refused").to_string();
        assert!(error.contains("403") && error.contains("token"), "{error}");
        server.join().expect("the server ends");
    }

    #[test]
    fn a_file_goes_by_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.yaml");
        std::fs::write(&path, "a: 1\n").expect("written");
        let source = file(&path).expect("read");
        assert_eq!((source.name.as_str(), source.bytes.as_slice()), ("shop.yaml", b"a: 1\n".as_slice()));
        assert!(file(&folder.path().join("none.yaml")).is_err());
    }
}
