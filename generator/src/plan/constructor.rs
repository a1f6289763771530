//! Which types get a `new`, and what it takes.
//!
//! In: a planned struct. Out: the fields that `new` asks for; the others are absent in what it gives.

use super::{ShapePlan, Slot, TypePlan};
use crate::ir::Direction;

/// A constructor takes at most this many arguments; beyond that a struct literal reads better.
const MAX_ARGUMENTS: usize = 7;

/// Indices of the fields that `new` takes: the required ones of a type that is sent and has others besides. `None`
/// where there is no `new`.
pub fn arguments(plan: &TypePlan, direction: Direction) -> Option<Vec<usize>> {
    let ShapePlan::Struct { fields, additional } = &plan.shape else { return None };
    let required: Vec<usize> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.slot, Slot::Required | Slot::Nullable))
        .map(|(index, _)| index)
        .collect();
    let others = fields.len() - required.len() + usize::from(additional.is_some());
    let fits = direction.sent && !required.is_empty() && required.len() <= MAX_ARGUMENTS && others > 0;
    fits.then_some(required)
}
