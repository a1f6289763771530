//! Which way values of a type travel, and what follows for `readOnly` and `writeOnly` properties (OpenAPI
//! 3.0.3, "Schema Object": they are not sent, and not required, the other way).
//!
//! A type that travels both ways and holds such a property, itself or through other types, becomes two: one for
//! responses, and its twin for requests. Then `readOnly` properties are dropped from what is only sent, and `writeOnly` ones are
//! optional in what is only received.

use std::collections::BTreeSet;

use super::shapes;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Access, Api, Direction, Extent, Id as _, Presence, SpecName, TypeId, TypeKind, TypeRef};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    directions(api);
    let split = types_to_split(api);
    if !split.is_empty() {
        twins(api, &split);
    }
    adapt_fields(api);
}

fn directions(api: &mut Api) {
    if api.extent == Extent::Components {
        let both = Direction { sent: true, received: true };
        api.types.iter_mut().for_each(|(_, def)| def.direction = both);
        return;
    }
    let (sent, received) = (api.sent(), api.received());
    let (sent, received) = (api.reachable(&sent), api.reachable(&received));
    for (id, def) in api.types.iter_mut() {
        def.direction = Direction { sent: sent[id.index()], received: received[id.index()] };
    }
}

/// Types that travel both ways and are not the same in both, in order.
fn types_to_split(api: &Api) -> Vec<TypeId> {
    let both = |id: TypeId| api.types[id].direction == Direction { sent: true, received: true };
    let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    let mut open = Vec::new();
    for (id, def) in api.types.iter() {
        def.kind.named().into_iter().for_each(|used| users[used.index()].push(id));
        if let TypeKind::Struct(shape) = &def.kind
            && shape.fields.iter().any(|field| field.access != Access::ReadWrite)
        {
            open.push(id);
        }
    }
    let mut split = BTreeSet::new();
    while let Some(id) = open.pop() {
        // What is used by a type that travels both ways does so itself, so the walk may stop here.
        if both(id) && split.insert(id) {
            open.extend(&users[id.index()]);
        }
    }
    split.into_iter().collect()
}

/// Adds a twin of each type and lets everything that is only sent use it.
fn twins(api: &mut Api, split: &[TypeId]) {
    let first = api.types.len();
    let twin = |id: TypeId| split.binary_search(&id).ok().map(|index| TypeId::new(first + index));
    for id in split {
        let mut def = api.types[*id].clone();
        let mut words = match def.name {
            SpecName::Required(name) => vec![name],
            SpecName::Suggested(words) => words,
        };
        words.push("Request".to_owned());
        def.name = SpecName::Suggested(words);
        def.owner = def.owner.map(|owner| twin(owner).unwrap_or(owner));
        def.direction = Direction { sent: true, received: false };
        api.types[*id].direction.sent = false;
        api.types.push(def);
    }
    let mut to_twin = |id: &mut TypeId| *id = twin(*id).unwrap_or(*id);
    for (_, def) in api.types.iter_mut().filter(|(_, def)| !def.direction.received) {
        def.kind.for_each_use_mut(&mut |ty| ty.for_each_named_mut(&mut to_twin));
    }
    for (_, operation) in api.operations.iter_mut() {
        operation.for_each_sent_mut(&mut |ty| ty.for_each_named_mut(&mut to_twin));
    }
}

fn adapt_fields(api: &mut Api) {
    let tags = tag_fields(api);
    for (id, def) in api.types.iter_mut() {
        let TypeKind::Struct(shape) = &mut def.kind else { continue };
        match (def.direction.sent, def.direction.received) {
            (true, false) => shape.fields.retain(|field| {
                field.access != Access::ReadOnly || tags.contains(&(id, field.wire_name.clone()))
            }),
            (false, true) => {
                let fields = shape.fields.iter_mut().filter(|field| field.access == Access::WriteOnly);
                fields.for_each(|field| field.presence = Presence::Optional);
            }
            (true, true) | (false, false) => {}
        }
    }
}

/// Properties that tell the variants of a union apart: without them a request could not be understood.
fn tag_fields(api: &Api) -> BTreeSet<(TypeId, String)> {
    let mut tags = BTreeSet::new();
    for (_, def) in api.types.iter() {
        let TypeKind::Union(shape) = &def.kind else { continue };
        let Some(property) = &shape.tag_property else { continue };
        for variant in &shape.variants {
            if let TypeRef::Named(id) = shapes::settled(api, &variant.ty).ty {
                tags.insert((id, property.clone()));
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    const BOTH: &str = "paths:
  /a:
    put:
      operationId: a
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
";

    #[test]
    fn a_type_with_read_only_properties_gets_a_twin_for_requests() {
        let outcome = analysed(&format!(
            "{BOTH}    Pet: {{type: object, required: [id, tag, pin], properties: {{id: {{type: string, readOnly: true}}, tag: {{$ref: '#/components/schemas/Tag'}}, pin: {{type: string, writeOnly: true}}, kind: {{$ref: '#/components/schemas/Kind'}}}}}}
    Tag: {{type: object, properties: {{made: {{type: string, readOnly: true}}, name: {{type: string}}}}}}
    Kind: {{type: object, properties: {{name: {{type: string}}}}}}
"
        ));
        assert_eq!(
            outcome.types(),
            "struct Pet (received)
  id: String read-only
  tag: Tag
  pin?: String write-only
  kind?: Kind
struct Tag (received)
  made?: String read-only
  name?: String
struct Kind (sent, received)
  name?: String
struct Pet.Request (sent)
  tag: Tag.Request
  pin: String write-only
  kind?: Kind
struct Tag.Request (sent)
  name?: String
"
        );
        assert!(outcome.operations().contains("body?\n    application/json (Json): Pet.Request\n"));
    }

    #[test]
    fn a_type_that_is_the_same_both_ways_stays_one() {
        let outcome = analysed(&format!(
            "{BOTH}    Pet: {{type: object, properties: {{name: {{type: string}}}}}}
    Unused: {{type: object, properties: {{name: {{type: string}}}}}}
"
        ));
        assert_eq!(outcome.types(), "struct Pet (sent, received)\n  name?: String\n");
    }
    #[test]
    fn a_read_only_tag_is_sent_also_where_the_variant_is_an_alias() {
        let outcome = analysed(
            "paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Tom'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Tom', dog: '#/components/schemas/Dog'}}
    Tom: {$ref: '#/components/schemas/Cat'}
    Cat: {type: object, required: [kind], properties: {kind: {type: string, readOnly: true}, id: {type: string, readOnly: true}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string, readOnly: true}, id: {type: string, readOnly: true}}}
",
        );
        let text = outcome.types();
        assert!(text.contains("struct Cat (sent)\n  kind: String read-only\nstruct Dog"), "{text}");
        assert!(text.contains("struct Dog (sent)\n  kind: String read-only\n"), "{text}");
    }
}
