//! Cargo features of the generated crates: one per group of operations, and what stands behind which of them.
//!
//! In: the IR, and everything else that is planned. Out: the feature of each group; the [`Gate`] of each file of the model crate,
//! of each error set and of each set of headers. What an operation needs is there whenever its group is: a file is needed by
//! the groups that need any type in it, and by those that need a file that uses one of its types.
//!
//! An API with one group has no such features, because there is nothing to leave out.

use std::collections::BTreeSet;

use super::{GroupPlan, Plan};
use crate::ir::{Api, GroupId, Id as _, TypeId};

/// Features that every client crate has.
const OWN: &[&str] = &["blocking", "default", "gzip", "mock", "tracing"];

/// What more groups than these need is always there: the text of the condition would be longer than what it saves.
const MOST_GROUPS: usize = 4;

/// The groups of which one must be there for something to be there; none when it is always there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate(BTreeSet<GroupId>);

impl Gate {
    /// What exactly these groups need.
    pub fn of(groups: impl IntoIterator<Item = GroupId>) -> Self {
        let groups: BTreeSet<GroupId> = groups.into_iter().collect();
        Self(if groups.len() > MOST_GROUPS { BTreeSet::new() } else { groups })
    }

    /// The features of which one must be on; none when it is always there.
    pub fn features<'a>(&self, plan: &'a Plan) -> Vec<&'a str> {
        let mut features: Vec<&str> =
            self.0.iter().filter_map(|&group| plan.group(group).feature.as_deref()).collect();
        features.sort_unstable();
        features
    }
}

/// Plans the features, and enters the gates.
pub(super) fn complete(api: &Api, plan: &mut Plan) {
    if plan.groups.len() < 2 {
        return;
    }
    name(&mut plan.groups);
    for (index, gate) in gates_of_modules(api, plan).into_iter().enumerate() {
        plan.model_modules[index].gate = gate;
    }
    let mut errors = vec![BTreeSet::new(); plan.error_sets.len()];
    let mut headers = vec![BTreeSet::new(); plan.headers.len()];
    for (id, operation) in api.operations.iter() {
        let set = operation.errors.index();
        errors[set].insert(operation.group);
        let declared = [plan.operation(id).headers, plan.error_sets[set].headers];
        for index in declared.into_iter().flatten() {
            headers[index].insert(operation.group);
        }
    }
    for (set, groups) in plan.error_sets.iter_mut().zip(errors) {
        set.gate = Gate::of(groups);
    }
    for (set, groups) in plan.headers.iter_mut().zip(headers) {
        set.gate = Gate::of(groups);
    }
}

/// Gives each group a feature that is named like its module, with hyphens.
fn name(groups: &mut [GroupPlan]) {
    let wishes: Vec<String> =
        groups.iter().map(|group| group.module.trim_end_matches('_').replace('_', "-")).collect();
    let mut taken: BTreeSet<String> = OWN.iter().map(|&own| own.to_owned()).collect();
    taken.extend(wishes.iter().cloned());
    for (group, mut feature) in groups.iter_mut().zip(wishes) {
        if OWN.contains(&feature.as_str()) {
            while taken.contains(&feature) {
                feature.push_str("-operations");
            }
            taken.insert(feature.clone());
        }
        group.feature = Some(feature);
    }
}

/// Who needs a file of the model crate.
#[derive(Clone, Default)]
struct Users {
    /// No more than one above [`MOST_GROUPS`]: then it makes no difference who else does.
    groups: BTreeSet<GroupId>,
    /// Something that is always there does, or nothing at all.
    always: bool,
}

/// One gate per module, by index.
fn gates_of_modules(api: &Api, plan: &Plan) -> Vec<Gate> {
    let mut module_of = vec![0; api.types.len()];
    for (index, module) in plan.model_modules.iter().enumerate() {
        for id in &module.types {
            module_of[id.index()] = index;
        }
    }
    let uses: Vec<BTreeSet<usize>> = plan
        .model_modules
        .iter()
        .map(|module| {
            let named = module.types.iter().flat_map(|&id| api.types[id].kind.named());
            named.map(|id| module_of[id.index()]).collect()
        })
        .collect();

    // Pairs of a module and who needs it; `None` is what is always there.
    let needed = |group, types: Vec<TypeId>| types.into_iter().map(move |id| (id, group));
    let told = needed(None, api.told());
    let operations = api.operations.iter().flat_map(|(_, operation)| {
        let types = [operation.sent(), operation.received(), api.error_sets[operation.errors].named()];
        needed(Some(operation.group), types.concat())
    });
    let mut open: Vec<(usize, Option<GroupId>)> =
        told.chain(operations).map(|(id, group)| (module_of[id.index()], group)).collect();

    let mut needed_by = vec![Users::default(); plan.model_modules.len()];
    while let Some((module, group)) = open.pop() {
        let known = &mut needed_by[module];
        let news = match group {
            None => !std::mem::replace(&mut known.always, true),
            Some(group) => known.groups.len() <= MOST_GROUPS && known.groups.insert(group),
        };
        if news {
            open.extend(uses[module].iter().map(|&used| (used, group)));
        }
    }
    let gate = |users: Users| if users.always { Gate::default() } else { Gate::of(users.groups) };
    needed_by.into_iter().map(gate).collect()
}

#[cfg(test)]
mod tests {
    use super::{Gate, name};
    use crate::ir::{GroupId, Id as _};
    use crate::plan::GroupPlan;

    fn features(modules: &[&str]) -> Vec<String> {
        let group = |module: &&str| GroupPlan { module: (*module).to_owned(), ..GroupPlan::default() };
        let mut groups: Vec<GroupPlan> = modules.iter().map(group).collect();
        name(&mut groups);
        groups.into_iter().filter_map(|group| group.feature).collect()
    }

    #[test]
    fn a_feature_is_named_like_the_module_of_its_group() {
        assert_eq!(features(&["stages", "core_", "audit_logs"]), ["stages", "core", "audit-logs"]);
    }

    #[test]
    fn features_that_every_client_has_are_left_alone() {
        assert_eq!(
            features(&["mock", "mock_operations", "default"]),
            ["mock-operations-operations", "mock-operations", "default-operations"]
        );
    }

    #[test]
    fn what_many_groups_need_is_always_there() {
        let groups = |count| Gate::of((0..count).map(GroupId::new));
        assert_ne!(groups(4), Gate::default());
        assert_eq!(groups(5), Gate::default());
    }
}
