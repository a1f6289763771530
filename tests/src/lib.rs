//! Support for the tests of the workspace, one module per thing that several tests need.
//!
//! | module | what it holds |
//! |---|---|
//! | [`document`] | the committed stage document, and text edits that break it |
//! | [`faults`] | a server that breaks connections in every way |
//! | [`fixture`] | the small documents under `tests/fixtures` and what is generated from them |
//! | [`fixture_workspace`] | the crates of fixtures on disk, for cargo to check or to run |
//! | [`flagship`] | the generated files that are committed |
//! | [`json`] | whether a type reads and writes the same JSON |
//! | [`pages`] | what three pages of the API's documentation show, as tables |
//! | [`server`] | a scripted HTTP server that records what it was sent |

#![allow(clippy::missing_panics_doc, reason = "what a test needs and does not find fails the test")]

pub mod document;
pub mod faults;
pub mod fixture;
pub mod fixture_workspace;
pub mod flagship;
pub mod pages;
pub mod server;

pub use test_server::json;
