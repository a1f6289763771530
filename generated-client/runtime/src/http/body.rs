//! Request bodies: bytes in memory, files, and streams.

mod chunks;
#[cfg(not(target_arch = "wasm32"))]
mod fault;
#[cfg(not(target_arch = "wasm32"))]
mod hyper;

#[cfg(not(target_arch = "wasm32"))]
use std::path::{Path, PathBuf};
use std::{
    fmt, io,
    sync::{Arc, Mutex, PoisonError},
};

use ::http::HeaderValue;
use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use super::{
    BoxFuture, Progress,
    clock::Activity,
    progress::{Meter, Report},
};
pub use chunks::RequestChunks;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use fault::Fault;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use hyper::HyperBody;

/// The body of a request: bytes in memory, a file, or a stream.
///
/// What is in memory or in a file can be sent again, so a call with it can be retried; a stream is sent once, and a call
/// with it is not repeated. Files and streams are read piece by piece while they are sent; the time of an attempt
/// bounds the wait for each piece then, and not the whole.
#[derive(Clone)]
pub struct RequestBody {
    data: Data,
    report: Option<Report>,
    activity: Option<Activity>,
}

#[derive(Clone)]
enum Data {
    Bytes(Bytes),
    #[cfg(not(target_arch = "wasm32"))]
    File(Arc<Path>),
    /// Whoever sends it takes it out.
    Stream(Arc<Mutex<Option<chunks::BoxChunks>>>, Option<u64>),
    /// One after the other.
    Parts(Arc<[RequestBody]>),
}

impl RequestBody {
    /// A file, which is opened when the request is sent, each time anew, and sent as long as it is then. A file that cannot
    /// be read is an error then, of kind [`ErrorKind::File`](super::ErrorKind::File).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Data::File(path.into().into()).into()
    }

    /// A stream of pieces, with the number of bytes where it is known; without, it is sent in chunks. Browsers send nothing
    /// before all of it is there. It has to end after so many bytes: more or less breaks the request off, with an error of kind
    /// [`ErrorKind::File`](super::ErrorKind::File).
    pub fn stream<S, B, X>(stream: S, length: impl Into<Option<u64>>) -> Self
    where
        S: Stream<Item = Result<B, X>> + Send + 'static,
        B: Into<Bytes>,
        X: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let chunks: chunks::BoxChunks = Box::pin(chunks::Pieces::new(stream));
        Data::Stream(Arc::new(Mutex::new(Some(chunks))), length.into()).into()
    }

    /// What a reader gives until it ends, with the number of bytes where it is known, which has to be right as for
    /// [`stream`](Self::stream).
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: impl Into<Option<u64>>) -> Self {
        Self::stream(chunks::ReaderChunks::new(Box::pin(reader)), length)
    }

    /// Bodies one after the other.
    pub(crate) fn joined(parts: Vec<Self>) -> Self {
        Data::Parts(parts.into()).into()
    }

    /// Calls a function after each piece that was handed to the connection, with what has been sent so far. It starts
    /// anew when the request is repeated.
    #[must_use]
    pub fn on_progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// The bytes, where they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.data {
            Data::Bytes(bytes) => Some(bytes),
            #[cfg(not(target_arch = "wasm32"))]
            Data::File(_) => None,
            Data::Stream(..) | Data::Parts(_) => None,
        }
    }

    /// All of the bytes, where they can be had now and without taking them from whoever sends them: not those of a stream, nor of a
    /// file that is longer than this.
    #[cfg(feature = "mock")]
    pub(crate) fn whole(&self, longest: u64) -> Option<Bytes> {
        match &self.data {
            Data::Bytes(bytes) => Some(bytes.clone()),
            #[cfg(not(target_arch = "wasm32"))]
            Data::File(path) => {
                let length = std::fs::metadata(path).ok()?.len();
                (length <= longest).then(|| std::fs::read(path).ok()).flatten().map(Bytes::from)
            }
            Data::Stream(..) => None,
            Data::Parts(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|part| part.whole(longest)).collect();
                Some(parts?.concat().into())
            }
        }
    }

    /// Whether the body can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        match &self.data {
            Data::Bytes(_) => true,
            #[cfg(not(target_arch = "wasm32"))]
            Data::File(_) => true,
            Data::Stream(..) => false,
            Data::Parts(parts) => parts.iter().all(Self::is_replayable),
        }
    }

    /// Whether the body has to be read piece by piece: from a file or a stream, or because someone counts.
    pub fn is_streamed(&self) -> bool {
        self.as_bytes().is_none() || self.report.is_some()
    }

    /// Whoever watches sees that pieces are taken.
    pub(crate) fn watch(&mut self, activity: &Activity) {
        self.activity = Some(activity.clone());
    }

    /// Opens the body for reading. A stream can be opened once.
    ///
    /// # Errors
    /// The file cannot be read, or the stream was opened before.
    pub fn open(&self) -> BoxFuture<'_, io::Result<RequestChunks>> {
        Box::pin(async move {
            let (length, chunks) = self.data.open().await?;
            let meter = Meter::of(length).with_report(self.report.clone());
            let mut chunks = RequestChunks::new(length, chunks, meter, self.activity.clone());
            if length == Some(0) {
                chunks.expect_nothing().await?;
            }
            Ok(chunks)
        })
    }
}

impl RequestBody {
    /// The whole body, for transports that answer from memory.
    ///
    /// # Errors
    /// As [`open`](Self::open), and the body does not end well.
    pub async fn collect(&self) -> io::Result<Bytes> {
        let mut chunks = self.open().await?;
        let mut whole = Vec::new();
        while let Some(piece) =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut chunks).poll_next(context)).await
        {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.into())
    }
}

impl Data {
    fn open(&self) -> BoxFuture<'_, io::Result<(Option<u64>, chunks::BoxChunks)>> {
        Box::pin(async move {
            Ok(match self {
                Self::Bytes(bytes) => {
                    let length = u64::try_from(bytes.len()).ok();
                    (length, Box::pin(chunks::Once::new(bytes.clone())) as chunks::BoxChunks)
                }
                #[cfg(not(target_arch = "wasm32"))]
                Self::File(path) => {
                    let length = length_of(path).await?;
                    let chunks = chunks::FileChunks::new(Arc::clone(path), length.unwrap_or(u64::MAX));
                    (length, Box::pin(chunks) as chunks::BoxChunks)
                }
                Self::Stream(stream, length) => {
                    let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                    let again = || io::Error::other("a stream can be sent once");
                    (*length, taken.ok_or_else(again)?)
                }
                Self::Parts(parts) => {
                    let mut length = Some(0_u64);
                    let mut all = Vec::with_capacity(parts.len());
                    for part in parts.iter() {
                        let opened = part.open().await?;
                        length = length.zip(opened.length()).and_then(|(one, other)| one.checked_add(other));
                        all.push(opened);
                    }
                    (length, Box::pin(chunks::Chain::new(all)) as chunks::BoxChunks)
                }
            })
        })
    }
}

/// How long a file is that can be read; `None` for pipes and devices, which end when they end.
#[cfg(not(target_arch = "wasm32"))]
async fn length_of(path: &Path) -> io::Result<Option<u64>> {
    let about = tokio::fs::metadata(path).await?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Ok(None);
    }
    // It is opened again when it is its turn.
    drop(tokio::fs::File::open(path).await?);
    Ok(Some(about.len()))
}

impl From<Data> for RequestBody {
    fn from(data: Data) -> Self {
        Self { data, report: None, activity: None }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Data::Bytes(bytes).into()
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for RequestBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for RequestBody {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for RequestBody {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for RequestBody {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// The file at this path, see [`RequestBody::file`].
#[cfg(not(target_arch = "wasm32"))]
impl From<PathBuf> for RequestBody {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

/// The file at this path, see [`RequestBody::file`].
#[cfg(not(target_arch = "wasm32"))]
impl From<&Path> for RequestBody {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

/// Two bodies are equal when they are the same bytes, the same file or the same stream.
impl PartialEq for RequestBody {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Bytes(one), Data::Bytes(other)) => one == other,
            #[cfg(not(target_arch = "wasm32"))]
            (Data::File(one), Data::File(other)) => one == other,
            (Data::Stream(one, _), Data::Stream(other, _)) => Arc::ptr_eq(one, other),
            (Data::Parts(one), Data::Parts(other)) => one == other,
            (_, _) => false,
        }
    }
}

impl Eq for RequestBody {}

/// Bodies may hold secrets: only their kind and length are printed.
impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.data {
            Data::Bytes(bytes) => write!(formatter, "RequestBody({} bytes)", bytes.len()),
            #[cfg(not(target_arch = "wasm32"))]
            Data::File(path) => write!(formatter, "RequestBody({})", path.display()),
            Data::Stream(_, Some(length)) => write!(formatter, "RequestBody(stream of {length} bytes)"),
            Data::Stream(_, None) => formatter.write_str("RequestBody(stream)"),
            Data::Parts(parts) => formatter.debug_list().entries(parts.iter()).finish(),
        }
    }
}

/// A body and its media type.
#[derive(Clone, Debug)]
pub(crate) struct TypedBody {
    pub(crate) media_type: HeaderValue,
    pub(crate) body: RequestBody,
}
