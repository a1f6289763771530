//! Which derives hold for which type.
//!
//! In: the shapes of all types. Out: [`Derives`] in every [`TypePlan`]. Types contain each other in circles, so
//! everything is assumed to hold until a part says otherwise, round after round until nothing changes.

use super::growth::is_open;
use super::{Derives, RustType, ShapePlan, Slot, TypePlan};
use crate::ir::{Api, EnumRepr, Id as _, TypeKind};

/// Fills in [`TypePlan::derives`].
pub(super) fn decide(api: &Api, types: &mut [TypePlan]) {
    let mut derives: Vec<Derives> =
        types.iter().map(|_| Derives { copy: true, eq: true, hash: true, default: false }).collect();
    loop {
        let next: Vec<Derives> = types
            .iter()
            .zip(api.types.iter())
            .map(|(plan, (_, def))| {
                let found = of_shape(&plan.shape, &def.kind, &derives);
                // A property that a server adds must not make a type any dearer to use.
                Derives { copy: found.copy && !is_open(def), ..found }
            })
            .collect();
        if next == derives {
            break;
        }
        derives = next;
    }
    for (plan, derives) in types.iter_mut().zip(derives) {
        plan.derives = derives;
    }
}

fn of_shape(shape: &ShapePlan, kind: &TypeKind, known: &[Derives]) -> Derives {
    match shape {
        ShapePlan::Struct { fields, additional } => {
            let mut all = all(fields.iter().chain(additional).map(|field| &field.ty), known);
            all.default = fields.iter().all(|field| match field.slot {
                Slot::Optional | Slot::Anything | Slot::Patch | Slot::Additional => true,
                Slot::Required | Slot::Nullable => false,
            });
            // An empty struct would be `Copy` today and not after its first property.
            all.copy &= !fields.is_empty() && !all.default;
            all
        }
        ShapePlan::Enum { .. } => match kind {
            TypeKind::Enum(def) => match def.repr {
                EnumRepr::String => Derives { copy: false, eq: true, hash: true, default: false },
                EnumRepr::Integer => Derives { copy: true, eq: true, hash: true, default: false },
                EnumRepr::Json => of_type(&RustType::Value, known),
            },
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => of_type(&RustType::Value, known),
        },
        // What is unknown is kept as JSON.
        ShapePlan::Union { variants, .. } => {
            all(variants.iter().map(|variant| &variant.ty).chain([&RustType::Value]), known)
        }
        ShapePlan::Alias(ty) | ShapePlan::Newtype(ty) => of_type(ty, known),
    }
}

fn all<'a>(types: impl Iterator<Item = &'a RustType>, known: &[Derives]) -> Derives {
    types.map(|ty| of_type(ty, known)).fold(
        Derives { copy: true, eq: true, hash: true, default: false },
        |all, one| Derives {
            copy: all.copy && one.copy,
            eq: all.eq && one.eq,
            hash: all.hash && one.hash,
            default: false,
        },
    )
}

fn of_type(ty: &RustType, known: &[Derives]) -> Derives {
    let holds = |copy, eq, hash| Derives { copy, eq, hash, default: false };
    match ty {
        RustType::Named(id) => Derives { default: false, ..known[id.index()] },
        RustType::Bool
        | RustType::I32
        | RustType::I64
        | RustType::U32
        | RustType::U64
        | RustType::Uuid
        | RustType::Unit => holds(true, true, true),
        RustType::F32 | RustType::F64 => holds(true, false, false),
        // Dates and times keep the text that they came in.
        RustType::String
        | RustType::DateTime
        | RustType::Date
        | RustType::Time
        | RustType::Base64
        | RustType::Bytes => holds(false, true, true),
        // Never in a model.
        // Of a type of another crate nothing is known but what every model needs.
        RustType::Download | RustType::Stream(_) | RustType::External(_) => holds(false, false, false),
        // A hash of a secret would leak what it is equal to.
        RustType::Secret | RustType::File | RustType::Value => holds(false, true, false),
        RustType::Hidden(inner) => Derives { copy: false, hash: false, ..of_type(inner, known) },
        RustType::List(item) | RustType::Map(item) | RustType::Boxed(item) => {
            Derives { copy: false, ..of_type(item, known) }
        }
        RustType::Option(inner) | RustType::Patch(inner) => of_type(inner, known),
        RustType::Tuple(items) => all(items.iter(), known),
    }
}
