//! A server on a free local port that breaks: it does to its connections what a test tells it to, byte by byte, and
//! keeps the requests that it was sent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// What a server does to a connection. After the last step it closes the connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes again and again, as fast as they are taken.
    Flood(Vec<u8>),
    /// Sends these bytes again and again, with a pause in front of each time.
    Trickle(Vec<u8>, Duration),
    /// Says nothing more, and keeps the connection open.
    Hang,
    /// Resets the connection: what the other side has not read by then is lost.
    Reset,
}

impl Step {
    /// Sends a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Send(text.into().into_bytes())
    }
}

/// The server. It runs as long as the runtime of its test does.
#[derive(Clone, Debug)]
pub struct FaultServer {
    origin: String,
    received: Arc<Mutex<Vec<String>>>,
    /// Keeps the port of a server that does not listen.
    _taken: Option<Arc<TcpSocket>>,
}

impl FaultServer {
    /// Starts a server that does the first list of steps to the first request, and so on; the last one counts for all
    /// further requests.
    pub async fn start(answers: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port is bound");
        let server = Self { origin: format!("http://{address}"), received: Arc::default(), _taken: None };
        let received = Arc::clone(&server.received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answers.clone(), Arc::clone(&received)));
            }
        });
        server
    }

    /// A server that nobody can connect to: its port is taken, so that no other gets it, and nobody listens.
    pub fn closed() -> Self {
        let taken = TcpSocket::new_v4().expect("a socket");
        taken.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let address = taken.local_addr().expect("the port is bound");
        Self { origin: format!("http://{address}"), received: Arc::default(), _taken: Some(Arc::new(taken)) }
    }

    /// Its address, without a slash at the end: `http://127.0.0.1:4000`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Every request so far, as it came in: head and body.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn serve(mut stream: TcpStream, answers: Vec<Vec<Step>>, received: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read(&mut stream).await else { return };
    let number = if request.starts_with(TLS) {
        0
    } else {
        let mut received = received.lock().unwrap_or_else(PoisonError::into_inner);
        received.push(request);
        received.len() - 1
    };
    let steps = answers.get(number).or(answers.last()).cloned().unwrap_or_default();
    // A client that has gone already has what it wanted.
    drop(answer(stream, steps).await);
}

/// How a client begins that expects TLS: a record of the handshake (RFC 8446, 5.1). It counts as no request.
const TLS: char = '\u{16}';

/// The request; `None` where the other side leaves before it is complete.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        if bytes.first().is_some_and(|byte| char::from(*byte) == TLS) {
            return Some(TLS.to_string());
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

async fn answer(mut stream: TcpStream, steps: Vec<Step>) -> std::io::Result<()> {
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Flood(bytes) => loop {
                stream.write_all(&bytes).await?;
            },
            Step::Trickle(bytes, pause) => loop {
                tokio::time::sleep(pause).await;
                stream.write_all(&bytes).await?;
            },
            Step::Hang => std::future::pending().await,
            Step::Reset => {
                stream.set_zero_linger()?;
                return Ok(());
            }
        }
    }
    stream.shutdown().await
}
