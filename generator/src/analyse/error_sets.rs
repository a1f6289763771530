//! Operations that declare the same error responses share one set. Equal means: the same statuses with the
//! same types in the same kind of media; where and with which example they are declared does not matter.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Arena, ErrorSet, ErrorSetId, Id as _, MediaType};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    let mut shared: Arena<ErrorSetId, ErrorSet> = Arena::default();
    let mut new_ids = Vec::with_capacity(api.error_sets.len());
    // Equal sets look the same; only those that do are compared.
    let mut alike: BTreeMap<String, Vec<ErrorSetId>> = BTreeMap::new();
    for (_, set) in std::mem::take(&mut api.error_sets) {
        let alike = alike.entry(look(&set)).or_default();
        let known = alike.iter().copied().find(|id| equal(&shared[*id], &set));
        new_ids.push(if let Some(id) = known {
            shared[id].add_headers(set.headers);
            id
        } else {
            let id = shared.push(set);
            alike.push(id);
            id
        });
    }
    api.error_sets = shared;
    for (_, operation) in api.operations.iter_mut() {
        operation.errors = new_ids[operation.errors.index()];
    }
}

fn equal(one: &ErrorSet, other: &ErrorSet) -> bool {
    one.entries.len() == other.entries.len()
        && one.entries.iter().zip(&other.entries).all(|((status, media), (other_status, other_media))| {
            status == other_status && facts(media.as_ref()) == facts(other_media.as_ref())
        })
}

fn look(set: &ErrorSet) -> String {
    let entries = set.entries.iter().map(|(status, media)| (status, facts(media.as_ref())));
    format!("{:?}", entries.collect::<Vec<_>>())
}

fn facts(media: Option<&MediaType>) -> Option<(crate::ir::MediaKind, Option<&crate::ir::TypeUse>)> {
    media.map(|media| (media.kind, media.ty.as_ref()))
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    #[test]
    fn equal_maps_share_one_set_wherever_they_are_declared() {
        let outcome = analysed(
            "paths:
  /a:
    get: {operationId: a, responses: {'400': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/E'}}}}}}
    put: {operationId: b, responses: {'400': {description: y, content: {application/json: {schema: {$ref: '#/components/schemas/E'}}}}}}
    post: {operationId: c, responses: {'404': {description: y, content: {application/json: {schema: {$ref: '#/components/schemas/E'}}}}}}
components: {schemas: {E: {type: object, properties: {m: {type: string}}}}}",
        );
        let sets: Vec<_> = outcome.api.operations.iter().map(|(_, one)| one.errors).collect();
        assert_eq!(outcome.api.error_sets.len(), 2);
        assert_eq!(sets[0], sets[1]);
        assert_ne!(sets[0], sets[2]);
        let keys: Vec<String> =
            outcome.api.error_sets.iter().map(|(_, set)| set.key(&outcome.api.types)).collect();
        assert_eq!(keys, ["400=E", "404=E"]);
    }

    #[test]
    fn sets_that_differ_in_one_bound_are_two() {
        let get = |path: &str, most: u8| {
            format!(
                "  /{path}: {{get: {{operationId: {path}, responses: {{'400': {{description: x, content: {{application/json: {{schema: {{type: string, maxLength: {most}}}}}}}}}}}}}}}"
            )
        };
        let outcome = analysed(&format!("paths:\n{}\n{}\n{}", get("a", 1), get("b", 2), get("c", 1)));
        let sets: Vec<_> = outcome.api.operations.iter().map(|(_, one)| one.errors).collect();
        assert_eq!(outcome.api.error_sets.len(), 2);
        assert_eq!((sets[0] == sets[2], sets[0] == sets[1]), (true, false));
    }
}
