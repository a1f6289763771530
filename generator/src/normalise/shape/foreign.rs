//! Extensions that tell another generator how to name or type things. They mean nothing here, and who moves from that generator
//! should know.

use super::Check;
use crate::diagnostics::{Diagnostic, codes};

/// How such extensions begin.
const PREFIXES: [&str; 3] = ["x-ogen-", "x-oapi-codegen-", "x-progenitor-"];

/// True for an extension that only another generator understands.
pub(super) fn is_foreign(key: &str) -> bool {
    PREFIXES.iter().any(|prefix| key.starts_with(prefix))
}

/// Tells of an extension once, where it is met first.
pub(super) fn extension(check: &mut Check<'_>, key: &str) {
    if !check.foreign.insert(key.to_owned()) {
        return;
    }
    let message = format!("`{key}` is an instruction to another generator; it is ignored everywhere");
    check.within(key, |check| {
        let diagnostic = Diagnostic::new(&codes::FOREIGN_EXTENSION, &check.place(), message).at_key();
        check.diagnostics.report(diagnostic);
    });
}
