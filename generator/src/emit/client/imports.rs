//! How the client crate spells types, and what a file has to import for that.
//!
//! In: planned types. Out: tokens, and the `use` lines for all names that were spelled in one file. Models are
//! always spelled `models::X`, so that no name of a document can clash with what a file uses itself.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident;
use crate::emit::runtime::CRATE;
use crate::plan::{Plan, RustType, StreamForm};

/// The names that one file uses.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// Modules and items of the client crate itself.
    own: BTreeSet<&'static str>,
    /// Items at the root of the runtime.
    root: BTreeSet<&'static str>,
    /// Items of the runtime's `http`.
    http: BTreeSet<&'static str>,
    /// Paths of the standard library outside of the prelude.
    standard: BTreeSet<&'static str>,
    /// The group's type, for files below the group's module.
    group: Option<String>,
}

impl Imports {
    /// A name from the client crate's root: `models`, `errors`, `auth`.
    pub(super) fn own(&mut self, name: &'static str) -> TokenStream {
        self.own.insert(name);
        path(name)
    }

    /// A name from the runtime's root.
    pub(super) fn root(&mut self, name: &'static str) -> TokenStream {
        self.root.insert(name);
        path(name)
    }

    /// A name from the runtime's `http`.
    pub(super) fn http(&mut self, name: &'static str) -> TokenStream {
        self.http.insert(name);
        path(name)
    }

    /// The type of the group around a file.
    pub(super) fn group(&mut self, name: &str) {
        self.group = Some(name.to_owned());
    }

    /// An owned type: what a call returns, what a struct holds.
    pub(super) fn owned(&mut self, plan: &Plan, ty: &RustType) -> TokenStream {
        match ty {
            RustType::Named(id) => {
                let models = self.own("models");
                let name = ident(&plan.ty(*id).ident);
                quote!(#models::#name)
            }
            RustType::Bool => quote!(bool),
            RustType::I32 => quote!(i32),
            RustType::I64 => quote!(i64),
            RustType::U32 => quote!(u32),
            RustType::U64 => quote!(u64),
            RustType::F32 => quote!(f32),
            RustType::F64 => quote!(f64),
            RustType::String => quote!(String),
            RustType::Uuid => self.root("Uuid"),
            RustType::DateTime => self.root("DateTime"),
            RustType::Date => self.root("Date"),
            RustType::Time => self.root("Time"),
            RustType::Base64 => self.root("Base64"),
            RustType::Secret => self.root("Secret"),
            RustType::Value => self.root("Value"),
            RustType::File => self.root("FilePart"),
            RustType::External(index) => {
                let names = plan.externals[*index].split("::").map(ident);
                quote!(#(::#names)*)
            }
            RustType::Bytes => self.http("Bytes"),
            RustType::Download => self.http("Download"),
            RustType::Stream(stream) => {
                let item = self.owned(plan, &stream.item);
                let ty = self.http(match stream.form {
                    StreamForm::JsonEvents | StreamForm::TextEvents | StreamForm::WholeEvents => {
                        "EventStream"
                    }
                    StreamForm::JsonValues => "JsonStream",
                });
                quote!(#ty<#item>)
            }
            RustType::Unit => quote!(()),
            RustType::List(item) => {
                let item = self.owned(plan, item);
                quote!(Vec<#item>)
            }
            RustType::Map(value) => {
                self.standard.insert("std::collections::BTreeMap");
                let value = self.owned(plan, value);
                quote!(BTreeMap<String, #value>)
            }
            RustType::Tuple(items) => {
                let items = items.iter().map(|item| self.owned(plan, item));
                let items: Vec<TokenStream> = items.collect();
                quote!((#(#items,)*))
            }
            RustType::Option(inner) => {
                let inner = self.owned(plan, inner);
                quote!(Option<#inner>)
            }
            RustType::Patch(inner) => {
                let inner = self.owned(plan, inner);
                let patch = self.root("Patch");
                quote!(#patch<#inner>)
            }
            RustType::Hidden(inner) => {
                let inner = self.owned(plan, inner);
                let hidden = self.root("Hidden");
                quote!(#hidden<#inner>)
            }
            RustType::Boxed(inner) => {
                let inner = self.owned(plan, inner);
                quote!(Box<#inner>)
            }
        }
    }

    /// What a reference to a value of the type is called in an argument, without the `&`.
    pub(super) fn borrowed(&mut self, plan: &Plan, ty: &RustType) -> TokenStream {
        match ty {
            RustType::String => quote!(str),
            RustType::List(item) => {
                let item = self.owned(plan, item);
                quote!([#item])
            }
            other => self.owned(plan, other),
        }
    }

    /// The `use` lines for names that are not of the client crate, for code outside of it.
    pub(super) fn foreign(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.standard.iter().map(|path| format!("use {path};")).collect();
        lines.extend(self.root.iter().map(|name| format!("use {CRATE}::{name};")));
        lines.extend(self.http.iter().map(|name| format!("use {CRATE}::http::{name};")));
        lines
    }

    /// The `use` items of the file.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        let mut items = Vec::new();
        for name in &self.standard {
            let name = path(name);
            items.push(quote!(use #name;));
        }
        let tree = |prefix: TokenStream, names: &BTreeSet<&'static str>| {
            let names: Vec<TokenStream> = names.iter().map(|name| path(name)).collect();
            match names.as_slice() {
                [] => None,
                [name] => Some(quote!(use #prefix::#name;)),
                names => Some(quote!(use #prefix::{#(#names),*};)),
            }
        };
        items.extend(tree(quote!(client_runtime), &self.root));
        items.extend(tree(quote!(client_runtime::http), &self.http));
        items.extend(self.group.as_ref().map(|group| {
            let group = format_ident!("{group}");
            quote!(use super::#group;)
        }));
        items.extend(tree(quote!(crate), &self.own));
        items
    }
}

/// A fixed path of ours.
fn path(text: &str) -> TokenStream {
    let segments = text.split("::").map(|segment| format_ident!("{segment}"));
    quote!(#(#segments)::*)
}
