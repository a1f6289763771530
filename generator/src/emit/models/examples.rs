//! Examples of types, as data: what `example()` of a type gives in tests.
//!
//! In: the types of the plan. Out: a JSON file with one line per struct that servers send, and the line of `lib.rs`
//! that takes it in. It is data, and only compiled where tests ask for it.

use serde_json::Value;

use crate::emit::Input;
use crate::emit::runtime::wire;
use crate::emit::samples::{Way, sample_of_type};
use crate::ir::TypeKind;

/// Where the table is in the crate.
pub(super) const FILE: &str = "src/examples.json";

/// The table.
pub(super) fn table(input: Input<'_>) -> String {
    let mut rows = Vec::new();
    for (id, def) in input.api.types.iter() {
        if def.direction.received && matches!(def.kind, TypeKind::Struct(_)) {
            let ident = Value::from(input.plan.ty(id).ident.as_str());
            rows.push(format!("{ident}: {}", sample_of_type(input.api, id, Way::Received)));
        }
    }
    // In name order, so that the order of the document does not matter.
    rows.sort_unstable();
    rows.insert(0, format!("\"//\": {}", Value::from(input.notice())));
    format!("{{\n{}\n}}\n", rows.join(",\n"))
}

/// What `lib.rs` says about it.
pub(super) fn line() -> String {
    format!("{} {{ include_str!(\"examples.json\") }}", wire::EXAMPLES)
}
