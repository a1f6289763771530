//! Embeds the sources of the runtime, which self-contained output carries along.
//!
//! Writes a table of file names and `include_str!`s; the generator itself reads no file at run time.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it for build scripts"));
    let workspace = package.parent().expect("the package is a member of the workspace");
    let runtime = workspace.join("generated-client/runtime");
    let mut sources = Vec::new();
    collect(&runtime.join("src"), &mut sources)?;
    sources.sort();

    let manifests = [("WORKSPACE_MANIFEST", workspace), ("RUNTIME_MANIFEST", &runtime)];
    let mut table = String::new();
    for (name, folder) in manifests {
        let path = folder.join("Cargo.toml");
        let _ = writeln!(table, "const {name}: &str = include_str!({});", literal(&path));
        println!("cargo::rerun-if-changed={}", path.display());
    }
    table.push_str("pub(crate) const RUNTIME_SOURCES: &[(&str, &str)] = &[\n");
    for path in &sources {
        let name =
            path.strip_prefix(&runtime).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "    ({name:?}, include_str!({})),", literal(path));
    }
    table.push_str("];\n");
    println!("cargo::rerun-if-changed={}", runtime.join("src").display());
    let target = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it for build scripts"));
    fs::write(target.join("runtime_sources.rs"), table)
}

/// A path as a Rust string literal.
fn literal(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

fn collect(folder: &Path, sources: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
    Ok(())
}
