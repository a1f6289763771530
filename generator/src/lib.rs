//! Reads an OpenAPI document and writes a Rust model crate and a Rust client crate.
//!
//! | phase | in → out |
//! |---|---|
//! | load | bytes → JSON tree |
//! | normalise | tree → OpenAPI 3.0 tree: overlay, repairs |
//! | parse | tree → `openapiv3` objects |
//! | lower | document → [`ir::Api`] |
//! | analyse | passes over the IR |
//! | [`plan`] | IR → every Rust name, file, type and signature |
//! | emit | IR and plan → token streams |
//! | print | tokens → text |
//! | [`output`] | text → files in memory |
//! | [`disk`] | files in memory → compared with a folder, written |

pub mod analyse;
pub mod config;
pub mod diagnostics;
pub mod disk;
pub mod document;
pub mod emit;
pub mod files;
mod header_syntax;
pub mod ir;
pub mod limits;
pub mod load;
pub mod lower;
pub mod normalise;
pub mod origins;
pub mod output;
pub mod pipeline;
pub mod plan;
pub mod pointer;
pub mod positions;
pub mod print;
pub mod source;
mod vendor;

pub use pipeline::{Generated, Input, Inspected, Layout, OnError, Options, Summary, generate, inspect, lint};
