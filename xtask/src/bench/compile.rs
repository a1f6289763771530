//! What the generated crates cost to compile, against the same types with derived serde.
//!
//! Dependencies are built first; then each crate is compiled alone, several times, and the cheapest run counts.

use std::path::Path;

use anyhow::Result;
use generator::output::FileSet;

use super::laboratory::{Generated, Laboratory, Subject};
use super::table::{Row, render};

/// The table for the crates of a document.
///
/// # Errors
///
/// A crate does not compile.
pub(super) fn measure(root: &Path, name: &str, generated: &Generated, runs: u32) -> Result<String> {
    let laboratory = Laboratory::set_up(root, name, generated)?;
    let row = |subject: Subject, files: &FileSet| -> Result<Row> {
        let (lines, bytes) = size(files, subject.folder());
        let check = laboratory.measure(subject, &["check"], runs)?;
        let release = laboratory.measure(subject, &["build", "--release"], runs)?;
        Ok(Row { name: subject.folder().to_owned(), check, release, lines, bytes })
    };
    let models = row(Subject::Models, &generated.files)?;
    let client = row(Subject::Client, &generated.files)?;
    let derived = row(Subject::Derived, &generated.files)?;
    let both = models.with(&client);
    let ratios = [(&models, &derived), (&both, &derived)];
    Ok(render(&[models.clone(), client.clone(), both.clone(), derived.clone()], &ratios))
}

/// Lines of Rust and bytes of all files below a folder of the output.
fn size(files: &FileSet, folder: &str) -> (usize, usize) {
    let inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    files.iter().filter(|(path, _)| inside(path)).fold((0, 0), |(lines, bytes), (path, text)| {
        let rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
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
