//! What the tests of generated code share, apart from the package `tests`: a program of such tests needs neither the
//! generator nor the committed crates, and does not build them.
//!
//! | module | what it holds |
//! |---|---|
//! | [`json`] | whether a type reads and writes the same JSON |
//! | [`server`] | a scripted HTTP server that records what it was sent |

#![allow(clippy::missing_panics_doc, reason = "what a test needs and does not find fails the test")]

pub mod json;
pub mod server;
