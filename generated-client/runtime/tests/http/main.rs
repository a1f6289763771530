//! What goes over the wire and what comes back from it, against transports that answer from memory and servers
//! on a local port.
#![cfg(feature = "http")]

#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod credentials;
mod elsewhere;
mod errors;
mod hostile;
#[cfg(feature = "mock")]
mod mock;
mod paging;
mod params;
mod pieces;
mod redirects;
mod renewals;
mod repetitions;
mod resumed_streams;
mod retries;
mod saved_files;
mod server;
mod settings;
mod streams;
mod support;
mod tokens;
#[cfg(feature = "tracing")]
mod tracing;
mod uploads;
mod user_surface;
