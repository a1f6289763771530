//! How a list of one operation continues: from the page to its items and to what names the next page.
//!
//! In: the paging rule of the operation and the types on the way. Out: a [`PagingPlan`], or nothing where the fields
//! of the rule do not exist in the type of the page.

use super::param_types::resolved;
use super::{PagingPlan, PagingStep, RustType, ShapePlan, SuccessPlan, TypePlan};
use crate::ir::{Api, FieldPath, Id as _, Operation, PaginationStyle, TypeId, TypeKind};

/// Plans the paging methods of one operation.
pub(super) fn paging(
    api: &Api,
    types: &[TypePlan],
    operation: &Operation,
    success: &SuccessPlan,
) -> Option<PagingPlan> {
    let rule = operation.pagination.as_ref()?;
    let SuccessPlan::One { ty: page, .. } = success else { return None };
    let (items, list) = walk(api, types, page, &rule.items)?;
    let RustType::List(item) = list else { return None };
    let next = match &rule.style {
        PaginationStyle::PageNumber { next, .. }
        | PaginationStyle::Cursor { next, .. }
        | PaginationStyle::NextLink { next } => walk(api, types, page, next)?.0,
        PaginationStyle::LastItem { more, .. } => walk(api, types, page, more)?.0,
        PaginationStyle::Offset { .. } | PaginationStyle::PageCount { .. } | PaginationStyle::LinkHeader => {
            Vec::new()
        }
    };
    let key = match &rule.style {
        PaginationStyle::LastItem { key, .. } => {
            let RustType::Named(id) = resolved(types, (*item).clone()) else { return None };
            Some(field(api, types, id, key)?.ident)
        }
        _ => None,
    };
    Some(PagingPlan { item: *item, items, next, key })
}

/// The fields along a path, and the type at its end without the wrappers of absence.
fn walk(
    api: &Api,
    types: &[TypePlan],
    start: &RustType,
    path: &FieldPath,
) -> Option<(Vec<PagingStep>, RustType)> {
    let mut ty = resolved(types, start.clone());
    let mut steps = Vec::new();
    for name in &path.0 {
        let RustType::Named(id) = ty else { return None };
        let step = field(api, types, id, name)?;
        ty = resolved(types, without_absence(&step.ty).clone());
        steps.push(step);
    }
    Some((steps, ty))
}

fn field(api: &Api, types: &[TypePlan], id: TypeId, wire_name: &str) -> Option<PagingStep> {
    let (TypeKind::Struct(definition), ShapePlan::Struct { fields, .. }) =
        (&api.types[id].kind, &types[id.index()].shape)
    else {
        return None;
    };
    let index = definition.fields.iter().position(|field| field.wire_name == wire_name)?;
    let field = fields.get(index)?;
    Some(PagingStep { ident: field.ident.clone(), ty: field.ty.clone() })
}

fn without_absence(ty: &RustType) -> &RustType {
    match ty {
        RustType::Option(inner) | RustType::Patch(inner) | RustType::Boxed(inner) => without_absence(inner),
        other => other,
    }
}
