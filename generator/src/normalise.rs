//! Trees → one OpenAPI 3.0 tree that the later phases can rely on: overlays and repairs applied, all files in one.

pub mod bundle;
pub mod detours;
pub mod discriminators;
pub mod examples;
pub mod intersections;
pub mod mappings;
pub mod overlay;
pub mod recursive_refs;
pub mod references;
pub mod shape;
pub mod swagger2;
mod through;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::files::Files;
use crate::limits::Limits;
use crate::pointer::FileId;
use crate::source::Sources;

/// Every step but the overlays, which are files of their own. `None` when the tree is no OpenAPI document.
pub fn normalise(
    mut tree: Value,
    document: FileId,
    files: &Files,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    // First, because a reference to another file means nothing to any other step.
    bundle::apply(&mut tree, document, files, limits, sources, diagnostics);
    // Before keywords are checked: this one is none that OpenAPI knows.
    recursive_refs::apply(&mut tree);
    // A document of Swagger 2.0 is checked as it is written. What is told here of a member is not told again of what it becomes.
    let told = shape::check_swagger2(&mut tree, sources, diagnostics);
    // Before keywords are checked otherwise: those tables are the ones of OpenAPI 3. Relies on all references leading to this tree,
    // since it moves what they lead to.
    swagger2::apply(&mut tree, document, &mut sources.origins, diagnostics);
    // From here on every keyword has the type that the specification gives it. Finds the references and mappings.
    let mut checked = shape::check(&mut tree, told, sources, diagnostics)?;
    // Relies on each reference being known with what is wanted there; may give it another target.
    detours::straighten(&mut tree, &mut checked.references, &mut sources.origins, diagnostics);
    // The rest only reports, and looks at references as they are in the end.
    references::check(&tree, &checked.references, sources, diagnostics);
    intersections::check(&tree, &checked.references, sources, diagnostics);
    mappings::check(&tree, &checked.mappings, diagnostics);
    discriminators::check(&tree, &checked.discriminators, diagnostics);
    // Defaults that do not fit their schemas go.
    examples::check(&mut tree, &checked.samples, diagnostics);
    Some(tree)
}
