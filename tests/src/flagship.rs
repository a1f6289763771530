//! The files that are committed under `generated-client`, and the repository's folder.

use std::path::{Path, PathBuf};

use generator::diagnostics::levels::Warnings;
use generator::pipeline::{Layout, OnError, Options};
use generator::plan::Packages;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the repository")
}

/// Reads a file of the repository.
pub fn read(path: &str) -> String {
    let full = root().join(path);
    std::fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// Every file below a folder of the repository that ends in `suffix`, in name order.
pub fn files(folder: &str, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(suffix) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// How the committed crates are generated.
pub fn options() -> Options {
    Options {
        packages: Packages {
            models: "generated-models".to_owned(),
            client: "generated-client".to_owned(),
            runtime: "client-runtime".to_owned(),
            runtime_path: "../runtime".to_owned(),
        },
        layout: Layout::Member,
        levels: Warnings::Deny.into(),
        on_error: OnError::Stop,
        ..Options::default()
    }
}
