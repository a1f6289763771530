//! Multipart bodies: one part per field of the body's struct, or per item of a list.
//!
//! In: a planned body. Out: the value that holds the parts.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operations::File;
use super::{ident, media};
use crate::ir::{Id as _, MediaType, TypeKind};
use crate::plan::{BodyPlan, RustType, ShapePlan};

/// Why every multipart body is a struct here.
const ONLY_STRUCTS: &str =
    "lowering refuses multipart bodies that are neither objects with listed properties nor lists";

/// How the parts of a body are made.
enum Parts {
    /// One function takes the body as it is.
    Whole,
    /// They are put together from what is in the body.
    Together(TokenStream),
}

/// What makes the parts of a body that is there: a closure, or the function where it would only call one.
pub(super) fn maker(file: &mut File<'_>, media: &MediaType, body: &BodyPlan) -> TokenStream {
    match parts(file, media, body) {
        Parts::Whole => whole(file),
        Parts::Together(parts) => quote!(|body| #parts),
    }
}

/// `Multipart::new()…` for a body argument.
pub(super) fn value(file: &mut File<'_>, media: &MediaType, body: &BodyPlan) -> TokenStream {
    match parts(file, media, body) {
        Parts::Whole => {
            let whole = whole(file);
            quote!(#whole(body))
        }
        Parts::Together(parts) => parts,
    }
}

fn whole(file: &mut File<'_>) -> TokenStream {
    let multipart = file.imports.http("Multipart");
    quote!(#multipart::of)
}

fn parts(file: &mut File<'_>, media: &MediaType, body: &BodyPlan) -> Parts {
    if let Some(parts) = by_position(file, media, body) {
        return Parts::Together(parts);
    }
    let RustType::Named(id) = &body.ty else { unreachable!("{ONLY_STRUCTS}") };
    let (TypeKind::Struct(shape), ShapePlan::Struct { fields, additional }) =
        (&file.api.types[*id].kind, &file.plan.types[id.index()].shape)
    else {
        unreachable!("{ONLY_STRUCTS}")
    };
    let multipart = file.imports.http("Multipart");
    let media_type = media_type(media);
    let additional_files = additional
        .as_ref()
        .is_some_and(|plan| matches!(&plan.ty, RustType::Map(value) if holds_files(value)));
    if media.encoding.is_empty() && !additional_files && !fields.iter().any(|plan| holds_files(&plan.ty)) {
        let Some(media_type) = media_type else { return Parts::Whole };
        return Parts::Together(quote!(#multipart::of(body) #media_type));
    }
    let table = body.encodings.as_deref().map(ident);
    let parts = shape.fields.iter().zip(fields).map(|(field, plan)| {
        let wire_name = &field.wire_name;
        let place = ident(&plan.ident);
        let encoding = media.encoding.iter().position(|encoding| encoding.property == *wire_name);
        match (encoding, holds_files(&plan.ty)) {
            (Some(index), files) => {
                let index = Literal::usize_unsuffixed(index);
                let call = if files { quote!(encoded_files) } else { quote!(encoded) };
                quote!(.#call(&#table[#index], &body.#place))
            }
            (None, true) => quote!(.files(#wire_name, &body.#place)),
            (None, false) => quote!(.field(#wire_name, &body.#place)),
        }
    });
    let mut parts: Vec<TokenStream> = parts.collect();
    if let Some(plan) = additional {
        let place = ident(&plan.ident);
        parts.push(if additional_files {
            quote!(.file_fields(&body.#place))
        } else {
            quote!(.fields(&body.#place))
        });
    }
    Parts::Together(quote!(#multipart::new() #(#parts)* #media_type))
}

/// Another media type than the usual one.
fn media_type(media: &MediaType) -> Option<TokenStream> {
    let media_type = media::sendable(&media.name, media.kind);
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    (essence != "multipart/form-data").then(|| quote!(.media_type(#essence)))
}

/// The parts of a list or a tuple; `None` for other bodies.
fn by_position(file: &mut File<'_>, media: &MediaType, body: &BodyPlan) -> Option<TokenStream> {
    let table = body.encodings.as_deref().map(ident);
    let parts = match &body.ty {
        RustType::List(item) => {
            let call = if holds_files(item) { quote!(file_parts) } else { quote!(parts) };
            let encodings = table.map_or(quote!(&[]), |table| quote!(&#table));
            vec![quote!(.#call(#encodings, body))]
        }
        RustType::Tuple(items) => {
            let last = media.encoding.len().saturating_sub(1);
            let encoding = |index: usize| {
                let index = Literal::usize_unsuffixed(index.min(last));
                table.as_ref().map_or(quote!(None), |table| quote!(Some(&#table[#index])))
            };
            let part = |(index, item): (usize, &RustType)| {
                let call = if holds_files(item) { quote!(file_part) } else { quote!(part) };
                let (encoding, place) = (encoding(index), Literal::usize_unsuffixed(index));
                quote!(.#call(#encoding, &body.#place))
            };
            items.iter().enumerate().map(part).collect()
        }
        _ => return None,
    };
    let multipart = file.imports.http("Multipart");
    let media_type = media_type(media);
    Some(quote!(#multipart::new() #(#parts)* #media_type))
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
