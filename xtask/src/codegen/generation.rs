//! One run of the generator for one entry of `specs.toml`.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use generator::diagnostics::render::human::{self, Colour};
use generator::files::Files;
use generator::files::folder::Folder;
use generator::files::remote::{Network, Remote};
use generator::limits::Limits;
use generator::output::FileSet;
use generator::pipeline::{self, Input, Layout, OnError, Options};
use generator::plan::Packages;
use generator::source::SourceText;

use super::Reporting;
use crate::specs::{ApiEntry, folder};

/// What came out of a run.
pub(crate) struct Generation {
    /// The files, or everything that is wrong with the document, ready to print.
    pub(crate) files: std::result::Result<FileSet, String>,
    /// Warnings that are no errors, ready to print.
    pub(crate) warnings: String,
    /// Operations in the output.
    pub(crate) operations: usize,
    /// Types in the output.
    pub(crate) types: usize,
    /// What is to be said of lists whose paging nobody described.
    pub(crate) paging: Option<String>,
}

/// Reads the texts of an API and generates its crates in memory.
///
/// # Errors
///
/// A text cannot be read. What is wrong *in* a text is part of the result.
pub(crate) fn generate(
    root: &Path,
    api: &ApiEntry,
    recording: Network,
    reporting: &Reporting,
) -> Result<Generation> {
    let input = texts(root, api, recording)?;
    let options = Options {
        packages: Packages {
            models: api.output.models.clone(),
            client: api.output.client.clone(),
            runtime: api.output.runtime.package.clone(),
            runtime_path: api.output.runtime.path.clone(),
        },
        layout: Layout::Member,
        levels: reporting.levels.clone(),
        on_error: OnError::Stop,
        ..Options::default()
    };
    let generated = pipeline::generate(input, &options);
    let colour = if std::io::stderr().is_terminal() { Colour::On } else { Colour::Off };
    let said = human::render_some(&generated.report, colour, reporting.shown);
    let (files, warnings) = match generated.files {
        Some(files) => (Ok(files), said),
        None => (Err(said), String::new()),
    };
    Ok(Generation {
        files,
        warnings,
        operations: generated.summary.operations,
        types: generated.summary.types,
        paging: generated.summary.paging_line(),
    })
}

/// Reads the texts of an API. `recording` is what an API may do with the network that allows it.
///
/// # Errors
///
/// One of them cannot be read.
pub(crate) fn texts(root: &Path, api: &ApiEntry, recording: Network) -> Result<Input> {
    let text = |file: &Path| text(root, file);
    let network = if api.allow_remote { recording } else { Network::Forbidden };
    let document = folder(root).join(&api.document);
    let home = api.document_root.as_deref().map(|home| folder(root).join(home));
    let files = Folder::of_document(&document, home.as_deref())?;
    let files = files.shown_from(root).with_remote(Remote::of_document(&document, network)?);
    Ok(Input {
        document: text(&api.document)?,
        overlays: api.overlays.iter().map(|overlay| text(overlay)).collect::<Result<_>>()?,
        config: api.config.as_deref().map(text).transpose()?,
        files: Files::new(files),
        limits: Limits::default(),
    })
}

/// A file below `specs/`, named from the root of the repository as messages show it.
fn text(root: &Path, file: &Path) -> Result<SourceText> {
    let path = folder(root).join(file);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
    Ok(SourceText::new(name, bytes))
}
