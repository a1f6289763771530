//! `cargo xtask bench`: what the generated crates cost to compile, against the same types with derived serde.
//!
//! In: the stage API, or any document. Out: a table. Dependencies are built first; then each crate is compiled
//! alone, several times, and the cheapest run counts. All numbers of a table come from one run of this task, so
//! that they can be compared with each other, whatever else the machine does.

mod derived;
mod laboratory;
pub(crate) mod measure;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};
use clap::Args;
use generator::files::Files;
use generator::files::folder::Folder;
use generator::files::remote::Network;
use generator::output::FileSet;
use generator::pipeline::Input;
use generator::source::SourceText;

use self::laboratory::{Laboratory, Subject};
use self::table::{Row, render};
use crate::codegen::texts;
use crate::specs::{Registry, repository};

/// Arguments of `bench`.
#[derive(Args)]
pub(crate) struct BenchArguments {
    /// The document to measure; without it, the first API of specs.toml.
    document: Option<PathBuf>,
    /// How often each crate is compiled; the cheapest run counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// Runs the task.
///
/// # Errors
///
/// The document has mistakes, or a crate does not compile.
pub(crate) fn run(arguments: &BenchArguments) -> Result<ExitCode> {
    let root = repository();
    let (name, input) = subject(&root, arguments)?;
    let started = Instant::now();
    let generated = laboratory::generate(input, &root)?;
    println!(
        "{name}: generated in {:.2} s ({} operations, {} types)",
        started.elapsed().as_secs_f64(),
        generated.operations,
        generated.types
    );

    let laboratory = Laboratory::set_up(&root, &name, &generated)?;
    let row = |subject: Subject, files: &FileSet| -> Result<Row> {
        let (lines, bytes) = size(files, subject.folder());
        let check = laboratory.measure(subject, &["check"], arguments.runs)?;
        let release = laboratory.measure(subject, &["build", "--release"], arguments.runs)?;
        Ok(Row { name: subject.folder().to_owned(), check, release, lines, bytes })
    };
    let models = row(Subject::Models, &generated.files)?;
    let client = row(Subject::Client, &generated.files)?;
    let derived = row(Subject::Derived, &generated.files)?;
    let both = models.with(&client);
    let ratios = [(&models, &derived), (&both, &derived)];
    print!("{}", render(&[models.clone(), client.clone(), both.clone(), derived.clone()], &ratios));
    Ok(ExitCode::SUCCESS)
}

/// The name of what is measured and its texts.
fn subject(root: &std::path::Path, arguments: &BenchArguments) -> Result<(String, Input)> {
    let Some(path) = &arguments.document else {
        let registry = Registry::load(root)?;
        let api = registry.apis.first().context("specs.toml has no API")?;
        return Ok((api.name.clone(), texts(root, api, Network::Forbidden)?));
    };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy());
    let document = SourceText::new(path.display().to_string(), bytes);
    let files = Files::new(Folder::of_document(path, None)?);
    Ok((name.into_owned(), Input { document, files, ..Input::default() }))
}

/// Lines of Rust and bytes of all files below a folder of the output.
fn size(files: &FileSet, folder: &str) -> (usize, usize) {
    let inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    files.iter().filter(|(path, _)| inside(path)).fold((0, 0), |(lines, bytes), (path, text)| {
        let rust = std::path::Path::new(path).extension().is_some_and(|extension| extension == "rs");
        (lines + if rust { text.lines().count() } else { 0 }, bytes + text.len())
    })
}

#[cfg(test)]
mod tests {
    use generator::output::FileSet;

    use super::size;

    #[test]
    fn lines_count_rust_and_bytes_count_everything() {
        let mut files = FileSet::default();
        for (path, text) in
            [("models/src/lib.rs", "a\nb\n"), ("models/Cargo.toml", "c\n"), ("models-more/src/lib.rs", "d\n")]
        {
            files.insert(path, text.to_owned()).expect("the paths differ");
        }
        assert_eq!(size(&files, "models"), (2, 6));
    }
}
