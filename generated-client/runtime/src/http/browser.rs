//! What JavaScript does, for code that may go from thread to thread: a future of JavaScript stays where it was begun, and only
//! what it gives travels. So calls, bodies and errors are `Send` on `wasm32` as they are everywhere.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::{Context as TaskContext, Poll},
};

use futures_core::Stream;
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen_futures::spawn_local;

/// Begins a future here and gives its output, or `None` where it has panicked. It is dropped when nobody waits for it any more.
pub(crate) fn run<F>(future: F) -> impl Future<Output = Option<F::Output>> + Send
where
    F: Future<Output: Send> + 'static,
{
    let (mut sender, receiver) = oneshot::channel();
    spawn_local(async move {
        if let Some(output) = unless(sender.closed(), future).await {
            drop(sender.send(output));
        }
    });
    async { receiver.await.ok() }
}

/// Begins a future here that goes on to its end, whether somebody waits for its output or not.
pub(crate) fn spawn<F>(future: F) -> oneshot::Receiver<F::Output>
where
    F: Future + 'static,
{
    let (sender, receiver) = oneshot::channel();
    spawn_local(async move { drop(sender.send(future.await)) });
    receiver
}

/// The items of a stream that stays here. It is dropped when the items are, and not read ahead by more than one.
pub(crate) struct Items<T>(mpsc::Receiver<T>);

impl<T: 'static> Items<T> {
    pub(crate) fn of(stream: impl Stream<Item = T> + 'static) -> Self {
        let (sender, receiver) = mpsc::channel(1);
        spawn_local(async move {
            let mut stream = pin!(stream);
            loop {
                let next = poll_fn(|context| stream.as_mut().poll_next(context));
                let Some(Some(item)) = unless(sender.closed(), next).await else { break };
                if sender.send(item).await.is_err() {
                    break;
                }
            }
        });
        Self(receiver)
    }
}

impl<T> Stream for Items<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

/// The output of a future, unless something else ends before it.
pub(crate) async fn unless<F: Future>(end: impl Future, future: F) -> Option<F::Output> {
    let (mut end, mut future) = (pin!(end), pin!(future));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => end.as_mut().poll(context).map(|_| None),
    })
    .await
}
