//! Calls that block the thread: the same calls, run on a thread of our own.
//!
//! One thread with one async runtime, started by the first call, serves all clients of the process. The calling
//! thread only waits on a channel, so blocking calls work inside of other async runtimes too. Only on that thread
//! itself, where a transport of the caller's may run, they fail: it would wait for itself.

use std::{
    fmt, io,
    path::PathBuf,
    sync::{OnceLock, mpsc},
    thread::{self, ThreadId},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use super::{
    Download, Error, ErrorBody, ErrorKind, Items, Operation, Pages, Request,
    error::{AnyError, Context},
    execute::execute,
    response::Answer,
    span,
};

/// The pages of a list, as an iterator.
pub type BlockingPages<P, E> = Blocking<Pages<P, E>>;
/// The items on all pages of a list, as an iterator.
pub type BlockingItems<P, I, E> = Blocking<Items<P, I, E>>;

/// A stream as an iterator that blocks the thread.
#[must_use = "an iterator does nothing until it is used"]
pub struct Blocking<S> {
    stream: Option<S>,
    operation: &'static Operation,
}

impl<S> Blocking<S> {
    pub(crate) fn new(stream: S, operation: &'static Operation) -> Self {
        Self { stream: Some(stream), operation }
    }
}

impl<S, T, X> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, X>> + Unpin + Send + 'static,
    T: Send + 'static,
    X: FromFault + Send + 'static,
{
    type Item = Result<T, X>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take()?;
        let step = wait_for(async move {
            let item =
                std::future::poll_fn(|context| std::pin::Pin::new(&mut stream).poll_next(context)).await;
            (stream, item)
        });
        match step {
            Ok((stream, item)) => {
                self.stream = item.is_some().then_some(stream);
                item
            }
            Err(fault) => Some(Err(X::from_fault(broken(self.operation, &fault)))),
        }
    }
}

/// An error of a call or of a stream, which a fault of the machinery here can become.
pub trait FromFault: Sized {
    /// The error.
    #[doc(hidden)]
    fn from_fault(fault: AnyError) -> Self;
}

impl FromFault for AnyError {
    fn from_fault(fault: AnyError) -> Self {
        fault
    }
}

impl<E: ErrorBody> FromFault for Error<E> {
    fn from_fault(fault: AnyError) -> Self {
        Self::new(fault)
    }
}

impl Blocking<Download> {
    /// [`Download::bytes`] for code that is not async.
    ///
    /// # Errors
    /// As there.
    pub fn bytes(self) -> Result<Bytes, AnyError> {
        let Some(download) = self.stream else { return Ok(Bytes::new()) };
        wait_for(download.bytes()).unwrap_or_else(|fault| Err(broken(self.operation, &fault)))
    }

    /// [`Download::save_to`] for code that is not async.
    ///
    /// # Errors
    /// As there.
    pub fn save_to(self, path: impl Into<PathBuf>) -> Result<u64, AnyError> {
        let Some(download) = self.stream else { return Ok(0) };
        let saved = wait_for(download.save_to(path.into()));
        saved.unwrap_or_else(|fault| Err(broken(self.operation, &fault)))
    }
}

/// The body as a reader.
impl io::Read for Blocking<Download> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.next().transpose().map_err(io::Error::other)? else { return Ok(0) };
        let now = piece.split_to(piece.len().min(into.len()));
        into[..now.len()].copy_from_slice(&now);
        if let Some(download) = &mut self.stream {
            download.put_back(piece);
        }
        Ok(now.len())
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Blocking").field(&self.stream).finish()
    }
}

/// [`execute`] for a thread that waits.
pub(crate) fn execute_blocking(request: Request) -> Result<Answer, AnyError> {
    let operation = request.0.operation;
    wait_for(execute(request)).unwrap_or_else(|fault| Err(broken(operation, &fault)))
}

#[cold]
fn broken(operation: &'static Operation, fault: &str) -> AnyError {
    let context = Context { operation, path: operation.path_template().into(), attempts: 0 };
    AnyError::new(ErrorKind::Transport, context, fault)
}

fn wait_for<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> Result<T, String> {
    static RUNTIME: OnceLock<Result<(Handle, ThreadId), String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        start().map_err(|error| format!("the thread for blocking calls cannot be started: {error}"))
    });
    let (runtime, its_thread) = runtime.as_ref().map_err(Clone::clone)?;
    if *its_thread == thread::current().id() {
        return Err("a blocking call cannot be made while another one is carried out".to_owned());
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    // A receiver that is gone means that nobody waits any more.
    runtime.spawn(span::carried(async move { drop(sender.send(future.await)) }));
    receiver.recv().map_err(|_| "the call panicked".to_owned())
}

fn start() -> io::Result<(Handle, ThreadId)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new()
        .name("client-runtime-blocking".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok((handle, thread.thread().id()))
}
