//! Reads and writes whole documents as trees, through the generator's own reader.

use anyhow::{Context as _, Result, bail};
use generator::diagnostics::Diagnostics;
use generator::load;
use generator::normalise::overlay;
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

/// Reads a document and applies overlays to it, in their order.
///
/// # Errors
///
/// A text cannot be read, or an overlay cannot be applied.
pub(crate) fn overlaid(document: &SourceText, overlays: &[SourceText]) -> Result<Value> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let (_, mut tree) = load::load(document.clone(), &mut sources, &mut diagnostics);
    for text in overlays {
        let (file, overlay) = load::load(text.clone(), &mut sources, &mut diagnostics);
        if let (Some(tree), Some(overlay)) = (&mut tree, overlay) {
            overlay::apply(&overlay, file, tree, &mut sources.origins, &mut diagnostics);
        }
    }
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

#[cfg(test)]
mod tests {
    use generator::source::SourceText;

    use super::overlaid;

    #[test]
    fn overlays_change_the_document() {
        let text = |text: &str| SourceText::new("a.yaml", text.as_bytes().to_vec());
        let document = text("a: {b: 1}");
        let overlay =
            text("overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.a, update: {b: 2}}]");
        let changed = overlaid(&document, &[overlay]).expect("a tree");
        assert_eq!(changed, serde_json::json!({"a": {"b": 2}}));
        assert!(overlaid(&document, &[text("actions: []")]).is_err());
    }
}
