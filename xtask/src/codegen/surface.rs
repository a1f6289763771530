//! What callers of generated crates see, and how a change of files changes it.
//!
//! In: the Rust files that differ, before and after. Out: public types, derives, fields, variants and methods that were
//! added, removed or changed, each with the module that callers name. It reads lines, not syntax: generated code is printed in one regular form.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use generator::disk::Comparison;
use generator::output::FileSet;

/// Public items by module and path (`client::stages`, `Stages::sms_list`; `models`, `SmsStage.name`), each with the rest of its
/// declaration.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Surface {
    items: BTreeMap<(String, String), String>,
}

/// What the lines belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// An enum: indented names are variants.
    Enum,
    /// Anything else.
    Other,
}

/// How one surface differs from another, in name order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// Items that are new.
    pub(crate) added: Vec<String>,
    /// Items that are gone.
    pub(crate) removed: Vec<String>,
    /// Items of the same path with another declaration: before and after.
    pub(crate) changed: Vec<String>,
}

impl Change {
    /// True when code that compiled before may not compile now.
    pub(crate) fn breaks_callers(&self) -> bool {
        !self.removed.is_empty() || !self.changed.is_empty()
    }
}

impl Surface {
    /// The items in the files that are about to change or go.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(crate) fn on_disk(folder: &Path, comparison: &Comparison) -> Result<Self> {
        let mut surface = Self::default();
        for name in comparison.changed.iter().chain(&comparison.extra).filter(|name| is_rust(name)) {
            let path = folder.join(name);
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            surface.read(&module(name), &text);
        }
        Ok(surface)
    }

    /// The items in the files that are about to be written.
    pub(crate) fn planned(files: &FileSet, comparison: &Comparison) -> Self {
        let mut surface = Self::default();
        let written = comparison.changed.iter().chain(&comparison.missing).filter(|name| is_rust(name));
        for name in written {
            surface.read(&module(name), files.get(name).unwrap_or_default());
        }
        surface
    }

    /// What has to be added, removed and changed to get from this surface to the other.
    pub(crate) fn change_to(&self, after: &Self) -> Change {
        let mut change = Change::default();
        for (key @ (module, path), declaration) in &self.items {
            match after.items.get(key) {
                None if !self.is_member_of_other(key, after) => change.removed.push(shown(key)),
                Some(now) if now != declaration => {
                    change.changed.push(format!("{module}::{path}{declaration} is now {path}{now}"));
                }
                None | Some(_) => {}
            }
        }
        let new = after.items.keys().filter(|key| !self.items.contains_key(*key));
        change.added = new.filter(|key| !after.is_member_of_other(key, self)).map(shown).collect();
        change
    }

    /// True for a member of a type that only this surface has: the type is news enough.
    fn is_member_of_other(&self, (module, path): &(String, String), other: &Self) -> bool {
        let owner = path.split(['.', ':', ' ']).next().unwrap_or(path);
        let key = (module.clone(), owner.to_owned());
        owner != path && self.items.contains_key(&key) && !other.items.contains_key(&key)
    }

    fn read(&mut self, module: &str, text: &str) {
        let key = |path: String| (module.to_owned(), path);
        let mut derived: Vec<&str> = Vec::new();
        let mut owner = String::new();
        let mut inside = Inside::Other;
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let inner = line.trim_start();
            match line.len() - inner.len() {
                0 => {
                    if let Some(list) = inner.strip_prefix("#[derive(") {
                        derived = list.trim_end_matches(")]").split(", ").collect();
                    }
                    inside = self.read_outer(module, inner, &mut owner, inside);
                    if inner.starts_with("pub ") {
                        let traits = std::mem::take(&mut derived).into_iter();
                        let rows = traits.map(|name| (key(format!("{owner} is {name}")), String::new()));
                        self.items.extend(rows);
                    }
                }
                4 if !owner.is_empty() => {
                    if let Some((name, rest)) = method(inner) {
                        let signature = signature(rest, &mut lines);
                        self.items.insert(key(format!("{owner}::{name}")), signature);
                    } else if let Some((name, ty)) = field(inner) {
                        self.items.insert(key(format!("{owner}.{name}")), format!(": {ty}"));
                    } else if let (Inside::Enum, Some((name, rest))) = (inside, variant(inner)) {
                        self.items.insert(key(format!("{owner}::{name}")), rest.to_owned());
                    }
                }
                // A request type, which stands in a macro of the runtime.
                4 => {
                    if let Some(rest) = inner.strip_prefix("pub struct ") {
                        let (name, shape) = identifier(rest);
                        self.items.insert(key(name.to_owned()), shape.trim_end_matches(';').to_owned());
                    }
                }
                _ => {}
            }
        }
    }

    fn read_outer(&mut self, module: &str, line: &str, owner: &mut String, inside: Inside) -> Inside {
        for keyword in ["pub struct ", "pub enum ", "pub type "] {
            if let Some(rest) = line.strip_prefix(keyword) {
                let (name, rest) = identifier(rest);
                let alias = if keyword == "pub type " { rest.trim_end_matches(';') } else { "" };
                self.items.insert((module.to_owned(), name.to_owned()), alias.to_owned());
                name.clone_into(owner);
                return if keyword == "pub enum " { Inside::Enum } else { Inside::Other };
            }
        }
        if let Some(rest) = line.strip_prefix("impl ") {
            let inherent = !rest.contains(" for ");
            *owner = if inherent { identifier(rest).0.to_owned() } else { String::new() };
            return Inside::Other;
        }
        if line.starts_with('}') || line.starts_with("impl<") {
            owner.clear();
            return Inside::Other;
        }
        inside
    }
}

/// An item as people read it.
fn shown((module, path): &(String, String)) -> String {
    format!("{module}::{path}")
}

/// The module from which callers take what a file has, for example `client::stages` for `client/src/stages/sms.rs`: files below a
/// module are private, and it exports what they have.
fn module(file: &str) -> String {
    let mut parts = file.split('/').filter(|part| *part != "src");
    let krate = parts.next().unwrap_or_default();
    let inner = parts.next().map(|part| part.trim_end_matches(".rs"));
    match inner {
        Some(inner) if krate != "models" && !["lib", "client"].contains(&inner) => {
            format!("{krate}::{inner}")
        }
        Some(_) | None => krate.to_owned(),
    }
}

fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "rs")
}

/// Splits off a leading identifier.
fn identifier(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '#'));
    text.split_at(end.unwrap_or(text.len()))
}

fn method(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("pub ")?;
    let rest = rest.strip_prefix("async ").or_else(|| rest.strip_prefix("const ")).unwrap_or(rest);
    rest.strip_prefix("fn ").map(identifier)
}

/// The whole signature in one line, from the first parenthesis on.
fn signature<'a>(first: &str, lines: &mut impl Iterator<Item = &'a str>) -> String {
    let mut signature = first.to_owned();
    while !signature.trim_end().ends_with(['{', ';', '}']) {
        let Some(line) = lines.next() else { break };
        if !signature.ends_with('(') && !line.trim_start().starts_with(')') {
            signature.push(' ');
        }
        signature.push_str(line.trim());
    }
    signature.split('{').next().unwrap_or_default().trim_end().replace(",)", ")")
}

fn field(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = identifier(line.strip_prefix("pub ")?);
    rest.strip_prefix(": ").map(|ty| (name, ty.trim_end_matches(',')))
}

fn variant(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = identifier(line);
    let is_variant = name.starts_with(char::is_uppercase) && matches!(rest.chars().next(), Some(',' | '('));
    is_variant.then(|| (name, rest.trim_end_matches(',')))
}

#[cfg(test)]
mod tests {
    use super::{Change, Surface, module};

    const BEFORE: &str = "\
/// A stage.
#[derive(Clone)]
pub struct Stage {
    pub name: String,
    pub port: Option<i64>,
}

pub enum Provider {
    Twilio,
    Unknown(String),
}

impl Stages {
    pub fn list(&self) -> StageList {
        self.pub_fn()
    }
    pub fn update<'b>(
        &self,
        id: Uuid,
        body: &'b Stage,
    ) -> Call<Stage> {
        todo()
    }
}

impl Clone for Stages {
    pub fn hidden(&self) {}
}
";

    fn surface(text: &str) -> Surface {
        let mut surface = Surface::default();
        surface.read("client::stages", text);
        surface
    }

    #[test]
    fn types_fields_variants_and_methods_are_seen() {
        let surface = surface(BEFORE);
        let paths: Vec<_> = surface.items.keys().map(|(_, path)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "Provider",
                "Provider::Twilio",
                "Provider::Unknown",
                "Stage",
                "Stage is Clone",
                "Stage.name",
                "Stage.port",
                "Stages::list",
                "Stages::update",
            ]
        );
        let update = ("client::stages".to_owned(), "Stages::update".to_owned());
        assert_eq!(surface.items[&update], "<'b>(&self, id: Uuid, body: &'b Stage) -> Call<Stage>");
    }

    #[test]
    fn additions_do_not_break_and_removals_do() {
        let before = surface(BEFORE);
        let grown = surface(&BEFORE.replace("    Twilio,\n", "    Twilio,\n    Generic,\n"));
        let change = before.change_to(&grown);
        assert_eq!(
            change,
            Change { added: vec!["client::stages::Provider::Generic".to_owned()], ..Change::default() }
        );
        assert!(!change.breaks_callers());
        assert!(grown.change_to(&before).breaks_callers());
    }

    #[test]
    fn members_of_a_new_type_are_not_listed() {
        let change = Surface::default().change_to(&surface(BEFORE));
        let expected = ["Provider", "Stage", "Stages::list", "Stages::update"];
        assert_eq!(change.added, expected.map(|path| format!("client::stages::{path}")));
    }

    #[test]
    fn items_of_one_name_in_two_modules_are_two() {
        let mut before = surface("pub struct List;\n");
        before.read("client::flows", "pub struct List;\n");
        let change = before.change_to(&surface("pub struct List;\n"));
        assert_eq!(change.removed, ["client::flows::List"]);
    }

    #[test]
    fn a_lost_derive_breaks_callers() {
        let change = surface(BEFORE).change_to(&surface(&BEFORE.replace("#[derive(Clone)]\n", "")));
        assert_eq!(change.removed, ["client::stages::Stage is Clone"]);
    }

    #[test]
    fn a_file_belongs_to_the_module_that_exports_it() {
        for (file, expected) in [
            ("models/src/sms_stage.rs", "models"),
            ("client/src/lib.rs", "client"),
            ("client/src/stages.rs", "client::stages"),
            ("client/src/stages/sms.rs", "client::stages"),
            ("client/src/errors/stage_error.rs", "client::errors"),
        ] {
            assert_eq!(module(file), expected, "{file}");
        }
    }

    #[test]
    fn a_changed_declaration_shows_both_sides() {
        let after = surface(&BEFORE.replace("Option<i64>", "i64"));
        let change = surface(BEFORE).change_to(&after);
        assert_eq!(change.changed, ["client::stages::Stage.port: Option<i64> is now Stage.port: i64"]);
    }
}
