//! Multipart bodies: one part per field of the body's struct.
//!
//! In: a planned body. Out: the call that sends it.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::operations::File;
use crate::ir::{Id as _, TypeKind};
use crate::plan::{BodyPlan, RustType, ShapePlan};

/// Why every multipart body is a struct here.
const ONLY_STRUCTS: &str = "lowering refuses multipart bodies that are no objects with listed properties";

/// `.multipart_body(…)` for a body argument called `name`.
pub(super) fn call(file: &mut File<'_>, body: &BodyPlan, name: &TokenStream) -> TokenStream {
    let RustType::Named(id) = &body.ty else { unreachable!("{ONLY_STRUCTS}") };
    let (TypeKind::Struct(shape), ShapePlan::Struct { fields, additional }) =
        (&file.api.types[*id].kind, &file.plan.types[id.index()].shape)
    else {
        unreachable!("{ONLY_STRUCTS}")
    };
    let multipart = file.imports.http("Multipart");
    let parts = shape.fields.iter().zip(fields).map(|(field, plan)| {
        let wire_name = &field.wire_name;
        let place = ident(&plan.ident);
        if holds_files(&plan.ty) {
            quote!(.files(#wire_name, &body.#place))
        } else {
            quote!(.field(#wire_name, &body.#place))
        }
    });
    let mut parts: Vec<TokenStream> = parts.collect();
    if let Some(plan) = additional {
        let place = ident(&plan.ident);
        let is_files = matches!(&plan.ty, RustType::Map(value) if holds_files(value));
        parts.push(if is_files { quote!(.file_fields(&body.#place)) } else { quote!(.fields(&body.#place)) });
    }
    let build = quote!(#multipart::new() #(#parts)*);
    if body.optional {
        quote!(.multipart_body_if(#name.into().map(|body: &'b _| #build)))
    } else {
        quote!(.multipart_body(#build))
    }
}

/// True for a file, several or perhaps one.
fn holds_files(mut ty: &RustType) -> bool {
    loop {
        match ty {
            RustType::File => return true,
            RustType::Option(inner)
            | RustType::Patch(inner)
            | RustType::Boxed(inner)
            | RustType::List(inner) => ty = inner,
            _ => return false,
        }
    }
}
