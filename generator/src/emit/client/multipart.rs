//! Multipart bodies: one part per field of the body's struct.
//!
//! In: a planned body. Out: the call that sends it.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::operations::File;
use crate::ir::{Id as _, StructDef, TypeKind};
use crate::plan::{BodyPlan, FieldPlan, RustType, ShapePlan};

/// `.multipart_body(…)` for a body argument called `name`.
pub(super) fn call(file: &mut File<'_>, body: &BodyPlan, name: &TokenStream) -> TokenStream {
    let Some((shape, fields)) = parts(file, &body.ty) else {
        debug_assert!(false, "lowering lets only structs through as multipart bodies");
        return TokenStream::new();
    };
    let multipart = file.imports.http("Multipart");
    let parts = shape.fields.iter().zip(fields).map(|(field, plan)| {
        let wire_name = &field.wire_name;
        let place = ident(&plan.ident);
        if holds_files(plan) {
            quote!(.files(#wire_name, &body.#place))
        } else {
            quote!(.field(#wire_name, &body.#place))
        }
    });
    let parts: Vec<TokenStream> = parts.collect();
    let build = quote!(#multipart::new() #(#parts)*);
    if body.optional {
        quote!(.multipart_body_if(#name.into().map(|body: &'b _| #build)))
    } else {
        quote!(.multipart_body(#build))
    }
}

/// The properties of the body and their fields, through aliases.
fn parts<'a>(file: &File<'a>, ty: &RustType) -> Option<(&'a StructDef, &'a [FieldPlan])> {
    let RustType::Named(id) = ty else { return None };
    match (&file.api.types[*id].kind, &file.plan.types[id.index()].shape) {
        (TypeKind::Struct(shape), ShapePlan::Struct { fields, .. }) => Some((shape, fields)),
        (_, ShapePlan::Alias(ty)) => parts(file, ty),
        _ => None,
    }
}

/// True where the field is a file, several or perhaps one.
fn holds_files(field: &FieldPlan) -> bool {
    let mut ty = &field.ty;
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
