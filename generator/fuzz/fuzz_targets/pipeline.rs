//! Whatever is generated is Rust, and stays inside its folder.

#![no_main]

use std::path::{Component, Path};

use generator::pipeline::{self, Input, Layout, OnError, Options};
use generator::plan::Packages;
use generator::source::SourceText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input { document: SourceText::new("fuzz", bytes), ..Input::default() };
    let options = Options {
        packages: Packages::named("fuzz"),
        layout: Layout::Member,
        on_error: OnError::KeepGoing,
        ..Options::default()
    };
    let generated = pipeline::generate(input, &options);
    assert!(generated.files.is_some() || generated.report.has_errors(), "a refusal has a reason");
    for (path, text) in generated.files.iter().flat_map(|files| files.iter()) {
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        assert!(inside && !path.contains('\\'), "{path} is inside of the folder");
        if path.ends_with(".rs") {
            syn::parse_file(text).expect("what is generated is Rust");
        }
    }
});
