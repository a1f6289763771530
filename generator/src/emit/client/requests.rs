//! The types around one operation's arguments: the request with setters for what is optional, and the struct
//! of what is required where that is too much for a list of arguments.
//!
//! In: a planned operation. Out: items.

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::{
    File, argument_type, argument_value, header_type, is_generic, parameter, result_types,
};
use super::{ident, pagination, responses, spelled};
use crate::emit::docs::attributes;
use crate::emit::facts;
use crate::emit::prose::safe_line;
use crate::ir::{OperationId, Param};
use crate::plan::outcome::other_media_types;
use crate::plan::{ArgumentPlan, RustType};
use crate::print::{SourceItem, table};

/// The request type with its setters, where the operation has optional parameters.
pub(super) fn request_type(file: &mut File<'_>, id: OperationId) -> Vec<SourceItem> {
    let (api, plan) = (file.api, file.plan);
    let shape = plan.operation(id);
    let Some(name) = &shape.request else { return Vec::new() };
    let name = ident(name);
    let operation = &api.operations[id];
    let group = &plan.group(file.module.group).ident;
    let (result, error) = result_types(file, id);
    let headers = header_type(file, id).map_or_else(String::new, |ty| format!(", {}", spelled(&ty)));
    let setters: Vec<TokenStream> = shape
        .setters
        .iter()
        .map(|setter| {
            let docs = attributes(&[param_line(file, &operation.params[setter.param])]);
            let method = ident(&setter.ident);
            let value = argument_value(&setter.ty, &method);
            let ty = argument_type(file, &setter.ty);
            let call = parameter(operation, setter, &value);
            // What is generic is compiled where it is used anyway.
            let inline = (!is_generic(&setter.ty)).then(|| quote!(#[inline]));
            quote! {
                #docs
                #inline
                pub fn #method(self, #method: #ty) -> Self { Self(self.0 #call) }
            }
        })
        .collect();
    let mut rows = vec![
        format!("/// What [`{group}::{}`] can be told.", shape.method),
        format!("pub struct {name}({}, {}{headers});", spelled(&result), spelled(&error)),
    ];
    rows.extend(pagination::row(file, id));
    rows.extend(stream_row(file, id));
    if !other_media_types(operation).is_empty() {
        rows.push("also download_as;".to_owned());
    }
    let mut items = vec![SourceItem::Lines(table("client_runtime::request! {", &rows, "}"))];
    if !setters.is_empty() {
        items.push(SourceItem::Tokens(quote!(impl #name { #(#setters)* })));
    }
    items
}

/// `stream EventStream<T>, events;`, where the operation can also answer with a stream.
fn stream_row(file: &mut File<'_>, id: OperationId) -> Option<String> {
    let stream = file.plan.operation(id).stream.clone()?;
    let opened = responses::opened(stream.form);
    let ty = file.imports.owned(file.plan, &RustType::Stream(Box::new(stream)));
    Some(format!("stream {}, {opened};", spelled(&ty)))
}

/// The struct of required parameters, where there are too many for a list of arguments.
pub(super) fn params_struct(file: &mut File<'_>, id: OperationId) -> Option<TokenStream> {
    let (api, plan) = (file.api, file.plan);
    let shape = plan.operation(id);
    let name = ident(shape.params.as_ref()?);
    let operation = &api.operations[id];
    let group = &plan.group(file.module.group).ident;
    let docs = attributes(&[format!("What [`{group}::{}`] needs.", shape.method)]);
    let fields: Vec<TokenStream> = shape
        .arguments
        .iter()
        .map(|ArgumentPlan { param, ident: name, ty, .. }| {
            let docs = attributes(&[param_line(file, &operation.params[*param])]);
            let name = ident(name);
            let ty = file.imports.owned(plan, ty);
            quote!(#docs pub #name: #ty)
        })
        .collect();
    Some(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name { #(#fields),* }
    })
}

/// One line about a parameter: what it means, and what it may be.
fn param_line(file: &File<'_>, param: &Param) -> String {
    let prose = param.docs.description.as_deref().or(param.docs.summary.as_deref()).unwrap_or_default();
    let facts: Vec<String> =
        facts::of_param(file.api, param).into_iter().filter(|fact| fact != "required").collect();
    let line = facts::after(&safe_line(prose), &facts);
    if line.is_empty() {
        format!("Parameter {}.", crate::emit::prose::inline_code(&param.wire_name))
    } else {
        line
    }
}
