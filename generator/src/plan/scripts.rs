//! Whether names are written in other scripts than Latin.
//!
//! In: the finished plan. Out: one answer for both crates, because the client names what the models define.

use super::{OperationPlan, Plan, ShapePlan, SuccessPlan, TypePlan};

/// True where some identifier has a character beyond ASCII.
pub(super) fn beyond_ascii(plan: &Plan) -> bool {
    let own = |ident: &String| !ident.is_ascii();
    plan.types.iter().any(of_type)
        || plan.operations.iter().any(of_operation)
        || plan.groups.iter().any(|group| own(&group.accessor) || own(&group.ident))
        || plan.error_sets.iter().any(|set| own(&set.ident))
        || plan.headers.iter().any(|set| own(&set.ident) || set.fields.iter().any(|field| own(&field.ident)))
        || plan.auth.iter().any(|scheme| own(&scheme.setter) || own(&scheme.constant))
        || plan.servers.iter().any(|server| own(&server.ident) || server.setters.iter().any(own))
        || plan.webhooks.iter().any(|webhook| own(&webhook.ident))
}

fn of_type(ty: &TypePlan) -> bool {
    let of_shape = match &ty.shape {
        ShapePlan::Struct { fields, .. } => fields.iter().any(|field| !field.ident.is_ascii()),
        ShapePlan::Enum { variants, .. } => variants.iter().any(|variant| !variant.is_ascii()),
        ShapePlan::Union { variants, .. } => variants.iter().any(|variant| !variant.ident.is_ascii()),
        ShapePlan::Alias(_) | ShapePlan::Newtype(_) => false,
    };
    of_shape || !ty.ident.is_ascii()
}

fn of_operation(operation: &OperationPlan) -> bool {
    let OperationPlan { method, constant, request, params, arguments, setters, success, .. } = operation;
    let response = match success {
        SuccessPlan::ByStatus { ident, .. } => Some(ident),
        SuccessPlan::One { .. } => None,
    };
    let given = arguments.iter().chain(setters).map(|argument| &argument.ident);
    let all = [method, constant].into_iter().chain(request).chain(params).chain(response).chain(given);
    all.into_iter().any(|ident| !ident.is_ascii())
}
