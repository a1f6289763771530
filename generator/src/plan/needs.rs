//! What operations need of the security schemes, each combination once.
//!
//! In: the requirements of all operations, and the statics of the schemes. Out: one [`NeedsPlan`] per combination, in the order
//! of their constants, and for each operation which one is its. What tells combinations apart is what they demand, never
//! how they are called: a scheme may be called `none`, or `a or b`.

use std::collections::BTreeMap;

use super::naming::{Kind, Scope};
use super::{NeedsPlan, Plan};
use crate::ir::{Api, AuthRequirement, Id as _, SpecName};

/// Plans the combinations, and enters them at the operations.
pub(super) fn complete(api: &Api, plan: &mut Plan) {
    let mut users: BTreeMap<Vec<Vec<usize>>, Vec<usize>> = BTreeMap::new();
    for (id, operation) in api.operations.iter() {
        let alternatives = alternatives(&operation.auth);
        if alternatives.iter().any(|schemes| !schemes.is_empty()) {
            users.entry(alternatives).or_default().push(id.index());
        }
    }
    let names: Vec<SpecName> = users.keys().map(|alternatives| name(plan, alternatives)).collect();
    let scheme = |index: &usize| api.auth_schemes[*index].name.as_str();
    let keys = users.keys().map(|alternatives| -> Vec<Vec<&str>> {
        alternatives.iter().map(|schemes| schemes.iter().map(scheme).collect()).collect()
    });
    let keyed: Vec<_> = names.iter().zip(keys).collect();
    let schemes = plan.auth.iter().map(|scheme| scheme.constant.as_str());
    let constants = Scope::new(Kind::Constant).reserve(schemes).allocate_by(&keyed);

    let mut planned: Vec<(NeedsPlan, Vec<usize>)> = users
        .into_iter()
        .zip(constants)
        .map(|((alternatives, users), constant)| (NeedsPlan { alternatives, constant }, users))
        .collect();
    planned.sort_by(|(one, _), (other, _)| one.constant.cmp(&other.constant));
    for (index, (needs, users)) in planned.into_iter().enumerate() {
        for user in users {
            plan.operations[user].needs = Some(index);
        }
        plan.needs.push(needs);
    }
}

/// The schemes of each alternative; scopes make no difference to what is sent.
fn alternatives(requirements: &[AuthRequirement]) -> Vec<Vec<usize>> {
    let schemes = |one: &AuthRequirement| one.schemes.iter().map(|(scheme, _)| *scheme).collect();
    requirements.iter().map(schemes).collect()
}

/// `needs` and the schemes: `NEEDS_TOKEN_AND_KEY_OR_NONE`.
fn name(plan: &Plan, alternatives: &[Vec<usize>]) -> SpecName {
    let mut words = vec!["needs".to_owned()];
    for (number, schemes) in alternatives.iter().enumerate() {
        words.extend((number > 0).then(|| "or".to_owned()));
        words.extend(schemes.is_empty().then(|| "none".to_owned()));
        for (number, scheme) in schemes.iter().enumerate() {
            words.extend((number > 0).then(|| "and".to_owned()));
            words.push(plan.auth[*scheme].constant.clone());
        }
    }
    SpecName::Suggested(words)
}
