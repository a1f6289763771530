//! What one generated file defines.
//!
//! In: a parsed file. Out: its types, the methods in it, and the names that are there twice.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Fields, FnArg, ImplItem, Item, Pat, Signature, Type, UseTree};

use crate::plan::methods::{OF_BUILDERS, OF_REQUESTS, OF_SERVERS};
use crate::plan::naming::plain;

/// A method, or a constant of a type.
pub(super) struct Method {
    /// The type.
    pub(super) ty: String,
    /// The method.
    pub(super) name: String,
}

impl Method {
    fn new(ty: &str, name: &str) -> Self {
        Self { ty: plain(ty).to_owned(), name: plain(name).to_owned() }
    }
}

/// What a file defines.
#[derive(Default)]
pub(super) struct File {
    /// Names of types and modules, own ones and imported ones.
    names: BTreeSet<String>,
    /// Names of what has a value: statics, constants, functions, tuple structs.
    values: BTreeSet<String>,
    /// Types that are defined here.
    pub(super) types: BTreeSet<String>,
    /// Methods that are written here, or by a macro that is called here.
    pub(super) methods: Vec<Method>,
    /// Functions with the names of their arguments.
    arguments: Vec<(String, Vec<String>)>,
    /// What is there twice, as people read it.
    pub(super) twins: Vec<String>,
}

impl File {
    /// Looks at every item.
    pub(super) fn read(file: &syn::File) -> Self {
        let mut found = Self::default();
        for item in &file.items {
            found.item(item);
        }
        for (function, arguments) in std::mem::take(&mut found.arguments) {
            for argument in &arguments {
                if found.values.contains(argument) {
                    let line = format!("the argument `{argument}` of `{function}` is called like an item");
                    found.twins.push(line);
                }
            }
            found.parts(&function, "argument", arguments);
        }
        found
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => self.value(&item.ident.to_string()),
            Item::Static(item) => self.value(&item.ident.to_string()),
            Item::Fn(item) => {
                self.value(&item.sig.ident.to_string());
                self.signature(&item.sig);
            }
            Item::Struct(item) => {
                self.defined(&item.ident.to_string(), !matches!(item.fields, Fields::Named(_)));
                let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                self.parts(&item.ident.to_string(), "field", fields.map(ToString::to_string).collect());
            }
            Item::Enum(item) => {
                self.defined(&item.ident.to_string(), false);
                let variants = item.variants.iter().map(|variant| variant.ident.to_string()).collect();
                self.parts(&item.ident.to_string(), "variant", variants);
            }
            Item::Type(item) => self.defined(&item.ident.to_string(), false),
            Item::Trait(item) => self.defined(&item.ident.to_string(), false),
            Item::Mod(item) => self.name(&item.ident.to_string()),
            Item::Use(item) => self.imported(&item.tree, ""),
            Item::Impl(item) if item.trait_.is_none() => {
                let Type::Path(ty) = &*item.self_ty else { return };
                let Some(ty) = ty.path.segments.last().map(|segment| segment.ident.to_string()) else {
                    return;
                };
                for part in &item.items {
                    match part {
                        ImplItem::Fn(function) => {
                            self.method(&ty, &function.sig.ident.to_string());
                            self.signature(&function.sig);
                        }
                        ImplItem::Const(constant) => self.method(&ty, &constant.ident.to_string()),
                        _ => {}
                    }
                }
            }
            Item::Macro(item) => {
                if let Some(name) = item.mac.path.segments.last() {
                    self.called(&name.ident.to_string(), &item.mac.tokens);
                }
            }
            _ => {}
        }
    }

    /// What a macro of the runtime defines. In `struct Name(…);` and rows such as `name = …;` the names are those of the document.
    fn called(&mut self, name: &str, tokens: &TokenStream) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let after = |keyword: &str| {
            let at =
                tokens.iter().position(|token| matches!(token, TokenTree::Ident(one) if one == keyword))?;
            tokens.get(at + 1).map(ToString::to_string)
        };
        match name {
            "request" | "server" => {
                let Some(ty) = after("struct") else { return };
                self.defined(&ty, true);
                let own = if name == "request" { OF_REQUESTS } else { OF_SERVERS };
                let setters = if name == "server" { rows(&tokens) } else { Vec::new() };
                self.methods.extend(
                    setters
                        .iter()
                        .map(String::as_str)
                        .chain(own.iter().copied())
                        .map(|name| Method::new(&ty, name)),
                );
            }
            "webhooks" => {
                let Some(ty) = after("enum") else { return };
                self.defined(&ty, false);
                self.parts(&ty, "variant", rows(&tokens));
            }
            "builder_methods" => {
                let Some(ty) = tokens.first().map(ToString::to_string) else { return };
                let of_macro = OF_BUILDERS.iter().filter(|method| **method != "build");
                self.methods.extend(of_macro.map(|name| Method::new(&ty, name)));
            }
            _ => {}
        }
    }

    fn imported(&mut self, tree: &UseTree, around: &str) {
        match tree {
            UseTree::Path(path) => self.imported(&path.tree, &path.ident.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imported(tree, around)),
            UseTree::Name(name) if name.ident == "self" => self.name(around),
            UseTree::Name(name) => self.name(&name.ident.to_string()),
            UseTree::Rename(rename) if rename.rename == "_" => {}
            UseTree::Rename(rename) => self.name(&rename.rename.to_string()),
            UseTree::Glob(_) => {}
        }
    }

    fn signature(&mut self, signature: &Signature) {
        let arguments = signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) => Some(plain(&name.ident.to_string()).to_owned()),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        self.arguments.push((signature.ident.to_string(), arguments.collect()));
    }

    fn defined(&mut self, ident: &str, has_value: bool) {
        self.types.insert(plain(ident).to_owned());
        let is_news = self.names.insert(plain(ident).to_owned());
        let is_new_value = !has_value || self.values.insert(plain(ident).to_owned());
        self.told(ident, is_news && is_new_value);
    }

    fn name(&mut self, ident: &str) {
        let is_news = self.names.insert(plain(ident).to_owned());
        self.told(ident, is_news);
    }

    fn value(&mut self, ident: &str) {
        let is_news = ident == "_" || self.values.insert(plain(ident).to_owned());
        self.told(ident, is_news);
    }

    fn told(&mut self, ident: &str, is_news: bool) {
        if !is_news {
            self.twins.push(format!("`{}` is defined twice", plain(ident)));
        }
    }

    fn method(&mut self, ty: &str, name: &str) {
        self.methods.push(Method::new(ty, name));
    }

    fn parts(&mut self, whole: &str, what: &str, parts: Vec<String>) {
        let mut seen = BTreeSet::new();
        for part in parts {
            let part = plain(&part);
            if !seen.insert(part.to_owned()) {
                self.twins.push(format!("`{whole}` has a second {what} `{part}`"));
            }
        }
    }
}

/// The names in front of `=`, perhaps with something in brackets between.
fn rows(tokens: &[TokenTree]) -> Vec<String> {
    let mut rows = Vec::new();
    let mut last = None;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => last = Some(ident.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '=' => rows.extend(last.take()),
            TokenTree::Group(_) => {}
            TokenTree::Punct(_) | TokenTree::Literal(_) => last = None,
        }
    }
    rows
}
