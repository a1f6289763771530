//! What the manifests of all generated crates have in common.

use super::Input;

/// `rustfmt.toml`: generated code is formatted already, by another formatter.
pub(super) fn formatter(input: Input<'_>) -> String {
    format!("# {}\n\ndisable_all_formatting = true\n", input.notice())
}

/// A TOML string: on one line, without anything that would end it.
pub(super) fn text(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .flat_map(|character| match character {
            '"' | '\\' => vec!['\\', character],
            other => vec![other],
        })
        .collect();
    format!("\"{}\"", line.trim())
}
