//! What the packages of a document are called.

use std::path::Path;

use anyhow::{Result, bail};

/// The name that the user gave, or the document's file name made a package name.
pub(super) fn package_name(given: Option<&str>, document: &Path) -> Result<String> {
    let Some(name) = given else { return Ok(from_file(document)) };
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(fits) {
        bail!("`{name}` cannot be the name of a package: use letters, digits, `-` and `_`, a letter first");
    }
    Ok(name.to_owned())
}

fn from_file(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<&str> = stem
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join("-");
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("api-{name}") }
        .trim_end_matches('-')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::package_name;

    #[test]
    fn file_names_become_package_names() {
        for (file, name) in
            [("specs/Pet Store.v1.yaml", "pet-store-v1"), ("1.yaml", "api-1"), ("日本.json", "api")]
        {
            assert_eq!(package_name(None, Path::new(file)).ok().as_deref(), Some(name));
        }
    }

    #[test]
    fn given_names_must_be_package_names() {
        assert!(package_name(Some("my-api"), Path::new("x")).is_ok());
        assert!(package_name(Some("my api"), Path::new("x")).is_err());
        assert!(package_name(Some("1st"), Path::new("x")).is_err());
    }
}
