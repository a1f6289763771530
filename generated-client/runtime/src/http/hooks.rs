//! What the caller wants to be told of attempts, and to add to them.

use std::{fmt, sync::Arc, time::Duration};

use ::http::{HeaderMap, StatusCode};

use super::{ErrorKind, Operation};

type RequestHook = Arc<dyn Fn(&mut Attempt<'_>) + Send + Sync>;
type ResponseHook = Arc<dyn Fn(&Outcome<'_>) + Send + Sync>;

/// The hooks of a client.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) request: Option<RequestHook>,
    pub(crate) response: Option<ResponseHook>,
}

/// An attempt that is about to be made.
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation: its `operationId`, method and path template.
    pub operation: &'static Operation,
    /// Which attempt of the call it is, from 1.
    pub number: u32,
    /// The headers so far, without credentials; to be added to.
    pub headers: &'a mut HeaderMap,
}

/// Headers may be secrets: their names are printed, their values are not.
impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attempt")
            .field("operation", self.operation)
            .field("number", &self.number)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}

/// How an attempt ended.
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The operation: its `operationId`, method and path template.
    pub operation: &'static Operation,
    /// Which attempt of the call it was, from 1.
    pub number: u32,
    /// The status, where the server answered.
    pub status: Option<StatusCode>,
    /// The headers, where the server answered. They may hold cookies.
    pub headers: Option<&'a HeaderMap>,
    /// Why there was no complete answer.
    pub failure: Option<ErrorKind>,
    /// How long it took, until the whole answer was there.
    pub elapsed: Duration,
}

/// Headers may hold cookies: their names are printed, their values are not.
impl fmt::Debug for Outcome<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outcome")
            .field("operation", self.operation)
            .field("number", &self.number)
            .field("status", &self.status)
            .field("headers", &self.headers.map(|headers| headers.keys().collect::<Vec<_>>()))
            .field("failure", &self.failure)
            .field("elapsed", &self.elapsed)
            .finish()
    }
}
