//! Where the manifests of the generated crates find a runtime that is there already.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

/// The folder of the runtime, seen from the folder of a generated crate below `out`.
pub(super) fn runtime_path(runtime: &Path, out: &Path) -> Result<String> {
    let manifest = runtime.join("Cargo.toml");
    ensure!(manifest.is_file(), "{} is not a crate: it has no Cargo.toml", runtime.display());
    let runtime = runtime.canonicalize().with_context(|| format!("cannot find {}", runtime.display()))?;
    Ok(relative(&runtime, &real(out)?.join("models")))
}

/// An absolute path without links, for a folder that need not exist yet.
fn real(folder: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    while !existing.exists() {
        missing.extend(existing.file_name());
        let Some(parent) = existing.parent() else { break };
        existing = parent;
    }
    let found = existing.canonicalize().with_context(|| format!("cannot find {}", folder.display()))?;
    Ok(missing.iter().rev().fold(found, |path, name| path.join(name)))
}

/// `to`, seen from `from`; both are absolute. Manifests write `/` on every system.
fn relative(to: &Path, from: &Path) -> String {
    let (to, from): (Vec<_>, Vec<_>) = (to.components().collect(), from.components().collect());
    let shared = to.iter().zip(&from).take_while(|(left, right)| left == right).count();
    if shared == 0 {
        return to.iter().collect::<PathBuf>().to_string_lossy().replace('\\', "/");
    }
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let down = to[shared..].iter().copied();
    up.chain(down).map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_go_up_and_down_again() {
        assert_eq!(relative(Path::new("/a/runtime"), Path::new("/a/out/models")), "../../runtime");
        assert_eq!(relative(Path::new("/a/out/runtime"), Path::new("/a/out/models")), "../runtime");
    }
}
