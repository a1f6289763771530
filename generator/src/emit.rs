//! tmp
pub(crate) mod facts;
pub(crate) mod prose;
