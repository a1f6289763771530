//! Which types have room for numbers that JSON cannot write: not a number, infinite.
//!
//! In: the IR. Out: [`TypePlan::floats`] and the answer for a body. Bodies of other types are written without a look at them.

use super::TypePlan;
use crate::ir::{Additional, Api, Id as _, JsonType, TypeId, TypeKind, TypeRef, TypeUse};

/// Fills in [`TypePlan::floats`].
pub(super) fn decide(api: &Api, types: &mut [TypePlan]) {
    let floats = super::containment::spread(api, |kind, known| {
        let inside = |used: &TypeUse| holds(&used.ty, &|id| known.contains(&id));
        match kind {
            TypeKind::Struct(object) => {
                object.fields.iter().any(|field| inside(&field.ty))
                    || matches!(&object.additional, Additional::Kept(value) if inside(value))
            }
            TypeKind::Union(union) => union.variants.iter().any(|variant| inside(&variant.ty)),
            TypeKind::Alias(alias) => inside(&alias.ty),
            TypeKind::Enum(_) => false,
        }
    });
    for id in floats {
        types[id.index()].floats = true;
    }
}

/// True where values of the type may hold such numbers.
pub(super) fn in_type(types: &[TypePlan], ty: &TypeRef) -> bool {
    holds(ty, &|id| types[id.index()].floats)
}

fn holds(ty: &TypeRef, named: &dyn Fn(TypeId) -> bool) -> bool {
    match ty {
        TypeRef::Named(id) => named(*id),
        TypeRef::List(item) | TypeRef::Map(item) => holds(&item.ty, named),
        TypeRef::Tuple(items) => items.iter().any(|item| holds(&item.ty, named)),
        TypeRef::Scalar(scalar) => scalar.json_type() == JsonType::Number,
        TypeRef::Any => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::ir::build::{alias, component, leaf, list, named, object, optional};
    use crate::ir::{Api, Scalar};
    use crate::plan::{Packages, plan};

    #[test]
    fn types_around_floats_have_floats() {
        let mut api = Api::default();
        let weight = api.types.push(component("Weight", alias(leaf(Scalar::F64))));
        let pet = api.types.push(component("Pet", object(vec![optional("weights", list(named(weight)))])));
        let slug = api.types.push(component("Slug", object(vec![optional("text", leaf(Scalar::String))])));
        let plan = plan(&api, &Config::default(), Packages::default());
        assert_eq!([weight, pet, slug].map(|id| plan.ty(id).floats), [true, true, false]);
    }
}
