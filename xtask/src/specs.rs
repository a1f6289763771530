//! `specs/specs.toml`: which APIs this repository generates, and from what.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// The file, relative to the root of the repository.
pub(crate) const REGISTRY: &str = "specs/specs.toml";

/// The content of `specs/specs.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registry {
    /// Every API, in the order of the file.
    #[serde(rename = "api")]
    pub(crate) apis: Vec<ApiEntry>,
}

/// One API. Every path is relative to the folder of `specs.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ApiEntry {
    /// What commands call it.
    pub(crate) name: String,
    /// The OpenAPI document.
    pub(crate) document: PathBuf,
    /// The folder that holds every file that the document may refer to; its own folder unless given.
    #[serde(default)]
    pub(crate) document_root: Option<PathBuf>,
    /// Fetch files of other hosts that the document refers to and that were not recorded yet.
    #[serde(default)]
    pub(crate) allow_remote: bool,
    /// `OpenAPI` Overlay documents, applied in this order to the document itself.
    #[serde(default)]
    pub(crate) overlays: Vec<PathBuf>,
    /// The generator's configuration.
    #[serde(default)]
    pub(crate) config: Option<PathBuf>,
    /// Where the generated crates go.
    pub(crate) output: Output,
    /// What `pull` selects; absent for documents that are written here.
    #[serde(default)]
    pub(crate) select: Option<Selection>,
    /// Where the document came from; written by `pull`.
    #[serde(default)]
    pub(crate) provenance: Option<Provenance>,
}

/// Where generated crates go and what they are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    /// The folder that receives `models` and `client`.
    pub(crate) folder: PathBuf,
    /// Name of the model package.
    pub(crate) models: String,
    /// Name of the client package.
    pub(crate) client: String,
    /// The runtime package that both depend on.
    pub(crate) runtime: Runtime,
}

/// A runtime package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Runtime {
    /// Its name.
    pub(crate) package: String,
    /// Its folder, as the manifests of the generated packages name it.
    pub(crate) path: String,
}

/// What to take from a full document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Selection {
    /// Prefixes of path templates; a path is taken when it begins with one of them.
    pub(crate) paths: Vec<String>,
    /// The environment variable that holds a bearer token for the source, where one is needed.
    #[serde(default)]
    pub(crate) token_env: Option<String>,
}

/// Where a document came from, and what it held then.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provenance {
    /// Name of the source file, or address without credentials and query.
    pub(crate) source: String,
    /// `info.version` of the source.
    pub(crate) version: String,
    /// SHA-256 of the source's bytes, in hexadecimal.
    pub(crate) sha256: String,
    /// Paths that were selected.
    pub(crate) paths: usize,
    /// Operations on these paths.
    pub(crate) operations: usize,
    /// Schemas that they reach.
    pub(crate) schemas: usize,
}

impl Registry {
    /// Reads the registry below the root of the repository.
    ///
    /// # Errors
    ///
    /// The file is missing or malformed, or two APIs have the same name.
    pub(crate) fn load(root: &Path) -> Result<Self> {
        let path = root.join(REGISTRY);
        let text = fs_err(&path, std::fs::read_to_string(&path))?;
        Self::parse(&text).with_context(|| format!("{REGISTRY} is malformed"))
    }

    fn parse(text: &str) -> Result<Self> {
        let registry: Self = toml::from_str(text)?;
        for (index, api) in registry.apis.iter().enumerate() {
            if registry.apis[..index].iter().any(|earlier| earlier.name == api.name) {
                bail!("two entries are named `{}`", api.name);
            }
        }
        Ok(registry)
    }

    /// The API of a name.
    ///
    /// # Errors
    ///
    /// There is none; the message lists those that are there.
    pub(crate) fn api(&self, name: &str) -> Result<&ApiEntry> {
        self.apis.iter().find(|api| api.name == name).with_context(|| {
            let names: Vec<_> = self.apis.iter().map(|api| api.name.as_str()).collect();
            format!("{REGISTRY} has no API `{name}`; it has {}", names.join(", "))
        })
    }
}

/// The root of the repository, whatever the current folder is.
pub(crate) fn repository() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// The folder that the paths of [`ApiEntry`] start from.
pub(crate) fn folder(root: &Path) -> PathBuf {
    root.join("specs")
}

fn fs_err<T>(path: &Path, result: std::io::Result<T>) -> Result<T> {
    result.with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Registry, repository};

    #[test]
    fn the_committed_registry_is_well_formed() {
        let registry = Registry::load(&repository()).expect("specs.toml is committed");
        let stages = registry.api("authentik-stages").expect("the stages are registered");
        assert_eq!(stages.output.models, "generated-models");
        assert!(registry.api("nothing").is_err());
    }

    #[test]
    fn names_are_unique() {
        let entry = "[[api]]\nname = \"a\"\ndocument = \"a.yaml\"\n\
                     output = { folder = \"o\", models = \"m\", client = \"c\", runtime = { package = \"r\", path = \"p\" } }\n";
        assert!(Registry::parse(entry).is_ok());
        assert!(Registry::parse(&format!("{entry}{entry}")).is_err());
    }
}
