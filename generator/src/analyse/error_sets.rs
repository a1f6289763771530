//! Operations that declare the same error responses share one set. Equal means: the same statuses with the
//! same types in the same kind of media; where and with which example they are declared does not matter.

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Arena, ErrorSet, ErrorSetId, Id as _, MediaType};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    let mut shared: Arena<ErrorSetId, ErrorSet> = Arena::default();
    let mut new_ids = Vec::with_capacity(api.error_sets.len());
    for (_, set) in std::mem::take(&mut api.error_sets) {
        let known = shared.iter().find(|(_, other)| equal(other, &set)).map(|(id, _)| id);
        new_ids.push(match known {
            Some(id) => {
                shared[id].add_headers(set.headers);
                id
            }
            None => shared.push(set),
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
}
