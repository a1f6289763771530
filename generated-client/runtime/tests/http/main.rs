//! What goes over the wire and what comes back from it, against transports that answer from memory and servers
//! on a local port.
#![cfg(feature = "http")]

mod support;
mod user_surface;
