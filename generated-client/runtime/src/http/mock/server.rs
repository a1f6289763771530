//! The mock behind a local port: HTTP/1.1 with threads of its own, so that any program can talk to it.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::CONTENT_TYPE};
use url::Url;

use super::{RecordedRequest, Shared, state::Outcome};
use crate::http::RawResponse;

/// How long a connection may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// No request in a test is larger.
const LARGEST: usize = 256 * 1024 * 1024;

/// A mock at a local port, until it is dropped.
#[must_use = "a server that is dropped stops"]
pub struct MockServer {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl MockServer {
    pub(super) fn start(mock: Arc<Shared>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = stopped.clone();
        thread::Builder::new().name("mock-server".to_owned()).spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::Acquire) {
                    break;
                }
                let mock = mock.clone();
                // A connection that breaks is the client's to report.
                thread::spawn(move || drop(talk(&connection, &mock)));
            }
        })?;
        Ok(Self { address, stopped })
    }

    /// The base URL for clients, `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        // Wakes the thread that waits for connections; where that fails, it is gone already.
        drop(TcpStream::connect(self.address));
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("MockServer").field(&self.address).finish()
    }
}

impl Outcome {
    /// What a server answers, which has to say everything in a response. `None` for no response at all.
    fn into_response(self) -> Option<RawResponse> {
        match self {
            Self::Response(response) => Some(response),
            Self::Failure(_) => None,
            Self::Unexpected(why) => {
                let mut headers = HeaderMap::new();
                let text = HeaderValue::from_static("text/plain; charset=utf-8");
                headers.insert(CONTENT_TYPE, text);
                Some(RawResponse::new(StatusCode::NOT_IMPLEMENTED, headers, why))
            }
        }
    }
}

/// Answers the requests of one connection.
fn talk(connection: &TcpStream, mock: &Shared) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(connection);
    while let Some((request, last)) = read(&mut reader, connection)? {
        let is_head = request.method == Method::HEAD;
        let outcome = mock.state().answer(request);
        let Some(response) = outcome.into_response() else { return Ok(()) };
        write(connection, &response, is_head)?;
        if last {
            break;
        }
    }
    Ok(())
}

/// The next request, and whether it is the last of the connection; `None` at its end.
fn read(
    reader: &mut BufReader<&TcpStream>,
    connection: &TcpStream,
) -> io::Result<Option<(RecordedRequest, bool)>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let method = words.next().and_then(|method| Method::from_bytes(method.as_bytes()).ok());
    let url = words.next().and_then(|target| Url::parse("http://127.0.0.1").ok()?.join(target).ok());
    let (Some(method), Some(url)) = (method, url) else { return Err(io::ErrorKind::InvalidData.into()) };
    let headers = headers(reader)?;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if header("expect").is_some_and(|expected| expected.eq_ignore_ascii_case("100-continue")) {
        let mut connection = connection;
        connection.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = if header("transfer-encoding").is_some() {
        chunks(reader)?
    } else {
        let length = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        exactly(reader, length)?
    };
    let last = header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let body_length = body.len() as u64;
    let request = RecordedRequest {
        operation: None,
        method,
        url,
        headers,
        body: body.into(),
        body_length,
        came_over_the_wire: true,
    };
    Ok(Some((request, last)))
}

fn headers(reader: &mut impl BufRead) -> io::Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end();
        let Some((name, value)) = line.split_once(':') else { return Ok(headers) };
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(io::Error::other)?;
        headers.append(name, HeaderValue::from_str(value.trim()).map_err(io::Error::other)?);
    }
}

fn exactly(reader: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    if length > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

/// A body in chunks (RFC 9112, 7.1), with what follows the last of them.
fn chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(io::Error::other)?;
        if size == 0 {
            headers(reader)?;
            return Ok(body);
        }
        if body.len().saturating_add(size) > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        body.extend(exactly(reader, size)?);
        reader.read_line(&mut line)?;
    }
}

fn write(mut connection: &TcpStream, response: &RawResponse, is_head: bool) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status).into_bytes();
    for (name, value) in &response.headers {
        if *name != ::http::header::CONTENT_LENGTH && *name != ::http::header::TRANSFER_ENCODING {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
    }
    let without_body = matches!(response.status.as_u16(), 100..=199 | 204 | 304);
    if !without_body {
        head.extend_from_slice(format!("content-length: {}\r\n", response.body.len()).as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    if !without_body && !is_head {
        head.extend_from_slice(&response.body);
    }
    connection.write_all(&head)?;
    connection.flush()
}
