//! Several files become one tree.
//!
//! In: the tree of the document, overlays applied, and a [`Reader`](crate::files::Reader) for the others. Out: one
//! tree in which every reference is `#/…`. What other files hold and the document refers to stands under its
//! `components` then (`definitions` and the like in Swagger 2.0), once, however it is reached; what has no place there,
//! such as a path item, stands where the reference was. [`Origins`](crate::origins::Origins) lead from there to the
//! file that it was written in. Identifiers are resolved on the way: `$self`, `$id`, `$anchor`, `$dynamicRef`.
//!
//! | step | file |
//! |---|---|
//! | what a reference names: a file, an address, a place here | `address` |
//! | files that were opened, and the identifiers in them | `library`, `identifiers` |
//! | every reference that is in use → its target | `gather`, `resolve` |
//! | targets → places under `components`, with names | `homes` |
//! | the one tree | `copy`, `tags` |

mod address;
mod copy;
mod gather;
mod homes;
mod identifiers;
mod library;
mod resolve;
mod tags;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diagnostics::Diagnostics;
use crate::files::Files;
use crate::limits::Limits;
use crate::pointer::{FileId, Pointer};
use crate::source::Sources;

/// What a reference is replaced by that was reported: nothing later says so again.
pub(crate) const UNRESOLVED: &str = "#!";

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    /// Index of the file; 0 is the document.
    file: usize,
    pointer: Pointer,
}

/// Brings everything that the document refers to into its tree. Most documents have nothing to bring and are left as
/// they are, after one quick look.
pub fn apply(
    tree: &mut Value,
    document: FileId,
    files: &Files,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    if !refers_elsewhere(tree) {
        return;
    }
    let root = std::mem::take(tree);
    let library = library::Library::new(root, document, files.reader());
    let gathered = gather::gather(library, limits, sources, diagnostics);
    let homes = homes::homes(&gathered);
    *tree = copy::one_tree(&gathered, &homes, limits, &mut sources.origins, diagnostics);
}

/// True when a reference leads to anything but a pointer of this document, as far as keys tell.
fn refers_elsewhere(tree: &Value) -> bool {
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        match node {
            Value::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("$ref", Value::String(text)) if text.starts_with("#/") => {}
                        ("$ref" | "$id" | "$anchor" | "$dynamicRef" | "$self", Value::String(_)) => {
                            return true;
                        }
                        (_, Value::Object(_) | Value::Array(_)) => open.push(value),
                        (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
                    }
                }
            }
            Value::Array(items) => {
                open.extend(items.iter().filter(|item| item.is_object() || item.is_array()));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}
