//! Sample values as Rust expressions.
//!
//! In: a planned type and where it comes from. Out: an expression that has this type in a doctest of the client
//! crate, or nothing where none can be written in one short line.

use proc_macro2::Literal;
use serde_json::Value;

use crate::emit::samples::{Way, sample, sample_text};
use crate::ir::{Api, Field, Id as _, Scalar, TypeId, TypeKind, TypeRef, TypeUse};
use crate::plan::{FieldPlan, Plan, RustType, ShapePlan, Slot, constructor};

/// How many optional fields a sample of a body sets.
const SHOWN_FIELDS: usize = 2;

/// A struct with more fields than this is no literal in an example.
const MOST_FIELDS: usize = 7;

/// An expression for an argument that takes `impl AsRef<str>`, `impl IntoIterator` or a value.
pub(super) fn argument(api: &Api, plan: &Plan, used: &TypeUse, ty: &RustType) -> Option<String> {
    match ty {
        RustType::String => Some(text(api, used)),
        RustType::List(item) => {
            let of_items = list_item(api, used)?;
            Some(format!("[{}]", argument(api, plan, of_items, item)?))
        }
        RustType::Named(id) => unit_variant(plan, *id),
        RustType::Map(_) | RustType::Value => None,
        other => leaf(api, used, other),
    }
}

/// An expression for a whole body, by value.
pub(super) fn body(api: &Api, plan: &Plan, used: &TypeUse, ty: &RustType) -> Option<String> {
    match ty {
        RustType::Named(id) => unit_variant(plan, *id).or_else(|| object(api, plan, *id)),
        RustType::String => Some(text(api, used)),
        RustType::Bytes => Some("\"content\"".to_owned()),
        RustType::Option(inner) => Some(format!("Some({})", body(api, plan, used, inner)?)),
        other => leaf(api, used, other),
    }
}

/// A struct with its required fields and a few others.
fn object(api: &Api, plan: &Plan, id: TypeId) -> Option<String> {
    let (TypeKind::Struct(shape), ShapePlan::Struct { fields, additional }) =
        (&api.types[id].kind, &plan.ty(id).shape)
    else {
        return None;
    };
    let name = format!("models::{}", plan.ty(id).ident);
    let members = || shape.fields.iter().zip(fields);
    if plan.ty(id).derives.default {
        let set = members().filter_map(|(field, planned)| optional_field(api, plan, field, planned));
        let set: Vec<String> = set.take(SHOWN_FIELDS).collect();
        return Some(match (set.is_empty(), set.len() == fields.len() && additional.is_none()) {
            (true, _) => format!("{name}::default()"),
            (false, true) => format!("{name} {{ {} }}", set.join(", ")),
            (false, false) => format!("{name} {{ {}, ..Default::default() }}", set.join(", ")),
        });
    }
    let definition = &api.types[id];
    if let Some(required) = constructor::arguments(plan.ty(id), definition.direction) {
        let required = required.into_iter().map(|index| (&shape.fields[index], &fields[index]));
        let required: Option<Vec<String>> =
            required.map(|(field, planned)| new_argument(api, plan, field, planned)).collect();
        return required.map(|required| format!("{name}::new({})", required.join(", ")));
    }
    let is_small = additional.is_none() && fields.len() <= MOST_FIELDS;
    let all: Option<Vec<String>> = members()
        .map(|(field, planned)| {
            let value = match planned.slot {
                Slot::Required => value(api, plan, &field.ty, &planned.ty)?,
                Slot::Nullable | Slot::Optional | Slot::Anything => "None".to_owned(),
                Slot::Patch | Slot::Additional => return None,
            };
            Some(format!("{}: {value}", planned.ident))
        })
        .collect();
    all.filter(|_| is_small).map(|all| format!("{name} {{ {} }}", all.join(", ")))
}

fn optional_field(api: &Api, plan: &Plan, field: &Field, planned: &FieldPlan) -> Option<String> {
    let name = &planned.ident;
    match (&planned.slot, &planned.ty) {
        (Slot::Optional | Slot::Anything, RustType::Option(inner)) => {
            value(api, plan, &field.ty, inner).map(|value| format!("{name}: Some({value})"))
        }
        (
            Slot::Optional
            | Slot::Anything
            | Slot::Required
            | Slot::Nullable
            | Slot::Patch
            | Slot::Additional,
            _,
        ) => None,
    }
}

fn new_argument(api: &Api, plan: &Plan, field: &Field, planned: &FieldPlan) -> Option<String> {
    match (&planned.slot, &planned.ty) {
        (Slot::Nullable, _) => Some("None".to_owned()),
        (_, RustType::String | RustType::Secret) => Some(text(api, &field.ty)),
        (_, ty) => value(api, plan, &field.ty, ty),
    }
}

/// An expression of exactly this type.
fn value(api: &Api, plan: &Plan, used: &TypeUse, ty: &RustType) -> Option<String> {
    match ty {
        RustType::String | RustType::Secret => Some(format!("{}.into()", text(api, used))),
        RustType::Named(id) => unit_variant(plan, *id),
        RustType::List(item) => {
            let of_items = list_item(api, used)?;
            Some(format!("vec![{}]", value(api, plan, of_items, item)?))
        }
        other => leaf(api, used, other),
    }
}

fn leaf(api: &Api, used: &TypeUse, ty: &RustType) -> Option<String> {
    let number = || match sample(api, used, Way::Sent) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    match ty {
        RustType::Bool => Some("true".to_owned()),
        RustType::I32 => number()?.as_i64().and_then(|n| i32::try_from(n).ok()).map(|n| n.to_string()),
        RustType::I64 => number()?.as_i64().map(|n| n.to_string()),
        RustType::U32 => number()?.as_u64().and_then(|n| u32::try_from(n).ok()).map(|n| n.to_string()),
        RustType::U64 => number()?.as_u64().map(|n| n.to_string()),
        RustType::F32 | RustType::F64 => {
            let number = number()?.as_f64().filter(|n| n.is_finite() && n.abs() < 1e9)?;
            Some(format!("{number:?}"))
        }
        RustType::Uuid => Some(parsed(Scalar::Uuid)),
        RustType::DateTime => Some(parsed(Scalar::DateTime)),
        RustType::Date => Some(parsed(Scalar::Date)),
        RustType::Time => Some(parsed(Scalar::Time)),
        RustType::Unit => Some("()".to_owned()),
        RustType::Named(_)
        | RustType::String
        | RustType::Base64
        | RustType::Secret
        | RustType::Hidden(_)
        | RustType::File
        | RustType::List(_)
        | RustType::Map(_)
        | RustType::Tuple(_)
        | RustType::Option(_)
        | RustType::Patch(_)
        | RustType::Boxed(_)
        | RustType::Value
        | RustType::External(_)
        | RustType::Bytes
        | RustType::Download
        | RustType::Stream(_) => None,
    }
}

fn parsed(scalar: Scalar) -> String {
    format!("\"{}\".parse()?", sample_text(scalar, None))
}

fn text(api: &Api, used: &TypeUse) -> String {
    let text = match sample(api, used, Way::Sent) {
        Some(Value::String(text)) if !text.is_empty() => text,
        _ => "string".to_owned(),
    };
    Literal::string(&text).to_string()
}

fn unit_variant(plan: &Plan, id: TypeId) -> Option<String> {
    let names = &plan.types[id.index()];
    match &names.shape {
        ShapePlan::Enum { variants, .. } => Some(format!("models::{}::{}", names.ident, variants.first()?)),
        ShapePlan::Struct { .. } | ShapePlan::Union { .. } | ShapePlan::Alias(_) | ShapePlan::Newtype(_) => {
            None
        }
    }
}

fn list_item<'a>(api: &'a Api, used: &'a TypeUse) -> Option<&'a TypeUse> {
    match &used.ty {
        TypeRef::List(item) => Some(item),
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(alias) if !alias.recursive => list_item(api, &alias.ty),
            TypeKind::Alias(_) | TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
        },
        TypeRef::Scalar(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}
