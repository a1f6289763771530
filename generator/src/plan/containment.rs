//! Types for which something holds, also by way of the types inside of them.

use std::collections::BTreeSet;

use crate::ir::{Api, TypeId, TypeKind, Users};

/// The types of which `holds` says so, with the types known so far. It is asked once for each type, and again when a type
/// inside of one, or behind an alias inside of one, has become known.
pub(super) fn spread(api: &Api, holds: impl Fn(&TypeKind, &BTreeSet<TypeId>) -> bool) -> BTreeSet<TypeId> {
    let users = Users::of(api);
    let mut known = BTreeSet::new();
    let mut open: Vec<TypeId> = api.types.ids().collect();
    while let Some(id) = open.pop() {
        if !known.contains(&id) && holds(&api.types[id].kind, &known) {
            known.insert(id);
            users.for_each(api, id, &mut |user| open.push(user));
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::spread;
    use crate::ir::TypeKind;
    use crate::lower::fixture::{analysed, components};

    /// Each type holds the next by way of an alias, and only the last is known by itself.
    #[test]
    fn a_chain_is_walked_once() {
        let mut schemas = Vec::new();
        for index in 0..200 {
            let next = index + 1;
            schemas.push(format!(
                "S{index}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/A{next}'}}}}}}\nA{next}: {{$ref: '#/components/schemas/S{next}'}}"
            ));
        }
        schemas.push("S200: {type: object, properties: {last: {type: string}}}".to_owned());
        let operation = "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}}}}}";
        let api = analysed(&components(&schemas.join("\n")).replace("paths: {}", operation)).api;
        assert_eq!(api.types.len(), 401);
        let asked = Cell::new(0);
        let known = spread(&api, |kind, known| {
            asked.set(asked.get() + 1);
            let TypeKind::Struct(object) = kind else { return false };
            object.fields.iter().any(|field| {
                let mut used = kind.named();
                while let Some(TypeKind::Alias(_)) = used.first().map(|id| &api.types[*id].kind) {
                    used = api.types[used[0]].kind.named();
                }
                field.wire_name == "last" || used.iter().any(|id| known.contains(id))
            })
        });
        assert_eq!(known.len(), 201);
        assert!(asked.get() <= 3 * 401, "{}", asked.get());
    }
}
