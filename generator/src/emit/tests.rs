//! What happens when an emitter makes something that is not Rust.

use quote::quote;

use super::{Emitted, Input, Target};
use crate::pipeline::{self, OnError, Options};
use crate::print::{SourceFile, SourceItem};
use crate::source::SourceText;

/// A target with a mistake.
struct Broken;

impl Target for Broken {
    fn folder(&self) -> &'static str {
        "models"
    }

    fn emit(&self, _: Input<'_>) -> Vec<(String, Emitted)> {
        let items = vec![SourceItem::Tokens(quote!(pub struct;))];
        vec![("src/pet.rs".to_owned(), Emitted::Rust(SourceFile { items, ..SourceFile::default() }))]
    }
}

#[test]
fn what_is_not_rust_is_a_bug_and_no_output() {
    let document = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    for on_error in [OnError::Stop, OnError::KeepGoing] {
        let input = pipeline::Input {
            document: SourceText::new("pets.yaml", document),
            ..pipeline::Input::default()
        };
        let options = Options { on_error, ..Options::default() };
        let generated = pipeline::generate_with(&[&Broken], input, &options, &mut |_| {});
        assert!(generated.files.is_none());
        let [finding] = generated.report.findings() else { panic!("{:?}", generated.report) };
        assert_eq!(finding.code.id, "OA0699");
        assert!(finding.message.contains("models/src/pet.rs"), "{}", finding.message);
    }
}
