//! Any bytes become a tree or a diagnostic.

#![no_main]

use generator::diagnostics::Diagnostics;
use generator::load::load;
use generator::source::{SourceText, Sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut diagnostics = Diagnostics::default();
    let (_, tree) = load(SourceText::new("fuzz", bytes), &mut Sources::default(), &mut diagnostics);
    assert!(tree.is_some() || diagnostics.has_errors(), "what cannot be read is reported");
});
