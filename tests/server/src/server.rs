//! A scripted HTTP server on a free local port: it answers with the given replies, one per request and in
//! order, and keeps what it was sent, byte for byte.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// One answer of the server.
#[derive(Clone, Debug)]
pub struct Reply(ResponseTemplate);

impl Reply {
    /// JSON text, as it stands.
    pub fn json(status: u16, text: &str) -> Self {
        Self::text(status, "application/json", text)
    }

    /// Text of any media type.
    pub fn text(status: u16, media_type: &str, text: &str) -> Self {
        Self(ResponseTemplate::new(status).set_body_raw(text, media_type))
    }

    /// Bytes of any media type.
    pub fn bytes(status: u16, media_type: &str, bytes: &[u8]) -> Self {
        Self(ResponseTemplate::new(status).set_body_raw(bytes, media_type))
    }

    /// A status without a body.
    pub fn empty(status: u16) -> Self {
        Self(ResponseTemplate::new(status))
    }

    /// Waits before it answers.
    #[must_use]
    pub fn delayed(self, delay: Duration) -> Self {
        Self(self.0.set_delay(delay))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.insert_header(name, value))
    }

    /// Adds one more header of a name that may be there.
    #[must_use]
    pub fn another_header(self, name: &str, value: &str) -> Self {
        Self(self.0.append_header(name, value))
    }
}

/// A request, as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Method, path and query, as in the first line of the request: `GET /api/v3/stages/all/?page=2`.
    pub line: String,
    /// Every header by name, in name order.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Received {
    /// The value of a header, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, for comparing without regard to the order of members.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the request carries JSON")
    }
}

impl From<&Request> for Received {
    fn from(request: &Request) -> Self {
        let url = &request.url;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut headers: Vec<_> = request
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        headers.sort();
        Self {
            line: format!("{} {}{query}", request.method, url.path()),
            headers,
            body: String::from_utf8_lossy(&request.body).into_owned(),
        }
    }
}

/// Hands out the replies in order; a request too many gets a status that no test expects.
struct Script(Arc<Mutex<VecDeque<Reply>>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut replies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        replies.pop_front().map_or_else(|| ResponseTemplate::new(599), |reply| reply.0)
    }
}

/// The server; it stops when it is dropped.
pub struct Server(MockServer);

impl Server {
    /// Starts a server that gives these answers.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let server = MockServer::start().await;
        let replies = Arc::new(Mutex::new(replies.into_iter().collect()));
        Mock::given(any()).respond_with(Script(replies)).mount(&server).await;
        Self(server)
    }

    /// Its address, without a slash at the end: `http://127.0.0.1:4000`.
    pub fn origin(&self) -> String {
        self.0.uri()
    }

    /// Every request so far.
    pub async fn received(&self) -> Vec<Received> {
        let requests = self.0.received_requests().await.expect("recording is on");
        requests.iter().map(Received::from).collect()
    }

    /// The first line of every request so far.
    pub async fn lines(&self) -> Vec<String> {
        self.received().await.into_iter().map(|received| received.line).collect()
    }

    /// The only request so far.
    pub async fn only_request(&self) -> Received {
        let mut received = self.received().await;
        assert_eq!(received.len(), 1, "one request: {received:#?}");
        received.remove(0)
    }
}

/// Starts a server that answers every request with these bytes and closes the connection, whatever they
/// promise. Returns its address.
pub async fn serve_raw(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("the port is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            // The request is short and comes in one piece; what it says does not matter.
            if stream.read(&mut head).await.is_ok() && stream.write_all(answer.as_bytes()).await.is_ok() {
                // A client that has gone already has what it wanted.
                stream.shutdown().await.ok();
            }
        }
    });
    format!("http://{address}")
}
