//! The same types as the generated models, with derived serde: what the models are measured against.
//!
//! In: IR and plan. Out: the text of one `lib.rs`. It is written the way one writes such types by hand, with the
//! attributes of serde and nothing else; it is compiled, never used.

use std::fmt::Write as _;

use generator::ir::{Api, Discrimination, EnumDef, EnumRepr, Field, Presence, TypeDef, TypeKind, UnionDef};
use generator::plan::{FieldPlan, Plan, RustType, ShapePlan, TypePlan, VariantPlan};

/// Writes every type of the plan.
pub(super) fn emit(api: &Api, plan: &Plan) -> String {
    let mut text = String::from(
        "#![allow(warnings)]\n\nuse std::collections::BTreeMap;\n\nuse serde::{Deserialize, Serialize};\n\n",
    );
    for (id, def) in api.types.iter() {
        emit_type(def, plan.ty(id), plan, &mut text);
    }
    text
}

fn emit_type(def: &TypeDef, planned: &TypePlan, plan: &Plan, text: &mut String) {
    let ident = &planned.ident;
    match (&def.kind, &planned.shape) {
        (TypeKind::Struct(def), ShapePlan::Struct { fields, additional }) => {
            derives(planned, text);
            line(text, &format!("pub struct {ident} {{"));
            for (field, planned) in def.fields.iter().zip(fields) {
                emit_field(field, planned, plan, text);
            }
            if let Some(additional) = additional {
                line(text, "    #[serde(flatten)]");
                emit_member(additional, plan, text);
            }
            line(text, "}\n");
        }
        (TypeKind::Enum(def), ShapePlan::Enum { variants, unknown }) if def.repr == EnumRepr::String => {
            derives(planned, text);
            emit_enum(def, ident, variants, unknown, text);
        }
        (TypeKind::Union(def), ShapePlan::Union { variants, unknown }) => {
            derives(planned, text);
            emit_union(def, ident, variants, plan, text);
            line(text, &format!("    {unknown}(serde_json::Value),\n}}\n"));
        }
        (_, ShapePlan::Alias(ty)) => line(text, &format!("pub type {ident} = {};\n", spell(ty, plan))),
        (_, ShapePlan::Newtype(ty)) => {
            derives(planned, text);
            line(text, &format!("pub struct {ident}(pub {});\n", spell(ty, plan)));
        }
        // Enums of other constants than text: serde has no attribute for them.
        _ => {
            line(text, "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]");
            line(text, &format!("pub struct {ident}(pub serde_json::Value);\n"));
        }
    }
}

fn emit_field(field: &Field, planned: &FieldPlan, plan: &Plan, text: &mut String) {
    if planned.ident != field.wire_name {
        line(text, &format!("    #[serde(rename = {:?})]", field.wire_name));
    }
    let skip = match &planned.ty {
        RustType::Patch(_) => Some("client_runtime::Patch::is_absent"),
        RustType::Option(_) if field.presence == Presence::Optional => Some("Option::is_none"),
        _ => None,
    };
    if let Some(skip) = skip {
        line(text, &format!("    #[serde(default, skip_serializing_if = {skip:?})]"));
    }
    emit_member(planned, plan, text);
}

fn emit_member(field: &FieldPlan, plan: &Plan, text: &mut String) {
    line(text, &format!("    pub {}: {},", field.ident, spell(&field.ty, plan)));
}

fn emit_enum(def: &EnumDef, ident: &str, variants: &[String], unknown: &str, text: &mut String) {
    line(text, &format!("pub enum {ident} {{"));
    for (value, variant) in def.values.iter().zip(variants) {
        line(text, &format!("    #[serde(rename = {})]\n    {variant},", value.value));
    }
    line(text, &format!("    #[serde(untagged)]\n    {unknown}(String),\n}}\n"));
}

/// Everything but the catch-all.
fn emit_union(def: &UnionDef, ident: &str, variants: &[VariantPlan], plan: &Plan, text: &mut String) {
    let tag = match &def.discrimination {
        Discrimination::Tag { property } => Some(property),
        Discrimination::Undecided
        | Discrimination::JsonType(_)
        | Discrimination::RequiredKey(_)
        | Discrimination::Shape(_) => None,
    };
    match tag {
        Some(property) => line(text, &format!("#[serde(tag = {property:?})]")),
        None => line(text, "#[serde(untagged)]"),
    }
    line(text, &format!("pub enum {ident} {{"));
    for (variant, planned) in def.variants.iter().zip(variants) {
        if let (Some(_), Some(value)) = (tag, variant.tags.first()) {
            line(text, &format!("    #[serde(rename = {value:?})]"));
        }
        line(text, &format!("    {}({}),", planned.ident, spell(&planned.ty, plan)));
    }
    if tag.is_some() {
        line(text, "    #[serde(untagged)]");
    }
}

fn derives(planned: &TypePlan, text: &mut String) {
    let is_struct = matches!(planned.shape, ShapePlan::Struct { .. });
    let also = [
        (planned.derives.copy, ", Copy"),
        (planned.derives.eq, ", Eq"),
        (planned.derives.hash, ", Hash"),
        (planned.derives.default && is_struct, ", Default"),
    ];
    let also: String = also.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name).collect();
    line(text, &format!("#[derive(Clone, Debug, PartialEq, Serialize, Deserialize{also})]"));
}

fn line(text: &mut String, content: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{content}");
}

fn spell(ty: &RustType, plan: &Plan) -> String {
    let fixed = match ty {
        RustType::Named(id) => return plan.ty(*id).ident.clone(),
        RustType::List(item) => return format!("Vec<{}>", spell(item, plan)),
        RustType::Map(value) => return format!("BTreeMap<String, {}>", spell(value, plan)),
        RustType::Option(some) => return format!("Option<{}>", spell(some, plan)),
        RustType::Patch(value) => return format!("client_runtime::Patch<{}>", spell(value, plan)),
        RustType::Hidden(value) => return format!("client_runtime::Hidden<{}>", spell(value, plan)),
        RustType::Boxed(content) => return format!("Box<{}>", spell(content, plan)),
        RustType::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| spell(item, plan) + ",").collect();
            return format!("({})", items.join(" "));
        }
        RustType::Bool => "bool",
        RustType::I32 => "i32",
        RustType::I64 => "i64",
        RustType::U32 => "u32",
        RustType::U64 => "u64",
        RustType::F32 => "f32",
        RustType::F64 => "f64",
        RustType::String => "String",
        RustType::Uuid => "client_runtime::Uuid",
        RustType::DateTime => "client_runtime::DateTime",
        RustType::Date => "client_runtime::Date",
        RustType::Time => "client_runtime::Time",
        RustType::Base64 => "client_runtime::Base64",
        RustType::Secret => "client_runtime::Secret",
        RustType::File | RustType::Bytes => "Vec<u8>",
        // Measured are documents as they stand, without a configuration that names other crates.
        RustType::Value | RustType::External(_) => "serde_json::Value",
        RustType::Unit => "()",
        RustType::Download | RustType::Stream(_) => unreachable!("no model holds a body of a response"),
    };
    fixed.to_owned()
}
