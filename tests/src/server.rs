//! The scripted server, and clients of the stage API for it.

use generated_client::Client;

pub use test_server::server::{Received, Reply, Server, serve_raw};

/// The token that [`SignedIn::client`] signs in with.
pub const TOKEN: &str = "t0p-s3cr3t-t0k3n";

/// A server with a client for it.
pub trait SignedIn {
    /// A client for it, signed in with [`TOKEN`].
    fn client(&self) -> Client;
}

impl SignedIn for Server {
    fn client(&self) -> Client {
        client_for(&format!("{}/api/v3", self.origin()))
    }
}

/// A client for any address, signed in with [`TOKEN`].
pub fn client_for(base_url: &str) -> Client {
    Client::builder(base_url).bearer(TOKEN).build().expect("the address is valid")
}
