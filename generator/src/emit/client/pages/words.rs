//! Types in the words of pages about APIs: `uuid`, `string[]`, `ProviderEnum (string)`.
//!
//! In: the IR. Out: text for table cells, with links to the generated types.

use crate::ir::{Api, EnumRepr, JsonType, Scalar, TypeId, TypeKind, TypeRef, TypeUse};
use crate::plan::Plan;

/// The type of a value as a page shows it, with a link where it has a name.
pub(super) fn type_words(api: &Api, plan: &Plan, used: &TypeUse) -> String {
    match &used.ty {
        TypeRef::Named(id) => named(api, plan, *id),
        TypeRef::Scalar(scalar) => scalar_words(*scalar).to_owned(),
        TypeRef::List(item) => format!("{}\\[\\]", type_words(api, plan, item)),
        TypeRef::Map(value) => format!("map of {}", type_words(api, plan, value)),
        TypeRef::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| type_words(api, plan, item)).collect();
            format!("tuple of {}", items.join(", "))
        }
        TypeRef::Any => "any".to_owned(),
    }
}

/// A link to a generated type.
pub(super) fn link(plan: &Plan, id: TypeId) -> String {
    let ident = &plan.ty(id).ident;
    format!("[`{ident}`](crate::models::{ident})")
}

fn named(api: &Api, plan: &Plan, id: TypeId) -> String {
    let link = link(plan, id);
    match &api.types[id].kind {
        TypeKind::Struct(_) => format!("{link} (object)"),
        TypeKind::Enum(shape) => {
            let kind = match shape.repr {
                EnumRepr::String => "string",
                EnumRepr::Integer => "integer",
                EnumRepr::Json => "constant",
            };
            format!("{link} ({kind})")
        }
        TypeKind::Union(_) => format!("{link} (one of several)"),
        TypeKind::Alias(alias) if alias.recursive => link,
        TypeKind::Alias(alias) => type_words(api, plan, &alias.ty),
    }
}

fn scalar_words(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Bool => "boolean",
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => "integer",
        Scalar::F32 | Scalar::F64 => "number",
        // Whether it is a secret says nothing about how it travels; the notes tell.
        Scalar::String | Scalar::Secret => "string",
        Scalar::Uuid => "uuid",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Time => "time",
        Scalar::Base64 => "base64",
        Scalar::Binary => "binary",
        Scalar::External(external) => match external.json_type {
            JsonType::Integer => "integer",
            JsonType::Number => "number",
            JsonType::Boolean | JsonType::String | JsonType::Array | JsonType::Object => "string",
        },
    }
}
