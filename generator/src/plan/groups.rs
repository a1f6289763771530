//! Names of the groups: the accessor on the client, the type behind it and its module.
//!
//! In: the tags. Out: one [`GroupPlan`] per group.

use crate::config::Config;
use crate::ir::{Api, SpecName};
use crate::plan::naming::{Kind, Scope, type_ident};
use crate::plan::servers::is_choice;
use crate::plan::signature::CLIENT_TYPES;
use crate::plan::{GroupPlan, methods};

/// Modules of the client crate besides those of the groups.
const CLIENT_MODULES: &[&str] = &["auth", "builder"];

/// Plans every group, by [`GroupId`](crate::ir::GroupId).
pub(super) fn groups(api: &Api, config: &Config) -> Vec<GroupPlan> {
    let names: Vec<SpecName> = api
        .groups
        .iter()
        .map(|(_, group)| match config.renamed("tag", &group.name.text()) {
            Some(name) => SpecName::Required(name.to_owned()),
            None => group.name.clone(),
        })
        .collect();
    let names: Vec<&SpecName> = names.iter().collect();
    let taken = methods::OF_CLIENTS.iter().chain(methods::OF_TRAITS).copied();
    let accessors =
        Scope::new(Kind::Value).reserve(taken).reserve([methods::LIKE_A_CONSTRUCTOR]).allocate(&names);
    let servers = is_choice(api).then_some("servers");
    let webhooks = (!api.webhooks.is_empty()).then_some("webhooks");
    let own = CLIENT_MODULES.iter().copied().chain(servers).chain(webhooks);
    let modules = Scope::new(Kind::Module).reserve(own).allocate(&names);
    let types: Vec<SpecName> =
        names.iter().map(|name| SpecName::Required(type_ident(&name.text(), "operations"))).collect();
    let types: Vec<&SpecName> = types.iter().collect();
    let idents = Scope::new(Kind::Type).reserve(CLIENT_TYPES.iter().copied()).allocate(&types);
    accessors
        .into_iter()
        .zip(idents)
        .zip(modules)
        .map(|((accessor, ident), module)| GroupPlan { accessor, ident, module, feature: None })
        .collect()
}
