//! Small documents for the tests of this phase and the next: YAML in, the text form of the IR out.

use super::lower;
use crate::analyse::analyse;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::parse;
use crate::ir::{Api, dump};
use crate::load::load;
use crate::source::{SourceText, Sources};

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The IR.
    pub(crate) api: Api,
    /// Code and place of everything reported, in order.
    pub(crate) reported: Vec<String>,
    /// The other places of all of it, with their labels.
    pub(crate) related: Vec<String>,
}

impl Outcome {
    /// The types as text, without places and blank lines.
    pub(crate) fn types(&self) -> String {
        let text = dump::dump(&self.api);
        let types = text.find("\n\n").map(|start| &text[start..]).unwrap_or_default();
        plain(types.split("\noperation ").next().unwrap_or_default())
    }

    /// The operations as text, without places and blank lines.
    pub(crate) fn operations(&self) -> String {
        let text = dump::dump(&self.api);
        let operations = text.find("\noperation ").map(|start| &text[start..]).unwrap_or_default();
        plain(operations)
    }
}

fn plain(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.flat_map(|line| [line.split(" #/").next().unwrap_or(line), "\n"]).collect()
}

/// Lowers a document.
pub(crate) fn lowered(document: &str) -> Outcome {
    run(document, &Config::default(), |_, _, _| {})
}

/// Lowers and analyses a document.
pub(crate) fn analysed(document: &str) -> Outcome {
    configured(document, "")
}

/// Lowers and analyses a document with a configuration.
pub(crate) fn configured(document: &str, config: &str) -> Outcome {
    let config: Config = toml::from_str(config).expect("a test writes a valid configuration");
    run(document, &config, analyse)
}

/// The types that component schemas become. The schemas are written without indentation.
pub(crate) fn types(schemas: &str) -> String {
    lowered(&components(schemas)).types()
}

/// A document with these component schemas and nothing else.
pub(crate) fn components(schemas: &str) -> String {
    let indented: String = schemas.lines().flat_map(|line| ["    ", line, "\n"]).collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"
    )
}

fn run(document: &str, config: &Config, then: fn(&mut Api, &Config, &mut Diagnostics)) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let text = SourceText::new("test.yaml", document);
    let (_, root) = load(text, &mut Sources::default(), &mut diagnostics);
    let root = root.expect("a test writes valid YAML");
    let mut api = lower(&parse(&root, &config.limits, &mut diagnostics), config, &mut diagnostics);
    then(&mut api, config, &mut diagnostics);
    let reported = diagnostics.iter().map(|one| format!("{} {}", one.code.id, one.at.pointer)).collect();
    let related = diagnostics.iter().flat_map(|one| &one.related);
    let related = related.map(|one| format!("{} {}", one.at.pointer, one.label)).collect();
    Outcome { api, reported, related }
}
