//! Any document is understood or refused with an error, up to the IR.

#![no_main]

use generator::diagnostics::levels::Levels;
use generator::pipeline::{self, Input};
use generator::source::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input { document: SourceText::new("fuzz", bytes), ..Input::default() };
    let inspected = pipeline::inspect(input, &Levels::default());
    assert!(inspected.api.is_some() || inspected.report.has_errors(), "what is not understood is reported");
});
