//! Reads and writes whole documents as trees, through the generator's own reader.

use anyhow::{Context as _, Result, bail};
use generator::diagnostics::Diagnostics;
use generator::load;
use generator::source::{SourceText, Sources};
use serde_json::Value;

/// Reads a YAML or JSON document.
///
/// # Errors
///
/// The bytes are neither, or the generator finds a mistake in how they are written.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Value> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (_, tree) = load::load(SourceText::new(name, bytes), &mut sources, &mut diagnostics);
    match tree {
        Some(tree) if !diagnostics.has_errors() => Ok(tree),
        _ => bail!("{}", problems(&diagnostics)),
    }
}

fn problems(diagnostics: &Diagnostics) -> String {
    let lines: Vec<_> =
        diagnostics.iter().map(|problem| format!("{}: {}", problem.code.id, problem.message)).collect();
    lines.join("\n")
}

/// Writes a tree as YAML: block style, members in the order of the tree, quotes only where needed.
///
/// # Errors
///
/// The tree cannot be spelled in YAML.
pub(crate) fn write(document: &Value) -> Result<String> {
    load::to_yaml(document).context("cannot be written as YAML")
}
