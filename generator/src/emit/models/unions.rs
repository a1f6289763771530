//! Unions: the open enum with its docs, and its entry in the runtime's mechanism for unions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::spelling::Imports;
use super::{derives, rust, shapes, string, validate};
use crate::emit::runtime::{root, wire};
use crate::emit::{docs, prose};
use crate::ir::{Api, Discrimination, JsonType, TypeDef, TypeId, TypeKind, TypeRef, UnionDef, Variant};
use crate::plan::{TypePlan, VariantPlan};
use crate::print::{SourceItem, table};

/// The items of a union.
pub(super) fn items<'a>(
    api: &Api,
    (def, union): (&'a TypeDef, &'a UnionDef),
    plan: &'a TypePlan,
    (variants, unknown): (&'a [VariantPlan], &'a str),
    imports: &mut Imports<'a>,
) -> Vec<SourceItem> {
    let ident = format_ident!("{}", plan.ident);
    let doc = docs::attributes(&docs::of_type(def, &plan.ident));
    let derives = derives(plan.derives);
    let members: Vec<TokenStream> = variants
        .iter()
        .zip(&union.variants)
        .map(|(variant, branch)| {
            let doc = docs::attributes(&variant_docs(union, &branch.tags));
            let (variant, ty) = (rust(&variant.ident), rust(&imports.spell(&variant.ty)));
            quote!(#doc #variant(#ty))
        })
        .collect();
    let (unknown_ident, value) = (rust(unknown), rust(&imports.runtime(root::VALUE)));
    let tokens = quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#members,)*
            #[doc = " A value of none of these types; it goes out as it came in."]
            #unknown_ident(#value),
        }
    };
    let mut wire = entry(api, union, plan, (variants, unknown), imports);
    wire.extend(validate::of_union(plan, variants));
    let filled: Vec<&str> =
        variants.iter().filter(|variant| variant.filled).map(|variant| variant.ident.as_str()).collect();
    if !filled.is_empty() {
        wire.push(format!("{} {{ {} {{ {} }} }}", wire::DEFAULTS, plan.ident, filled.join(", ")));
    }
    vec![SourceItem::Tokens(tokens), SourceItem::Lines(wire)]
}

fn variant_docs(union: &UnionDef, tags: &[String]) -> Vec<String> {
    let Discrimination::Tag { property } = &union.discrimination else { return Vec::new() };
    let tags: Vec<_> = tags.iter().map(|tag| prose::inline_code(tag)).collect();
    if tags.is_empty() {
        return Vec::new();
    }
    vec![format!("{}: {}", prose::inline_code(property), tags.join(", "))]
}

/// One line per variant: its name, what selects it, and its type.
fn entry<'a>(
    api: &Api,
    union: &UnionDef,
    plan: &TypePlan,
    (variants, unknown): (&'a [VariantPlan], &str),
    imports: &mut Imports<'a>,
) -> Vec<String> {
    let by = match &union.discrimination {
        Discrimination::Tag { property } => format!("tag {}", string(property)),
        Discrimination::JsonType(_) => "kind".to_owned(),
        Discrimination::RequiredKey(_) => "keys".to_owned(),
        Discrimination::Shape(_) | Discrimination::Undecided => "shape".to_owned(),
    };
    if let Discrimination::Shape(shapes) = &union.discrimination {
        let rows: Vec<String> = variants
            .iter()
            .zip(shapes)
            .flat_map(|(variant, shape)| shapes::row(&variant.ident, shape, &imports.spell(&variant.ty)))
            .collect();
        return table(
            &format!("{} {{ {} by {by} {{", wire::UNION, plan.ident),
            &rows,
            &format!("}} {unknown} }}"),
        );
    }
    let rows = variants.iter().zip(&union.variants).enumerate().map(|(index, (variant, branch))| {
        let mut row = vec![variant.ident.clone()];
        match &union.discrimination {
            Discrimination::Tag { property } => {
                // What takes any tag sends the one that came.
                let holds = match union.fallback {
                    Some(fallback) if fallback == index => Some("nested"),
                    Some(_) | None => holds_tag(api, &branch.ty.ty, property),
                };
                row.extend(holds.map(str::to_owned));
                row.push(list(branch.tags.iter().map(|tag| string(tag))));
            }
            Discrimination::JsonType(types) => {
                row.push(list(types.get(index).into_iter().flatten().map(|ty| json_type(*ty).to_owned())));
            }
            Discrimination::RequiredKey(keys) => {
                row.push(list(keys.get(index).into_iter().flatten().map(|key| string(key))));
            }
            Discrimination::Shape(_) | Discrimination::Undecided => {}
        }
        format!("{} {},", row.join(" "), imports.spell(&variant.ty))
    });
    let rows: Vec<_> = rows.collect();
    let rest = match (&union.discrimination, union.fallback.and_then(|index| variants.get(index))) {
        (Discrimination::Tag { .. }, Some(variant)) => format!(" else {}", variant.ident),
        _ => String::new(),
    };
    table(&format!("{} {{ {} by {by} {{", wire::UNION, plan.ident), &rows, &format!("}} {unknown}{rest} }}"))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// The runtime's word for a variant that reads and writes the tag itself: as a field, or as a union by the same tag
/// or of variants that do.
fn holds_tag(api: &Api, ty: &TypeRef, property: &str) -> Option<&'static str> {
    holds_tag_below(api, ty, property, &mut Vec::new())
}

fn holds_tag_below(api: &Api, ty: &TypeRef, property: &str, above: &mut Vec<TypeId>) -> Option<&'static str> {
    let TypeRef::Named(id) = ty else { return None };
    if above.contains(id) {
        return None;
    }
    match &api.types[*id].kind {
        TypeKind::Struct(object) => {
            object.fields.iter().any(|field| field.wire_name == property).then_some("holds")
        }
        TypeKind::Union(union) => match &union.discrimination {
            Discrimination::Tag { property: inner } if inner == property => Some("nested"),
            Discrimination::Undecided
            | Discrimination::Tag { .. }
            | Discrimination::JsonType(_)
            | Discrimination::RequiredKey(_)
            | Discrimination::Shape(_) => {
                above.push(*id);
                let holds =
                    |variant: &Variant| holds_tag_below(api, &variant.ty.ty, property, above).is_some();
                let all = union.variants.iter().all(holds);
                above.pop();
                all.then_some("nested")
            }
        },
        TypeKind::Alias(alias) if !alias.recursive => holds_tag_below(api, &alias.ty.ty, property, above),
        TypeKind::Alias(_) | TypeKind::Enum(_) => None,
    }
}

fn json_type(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "Array",
        JsonType::Object => "Object",
    }
}
