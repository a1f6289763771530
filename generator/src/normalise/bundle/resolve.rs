//! The text of a reference → the node that it names, in whichever file.

use crate::diagnostics::Diagnostics;
use crate::diagnostics::{Diagnostic, codes};
use crate::files::Unread;
use crate::limits::Limit;
use crate::load::load_within;
use crate::normalise::references::{meant, missing_help};
use crate::normalise::through::{Look, reached, turns};
use crate::pointer::{Place, Pointer};

use super::Target;
use super::address::{FileName, Refusal, split};
use super::gather::Gather;
use super::homes::{Edition, section};

/// Why a reference has no target.
#[derive(Clone, Debug)]
pub(super) enum Unresolved {
    /// This is why.
    Because(Box<Diagnostic>),
    /// It was reported already: what is wrong is in the file.
    Told,
}

impl Unresolved {
    /// The same for another reference.
    fn seen_from(self, at: &Place) -> Self {
        match self {
            Self::Because(problem) => Self::Because(Box::new(Diagnostic { at: at.clone(), ..*problem })),
            Self::Told => Self::Told,
        }
    }
}

impl From<Diagnostic> for Unresolved {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Because(Box::new(diagnostic))
    }
}

impl Gather<'_, '_> {
    /// The target of the reference `text` that stands at `at` (JSON Schema 2020-12, section 8.2.3; OpenAPI 3.1.1,
    /// "Relative References in API Description URIs").
    pub(super) fn resolve(&mut self, file: usize, at: &Pointer, text: &str) -> Result<Target, Unresolved> {
        let (uri, fragment) = split(text);
        let base = self.base(file, at, text, uri)?;
        self.fragment(&base, &fragment, file, at, text)
    }

    /// What the fragment of a reference is seen from: a file, or a node with an `$id`.
    fn base(&mut self, file: usize, at: &Pointer, text: &str, uri: &str) -> Result<Target, Unresolved> {
        let owner = at.parent().unwrap_or_default();
        Ok(if uri.is_empty() {
            let pointer = self.library.files[file].identifiers.resource(&owner);
            Target { file, pointer }
        } else if let Some(known) = self.library.identified(file, &owner, uri) {
            known.clone()
        } else {
            let place = self.library.place(file, at, self.sources);
            let name = match self.library.files[file].name.join(uri) {
                Ok(name) => name,
                Err(refusal) => return self.refused(file, &place, text, refusal),
            };
            let name = self.kept_here(name);
            let opened = self.open(name, &place, text)?;
            Target { file: opened, pointer: Pointer::root() }
        })
    }

    /// A reference that is not followed; a pointer that lacks its `#` is read as what was meant.
    fn refused(
        &mut self,
        file: usize,
        at: &Place,
        text: &str,
        refusal: Refusal,
    ) -> Result<Target, Unresolved> {
        if text.starts_with('/') && self.library.files[file].tree.pointer(text).is_some() {
            let message = format!("`{text}` lacks its `#`; it is read as `#{text}`");
            self.diagnostics.report(Diagnostic::new(&codes::REPAIRED, at, message));
            return Ok(Target { file, pointer: Pointer::parse(text) });
        }
        Err(match refusal {
            Refusal::Outside(message) => Diagnostic::new(&codes::OUTSIDE_FOLDER, at, message),
            Refusal::Never(message) => Diagnostic::new(&codes::EXTERNAL_REF, at, message),
        }
        .into())
    }

    /// A file that calls itself by an address stands in for the folder of that address: what else is there is looked
    /// for beside the file first.
    fn kept_here(&mut self, name: FileName) -> FileName {
        let FileName::Remote(url) = &name else { return name };
        if let Some(known) = self.kept_here.get(&name) {
            return known.clone();
        }
        let Ok(wanted) = url::Url::parse(url) else { return name };
        let beside = self.library.files.iter().find_map(|file| {
            let declared = file.declared.as_ref().filter(|declared| declared.origin() == wanted.origin())?;
            let FileName::Local(path) = file.name.join(&declared.make_relative(&wanted)?).ok()? else {
                return None;
            };
            self.library.reader?.local(&path.join("/"), self.limits.get(Limit::FileBytes)).ok()?;
            Some(FileName::Local(path))
        });
        let kept = beside.unwrap_or_else(|| name.clone());
        self.kept_here.insert(name, kept.clone());
        kept
    }

    /// The index of a file, which is read when this is the first reference to it.
    fn open(&mut self, name: FileName, at: &Place, text: &str) -> Result<usize, Unresolved> {
        if let Some(known) = self.library.by_name.get(&name) {
            // The first reference may have been one whose failure is not told: an entry of a mapping.
            return known.clone().map_err(|unresolved| unresolved.seen_from(at));
        }
        let opened = self.read(&name, at, text);
        if let Err(unresolved) = &opened {
            self.library.by_name.insert(name, Err(unresolved.clone()));
        }
        opened
    }

    fn read(&mut self, name: &FileName, at: &Place, text: &str) -> Result<usize, Unresolved> {
        let Some(reader) = self.library.reader else { return Err(alone(text, self.edition, at).into()) };
        if self.library.files.len() >= self.limits.get(Limit::Files) {
            return Err(self.limits.exceeded(Limit::Files, at, "the document has too many files").into());
        }
        let most = self.limits.get(Limit::FileBytes);
        let read = match name {
            FileName::Local(path) => reader.local(&path.join("/"), most),
            FileName::Remote(url) => reader.remote(url, most),
        };
        let source = read.map_err(|unread| match unread {
            Unread::TooLarge { .. } => self.limits.exceeded(Limit::FileBytes, at, unread),
            other => unreadable(other, text, self.edition, at),
        })?;
        self.bytes += source.bytes.len();
        if self.bytes > self.limits.get(Limit::TotalBytes) {
            let found = "the files of the document are too large together";
            return Err(self.limits.exceeded(Limit::TotalBytes, at, found).into());
        }
        let mut told = Diagnostics::default();
        let (id, tree) = load_within(source, self.limits, self.sources, &mut told);
        for problem in told.iter() {
            self.diagnostics.report(problem.clone().related(at, "the file is referred to here"));
        }
        let tree = tree.filter(|_| !told.has_errors()).ok_or(Unresolved::Told)?;
        Ok(self.library.add(name.clone(), id, tree))
    }

    /// The node that a fragment names, seen from a file or from a node with an `$id`.
    fn fragment(
        &mut self,
        base: &Target,
        fragment: &str,
        file: usize,
        at: &Pointer,
        text: &str,
    ) -> Result<Target, Unresolved> {
        let opened = &self.library.files[base.file];
        if !fragment.is_empty() && !fragment.starts_with('/') {
            if let Some(anchor) = opened.identifiers.anchor(&base.pointer, fragment) {
                return Ok(Target { file: base.file, pointer: anchor.at.clone() });
            }
            let place = self.library.place(file, at, self.sources);
            let message = format!("`{text}` leads nowhere: there is no anchor `{fragment}`");
            let example = schema_named("Name", self.edition);
            let help = format!("give the target `$anchor`, or write the path to it: `{example}`");
            return Err(Diagnostic::new(&codes::DANGLING_REF, &place, message).help(help).into());
        }
        let below = self.pointed(base, fragment);
        if let Some(reached) = self.through(below.clone()) {
            return Ok(reached);
        }
        let below = below.pointer;
        let place = self.library.place(file, at, self.sources);
        let message = format!("`{text}` leads nowhere");
        let prefix = text.split('#').next().unwrap_or_default();
        let tree = &self.library.files[base.file].tree;
        let mut dangling = Diagnostic::new(&codes::DANGLING_REF, &place, message);
        let told = |node: &Pointer| format!("{prefix}{node}");
        let meant =
            meant(tree, &below, &mut self.searches).map(|meant| format!("did you mean `{}`?", told(&meant)));
        if let Some(help) = meant.or_else(|| missing_help(tree, &below, told)) {
            dangling = dangling.help(help);
        }
        if base.file != file {
            let target = self.library.place(base.file, &below, self.sources);
            dangling = dangling.related(&target, "it is looked for here");
        }
        Err(dangling.into())
    }

    /// The place that a pointer names, seen from a file or from a node with an `$id`.
    fn pointed(&self, base: &Target, fragment: &str) -> Target {
        let below = Pointer::parse(&format!("{}{fragment}", base.pointer.as_str()));
        // Documents write pointers from the root of the file even below an `$id`.
        let meant = [below.clone(), Pointer::parse(fragment)]
            .into_iter()
            .map(|pointer| Target { file: base.file, pointer })
            .find(|target| self.library.value(target).is_some());
        meant.unwrap_or(Target { file: base.file, pointer: below })
    }

    /// The node that a pointer reaches when every `$ref` on its way may be followed.
    fn through(&mut self, start: Target) -> Option<Target> {
        reached(start, |place| {
            if self.library.value(place).is_some() {
                return Look::Node;
            }
            let turns = turns(&self.library.files[place.file].tree, &place.pointer);
            let targets = turns.into_iter().filter_map(|turn| {
                let target = self.aimed(place.file, &turn.at, &turn.text)?;
                Some(Target { pointer: turn.from(&target.pointer), ..target })
            });
            Look::Turns(targets.collect())
        })
    }

    /// The place that a reference names, whether or not there is a node.
    fn aimed(&mut self, file: usize, at: &Pointer, text: &str) -> Option<Target> {
        let (uri, fragment) = split(text);
        let base = self.base(file, at, text, uri).ok()?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some(self.pointed(&base, &fragment));
        }
        let identifiers = &self.library.files[base.file].identifiers;
        let pointer = identifiers.anchor(&base.pointer, &fragment)?.at.clone();
        Some(Target { file: base.file, pointer })
    }
}

/// The caller gave no reader: the document must stand alone.
fn alone(text: &str, edition: Edition, at: &Place) -> Diagnostic {
    let message = format!("`{text}` leads to another document, and only this one was given");
    let diagnostic = Diagnostic::new(&codes::EXTERNAL_REF, at, message);
    if names_component(text) { diagnostic.help(component_help(text, edition)) } else { diagnostic }
}

fn unreadable(unread: Unread, text: &str, edition: Edition, at: &Place) -> Diagnostic {
    let code = match &unread {
        Unread::Missing { .. } | Unread::Unreadable { .. } | Unread::TooLarge { .. } => {
            &codes::UNREADABLE_FILE
        }
        Unread::Outside { .. } => &codes::OUTSIDE_FOLDER,
        Unread::Offline => &codes::REMOTE_REF,
        Unread::Changed { .. } => &codes::REMOTE_CHANGED,
    };
    let message = match &unread {
        Unread::Offline => format!("`{text}` leads to another host; {unread}"),
        Unread::Missing { .. }
        | Unread::Unreadable { .. }
        | Unread::TooLarge { .. }
        | Unread::Outside { .. }
        | Unread::Changed { .. } => unread.to_string(),
    };
    let diagnostic = Diagnostic::new(code, at, message);
    match unread {
        Unread::Missing { .. } if names_component(text) => diagnostic.help(component_help(text, edition)),
        Unread::Missing { near: Some(near), .. } => diagnostic.help(format!("did you mean `{near}`?")),
        Unread::Missing { .. }
        | Unread::Unreadable { .. }
        | Unread::TooLarge { .. }
        | Unread::Outside { .. }
        | Unread::Offline
        | Unread::Changed { .. } => diagnostic,
    }
}

/// True for a reference that is the bare name of a component, which is a slip.
fn names_component(text: &str) -> bool {
    !text.contains(['/', '.', ':', '#'])
}

fn component_help(text: &str, edition: Edition) -> String {
    format!("a component is written `{}`", schema_named(text, edition))
}

/// Where the document keeps a schema of this name.
fn schema_named(name: &str, edition: Edition) -> Pointer {
    section("Schema", edition).unwrap_or_default().child(name)
}
