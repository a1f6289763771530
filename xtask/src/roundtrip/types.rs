//! Which Rust type stands for a component schema, in each direction.

use std::collections::{BTreeMap, BTreeSet};

use generator::document::component_schema;
use generator::ir::Api;
use generator::plan::Plan;
use generator::pointer::Pointer;

use super::instances::Direction;

/// What the pointers of component schemas begin with.
const COMPONENTS: &str = "/components/schemas/";

/// The types of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Types {
    read: BTreeMap<Pointer, String>,
    write: BTreeMap<Pointer, String>,
}

impl Types {
    /// Takes the types from a plan in which every component travels both ways. Inline types stand at other
    /// places than components, and the twin for requests stands where its original does.
    pub(super) fn of(api: &Api, plan: &Plan) -> Self {
        let mut types = Self::default();
        for (id, def) in api.types.iter() {
            let at = &def.at.pointer;
            if at.as_str().strip_prefix(COMPONENTS).is_none_or(|name| name.contains('/')) {
                continue;
            }
            let ident = &plan.ty(id).ident;
            if def.direction.received {
                types.read.entry(at.clone()).or_insert_with(|| ident.clone());
            }
            if def.direction.sent {
                types.write.entry(at.clone()).or_insert_with(|| ident.clone());
            }
        }
        types
    }

    /// The type of a component in one direction.
    pub(super) fn ident(&self, schema: &str, direction: Direction) -> Option<&str> {
        let types = match direction {
            Direction::Read => &self.read,
            Direction::Write => &self.write,
        };
        types.get(&component_schema(schema)).map(String::as_str)
    }

    /// The component schemas that have a type, in name order.
    pub(super) fn schemas(&self) -> BTreeSet<String> {
        self.read.keys().chain(self.write.keys()).filter_map(Pointer::last).collect()
    }

    /// Every type of a component, once, in name order.
    pub(super) fn idents(&self) -> Vec<&str> {
        let mut idents: Vec<&str> =
            self.read.values().chain(self.write.values()).map(String::as_str).collect();
        idents.sort_unstable();
        idents.dedup();
        idents
    }
}

#[cfg(test)]
mod tests {
    use generator::Options;
    use generator::ir::Extent;
    use generator::pipeline::{Input, plan};
    use generator::source::SourceText;

    use super::{Direction, Types};

    #[test]
    fn a_component_has_a_type_in_each_direction() {
        let text = "openapi: 3.0.3
info: {title: a, version: '1'}
paths: {}
components:
  schemas:
    Pet: {type: object, properties: {id: {type: integer, readOnly: true}, kind: {$ref: '#/components/schemas/kind'}}}
    kind: {type: object, properties: {inner: {type: object, properties: {a: {type: string}}}}}";
        let input =
            Input { document: SourceText::new("a.yaml", text.as_bytes().to_vec()), ..Input::default() };
        let options = Options { extent: Extent::Components, ..Options::default() };
        let (api, plan) = plan(input, &options).planned.expect("a plan");
        let types = Types::of(&api, &plan);
        assert_eq!(types.ident("Pet", Direction::Read), Some("Pet"));
        assert_eq!(types.ident("Pet", Direction::Write), Some("PetRequest"));
        assert_eq!(types.ident("kind", Direction::Write), Some("Kind"));
        assert_eq!(types.ident("Nothing", Direction::Read), None);
        assert_eq!(Vec::from_iter(types.schemas()), ["Pet", "kind"]);
        assert_eq!(types.idents(), ["Kind", "Pet", "PetRequest"]);
    }
}
