//! A [`Report`](super::report::Report) as text.

pub mod human;
pub mod json;
pub mod sarif;
