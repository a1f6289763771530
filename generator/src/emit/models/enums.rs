//! Enumerations: the open enum with its docs, and its entry in the runtime's mechanism for constants.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::spelling::Imports;
use super::{derives, rust};
use crate::emit::docs;
use crate::emit::runtime::{root, wire};
use crate::ir::{EnumDef, EnumRepr, TypeDef};
use crate::plan::TypePlan;
use crate::print::{SourceItem, table};

/// Widest line of constants, without indentation.
const MAX_WIDTH: usize = 100;

/// With more constants, those without a description have no line for it: the table below says what they are.
const CROWDED: usize = 400;

/// The items of an enumeration.
pub(super) fn items(
    def: &TypeDef,
    constants: &EnumDef,
    plan: &TypePlan,
    (variants, unknown): (&[String], &str),
    imports: &mut Imports<'_>,
) -> Vec<SourceItem> {
    let ident = format_ident!("{}", plan.ident);
    let doc = docs::attributes(&docs::of_type(def, &plan.ident));
    let derives = derives(plan.derives);
    let members: Vec<TokenStream> = variants
        .iter()
        .zip(&constants.values)
        .map(|(variant, value)| {
            let doc = match value.description {
                None if variants.len() > CROWDED => docs::attributes(&[]),
                None | Some(_) => docs::attributes(&docs::of_value(value)),
            };
            let variant = rust(variant);
            quote!(#doc #variant)
        })
        .collect();
    let held = match constants.repr {
        EnumRepr::String => "String".to_owned(),
        EnumRepr::Integer => "i64".to_owned(),
        EnumRepr::Json => imports.runtime(root::VALUE),
    };
    let (unknown_ident, held) = (rust(unknown), rust(&held));
    let tokens = quote! {
        #doc
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#members,)*
            #[doc = " A value that the document does not list; it goes out as it came in."]
            #unknown_ident(#held),
        }
    };
    vec![SourceItem::Tokens(tokens), SourceItem::Lines(entry(constants, plan, variants, unknown))]
}

/// Each constant: its variant and the constant; as many in a line as fit.
fn entry(constants: &EnumDef, plan: &TypePlan, variants: &[String], unknown: &str) -> Vec<String> {
    let head = match constants.repr {
        EnumRepr::String => wire::TEXT_ENUM,
        EnumRepr::Integer => wire::INTEGER_ENUM,
        EnumRepr::Json => wire::JSON_ENUM,
    };
    let entries = variants.iter().zip(&constants.values).map(|(variant, value)| {
        let constant = match (&value.value, constants.repr) {
            (Value::String(text), EnumRepr::String) => Literal::string(text).to_string(),
            (number, EnumRepr::Integer) => number.to_string(),
            (json, EnumRepr::String | EnumRepr::Json) => Literal::string(&json.to_string()).to_string(),
        };
        format!("{variant} {constant},")
    });
    let mut rows: Vec<String> = Vec::new();
    for entry in entries {
        match rows.last_mut() {
            Some(row) if row.len() + entry.len() < MAX_WIDTH => {
                row.push(' ');
                row.push_str(&entry);
            }
            Some(_) | None => rows.push(entry),
        }
    }
    table(&format!("{head} {{ {} {{", plan.ident), &rows, &format!("}} {unknown} }}"))
}
