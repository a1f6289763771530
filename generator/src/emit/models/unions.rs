//! Unions: the open enum with its docs, and its entry in the runtime's mechanism for unions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::spelling::Imports;
use super::{derives, rust, string};
use crate::emit::runtime::{root, wire};
use crate::emit::{docs, prose};
use crate::ir::{Discrimination, JsonType, TypeDef, UnionDef};
use crate::plan::{RustType, TypePlan};
use crate::print::SourceItem;

/// The items of a union.
pub(super) fn items<'a>(
    (def, union): (&'a TypeDef, &'a UnionDef),
    plan: &'a TypePlan,
    (variants, unknown): (&'a [(String, RustType)], &'a str),
    imports: &mut Imports<'a>,
) -> Vec<SourceItem> {
    let ident = format_ident!("{}", plan.ident);
    let doc = docs::attributes(&docs::of_type(def, &plan.ident));
    let derives = derives(plan.derives);
    let members: Vec<TokenStream> = variants
        .iter()
        .zip(&union.variants)
        .map(|((variant, ty), branch)| {
            let doc = docs::attributes(&variant_docs(union, &branch.tags));
            let (variant, ty) = (rust(variant), rust(&imports.spell(ty)));
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
    vec![SourceItem::Tokens(tokens), table(union, plan, variants, unknown, imports)]
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
fn table<'a>(
    union: &UnionDef,
    plan: &TypePlan,
    variants: &'a [(String, RustType)],
    unknown: &str,
    imports: &mut Imports<'a>,
) -> SourceItem {
    let by = match &union.discrimination {
        Discrimination::Tag { property } => format!("tag {}", string(property)),
        Discrimination::JsonType(_) => "kind".to_owned(),
        Discrimination::RequiredKey(_) => "keys".to_owned(),
        Discrimination::Ordered | Discrimination::Undecided => "order".to_owned(),
    };
    let mut rows = vec![format!("{} by {by} {{", plan.ident)];
    for (index, ((variant, ty), branch)) in variants.iter().zip(&union.variants).enumerate() {
        let selector = match &union.discrimination {
            Discrimination::Tag { .. } => strings(&branch.tags),
            Discrimination::JsonType(types) => kinds(types.get(index).map_or(&[], Vec::as_slice)),
            Discrimination::RequiredKey(keys) => strings(keys.get(index).map_or(&[], Vec::as_slice)),
            Discrimination::Ordered | Discrimination::Undecided => String::new(),
        };
        rows.push(format!("    {variant} {selector} {},", imports.spell(ty)).replace("  ", " "));
    }
    rows.push(format!("}} {unknown}"));
    SourceItem::Table { head: wire::UNION.to_owned(), rows }
}

fn strings(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| string(text)).collect::<Vec<_>>().join(", "))
}

fn kinds(types: &[JsonType]) -> String {
    let names: Vec<_> = types
        .iter()
        .map(|ty| match ty {
            JsonType::Boolean => "Boolean",
            JsonType::Integer => "Integer",
            JsonType::Number => "Number",
            JsonType::String => "String",
            JsonType::Array => "Array",
            JsonType::Object => "Object",
        })
        .collect();
    format!("[{}]", names.join(", "))
}
