//! `cargo xtask specs pull NAME --from SOURCE`: from a full document of a product to the facts that we keep.
//!
//! In: a file or an address. Out: `specs/<name>.yaml` with the selected paths, every component that they reach
//! and no prose, and the provenance in `specs/specs.toml`. The overlay and the configuration are never touched.

pub(crate) mod closure;
mod fetch;
mod grammar;
mod order;
mod prose;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::document;
use crate::provenance::{record, sha256};
use crate::specs::{Provenance, REGISTRY, Registry, Selection, folder, repository};

/// Arguments of `pull`.
#[derive(Args)]
pub(crate) struct PullArguments {
    /// The API's name in `specs/specs.toml`.
    name: String,
    /// The full document: a file, or the address of an instance's schema.
    #[arg(long, value_name = "FILE|URL")]
    from: String,
}

/// What a pull produces, before anything is written.
struct Pulled {
    document: String,
    provenance: Provenance,
}

/// Pulls one API and writes its document and provenance.
///
/// # Errors
///
/// The source cannot be read or does not fit, or a file cannot be written.
pub(crate) fn run(arguments: &PullArguments) -> Result<ExitCode> {
    let root = repository();
    let registry = Registry::load(&root)?;
    let api = registry.api(&arguments.name)?;
    let Some(selection) = &api.select else {
        bail!("`{}` has no `select` table: its document is written here", api.name);
    };
    let source = fetch::source(&arguments.from, selection.token_env.as_deref())?;
    let pulled = pull(&source.name, &source.bytes, selection)
        .with_context(|| format!("cannot take `{}` from {}", api.name, source.name))?;

    let target = folder(&root).join(&api.document);
    write_if_changed(&target, &pulled.document)?;
    let path = root.join(REGISTRY);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    write_if_changed(&path, &record(&text, &api.name, &pulled.provenance)?)?;

    if let Some(before) = api.provenance.as_ref().filter(|before| **before != pulled.provenance) {
        println!("{} was: {}", api.name, facts(before));
    }
    println!("{} is: {}", api.name, facts(&pulled.provenance));
    println!("run `cargo xtask codegen` to bring the generated crates up to date");
    Ok(ExitCode::SUCCESS)
}

fn facts(provenance: &Provenance) -> String {
    let Provenance { version, paths, operations, schemas, .. } = provenance;
    format!("version {version}, {paths} paths, {operations} operations, {schemas} schemas")
}

fn pull(name: &str, bytes: &[u8], selection: &Selection) -> Result<Pulled> {
    let mut tree = document::read(name, bytes)?;
    let version = tree.pointer("/info/version").and_then(Value::as_str);
    let version = version.context("no `info.version`: is this an OpenAPI document?")?.to_owned();
    select(&mut tree, &selection.paths)?;
    closure::prune(&mut tree)?;
    prose::drop_prose(&mut tree);
    order::order(&mut tree);
    let provenance = Provenance {
        source: name.to_owned(),
        version,
        sha256: sha256(bytes),
        paths: members(&tree, "/paths"),
        operations: operations(&tree),
        schemas: members(&tree, "/components/schemas"),
    };
    Ok(Pulled { document: document::write(&tree)?, provenance })
}

/// Keeps the paths that begin with one of the prefixes.
fn select(document: &mut Value, prefixes: &[String]) -> Result<()> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).context("no `paths`")?;
    for prefix in prefixes {
        if !paths.keys().any(|path| path.starts_with(prefix)) {
            bail!("no path begins with `{prefix}`");
        }
    }
    paths.retain(|path, _| prefixes.iter().any(|prefix| path.starts_with(prefix)));
    Ok(())
}

fn members(document: &Value, pointer: &str) -> usize {
    document.pointer(pointer).and_then(Value::as_object).map_or(0, serde_json::Map::len)
}

fn operations(document: &Value) -> usize {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
    paths
        .filter_map(Value::as_object)
        .flat_map(serde_json::Map::keys)
        .filter(|key| grammar::METHODS.contains(&key.as_str()))
        .count()
}

fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{document, members, operations, pull};
    use crate::specs::{Registry, Selection, folder, repository};

    const SOURCE: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '7', description: Sells pets.}
servers: [{url: /api}]
paths:
  /pets/:
    get:
      operationId: pets_list
      description: Lists.
      responses:
        '200':
          description: Fine
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
    parameters: []
  /owners/:
    get: {operationId: owners_list, responses: {}}
    post: {operationId: owners_create, responses: {}}
components:
  schemas:
    Owner: {type: string}
    Pet: {type: object, properties: {title: {type: string, description: A name.}}}
";

    const PULLED: &str = "\
openapi: 3.0.3
info:
  title: Shop
  version: '7'
servers:
- url: /api
paths:
  /pets/:
    parameters: []
    get:
      operationId: pets_list
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
components:
  schemas:
    Pet:
      type: object
      properties:
        title:
          type: string
";

    fn selection(prefix: &str) -> Selection {
        Selection { paths: vec![prefix.to_owned()], token_env: None }
    }

    #[test]
    fn a_pull_keeps_the_facts_of_the_selected_paths() {
        let pulled = pull("shop.yaml", SOURCE.as_bytes(), &selection("/pets/")).expect("the source is whole");
        assert_eq!(pulled.document, PULLED);
        assert_eq!(pulled.provenance.version, "7");
        assert_eq!(
            (pulled.provenance.paths, pulled.provenance.operations, pulled.provenance.schemas),
            (1, 1, 1)
        );
    }

    #[test]
    fn pulling_what_was_pulled_changes_nothing() {
        let pulled = pull("shop.yaml", PULLED.as_bytes(), &selection("/pets/")).expect("the source is whole");
        assert_eq!(pulled.document, PULLED);
    }

    #[test]
    fn the_committed_documents_hold_what_their_provenance_says() {
        let root = repository();
        for api in Registry::load(&root).expect("specs.toml is committed").apis {
            let path = folder(&root).join(&api.document);
            let bytes = std::fs::read(path).expect("the document is committed");
            let tree = document::read(&api.name, &bytes).expect("well formed");
            if let Some(provenance) = api.provenance {
                assert_eq!(members(&tree, "/paths"), provenance.paths);
                assert_eq!(operations(&tree), provenance.operations);
                assert_eq!(members(&tree, "/components/schemas"), provenance.schemas);
            }
        }
    }

    #[test]
    fn a_prefix_without_paths_is_an_error() {
        assert!(pull("shop.yaml", SOURCE.as_bytes(), &selection("/cars/")).is_err());
    }
}
