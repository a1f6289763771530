//! Which type stands in which file of the model crate.
//!
//! In: planned types. Out: the module of each type, and the modules in name order. A component schema has a file
//! of its own, in which its inline types stand too; a file that would grow too long continues in a second one.

use std::collections::BTreeMap;

use super::features::Gate;
use super::naming::{Kind, Scope};
use super::{ModelModule, ModelPart, ShapePlan, TypePlan};
use crate::ir::{Api, Id as _, SpecName, TypeId};

/// Expected lines after which inline types go to a further file; the limit for a generated file is 1,500.
const MAX_LINES: usize = 1_100;

/// Most modules that one file lists, one per line.
const MAX_LISTED: usize = 1_200;

/// Fills in [`TypePlan::module`] and returns the modules.
pub(super) fn modules(api: &Api, types: &mut [TypePlan]) -> Vec<ModelModule> {
    let mut families: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for id in api.types.ids() {
        families.entry(family(api, id)).or_default().push(id);
    }
    let mut parts: Vec<(SpecName, Vec<TypeId>)> = Vec::new();
    for (head, mut members) in families {
        members.sort_by(|&a, &b| {
            (a != head, &types[a.index()].ident).cmp(&(b != head, &types[b.index()].ident))
        });
        let name = &types[head.index()].ident;
        for (number, part) in split(&members, |id| expected_lines(api, types, id)).into_iter().enumerate() {
            let name = match number {
                0 => SpecName::Required(name.clone()),
                further => {
                    SpecName::Suggested(vec![name.clone(), "part".to_owned(), (further + 1).to_string()])
                }
            };
            parts.push((name, part));
        }
    }
    let names: Vec<_> = parts.iter().map(|(name, _)| name).collect();
    let modules = Scope::new(Kind::Module).allocate(&names);
    let mut modules: Vec<_> = modules
        .into_iter()
        .zip(parts)
        .map(|(module, (_, types))| ModelModule { module, types, gate: Gate::default() })
        .collect();
    modules.sort_by(|a, b| a.module.cmp(&b.module));
    for module in &modules {
        for id in &module.types {
            types[id.index()].module.clone_from(&module.module);
        }
    }
    modules
}

/// The files that list the modules; none where the root of the crate can.
pub(super) fn parts(modules: &[ModelModule]) -> Vec<ModelPart> {
    if modules.len() <= MAX_LISTED {
        return Vec::new();
    }
    let mut scope = Scope::new(Kind::Module);
    let taken: Vec<_> = modules.iter().map(|module| SpecName::Required(module.module.clone())).collect();
    scope.allocate(&taken.iter().collect::<Vec<_>>());
    let starts: Vec<usize> = (0..modules.len()).step_by(MAX_LISTED).collect();
    let names: Vec<_> = (1..=starts.len())
        .map(|number| SpecName::Suggested(vec!["types".to_owned(), number.to_string()]))
        .collect();
    let names = scope.allocate(&names.iter().collect::<Vec<_>>());
    let part = |(start, module)| ModelPart { module, modules: start..modules.len().min(start + MAX_LISTED) };
    starts.into_iter().zip(names).map(part).collect()
}

/// The component schema that an inline type belongs to.
fn family(api: &Api, id: TypeId) -> TypeId {
    let mut head = id;
    // Longer chains would be a circle.
    for _ in 0..api.types.len() {
        match api.types[head].owner {
            Some(owner) => head = owner,
            None => return head,
        }
    }
    id
}

/// Runs of members that stay below the limit; a single member may exceed it.
fn split(members: &[TypeId], lines: impl Fn(TypeId) -> usize) -> Vec<Vec<TypeId>> {
    let mut parts: Vec<Vec<TypeId>> = Vec::new();
    let mut total = 0;
    for &member in members {
        let lines = lines(member);
        match parts.last_mut() {
            Some(part) if total + lines <= MAX_LINES => {
                part.push(member);
                total += lines;
            }
            _ => {
                parts.push(vec![member]);
                total = lines;
            }
        }
    }
    parts
}

fn expected_lines(api: &Api, types: &[TypePlan], id: TypeId) -> usize {
    let prose = api.types[id].docs.description.as_deref().map_or(0, |text| text.lines().count());
    let parts = match &types[id.index()].shape {
        ShapePlan::Struct { fields, .. } => fields.len() * 4,
        ShapePlan::Enum { variants, .. } => variants.len() * 3,
        ShapePlan::Union { variants, .. } => variants.len() * 3,
        ShapePlan::Alias(_) | ShapePlan::Newtype(_) => 2,
    };
    prose + parts + 10
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::ir::build::{component, inline, leaf, object, optional};
    use crate::ir::{Api, Scalar};
    use crate::plan::{Packages, plan};

    #[test]
    fn inline_types_stand_with_their_owner_and_long_files_are_split() {
        let mut api = Api::default();
        let many = |count: usize| {
            object((0..count).map(|index| optional(&format!("f{index}"), leaf(Scalar::Bool))).collect())
        };
        let pet = api.types.push(component("Pet", many(3)));
        let cat = api.types.push(component("Cat", many(200)));
        let owner = api.types.push(inline(pet, &["Pet", "owner"], many(3)));
        let name = api.types.push(inline(owner, &["Pet", "owner", "name"], many(3)));
        let whiskers = api.types.push(inline(cat, &["Cat", "whiskers"], many(200)));
        let plan = plan(&api, &Config::default(), Packages::default());
        let modules: Vec<_> = plan
            .model_modules
            .iter()
            .map(|module| (module.module.as_str(), module.types.as_slice()))
            .collect();
        assert_eq!(
            modules,
            [
                ("cat", [cat].as_slice()),
                ("cat_part_2", [whiskers].as_slice()),
                ("pet", [pet, owner, name].as_slice())
            ]
        );
        assert_eq!(plan.ty(name).module, "pet");
    }

    #[test]
    fn more_modules_than_one_file_can_list_are_listed_in_parts() {
        let mut api = Api::default();
        for index in 0..1_200 {
            api.types.push(component(&format!("T{index}"), object(Vec::new())));
        }
        let planned = |api: &Api| plan(api, &Config::default(), Packages::default()).model_parts;
        assert_eq!(planned(&api), []);
        api.types.push(component("Types1", object(Vec::new())));
        let parts: Vec<_> = planned(&api).into_iter().map(|part| (part.module, part.modules)).collect();
        assert_eq!(parts, [("types_1".to_owned(), 0..1_200), ("types_2".to_owned(), 1_200..1_201)]);
    }
}
