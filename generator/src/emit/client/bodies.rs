//! How the body of a request is passed and sent.
//!
//! In: a planned body. Out: the argument, the call that sends it, and the table of properties that have an encoding of their own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operations::{File, style};
use super::{ident, media, multipart};
use crate::ir::{MediaKind, MediaType, Operation, OperationId, PartEncoding};
use crate::plan::{BodyPlan, RustType};

/// The argument.
pub(super) fn argument(file: &mut File<'_>, body: &BodyPlan) -> TokenStream {
    let name = ident(&body.ident);
    if body.ty == RustType::Bytes {
        let bytes = file.imports.http("RequestBody");
        let ty = if body.optional { quote!(Option<#bytes>) } else { bytes };
        return quote!(#name: impl Into<#ty>);
    }
    let ty = file.imports.borrowed(file.plan, &body.ty);
    if body.optional {
        let optional = file.imports.http("OptionalBody");
        quote!(#name: impl #optional<#ty>)
    } else {
        quote!(#name: &#ty)
    }
}

/// The call that sends it: `.json_body(body)`.
pub(super) fn call(file: &mut File<'_>, id: OperationId, body: &BodyPlan) -> TokenStream {
    let name = ident(&body.ident);
    let Some(media) = media_type(&file.api.operations[id], body) else { return TokenStream::new() };
    let media_type = media::sendable(&media.name, media.kind);
    match media.kind {
        _ if body.ty == RustType::Bytes && body.optional => {
            quote!(.bytes_body_if(#media_type, #name.into()))
        }
        _ if body.ty == RustType::Bytes => quote!(.bytes_body(#media_type, #name)),
        MediaKind::Json => {
            let content_type = (media_type != "application/json").then(|| quote!(.content_type(#media_type)));
            match (body.floats, body.optional) {
                (false, false) => quote!(.json_body(#name) #content_type),
                (false, true) => quote!(.json_body_if(#name.get()) #content_type),
                (true, false) => quote!(.finite_json_body(#name) #content_type),
                (true, true) => quote!(.finite_json_body_if(#name.get()) #content_type),
            }
        }
        MediaKind::Form => match (body.encodings.as_deref().map(ident), body.optional) {
            (Some(table), true) => quote!(.encoded_form_body_if(&#table, #name.get())),
            (Some(table), false) => quote!(.encoded_form_body(&#table, #name)),
            (None, true) => quote!(.form_body_if(#name.get())),
            (None, false) => quote!(.form_body(#name)),
        },
        MediaKind::Multipart => {
            if body.optional {
                let maker = multipart::maker(file, media, body);
                quote!(.multipart_body_if(#name.get().map(#maker)))
            } else {
                let parts = multipart::value(file, media, body);
                quote!(.multipart_body(#parts))
            }
        }
        MediaKind::Text
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines
        | MediaKind::Bytes => {
            if body.optional {
                quote!(.text_body_if(#media_type, #name.get()))
            } else {
                quote!(.text_body(#media_type, #name))
            }
        }
    }
}

/// The encodings of single properties, where the document gives any.
pub(super) fn encoding_tables(file: &mut File<'_>, id: OperationId) -> Vec<TokenStream> {
    let (api, plan) = (file.api, file.plan);
    let shape = plan.operation(id);
    let bodies = shape.body.iter().chain(shape.alternatives.iter().map(|other| &other.body));
    let tables = bodies.filter_map(|body| Some((ident(body.encodings.as_ref()?), body)));
    tables
        .filter_map(|(table, body)| {
            let media = media_type(&api.operations[id], body)?;
            let ty = file.imports.http("PartEncoding");
            let encodings: Vec<TokenStream> =
                media.encoding.iter().map(|encoding| encoding_value(file, &ty, encoding)).collect();
            let count = Literal::usize_unsuffixed(encodings.len());
            Some(quote!(static #table: [#ty; #count] = [#(#encodings),*];))
        })
        .collect()
}

fn encoding_value(file: &mut File<'_>, ty: &TokenStream, encoding: &PartEncoding) -> TokenStream {
    let name = &encoding.property;
    let media_type = encoding.content_type.as_ref().map(|media_type| quote!(.media_type(#media_type)));
    let style = encoding.style.as_ref().map(|value| {
        let param_style = file.imports.http("ParamStyle");
        let value = style(value);
        quote!(.style(#param_style::#value))
    });
    let reserved = encoding.allow_reserved.then(|| quote!(.allow_reserved()));
    let headers = encoding.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = (!encoding.headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    quote!(#ty::new(#name) #media_type #style #reserved #headers)
}

fn media_type<'a>(operation: &'a Operation, body: &BodyPlan) -> Option<&'a MediaType> {
    operation.body.as_ref().map(|whole| &whole.content[body.media])
}
