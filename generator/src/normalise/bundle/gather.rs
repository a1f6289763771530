//! Every reference that is in use, and what becomes of it.
//!
//! Begins with the whole document and goes on with whatever its references lead to, file by file. Parts of other
//! files that nothing refers to are not looked at.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use indexmap::IndexMap;
use serde_json::Value;

use super::address::FileName;
use super::homes::{Edition, container, section};
use super::library::Library;
use super::resolve::Unresolved;
use super::{Target, UNRESOLVED};
use crate::diagnostics::similar::Searches;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::limits::Limits;
use crate::normalise::references::{MOST_RELATED, wrong_kind};
use crate::normalise::shape::kind_at;
use crate::normalise::shape::walk::{Keyword, Site, Wanted, sites};
use crate::pointer::Pointer;
use crate::source::Sources;

/// What becomes of a reference.
#[derive(Clone, Debug)]
pub(super) enum Resolution {
    /// It stays as it is.
    Keep,
    /// It gets the text that leads to where its target stands then.
    Refer(Target, &'static str),
    /// Its target stands in its place then.
    Insert(Target, Wanted),
    /// It was reported.
    Failed,
    /// It is taken out, which was reported.
    Drop,
}

/// A reference and what becomes of it.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) keyword: Keyword,
    pub(super) becomes: Resolution,
}

/// What was found.
pub(super) struct Gathered<'a> {
    pub(super) library: Library<'a>,
    pub(super) edition: Edition,
    /// Every reference in use, by file and place.
    pub(super) resolved: BTreeMap<Target, Resolved>,
    /// What other files hold and needs a place in the document, with what it is.
    pub(super) targets: BTreeSet<(Target, &'static str)>,
    /// Components of the document that are nothing but a reference: their targets take their place.
    pub(super) entries: BTreeMap<(Target, &'static str), Pointer>,
}

/// The state of the search.
pub(super) struct Gather<'a, 'run> {
    pub(super) library: Library<'a>,
    pub(super) limits: &'run Limits,
    pub(super) sources: &'run mut Sources,
    pub(super) diagnostics: &'run mut Diagnostics,
    /// What was found wrong, by code and message: the same fault of several references is told once.
    problems: IndexMap<(&'static str, String), Diagnostic>,
    /// Bytes of all files.
    pub(super) bytes: usize,
    /// Where files of other hosts are looked for: beside a file that stands in for their folder, or there.
    pub(super) kept_here: BTreeMap<FileName, FileName>,
    /// For names that lead nowhere.
    pub(super) searches: Searches,
    pub(super) edition: Edition,
    open: VecDeque<(Target, Wanted)>,
    seen: BTreeSet<(Target, Option<&'static str>)>,
    /// `$dynamicRef`s wait until all files are known.
    dynamic: Vec<(usize, Site)>,
    /// What they refer to by name; one that several nodes have is told there.
    dynamic_names: BTreeSet<String>,
    resolved: BTreeMap<Target, Resolved>,
    targets: BTreeSet<(Target, &'static str)>,
    entries: BTreeMap<(Target, &'static str), Pointer>,
}

/// Finds every reference that is in use.
pub(super) fn gather<'a>(
    library: Library<'a>,
    limits: &Limits,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Gathered<'a> {
    let edition = Edition::of(&library.files[0].tree);
    let bytes = sources[library.files[0].id].text.len();
    let mut gather = Gather {
        library,
        limits,
        sources,
        diagnostics,
        problems: IndexMap::new(),
        bytes,
        kept_here: BTreeMap::new(),
        searches: Searches::default(),
        edition,
        open: VecDeque::new(),
        seen: BTreeSet::new(),
        dynamic: Vec::new(),
        dynamic_names: BTreeSet::new(),
        resolved: BTreeMap::new(),
        targets: BTreeSet::new(),
        entries: BTreeMap::new(),
    };
    let document = Target { file: 0, pointer: Pointer::root() };
    let wanted = Wanted::whole(&gather.library.files[0].tree);
    gather.follow(document, wanted);
    gather.run();
    while let Some((file, site)) = gather.dynamic.pop() {
        gather.dynamic(file, &site);
        gather.run();
    }
    gather.repeated_identifiers();
    let Gather { library, edition, resolved, targets, entries, problems, diagnostics, .. } = gather;
    problems.into_values().for_each(|problem| diagnostics.report(problem));
    Gathered { library, edition, resolved, targets, entries }
}

impl Gather<'_, '_> {
    /// Tells of nodes that have the name of another one: a reference to it leads to the first.
    fn repeated_identifiers(&mut self) {
        let library = &self.library;
        let ids = library.repeated.iter().map(|(first, second)| {
            let keyword = |target: &Target| {
                let node = library.value(target);
                let key = if node.is_some_and(|node| node.get("$id").is_some()) { "$id" } else { "$self" };
                (target.file, target.pointer.child(key))
            };
            let id = library.files[second.file].identifiers.resources.get(&second.pointer);
            ("`$id`", id.map_or("", String::as_str), keyword(first), keyword(second))
        });
        let files = library.files.iter().enumerate();
        let names = &self.dynamic_names;
        let anchors = files.flat_map(|(file, opened)| {
            let repeated = opened.identifiers.repeated();
            let silent = repeated
                .filter(|(name, first, second)| !(first.dynamic && second.dynamic && names.contains(*name)));
            silent.map(move |(name, first, second)| {
                ("anchor", name, (file, first.keyword()), (file, second.keyword()))
            })
        });
        for (what, name, first, second) in ids.chain(anchors) {
            let place = |(file, pointer): (usize, Pointer)| library.place(file, &pointer, self.sources);
            let message =
                format!("the {what} `{name}` is that of another schema; references lead to the first");
            let repeated = Diagnostic::new(&codes::DUPLICATE_IDENTIFIER, &place(second), message);
            self.diagnostics.report(repeated.related(&place(first), "the first"));
        }
    }

    fn follow(&mut self, target: Target, wanted: Wanted) {
        if self.seen.insert((target.clone(), wanted.name())) {
            self.open.push_back((target, wanted));
        }
    }

    fn run(&mut self) {
        while let Some((target, wanted)) = self.open.pop_front() {
            let Some(value) = self.library.value(&target) else { continue };
            for site in sites(value, &target.pointer, wanted) {
                let key = Target { file: target.file, pointer: site.at.clone() };
                if self.resolved.contains_key(&key) {
                    continue;
                }
                let becomes = match site.keyword {
                    Keyword::Ref => self.reference(target.file, &site),
                    Keyword::Mapping => self.mapping(target.file, &site),
                    Keyword::DynamicRef => {
                        self.dynamic.push((target.file, site.clone()));
                        Resolution::Keep
                    }
                };
                self.resolved.insert(key, Resolved { keyword: site.keyword, becomes });
            }
        }
    }

    fn reference(&mut self, file: usize, site: &Site) -> Resolution {
        if file == 0 && (site.text.is_empty() || site.text == "#") {
            return Resolution::Keep;
        }
        match self.resolve(file, &site.at, &site.text) {
            Ok(target) => self.settle(file, site, target),
            // What the document says about itself is checked later.
            Err(_) if file == 0 && site.text.starts_with("#/") => Resolution::Keep,
            Err(Unresolved::Told) => Resolution::Failed,
            Err(Unresolved::Because(problem)) => {
                self.problem(*problem);
                Resolution::Failed
            }
        }
    }

    /// Notes a problem; one that is known already gets another place.
    fn problem(&mut self, problem: Diagnostic) {
        let key = (problem.code.id, problem.message.clone());
        match self.problems.get_mut(&key) {
            None => {
                self.problems.insert(key, problem);
            }
            Some(known) if known.related.len() < MOST_RELATED => {
                *known = known.clone().related(&problem.at, "it is also used here");
            }
            Some(_) => {}
        }
    }

    /// What becomes of a reference with a target.
    fn settle(&mut self, file: usize, site: &Site, target: Target) -> Resolution {
        let mut wanted = site.wanted;
        if file == 0 && target.file == 0 {
            if site.text.starts_with('#') && kind_at(&target.pointer).is_none() {
                // The tables do not lead there.
                self.follow(target.clone(), wanted);
            }
            let plain = site.text == target.pointer.to_string();
            return match wanted.name() {
                _ if plain => Resolution::Keep,
                Some(kind) => Resolution::Refer(target, kind),
                None => Resolution::Insert(target, wanted),
            };
        }
        let target = self.beyond_alias(target, wanted);
        if let Some(problem) = self.misfit(file, site, &target, &mut wanted) {
            self.problem(problem);
            return Resolution::Failed;
        }
        let Some((kind, section)) = wanted.name().and_then(|kind| Some((kind, section(kind, self.edition)?)))
        else {
            self.follow(target.clone(), wanted);
            return Resolution::Insert(target, wanted);
        };
        if target.file == 0 {
            return Resolution::Refer(target, kind);
        }
        let whole = container(&target.pointer, kind);
        let whole = Target { file: target.file, pointer: whole };
        self.follow(whole.clone(), wanted);
        let owner = site.at.parent().filter(|owner| owner.parent().as_ref() == Some(&section));
        let key = (whole, kind);
        let bare = !site.siblings || kind != "Schema";
        if let (0, true, true, Some(owner)) = (file, bare, key.0 == target, owner)
            && !self.entries.contains_key(&key)
        {
            self.entries.insert(key, owner);
            return Resolution::Insert(target, wanted);
        }
        self.targets.insert(key);
        Resolution::Refer(target, kind)
    }

    /// A file whose whole content is a reference to one of its definitions stands for that definition.
    fn beyond_alias(&mut self, target: Target, wanted: Wanted) -> Target {
        const BESIDE: [&str; 7] = ["$ref", "$schema", "$id", "id", "definitions", "$defs", "$comment"];
        if target.pointer != Pointer::root() || wanted.name() != Some("Schema") || target.file == 0 {
            return target;
        }
        let Some(Value::Object(members)) = self.library.value(&target) else { return target };
        let Some(text) = members.get("$ref").and_then(Value::as_str).map(str::to_owned) else {
            return target;
        };
        if !text.starts_with('#') || !members.keys().all(|key| BESIDE.contains(&key.as_str())) {
            return target;
        }
        match self.resolve(target.file, &target.pointer.child("$ref"), &text) {
            Ok(meant) if meant != target => meant,
            _ => target,
        }
    }

    /// Why a target cannot stand where it is wanted. A schema may stand for a response; that is mended later.
    fn misfit(
        &mut self,
        file: usize,
        site: &Site,
        target: &Target,
        wanted: &mut Wanted,
    ) -> Option<Diagnostic> {
        let opened = &self.library.files[target.file];
        let value = self.library.value(target)?;
        let kind = wanted.name().unwrap_or("Schema");
        let by_place = opened.tree.get("openapi").and_then(|_| kind_at(&target.pointer));
        if kind == "Response" && by_place == Some("Schema") {
            *wanted = Wanted::SCHEMA;
            return None;
        }
        let found = if opened.tree.get("openapi").is_some() && wanted.name().is_some() {
            wrong_kind(value, &target.pointer, kind)
        } else {
            (!wanted.admits(value)).then(|| "no mapping".to_owned())
        }?;
        let at = self.library.place(file, &site.at, self.sources);
        let target = self.library.place(target.file, &target.pointer, self.sources);
        let message = format!("a {kind} Object is wanted here, but `{}` is {found}", site.text);
        Some(Diagnostic::new(&codes::WRONG_REF_KIND, &at, message).related(&target, "the target"))
    }

    /// An entry of a discriminator's mapping: the name of a schema, or a reference. One that leads nowhere is
    /// reported later.
    fn mapping(&mut self, file: usize, site: &Site) -> Resolution {
        let pointers = [&["components", "schemas"][..], &["definitions"], &["$defs"]]
            .map(|path| Pointer::from_segments(path.iter().copied()).child(&site.text));
        let tree = &self.library.files[file].tree;
        let here = pointers.into_iter().find(|pointer| tree.pointer(pointer.as_str()).is_some());
        // `com.example.Cat` is the name of a schema where there is one.
        if here.is_some() || !site.text.contains(['/', '.', '#', ':']) {
            return match here.filter(|_| file != 0) {
                Some(pointer) => self.settle(file, site, Target { file, pointer }),
                None => Resolution::Keep,
            };
        }
        match self.resolve(file, &site.at, &site.text) {
            Ok(target) => self.settle(file, site, target),
            Err(_) => Resolution::Keep,
        }
    }

    /// `$dynamicRef` (JSON Schema 2020-12, section 8.2.3.2) leads to the outermost schema on the way here that has
    /// this `$dynamicAnchor`. When only one has it, that is the one.
    fn dynamic(&mut self, file: usize, site: &Site) {
        let name = site.text.rsplit('#').next().unwrap_or_default();
        self.dynamic_names.insert(name.to_owned());
        let files = self.library.files.iter().enumerate();
        // A few of them: one that is alone is meant, and no more than these are told.
        let anchored: Vec<Target> = files
            .flat_map(|(file, opened)| {
                opened.identifiers.dynamic(name).map(move |anchor| (file, anchor.at.clone()))
            })
            .map(|(file, pointer)| Target { file, pointer })
            .take(MOST_RELATED.max(2))
            .collect();
        let first = self.resolve(file, &site.at, &site.text);
        if anchored.is_empty()
            && let Err(unresolved) = first
        {
            if let Unresolved::Because(problem) = unresolved {
                self.problem(*problem);
            }
            let key = Target { file, pointer: site.at.clone() };
            self.resolved.insert(key, Resolved { keyword: site.keyword, becomes: Resolution::Drop });
            return;
        }
        let is_anchored = |target: &Target| {
            self.library.value(target).and_then(|node| node.get("$dynamicAnchor")?.as_str()) == Some(name)
        };
        let target = match (first, anchored.as_slice()) {
            (Ok(target), anchored) if !is_anchored(&target) || anchored.len() == 1 => Some(target),
            (_, [only]) => Some(only.clone()),
            _ => None,
        };
        let becomes = if let Some(target) = target.filter(|_| self.alone(file, site)) {
            match self.settle(file, site, target.clone()) {
                Resolution::Keep => Resolution::Refer(target, "Schema"),
                other => other,
            }
        } else {
            let at = self.library.place(file, &site.at, self.sources);
            let message = format!(
                "`{}` leads to another schema depending on the way here; any value is accepted",
                site.text
            );
            let mut problem = Diagnostic::new(&codes::DYNAMIC_REF, &at, message);
            for anchor in &anchored {
                let place = self.library.place(anchor.file, &anchor.pointer, self.sources);
                problem = problem.related(&place, "it may lead here");
            }
            self.diagnostics.report(problem);
            Resolution::Drop
        };
        let key = Target { file, pointer: site.at.clone() };
        self.resolved.insert(key, Resolved { keyword: site.keyword, becomes });
    }

    /// True when the schema has no `$ref` beside: there can be only one.
    fn alone(&self, file: usize, site: &Site) -> bool {
        let owner = site.at.parent().unwrap_or_default();
        let owner = self.library.value(&Target { file, pointer: owner });
        owner.is_some_and(|owner| owner.get("$ref").is_none())
    }
}

impl Resolution {
    /// The text of a reference that was reported.
    pub(super) fn failed_text() -> Value {
        Value::String(UNRESOLVED.to_owned())
    }
}
