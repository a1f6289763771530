//! Documentation comments of types, fields and variants.
//!
//! In: the prose of the document and the facts about a value. Out: `#[doc]` attributes, one per line.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::facts;
use super::prose::{inline_code, safe_line, safe_lines};
use crate::ir::{Api, Docs, EnumValue, Field, TypeDef};

/// Lines of prose that stay one paragraph with their facts.
const SHORT: usize = 160;

/// One `#[doc]` attribute per line.
pub(crate) fn attributes(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let text = Literal::string(&if line.is_empty() { String::new() } else { format!(" {line}") });
            quote!(#[doc = #text])
        })
        .collect()
}

/// What a type is: its title and description, and its name in the document if that differs.
pub(crate) fn of_type(def: &TypeDef, ident: &str) -> Vec<String> {
    let name = def.name.text();
    let mut lines = Vec::new();
    if let Some(title) = def.docs.summary.as_deref().filter(|title| !same_name(title, ident)) {
        lines.extend(safe_lines(title));
    }
    paragraph(&mut lines, prose(&def.docs));
    if def.owner.is_none() && !same_name(&name, ident) {
        paragraph(&mut lines, vec![format!("Called {} in the document.", inline_code(&name))]);
    }
    if def.docs.deprecated {
        paragraph(&mut lines, vec!["**Deprecated.**".to_owned()]);
    }
    lines
}

/// What a field is: its description and the facts about its value, in one line where they are short.
pub(crate) fn of_field(api: &Api, field: &Field) -> Vec<String> {
    with_facts(prose_with_title(&field.docs), &facts::of_field(api, field))
}

/// What a constant stands for.
pub(crate) fn of_value(value: &EnumValue) -> Vec<String> {
    let constant = facts::constant(&value.value);
    match value.description.as_deref().map(safe_line).filter(|text| !text.is_empty()) {
        Some(text) => vec![format!("{constant}: {text}")],
        None => vec![constant],
    }
}

/// Prose followed by facts.
pub(crate) fn with_facts(mut prose: Vec<String>, facts: &[String]) -> Vec<String> {
    match prose.as_slice() {
        [] => {
            let line = facts::after("", facts);
            if line.is_empty() { Vec::new() } else { vec![line] }
        }
        [line] if line.chars().count() <= SHORT && !line.starts_with(['#', '`', '|', '~']) => {
            vec![facts::after(line, facts)]
        }
        _ => {
            if !facts.is_empty() {
                paragraph(&mut prose, vec![facts::after("", facts)]);
            }
            prose
        }
    }
}

/// Adds lines with a blank line in front.
pub(crate) fn paragraph(lines: &mut Vec<String>, more: Vec<String>) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

/// The description, and the address that it refers to.
fn prose(docs: &Docs) -> Vec<String> {
    let mut lines = docs.description.as_deref().map(safe_lines).unwrap_or_default();
    if let Some((address, text)) = &docs.external {
        let text = text.as_deref().map(safe_line).unwrap_or_default();
        paragraph(&mut lines, vec![safe_line(&format!("See {text} {address}"))]);
    }
    lines
}

fn prose_with_title(docs: &Docs) -> Vec<String> {
    let lines = prose(docs);
    match docs.summary.as_deref() {
        Some(title) if lines.is_empty() => safe_lines(title),
        Some(_) | None => lines,
    }
}

/// True when two names differ only in case and punctuation.
fn same_name(a: &str, b: &str) -> bool {
    let folded = |text: &str| -> String {
        text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    folded(a) == folded(b)
}
