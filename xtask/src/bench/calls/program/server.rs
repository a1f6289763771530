//! The server: the same answer to everybody, at the least cost, so that the client is what is measured.

use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::{PAGE, Result, STAGE};

/// What an API server sends besides the usual.
const HEAD: &str = "HTTP/1.1 200 OK\r\nallow: GET, PUT, PATCH, DELETE, HEAD, OPTIONS\r\ncontent-type: application/json\r\n\
                    date: Sun, 22 Nov 2026 10:00:00 GMT\r\nreferrer-policy: same-origin\r\nvary: Accept-Encoding, Cookie\r\n\
                    x-content-type-options: nosniff\r\nx-frame-options: DENY\r\n";

/// Whole responses.
struct Answers {
    stage: Vec<u8>,
    page: Vec<u8>,
}

/// Prints the address, then serves until the input ends.
pub async fn serve(folder: &Path) -> Result<()> {
    let answer = |name: &str| -> Result<Vec<u8>> {
        let body = std::fs::read(folder.join(name))?;
        let head = format!("{HEAD}content-length: {}\r\n\r\n", body.len());
        Ok([head.into_bytes(), body].concat())
    };
    let answers = Arc::new(Answers { stage: answer(STAGE)?, page: answer(PAGE)? });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    // A thread reads to the end of the input, which is when whoever started the server has gone.
    let end = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    let accepting = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(converse(stream, answers.clone()));
        }
    };
    tokio::select! {
        ended = end => ended?.map(drop).map_err(Into::into),
        failed = accepting => failed,
    }
}

/// Answers the requests of one connection, none of which has a body. A connection that breaks is the client's to tell of.
async fn converse(mut stream: TcpStream, answers: Arc<Answers>) {
    let mut received = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut received).await {
        while let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let is_list = received.starts_with(b"GET /api/v3/stages/authenticator/sms/?");
            received.drain(..end + 4);
            let answer = if is_list { &answers.page } else { &answers.stage };
            if stream.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}
