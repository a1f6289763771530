//! The model crate: types and how they travel, nothing about HTTP.
//!
//! In: the types of the plan. Out: one file per component schema, `lib.rs` and the manifest.

mod aliases;
mod enums;
mod examples;
mod manifest;
mod root;
mod shapes;
mod spelling;
mod structs;
#[cfg(test)]
mod tests;
mod unions;
mod validate;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::spelling::Imports;
use self::structs::Struct;
use super::{Emitted, Input, Target};
use crate::ir::{TypeId, TypeKind};
use crate::plan::{Derives, ModelModule, ShapePlan};
use crate::print::{SourceFile, SourceItem};

/// The model crate.
#[derive(Debug)]
pub(super) struct Models;

impl Target for Models {
    fn folder(&self) -> &'static str {
        "models"
    }

    fn emit(&self, input: Input<'_>) -> Vec<(String, Emitted)> {
        let mut files = manifest::files(input);
        files.push(("src/lib.rs".to_owned(), Emitted::Rust(root::file(input))));
        files.push((examples::FILE.to_owned(), Emitted::Text(examples::table(input))));
        files.extend(
            input
                .plan
                .model_parts
                .iter()
                .map(|part| (format!("src/{}.rs", part.module), Emitted::Rust(root::part(input, part)))),
        );
        files.extend(
            input
                .plan
                .model_modules
                .iter()
                .map(|module| (format!("src/{}.rs", module.module), Emitted::Rust(file(input, module)))),
        );
        files
    }
}

/// The file of one component schema.
fn file(input: Input<'_>, module: &ModelModule) -> SourceFile {
    let mut imports = Imports::new(input.plan, &module.module);
    let items: Vec<SourceItem> = module.types.iter().flat_map(|&id| items(input, id, &mut imports)).collect();
    let mut all = vec![SourceItem::Lines(imports.lines())];
    all.extend(items);
    SourceFile { header: vec![input.notice()], docs: Vec::new(), items: all }
}

fn items<'a>(input: Input<'a>, id: TypeId, imports: &mut Imports<'a>) -> Vec<SourceItem> {
    let def = &input.api.types[id];
    let plan = input.plan.ty(id);
    match (&def.kind, &plan.shape) {
        (TypeKind::Struct(object), ShapePlan::Struct { fields, additional }) => {
            let shape = Struct { def, object, plan, fields, additional: additional.as_ref() };
            structs::items(input, &shape, imports)
        }
        (TypeKind::Enum(constants), ShapePlan::Enum { variants, unknown }) => {
            enums::items(def, constants, plan, (variants, unknown), imports)
        }
        (TypeKind::Union(union), ShapePlan::Union { variants, unknown }) => {
            unions::items(input.api, (def, union), plan, (variants, unknown), imports)
        }
        (TypeKind::Alias(alias), ShapePlan::Alias(ty)) => {
            aliases::alias(input, (def, alias), plan, ty, imports)
        }
        (TypeKind::Alias(alias), ShapePlan::Newtype(ty)) => {
            aliases::newtype(input, (def, alias), plan, ty, imports)
        }
        (TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_), _) => {
            unreachable!("the plan gives each type a shape of its kind")
        }
    }
}

/// The derive attribute.
fn derives(derives: Derives) -> TokenStream {
    let Derives { copy, eq, hash, default } = derives;
    let copy = copy.then(|| quote!(, Copy));
    let eq = eq.then(|| quote!(, Eq));
    let hash = hash.then(|| quote!(, Hash));
    let default = default.then(|| quote!(, Default));
    quote!(#[derive(Clone #copy, Debug #default, PartialEq #eq #hash)])
}

/// Tokens of a text that the plan or the spelling of types made.
fn rust(text: &str) -> TokenStream {
    text.parse().expect("identifiers and types of the plan are Rust")
}

/// A Rust string literal.
fn string(text: &str) -> String {
    Literal::string(text).to_string()
}
