//! How the model crate spells types, and what a file imports for that.
//!
//! In: planned types. Out: their text, and the `use` lines for every name that was spelled.

use std::collections::BTreeSet;

use crate::emit::runtime::{CRATE, root};
use crate::plan::{Plan, RustType};

/// Widest line of imports.
const MAX_WIDTH: usize = 110;
/// What a further name takes besides its letters, at most.
const INDENT: usize = 6;

/// The names that one file uses from elsewhere.
#[derive(Debug)]
pub(super) struct Imports<'a> {
    plan: &'a Plan,
    module: &'a str,
    models: BTreeSet<&'a str>,
    runtime: BTreeSet<&'static str>,
    standard: BTreeSet<&'static str>,
}

impl<'a> Imports<'a> {
    /// Nothing is used yet in the file of `module`.
    pub(super) fn new(plan: &'a Plan, module: &'a str) -> Self {
        Self { plan, module, models: BTreeSet::new(), runtime: BTreeSet::new(), standard: BTreeSet::new() }
    }

    /// The text of a type.
    pub(super) fn spell(&mut self, ty: &'a RustType) -> String {
        match ty {
            RustType::Named(id) => {
                let plan = self.plan.ty(*id);
                if plan.module != self.module {
                    self.models.insert(&plan.ident);
                }
                plan.ident.clone()
            }
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U32 => "u32".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F32 => "f32".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Uuid => self.runtime(root::UUID),
            RustType::DateTime => self.runtime(root::DATE_TIME),
            RustType::Date => self.runtime(root::DATE),
            RustType::Time => self.runtime(root::TIME),
            RustType::Base64 => self.runtime(root::BASE64),
            RustType::Secret => self.runtime(root::SECRET),
            RustType::Hidden(inner) => {
                let hidden = self.runtime(root::HIDDEN);
                format!("{hidden}<{}>", self.spell(inner))
            }
            RustType::File => self.runtime(root::FILE),
            RustType::Value => self.runtime(root::VALUE),
            RustType::External(index) => format!("::{}", self.plan.externals[*index]),
            RustType::Bytes => "Vec<u8>".to_owned(),
            RustType::Download | RustType::Stream(_) => {
                unreachable!("what is read piece by piece stands in no model")
            }
            RustType::Unit => "()".to_owned(),
            RustType::List(item) => format!("Vec<{}>", self.spell(item)),
            RustType::Map(value) => {
                self.standard.insert("std::collections::BTreeMap");
                format!("BTreeMap<String, {}>", self.spell(value))
            }
            RustType::Option(inner) => format!("Option<{}>", self.spell(inner)),
            RustType::Boxed(inner) => format!("Box<{}>", self.spell(inner)),
            RustType::Patch(inner) => {
                let patch = self.runtime(root::PATCH);
                format!("{patch}<{}>", self.spell(inner))
            }
            RustType::Tuple(items) => match items.as_slice() {
                [item] => format!("({},)", self.spell(item)),
                items => {
                    let items: Vec<_> = items.iter().map(|item| self.spell(item)).collect();
                    format!("({})", items.join(", "))
                }
            },
        }
    }

    /// A name at the root of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) -> String {
        self.runtime.insert(name);
        name.to_owned()
    }

    /// The `use` lines: standard library, runtime, models.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.standard.iter().map(|path| format!("use {path};")).collect();
        lines.extend(group(CRATE, self.runtime.iter().copied()));
        lines.extend(group("crate", self.models.iter().copied()));
        lines
    }
}

/// One `use` for names of one path, wrapped where it would be too wide.
fn group<'n>(path: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let names: Vec<_> = names.collect();
    match names.as_slice() {
        [] => Vec::new(),
        [name] => vec![format!("use {path}::{name};")],
        names => {
            let line = format!("use {path}::{{{}}};", names.join(", "));
            if line.len() <= MAX_WIDTH {
                return vec![line];
            }
            let mut lines = vec![format!("use {path}::{{")];
            let mut line = String::new();
            for name in names {
                if !line.is_empty() && line.len() + name.len() + INDENT > MAX_WIDTH {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(if line.is_empty() { "    " } else { " " });
                line.push_str(name);
                line.push(',');
            }
            lines.extend([line, "};".to_owned()]);
            lines
        }
    }
}
