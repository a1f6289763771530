//! The client part of the plan: groups, operations, their files, errors and security schemes.
//!
//! In: the IR and the plans of the types. Out: everything in a [`Plan`] that the client crate needs.

use super::{
    Plan, auth, errors, features, groups, headers, needs, operation_layout, servers, signature, webhooks,
};
use crate::config::Config;
use crate::ir::Api;

/// Completes a plan whose types are planned.
pub fn complete(api: &Api, config: &Config, plan: &mut Plan) {
    plan.groups = groups::groups(api, config);
    plan.operations = signature::operations(api, config, &plan.types, &plan.groups);
    plan.error_sets = errors::error_sets(api, config, &plan.types);
    headers::complete(api, plan);
    plan.auth = auth::auth(api);
    needs::complete(api, plan);
    plan.servers = servers::servers(api);
    plan.webhooks = webhooks::webhooks(api, &plan.types);
    features::complete(api, plan);
    plan.operation_modules = operation_layout::operation_modules(api, &plan.groups, &plan.operations);
}
