//! From what the emitters say to the text of a file.
//!
//! In: a [`SourceFile`] of items. Out: its text. Every item is formatted by itself, with a blank line in front, which
//! the formatter does not do between items; [`table`]s of macros have one entry per line, which it does not do
//! either. Tokens that are not Rust are a bug of ours: the message names the file.

mod width;

use proc_macro2::TokenStream;

/// A Rust file before it is text.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// Comment lines at the top, without slashes.
    pub header: Vec<String>,
    /// Lines of module documentation, without slashes.
    pub docs: Vec<String>,
    /// What stands in it.
    pub items: Vec<SourceItem>,
}

/// A part of a Rust file.
#[derive(Clone, Debug)]
pub enum SourceItem {
    /// One or more items of Rust, formatted by the formatter.
    Tokens(TokenStream),
    /// Lines that are written as they are, as a block: `use` and `mod` declarations, inner attributes, [`table`]s.
    Lines(Vec<String>),
}

/// Why a file cannot be printed; always a bug of the generator.
#[derive(Debug, thiserror::Error)]
#[error("bug in the generator: `{file}` is not Rust: {error}\n{tokens}")]
pub struct PrintError {
    /// The file.
    pub file: String,
    /// What the parser says.
    pub error: String,
    /// The beginning of the tokens.
    pub tokens: String,
}

/// A macro call with one entry per line: `head` with the braces that it opens, the entries, `foot` with the braces
/// that it closes.
pub fn table(head: &str, rows: &[String], foot: &str) -> Vec<String> {
    if rows.is_empty() {
        return vec![format!("{head}{foot}")];
    }
    let mut lines = vec![head.to_owned()];
    lines.extend(rows.iter().map(|row| format!("    {row}")));
    lines.push(foot.to_owned());
    lines
}

/// How much of unusable tokens a message shows, in characters.
const SHOWN_TOKENS: usize = 400;

/// The text of `source`.
///
/// # Errors
///
/// Tokens that are not Rust items.
pub fn print(file: &str, source: &SourceFile) -> Result<String, PrintError> {
    let mut blocks: Vec<String> = Vec::with_capacity(source.items.len() + 2);
    blocks.extend(comment("//", &source.header));
    blocks.extend(comment("//!", &source.docs));
    for item in &source.items {
        match item {
            SourceItem::Tokens(tokens) => items(file, tokens, &mut blocks)?,
            SourceItem::Lines(lines) if lines.is_empty() => {}
            SourceItem::Lines(lines) => blocks.push(lines.join("\n") + "\n"),
        }
    }
    Ok(blocks.join("\n"))
}

fn comment(mark: &str, lines: &[String]) -> Option<String> {
    let lines: Vec<_> = lines.iter().map(|line| format!("{mark} {line}").trim_end().to_owned()).collect();
    (!lines.is_empty()).then(|| lines.join("\n") + "\n")
}

fn items(file: &str, tokens: &TokenStream, blocks: &mut Vec<String>) -> Result<(), PrintError> {
    let parsed: syn::File = syn::parse2(tokens.clone()).map_err(|error| PrintError {
        file: file.to_owned(),
        error: error.to_string(),
        tokens: tokens.to_string().chars().take(SHOWN_TOKENS).collect(),
    })?;
    for item in parsed.items {
        let single = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
        let text = width::widen(&prettyplease::unparse(&single));
        // Tables of constants and imports read better without blank lines.
        let goes_on = |block: &&mut String| {
            ["static ", "use "].iter().any(|word| block.starts_with(word) && text.starts_with(word))
        };
        match blocks.last_mut().filter(goes_on) {
            Some(block) => block.push_str(&text),
            None => blocks.push(text),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{SourceFile, SourceItem, print, table};

    #[test]
    fn items_are_separated_and_tables_have_one_entry_per_line() {
        let source = SourceFile {
            header: vec!["@generated from a.yaml".to_owned()],
            docs: vec!["Pets.".to_owned(), String::new(), "More.".to_owned()],
            items: vec![
                SourceItem::Lines(vec!["use a::B;".to_owned(), "use c::D;".to_owned()]),
                SourceItem::Tokens(quote! {
                    #[doc = " A pet."]
                    pub struct Pet { #[doc = " Its name."] pub name: String, }
                    pub type Pets = Vec<Pet>;
                }),
                SourceItem::Lines(table(
                    "runtime::record! { Pet {",
                    &["name \"name\" Required String,".to_owned()],
                    "} }",
                )),
            ],
        };
        let expected = "\
// @generated from a.yaml

//! Pets.
//!
//! More.

use a::B;
use c::D;

/// A pet.
pub struct Pet {
    /// Its name.
    pub name: String,
}

pub type Pets = Vec<Pet>;

runtime::record! { Pet {
    name \"name\" Required String,
} }
";
        assert_eq!(print("pet.rs", &source).expect("it is Rust"), expected);
    }

    #[test]
    fn what_is_not_rust_names_the_file() {
        let source =
            SourceFile { items: vec![SourceItem::Tokens(quote!(pub struct;))], ..SourceFile::default() };
        let error = print("models/src/pet.rs", &source).expect_err("no name").to_string();
        assert!(error.contains("models/src/pet.rs"), "{error}");
    }
}
