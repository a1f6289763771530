//! Compiling what some mutants become.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use generator::disk;

use super::promises::{self, Output};
use super::seeds::Seeds;
use super::worker::options;
use crate::corpus::check::Workspace;
use crate::specs::repository;

/// What the compiler said.
pub(super) struct Compiled {
    /// For people.
    pub(super) text: String,
    /// It said something.
    pub(super) failed: bool,
}

/// Compiles the first `count` accepted mutants that have an operation or a type.
///
/// # Errors
///
/// A file cannot be written, or cargo cannot be run.
pub(super) fn compile(count: usize, seed: u64, from: &[PathBuf], folder: &Path) -> Result<Compiled> {
    let seeds = Seeds::read(from)?;
    let workspace = Workspace::set_up(folder, &repository(), &format!("fuzz {seed}"))?;
    let mut members = BTreeMap::new();
    for number in 0.. {
        if members.len() == count {
            break;
        }
        let package = format!("m{number}");
        let mut options = options(&package, number);
        options.packages.runtime_path = workspace.runtime().display().to_string();
        let checked = promises::check(&seeds.mutant(number, seed).text, &options);
        let Some(Output { files, .. }) = checked.ok().flatten().filter(|output| output.items > 0) else {
            continue;
        };
        let crates = workspace.folder(&package);
        let comparison = disk::compare(&crates, &files)?;
        disk::apply(&crates, &files, &comparison)?;
        members.insert(package.clone(), package);
    }
    let compiled = workspace.compile("check", &members)?;
    let loud: Vec<_> = compiled.iter().filter(|(_, said)| !said.messages.is_empty()).collect();
    let mut text = format!("{} compiled, {} in silence\n", compiled.len(), compiled.len() - loud.len());
    for (mutant, said) in &loud {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {mutant}: {:?}", said.messages);
        said.shown.iter().for_each(|shown| text.push_str(shown));
    }
    Ok(Compiled { text, failed: !loud.is_empty() || compiled.len() < members.len() })
}
