//! `lib.rs` of the model crate: what the API is, and every type under one roof.

use super::examples;
use crate::emit::lints::{self, Allowed};
use crate::emit::prose::{safe_line, safe_lines};
use crate::emit::runtime::{CRATE, root};
use crate::emit::{Input, docs, features};
use crate::plan::{ModelModule, ModelPart};
use crate::print::{SourceFile, SourceItem};

/// Lints that types of a document can set off, with the reason.
const ALLOWED: &[Allowed] = &[
    ("clippy::large_enum_variant", "unions hold their variants by value"),
    ("clippy::type_complexity", "types are as deep as the schemas"),
];

/// The file.
pub(super) fn file(input: Input<'_>) -> SourceFile {
    SourceFile {
        header: vec![input.notice()],
        docs: crate_docs(input),
        items: vec![
            SourceItem::Lines(lints::lines(input.plan, ALLOWED)),
            SourceItem::Lines(vec![format!("pub use {CRATE}::{{{}}};", root::REEXPORTED.join(", "))]),
            SourceItem::Lines(modules(input)),
            SourceItem::Lines(vec![examples::line()]),
        ],
    }
}

fn crate_docs(input: Input<'_>) -> Vec<String> {
    let api = input.api;
    let mut lines = vec![format!("Types of {} {}.", safe_line(&api.title), safe_line(&api.version))];
    docs::paragraph(&mut lines, api.docs.description.as_deref().map(safe_lines).unwrap_or_default());
    docs::paragraph(
        &mut lines,
        [
            "Fields that a server may leave out are `Option`; fields that may be absent *or* null are [`Patch`]. Enums and",
            "unions keep values that the document does not list. Types travel with `serde`; `validate()` of [`Validate`]",
            "checks lengths, ranges and patterns before a value is sent.",
        ]
        .map(str::to_owned)
        .into(),
    );
    lines
}

/// What the root lists: every module, or the files that list them.
fn modules(input: Input<'_>) -> Vec<String> {
    let plan = input.plan;
    if plan.model_parts.is_empty() {
        return plan.model_modules.iter().map(|module| listed(input, module)).collect();
    }
    plan.model_parts.iter().map(|part| format!("mod {0}; pub use self::{0}::*;", part.module)).collect()
}

/// A file that lists modules which stand beside it.
pub(super) fn part(input: Input<'_>, part: &ModelPart) -> SourceFile {
    let modules = &input.plan.model_modules[part.modules.clone()];
    let lines = modules
        .iter()
        .map(|module| format!("#[path = \"{}.rs\"] {}", module.module, listed(input, module)))
        .collect();
    SourceFile { header: vec![input.notice()], docs: Vec::new(), items: vec![SourceItem::Lines(lines)] }
}

/// One line per module, so that hundreds of types stay below the limit for a file.
fn listed(input: Input<'_>, module: &ModelModule) -> String {
    let idents: Vec<_> = module.types.iter().map(|&id| input.plan.ty(id).ident.as_str()).collect();
    let exported = match idents.as_slice() {
        [ident] => (*ident).to_owned(),
        idents => format!("{{{}}}", idents.join(", ")),
    };
    let condition = features::condition(input.plan, &module.gate);
    format!("{condition}mod {0}; {condition}pub use self::{0}::{exported};", module.module)
}
