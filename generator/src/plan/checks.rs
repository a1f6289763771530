//! What `validate()` demands of each field.
//!
//! In: the constraints of the IR and the Rust types of the plan. Out: a list of [`Check`]s per field, and which types
//! have any. Constraints that a Rust type fulfils by itself, and those of values without a Rust type, are left out.

use std::collections::BTreeSet;

use serde_json::Number;

use super::{ShapePlan, TypePlan};
use crate::ir::{Additional, Api, Bound, Constraints, Scalar, TypeId, TypeKind, TypeRef, TypeUse};

/// Members of the longest tuple that the runtime walks through.
const MAX_TUPLE: usize = 8;

/// One demand on a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// A match of an ECMA-262 regular expression, anywhere in the text.
    Pattern(String),
    /// This number or more.
    Min(Number),
    /// This number or less.
    Max(Number),
    /// More than this number.
    Above(Number),
    /// Less than this number.
    Below(Number),
    /// A multiple of this number.
    MultipleOf(Number),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// No two items are equal.
    Unique,
    /// Of every item of a list.
    Items(Vec<Check>),
    /// At least so many properties.
    MinProperties(u64),
    /// At most so many properties.
    MaxProperties(u64),
    /// Of every value of a map.
    Values(Vec<Check>),
}

impl Check {
    /// True for a regular expression, also one of the parts of the value.
    fn is_pattern(&self) -> bool {
        match self {
            Self::Pattern(_) => true,
            Self::Items(checks) | Self::Values(checks) => checks.iter().any(Self::is_pattern),
            Self::MinLength(_)
            | Self::MaxLength(_)
            | Self::Min(_)
            | Self::Max(_)
            | Self::Above(_)
            | Self::Below(_)
            | Self::MultipleOf(_)
            | Self::MinItems(_)
            | Self::MaxItems(_)
            | Self::Unique
            | Self::MinProperties(_)
            | Self::MaxProperties(_) => false,
        }
    }
}

/// What is demanded at one place; `None` where there is nothing to look at, not even inside of the value.
pub type Checks = Option<Vec<Check>>;

/// Fills in [`TypePlan::checks`] and [`FieldPlan::checks`](super::FieldPlan::checks).
pub(super) fn decide(api: &Api, types: &mut [TypePlan]) {
    let checked = super::containment::spread(api, |kind, checked| has_checks(api, kind, checked));
    let of_use = |used: &TypeUse| checks(api, used, &checked);
    for ((_, def), plan) in api.types.iter().zip(types.iter_mut()) {
        match (&def.kind, &mut plan.shape) {
            (TypeKind::Struct(object), ShapePlan::Struct { fields, additional }) => {
                for (field, plan) in object.fields.iter().zip(fields) {
                    plan.checks = of_use(&field.ty);
                }
                if let (Additional::Kept(value), Some(plan)) = (&object.additional, additional) {
                    plan.checks = of_use(value).map(|checks| inside(Check::Values, checks));
                }
                plan.checks = some_if_any(properties(&object.constraints));
            }
            (TypeKind::Union(union), ShapePlan::Union { variants, .. }) => {
                for (variant, plan) in union.variants.iter().zip(variants) {
                    plan.checks = of_use(&variant.ty);
                }
            }
            (TypeKind::Alias(alias), ShapePlan::Newtype(_)) => plan.checks = of_use(&alias.ty),
            (TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_), _) => {}
        }
    }
}

/// True where some value must match a regular expression.
pub(super) fn has_patterns(types: &[TypePlan]) -> bool {
    types.iter().any(|plan| {
        let mut parts: Vec<&Checks> = vec![&plan.checks];
        match &plan.shape {
            ShapePlan::Struct { fields, additional } => {
                parts.extend(fields.iter().chain(additional).map(|field| &field.checks));
            }
            ShapePlan::Union { variants, .. } => {
                parts.extend(variants.iter().map(|variant| &variant.checks));
            }
            ShapePlan::Enum { .. } | ShapePlan::Alias(_) | ShapePlan::Newtype(_) => {}
        }
        parts.into_iter().flatten().flatten().any(Check::is_pattern)
    })
}

fn has_checks(api: &Api, kind: &TypeKind, checked: &BTreeSet<TypeId>) -> bool {
    let is_checked = |used: &TypeUse| checks(api, used, checked).is_some();
    match kind {
        TypeKind::Struct(object) => {
            !properties(&object.constraints).is_empty()
                || object.fields.iter().any(|field| is_checked(&field.ty))
                || matches!(&object.additional, Additional::Kept(value) if is_checked(value))
        }
        TypeKind::Union(union) => union.variants.iter().any(|variant| is_checked(&variant.ty)),
        // Other aliases are looked through where they are used.
        TypeKind::Alias(alias) => alias.recursive && is_checked(&alias.ty),
        TypeKind::Enum(_) => false,
    }
}

fn checks(api: &Api, used: &TypeUse, checked: &BTreeSet<TypeId>) -> Checks {
    let mut at = used;
    let mut constraints = Vec::new();
    for next in api.types.through_plain_aliases(used) {
        at = next;
        constraints.push(&at.constraints);
    }
    let mut own = Vec::new();
    for constraints in constraints {
        for check in own_checks(&at.ty, constraints) {
            if !own.contains(&check) {
                own.push(check);
            }
        }
    }
    match &at.ty {
        TypeRef::Named(id) if checked.contains(id) => Some(own),
        // Nothing is known of the type but how it is read and written.
        _ if holds_external(api, &at.ty) => None,
        TypeRef::List(item) => nested(own, Check::Items, checks(api, item, checked)),
        TypeRef::Map(value) => nested(own, Check::Values, checks(api, value, checked)),
        TypeRef::Tuple(items) if items.len() <= MAX_TUPLE => {
            items.iter().any(|item| checks(api, item, checked).is_some()).then_some(own)
        }
        TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Tuple(_) | TypeRef::Any => some_if_any(own),
    }
}

/// True where values of a type of another crate are inside.
fn holds_external(api: &Api, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(scalar) => matches!(scalar, Scalar::External(_)),
        TypeRef::List(item) | TypeRef::Map(item) => holds_external(api, &item.ty),
        TypeRef::Tuple(items) => items.iter().any(|item| holds_external(api, &item.ty)),
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(alias) if !alias.recursive => holds_external(api, &alias.ty.ty),
            TypeKind::Alias(_) | TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => false,
        },
        TypeRef::Any => false,
    }
}

fn some_if_any(checks: Vec<Check>) -> Checks {
    (!checks.is_empty()).then_some(checks)
}

fn nested(mut own: Vec<Check>, wrap: fn(Vec<Check>) -> Check, inner: Checks) -> Checks {
    match inner {
        None => some_if_any(own),
        Some(inner) => {
            own.extend(inside(wrap, inner));
            Some(own)
        }
    }
}

/// Demands on the parts of a value; none where the parts look after themselves.
fn inside(wrap: fn(Vec<Check>) -> Check, inner: Vec<Check>) -> Vec<Check> {
    if inner.is_empty() { Vec::new() } else { vec![wrap(inner)] }
}

fn own_checks(ty: &TypeRef, constraints: &Constraints) -> Vec<Check> {
    match ty {
        TypeRef::Scalar(Scalar::String | Scalar::Secret) => [
            constraints.min_length.filter(|&min| min > 0).map(Check::MinLength),
            constraints.max_length.map(Check::MaxLength),
        ]
        .into_iter()
        .flatten()
        .chain(constraints.patterns.iter().cloned().map(Check::Pattern))
        .collect(),
        TypeRef::Scalar(
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 | Scalar::F32 | Scalar::F64,
        ) => number_checks(constraints),
        TypeRef::List(_) => [
            constraints.min_items.filter(|&min| min > 0).map(Check::MinItems),
            constraints.max_items.map(Check::MaxItems),
            constraints.unique_items.then_some(Check::Unique),
        ]
        .into_iter()
        .flatten()
        .collect(),
        TypeRef::Map(_) => properties(constraints),
        TypeRef::Scalar(
            Scalar::Bool
            | Scalar::Uuid
            | Scalar::DateTime
            | Scalar::Date
            | Scalar::Time
            | Scalar::Base64
            | Scalar::Binary
            | Scalar::External(_),
        )
        | TypeRef::Named(_)
        | TypeRef::Tuple(_)
        | TypeRef::Any => Vec::new(),
    }
}

fn properties(constraints: &Constraints) -> Vec<Check> {
    let min = constraints.min_properties.filter(|&min| min > 0).map(Check::MinProperties);
    min.into_iter().chain(constraints.max_properties.map(Check::MaxProperties)).collect()
}

fn number_checks(constraints: &Constraints) -> Vec<Check> {
    let bound = |bound: &Option<Bound>, inclusive: fn(Number) -> Check, exclusive: fn(Number) -> Check| {
        let Bound { value, exclusive: is_exclusive } = bound.clone()?;
        Some(if is_exclusive { exclusive(value) } else { inclusive(value) })
    };
    [
        bound(&constraints.minimum, Check::Min, Check::Above),
        bound(&constraints.maximum, Check::Max, Check::Below),
        constraints.multiple_of.clone().map(Check::MultipleOf),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{Check, Checks};
    use crate::config::Config;
    use crate::ir::build::{alias, component, leaf, list, named, object, optional, required, text};
    use crate::ir::{Api, Bound, Constraints, Id as _, Scalar, TypeId, TypeUse};
    use crate::plan::{Packages, Plan, ShapePlan, plan};

    fn checks(plan: &Plan, id: TypeId, field: usize) -> &Checks {
        match &plan.ty(id).shape {
            ShapePlan::Struct { fields, .. } => &fields[field].checks,
            other => panic!("a struct was planned as {other:?}"),
        }
    }

    #[test]
    fn constraints_become_checks_of_their_kind_of_value() {
        let bound = |value: i64, exclusive| Some(Bound { value: value.into(), exclusive });
        let constrained = |ty: TypeUse, constraints: Constraints| TypeUse { constraints, ..ty };
        let short =
            || text(Constraints { min_length: Some(1), max_length: Some(9), ..Constraints::default() });
        let mut api = Api::default();
        let slug = api.types.push(component("Slug", alias(short())));
        let age =
            Constraints { minimum: bound(-3, false), maximum: bound(2, true), ..Constraints::default() };
        let tags = Constraints { max_items: Some(5), unique_items: true, ..Constraints::default() };
        let id = Constraints { max_length: Some(36), ..Constraints::default() };
        let pet = api.types.push(component(
            "Pet",
            object(vec![
                required("slug", named(slug)),
                required("age", constrained(leaf(Scalar::I64), age)),
                required("tags", constrained(list(short()), tags)),
                required("id", constrained(leaf(Scalar::Uuid), id)),
            ]),
        ));
        let plan = plan(&api, &Config::default(), Packages::default());
        let length = || vec![Check::MinLength(1), Check::MaxLength(9)];
        assert_eq!(checks(&plan, pet, 0), &Some(length()));
        assert_eq!(checks(&plan, pet, 1), &Some(vec![Check::Min((-3).into()), Check::Below(2.into())]));
        assert_eq!(
            checks(&plan, pet, 2),
            &Some(vec![Check::MaxItems(5), Check::Unique, Check::Items(length())])
        );
        assert_eq!(checks(&plan, pet, 3), &None, "a UUID has the length that it has");
    }

    #[test]
    fn types_around_checked_types_are_looked_into() {
        let mut api = Api::default();
        let short = text(Constraints { min_length: Some(1), ..Constraints::default() });
        let inner = api.types.push(component("Inner", object(vec![required("name", short)])));
        let free = api.types.push(component("Free", object(vec![required("name", leaf(Scalar::String))])));
        let outer = api.types.push(component(
            "Outer",
            object(vec![
                optional("inner", list(named(inner))),
                optional("self", named(TypeId::new(2))),
                optional("free", named(free)),
            ]),
        ));
        let plan = plan(&api, &Config::default(), Packages::default());
        assert_eq!(checks(&plan, outer, 0), &Some(Vec::new()));
        assert_eq!(checks(&plan, outer, 1), &Some(Vec::new()));
        assert_eq!(checks(&plan, outer, 2), &None);
        assert_eq!(checks(&plan, free, 0), &None);
    }
}
