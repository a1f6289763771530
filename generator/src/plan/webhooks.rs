//! Names and types of what the API sends.
//!
//! In: the webhooks. Out: one [`WebhookPlan`] each.

use super::naming::{Kind, Scope};
use super::param_types::body_type;
use super::{RustType, TypePlan, WebhookPlan, methods};
use crate::ir::{Api, SpecName};

/// Plans every webhook.
pub(super) fn webhooks(api: &Api, types: &[TypePlan]) -> Vec<WebhookPlan> {
    let names: Vec<&SpecName> = api.webhooks.iter().map(|webhook| &webhook.name).collect();
    let idents = Scope::new(Kind::Variant).avoid(methods::OF_ENUMS.iter().copied()).allocate(&names);
    let planned = api.webhooks.iter().zip(idents).map(|(webhook, ident)| {
        let ty = webhook.ty.as_ref().map_or(RustType::Unit, |used| body_type(api, types, used));
        WebhookPlan { ident, ty }
    });
    planned.collect()
}
