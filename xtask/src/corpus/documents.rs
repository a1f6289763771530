//! Which documents a run is about.
//!
//! In: a folder, a tar archive or a list. Out: paths with the names that reports use, in name order (lists: in
//! the order of the list).

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use generator::files::Files;
use generator::files::folder::{Folder, FolderError};

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its path below the source.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The folder that holds what it refers to; its own folder unless given.
    pub(crate) root: Option<PathBuf>,
}

impl Document {
    /// The files that it may refer to.
    ///
    /// # Errors
    ///
    /// A folder cannot be found, or the document does not stand below its root.
    pub(crate) fn files(&self) -> Result<Files, FolderError> {
        Folder::of_document(&self.path, self.root.as_deref()).map(Files::new)
    }
}

/// Finds every document of a source.
///
/// # Errors
///
/// The source cannot be read, or has no document.
pub(crate) fn find(source: &Path, root: Option<&Path>, scratch: &Path) -> anyhow::Result<Vec<Document>> {
    let documents = if source.is_dir() {
        folder(source)?
    } else if is_archive(source) {
        folder(&unpacked(source, scratch)?)?
    } else {
        list(source, root)?
    };
    if documents.is_empty() {
        bail!("{} has no document", source.display());
    }
    Ok(documents)
}

fn folder(root: &Path) -> anyhow::Result<Vec<Document>> {
    let mut open = vec![root.to_owned()];
    let mut documents = Vec::new();
    while let Some(folder) = open.pop() {
        let entries =
            std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if is_document(&path) {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                documents.push(Document { name, path, root: Some(root.to_owned()) });
            }
        }
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}

fn is_document(path: &Path) -> bool {
    let known = |extension: &std::ffi::OsStr| {
        ["json", "yaml", "yml"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    };
    path.extension().is_some_and(known)
}

fn is_archive(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
    [".tar", ".tar.xz", ".tar.gz", ".tgz", ".tar.zst"].iter().any(|end| name.ends_with(end))
}

/// Unpacks an archive with the system's `tar`, once.
fn unpacked(archive: &Path, scratch: &Path) -> anyhow::Result<PathBuf> {
    let name = archive.file_name().context("an archive has a name")?;
    let folder = scratch.join("documents").join(name);
    if !folder.exists() {
        std::fs::create_dir_all(&folder)?;
        let status = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(&folder).status();
        if !status.context("cannot start tar")?.success() {
            std::fs::remove_dir_all(&folder)?;
            bail!("cannot unpack {}", archive.display());
        }
    }
    Ok(folder)
}

/// Lines that are empty or begin with `#` are skipped.
fn list(path: &Path, root: Option<&Path>) -> anyhow::Result<Vec<Document>> {
    if is_document(path) {
        return Ok(vec![Document { name: path.display().to_string(), path: path.to_owned(), root: None }]);
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let base = root.or_else(|| path.parent()).unwrap_or(Path::new("."));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let document = |line: &str| Document {
        name: line.to_owned(),
        path: base.join(line),
        root: root.map(Path::to_owned),
    };
    Ok(lines.map(document).collect())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn folders_are_read_at_any_depth_and_lists_keep_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("all");
        std::fs::create_dir_all(root.join("b")).expect("created");
        for name in ["c.yaml", "b/d.json", "notes.txt"] {
            std::fs::write(root.join(name), "{}").expect("written");
        }
        let names = |documents: Vec<super::Document>| -> Vec<String> {
            documents.into_iter().map(|document| document.name).collect()
        };
        let all = find(&root, None, folder.path()).expect("documents");
        assert_eq!(names(all), ["b/d.json", "c.yaml"]);
        let list = folder.path().join("list.txt");
        std::fs::write(&list, "# two\nc.yaml\n\nb/d.json\n").expect("written");
        let listed = find(&list, Some(&root), folder.path()).expect("documents");
        assert_eq!(listed[0].path, root.join("c.yaml"));
        assert_eq!(names(listed), ["c.yaml", "b/d.json"]);
    }
}
