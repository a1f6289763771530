//! Moves SMS authenticator stages of an authentik instance from one provider to another.

mod move_stages;

pub use move_stages::move_stages;
