//! Records in `specs.toml` where a document came from, without touching anything else in that file.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use toml_edit::{DocumentMut, Item, Table, value};

use crate::specs::Provenance;

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Returns the text of `specs.toml` with the provenance of `api` set; comments and order stay.
///
/// # Errors
///
/// The text is not TOML, or has no such API.
pub(crate) fn record(registry: &str, api: &str, provenance: &Provenance) -> Result<String> {
    let mut document: DocumentMut = registry.parse()?;
    let entry = document
        .get_mut("api")
        .and_then(Item::as_array_of_tables_mut)
        .and_then(|apis| apis.iter_mut().find(|entry| entry.get("name").and_then(Item::as_str) == Some(api)))
        .with_context(|| format!("no entry is named `{api}`"))?;
    let table = entry.entry("provenance").or_insert_with(|| Item::Table(fresh_table()));
    let table = table.as_table_mut().context("`provenance` is not a table")?;
    table["source"] = value(&provenance.source);
    table["version"] = value(&provenance.version);
    table["sha256"] = value(&provenance.sha256);
    for (key, count) in
        [("paths", provenance.paths), ("operations", provenance.operations), ("schemas", provenance.schemas)]
    {
        table[key] = value(i64::try_from(count)?);
    }
    Ok(document.to_string())
}

fn fresh_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n# Where the document came from; written by `pull`.\n");
    table
}

#[cfg(test)]
mod tests {
    use super::{record, sha256};
    use crate::specs::Provenance;

    fn provenance(version: &str) -> Provenance {
        Provenance {
            source: "shop.yaml".to_owned(),
            version: version.to_owned(),
            sha256: "00ff".to_owned(),
            paths: 2,
            operations: 3,
            schemas: 4,
        }
    }

    const BEFORE: &str = "# Top.\n\n[[api]]\nname = \"other\"\n\n[[api]]\nname = \"shop\" # ours\n\n[api.select]\npaths = [\"/a/\"]\n";

    const AFTER: &str = "# Top.\n\n[[api]]\nname = \"other\"\n\n[[api]]\nname = \"shop\" # ours\n\n[api.select]\npaths = [\"/a/\"]\n\n\
        # Where the document came from; written by `pull`.\n[api.provenance]\nsource = \"shop.yaml\"\nversion = \"1\"\n\
        sha256 = \"00ff\"\npaths = 2\noperations = 3\nschemas = 4\n";

    #[test]
    fn the_table_is_added_and_comments_stay() {
        assert_eq!(record(BEFORE, "shop", &provenance("1")).expect("the entry is there"), AFTER);
    }

    #[test]
    fn the_table_is_replaced_in_place() {
        let again = record(AFTER, "shop", &provenance("2")).expect("the entry is there");
        assert_eq!(again, AFTER.replace("version = \"1\"", "version = \"2\""));
    }

    #[test]
    fn an_unknown_api_is_an_error() {
        assert!(record(BEFORE, "none", &provenance("1")).is_err());
    }

    #[test]
    fn sha256_of_the_standard_example() {
        // FIPS 180-4, example for the message "abc".
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
