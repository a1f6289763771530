//! Things of which a document may have only one: ids of operations, paths that match the same requests.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Check;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::{Place, Pointer};

/// OpenAPI 3.0.3, "Paths Object": "templated paths with the same hierarchy but different templated names must not exist".
pub(super) fn paths(check: &mut Check<'_>, members: &Map<String, Value>) {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for key in members.keys().filter(|key| key.starts_with('/') && key.contains('{')) {
        let hierarchy = without_names(key);
        if let Some(known) = first.get(&hierarchy) {
            let message = format!("`{key}` matches the same requests as `{known}`");
            let known = check.place().child(known);
            check.within(key, |check| {
                let diagnostic = Diagnostic::new(&codes::SAME_PATH, &check.place(), message);
                check.diagnostics.report(diagnostic.at_key().related(&known, "the other path"));
            });
        } else {
            first.insert(hierarchy, key);
        }
    }
}

/// The template with every name taken out: `/a/{}/b`.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("{}");
        text.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    text
}

/// An `operationId` and where it stands.
pub(super) struct OperationId {
    pub(super) at: Pointer,
    pub(super) id: String,
}

/// "Operation Object": the id is unique in the whole document. Those below `paths` are told where operations get their names;
/// here it is about webhooks and callbacks, which have none.
pub(super) fn operation_ids(check: &mut Check<'_>, ids: &[OperationId]) {
    let paths = Pointer::root().child("paths");
    let is_callback = |at: &Pointer| at.segments().iter().filter(|part| *part == "callbacks").count() > 0;
    let is_named = |one: &OperationId| one.at.is_within(&paths) && !is_callback(&one.at);
    let mut first: BTreeMap<&str, &OperationId> = BTreeMap::new();
    for one in ids.iter().filter(|one| is_named(one)) {
        first.entry(&one.id).or_insert(one);
    }
    for one in ids.iter().filter(|one| !is_named(one)) {
        if let Some(known) = first.get(one.id.as_str()) {
            let message = format!("`{}` is the id of another operation", one.id);
            let at = Place::document(one.at.clone());
            let diagnostic = Diagnostic::new(&codes::DUPLICATE_OPERATION_ID, &at, message);
            check
                .diagnostics
                .report(diagnostic.related(&Place::document(known.at.clone()), "first used here"));
        } else {
            first.insert(&one.id, one);
        }
    }
}
