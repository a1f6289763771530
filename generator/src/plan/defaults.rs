//! Which properties have defaults, and which types hold such properties.
//!
//! In: [`Field::default`](crate::ir::Field) and the configuration. Out: a [`Fill`] per field, and per type whether anything
//! is filled in and when. A type without defaults, also inside of it, costs nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ShapePlan, TypePlan};
use crate::config::{Config, DefaultsFill};
use crate::ir::{Additional, Api, Field, Scalar, TypeDef, TypeId, TypeKind, TypeRef, TypeUse};

/// What is filled in at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// What an absent value means, as JSON.
    pub absent: Option<String>,
    /// Values at this place have defaults inside.
    pub inside: bool,
}

/// When the defaults of a type are filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filled {
    /// There are none.
    #[default]
    Never,
    /// When the program asks for it.
    OnRequest,
    /// The type's own when it is decoded; those inside of it when the program asks for it.
    OnDecode,
}

/// Fills in [`TypePlan::filled`], [`FieldPlan::fill`](super::FieldPlan::fill) and
/// [`VariantPlan::filled`](super::VariantPlan::filled).
pub(super) fn decide(api: &Api, config: &Config, types: &mut [TypePlan]) {
    let filled = super::containment::spread(api, |kind, known| match kind {
        TypeKind::Struct(object) => {
            object.fields.iter().any(|field| text(field).is_some() || inside(api, &field.ty, known))
                || matches!(&object.additional, Additional::Kept(value) if inside(api, value, known))
        }
        TypeKind::Union(union) => union.variants.iter().any(|variant| inside(api, &variant.ty, known)),
        TypeKind::Alias(alias) => alias.recursive && inside(api, &alias.ty, known),
        TypeKind::Enum(_) => false,
    });
    let inside = |used: &TypeUse| inside(api, used, &filled);
    for ((id, def), plan) in api.types.iter().zip(types.iter_mut()) {
        if !filled.contains(&id) {
            continue;
        }
        plan.filled = if is_filled_on_decode(def, config) { Filled::OnDecode } else { Filled::OnRequest };
        match (&def.kind, &mut plan.shape) {
            (TypeKind::Struct(object), ShapePlan::Struct { fields, additional }) => {
                for (field, plan) in object.fields.iter().zip(fields) {
                    plan.fill = Fill { absent: text(field), inside: inside(&field.ty) };
                }
                if let (Additional::Kept(value), Some(plan)) = (&object.additional, additional) {
                    plan.fill.inside = inside(value);
                }
            }
            (TypeKind::Union(union), ShapePlan::Union { variants, .. }) => {
                for (variant, plan) in union.variants.iter().zip(variants) {
                    plan.filled = inside(&variant.ty);
                }
            }
            (TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_), _) => {}
        }
    }
}

/// True for a type with defaults of its own that only comes in, where the configuration wants them on decode.
fn is_filled_on_decode(def: &TypeDef, config: &Config) -> bool {
    def.comes_in_with_defaults()
        && config.defaults.as_ref().is_some_and(|rule| rule.fill == DefaultsFill::Received)
}

/// The default of a property that may be absent, as JSON in the type of the property.
fn text(field: &Field) -> Option<String> {
    let default = field.absent_means()?;
    let whole = |value: &Value| value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0);
    match (&field.ty.ty, default) {
        // Files are parts of bodies; there is no JSON for them.
        (TypeRef::Scalar(Scalar::Binary), _) => None,
        (TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64), value) => {
            Some(whole(value).map_or_else(|| value.to_string(), |number| format!("{number:.0}")))
        }
        (_, value) => Some(value.to_string()),
    }
}

/// True when values at this place have defaults inside. Tuples are not looked into.
fn inside(api: &Api, used: &TypeUse, filled: &BTreeSet<TypeId>) -> bool {
    match &used.ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(alias) if !alias.recursive => inside(api, &alias.ty, filled),
            TypeKind::Alias(_) | TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => {
                filled.contains(id)
            }
        },
        TypeRef::List(item) | TypeRef::Map(item) => inside(api, item, filled),
        TypeRef::Scalar(_) | TypeRef::Tuple(_) | TypeRef::Any => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Fill, Filled};
    use crate::config::{Config, DefaultsFill, DefaultsRule};
    use crate::ir::build::{component, leaf, list, named, object, optional, required};
    use crate::ir::{Api, Direction, Field, Scalar, TypeId};
    use crate::plan::{Packages, Plan, ShapePlan, plan};

    fn with_default(field: Field, value: serde_json::Value) -> Field {
        Field { default: Some(value), ..field }
    }

    fn fills(plan: &Plan, id: TypeId) -> Vec<Fill> {
        match &plan.ty(id).shape {
            ShapePlan::Struct { fields, .. } => fields.iter().map(|field| field.fill.clone()).collect(),
            other => panic!("a struct was planned as {other:?}"),
        }
    }

    #[test]
    fn only_what_may_be_absent_is_filled_and_types_around_it_know() {
        let mut api = Api::default();
        let inner = api.types.push(component(
            "Inner",
            object(vec![
                with_default(optional("a", leaf(Scalar::I64)), json!(3.0)),
                with_default(required("b", leaf(Scalar::I64)), json!(3)),
                with_default(optional("c", leaf(Scalar::String)), json!(null)),
            ]),
        ));
        let outer = api.types.push(component("Outer", object(vec![optional("inner", list(named(inner)))])));
        let plain = api.types.push(component("Plain", object(vec![optional("a", leaf(Scalar::I64))])));
        let planned = plan(&api, &Config::default(), Packages::named("pets"));
        let absent = |text: &str| Fill { absent: Some(text.to_owned()), inside: false };
        assert_eq!(fills(&planned, inner), [absent("3"), Fill::default(), Fill::default()]);
        assert_eq!(fills(&planned, outer), [Fill { absent: None, inside: true }]);
        let filled = [inner, outer, plain].map(|id| planned.ty(id).filled);
        assert_eq!(filled, [Filled::OnRequest, Filled::OnRequest, Filled::Never]);
    }

    #[test]
    fn types_that_only_come_in_are_filled_on_decode_where_that_is_wanted() {
        let mut api = Api::default();
        let of = |received, sent| {
            let fields = vec![with_default(optional("a", leaf(Scalar::Bool)), json!(true))];
            let mut def = component("Inner", object(fields));
            def.direction = Direction { sent, received };
            def
        };
        let both = api.types.push(of(true, true));
        let incoming = api.types.push(of(true, false));
        let rule = DefaultsRule { fill: DefaultsFill::Received, reason: String::new() };
        let config = Config { defaults: Some(rule), ..Config::default() };
        let planned = plan(&api, &config, Packages::named("pets"));
        assert_eq!(planned.ty(both).filled, Filled::OnRequest);
        assert_eq!(planned.ty(incoming).filled, Filled::OnDecode);
    }
}
