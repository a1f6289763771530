//! From the plan to Rust: one target per generated crate.
//!
//! In: the IR and the plan. Out: files, as [`SourceFile`]s for [`print`](crate::print) or as text. Targets decide
//! nothing: an emitter that builds a name or a type is a missing entry of the plan. A new target is one line in
//! [`TARGETS`].

mod client;
mod docs;
mod examples;
pub(crate) mod facts;
mod features;
mod last_page;
mod lints;
mod manifest;
mod models;
pub(crate) mod prose;
pub(crate) mod runtime;
pub(crate) mod samples;
#[cfg(test)]
mod tests;

use crate::disk::MARKER;
use crate::ir::Api;
use crate::output::{FileSet, SecondFile};
use crate::plan::Plan;
use crate::print::{PrintError, SourceFile, print};

/// What a target reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The API.
    pub api: &'a Api,
    /// Its Rust side.
    pub plan: &'a Plan,
    /// File name of the document, without folders, for the notice at the top of each file.
    pub document: &'a str,
}

impl Input<'_> {
    /// The line that marks a file as ours, without the comment mark.
    pub(crate) fn notice(&self) -> String {
        let document: String = self.document.chars().filter(|character| !character.is_control()).collect();
        format!("{MARKER} from {document}. Do not edit.")
    }
}

/// A file of a target.
#[derive(Clone, Debug)]
pub enum Emitted {
    /// Rust.
    Rust(SourceFile),
    /// Anything else, complete with its mark.
    Text(String),
}

/// One generated crate.
pub trait Target: Sync {
    /// The folder of the crate, below the output folder.
    fn folder(&self) -> &'static str;
    /// Its files, by path below [`Self::folder`].
    fn emit(&self, input: Input<'_>) -> Vec<(String, Emitted)>;
}

/// Every target, in the order in which they depend on each other.
pub const TARGETS: &[&dyn Target] = &[&models::Models, &client::Client];

/// Why there are no files; always a bug of the generator.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// Tokens that are not Rust: a bug of an emitter.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// Two files of one path: a bug of the plan.
    #[error(transparent)]
    SecondFile(#[from] SecondFile),
}

/// The files of these targets.
///
/// # Errors
///
/// A bug of the generator.
pub fn emit(targets: &[&dyn Target], input: Input<'_>) -> Result<FileSet, EmitError> {
    let mut files = FileSet::default();
    for target in targets {
        for (path, emitted) in target.emit(input) {
            let path = format!("{}/{path}", target.folder());
            let text = match emitted {
                Emitted::Rust(source) => print(&path, &source)?,
                Emitted::Text(text) => text,
            };
            files.insert(path, text)?;
        }
    }
    Ok(files)
}
