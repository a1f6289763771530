//! Phase *lower*: the parsed document becomes an [`Api`], in which no `$ref` is left.
//!
//! In: a [`Document`] and the [`Config`]. Out: the IR with every component schema and every operation;
//! what no operation needs is dropped later, by [`crate::analyse`]. One file per concern of OpenAPI; each function
//! names the section that it implements.
//!
//! An operation is one transaction: when a part of it is not supported, whatever was lowered for it is
//! taken back and one warning names it.

mod all_of;
mod arrays;
mod atoms;
mod bodies;
mod cascades;
mod chosen;
mod constants;
mod depth;
mod docs;
mod encodings;
mod enums;
#[cfg(test)]
pub(crate) mod fixture;
mod formats;
mod groups;
mod inheritance;
mod naming;
mod nullable;
mod objects;
mod operations;
mod params;
mod paths;
mod responses;
mod schemas;
mod secrets;
mod security;
mod servers;
mod tags;
mod unchecked;
mod unions;
mod unsendable;
mod webhooks;
mod whole_query;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::ir::{Api, Arena, Docs, Id, TypeDef, TypeId};
use crate::limits::{Limit, Limits};
use crate::pointer::{Place, Pointer};

/// Lowers a document. Problems are reported; what they concern is missing from the result.
pub fn lower(document: &Document<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    let mut cx = Lowering::new(document, config);
    schemas::component_schemas(&mut cx);
    let mut api = Api {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        docs: Docs { description: document.info.description.clone(), ..Docs::default() },
        servers: servers::api_servers(document),
        auth_schemes: security::auth_schemes(document),
        at: Place::default(),
        ..Api::default()
    };
    operations::operations(&mut cx, &mut api);
    webhooks::webhooks(&mut cx, &mut api);
    api.types = std::mem::take(&mut cx.types);
    secrets::mark(&mut api, config, &mut cx.diagnostics);
    // Whatever became of the operation that it was noticed in.
    if let Some(at) = cx.too_much_merged.take() {
        cx.report(cx.limits.exceeded(Limit::Merged, &at, "too much is repeated by `allOf` and choices"));
    }
    cx.formats.report(config, &mut cx.diagnostics);
    let examples = config.formats.iter().enumerate();
    api.external_examples =
        examples.filter_map(|(rule, entry)| Some((rule, entry.example.clone()?))).collect();
    let told: Vec<Diagnostic> =
        cx.diagnostics.iter().filter(|one| !cascades::follows(one, diagnostics)).cloned().collect();
    for diagnostic in told {
        diagnostics.report(diagnostic);
    }
    api
}

/// What the functions of this phase share.
struct Lowering<'a> {
    document: &'a Document<'a>,
    limits: &'a Limits,
    diagnostics: Diagnostics,
    types: Arena<TypeId, TypeDef>,
    /// Types by the schemas that they are made of: one pointer, or several for an intersection.
    known: BTreeMap<Vec<Pointer>, TypeId>,
    /// Types that have an id but no shape yet: targets of references to places that are not components.
    pending: Vec<(TypeId, Pointer)>,
    /// Where references lead, apart from component schemas. Such schemas always get a type of their own, so
    /// that the result does not depend on which use is met first.
    ref_targets: BTreeSet<Pointer>,
    /// Names of operations by their pointer, for naming what is inline in them.
    operation_names: BTreeMap<Pointer, Vec<String>>,
    /// The groups of operations so far.
    groups: groups::Groups,
    /// Schemas that other schemas inherit from, with a discriminator.
    families: inheritance::Families,
    /// Formats whose type the configuration chooses.
    formats: chosen::Chosen,
    /// Schemas whose unchecked keywords are reported.
    unchecked: IndexSet<Pointer>,
    /// Security schemes by their names.
    scheme_indexes: BTreeMap<&'a str, usize>,
    /// Security schemes that are not declared, and reported.
    unknown_schemes: IndexSet<String>,
    /// Which schemas admit null, as far as was asked.
    nullable: nullable::Nullable,
    /// How many schemas and properties were merged so far.
    merged: usize,
    /// Where that became too much.
    too_much_merged: Option<Place>,
    /// How many schemas are being lowered inside one another.
    depth: usize,
}

/// A state to go back to.
struct Checkpoint {
    types: usize,
    unchecked: usize,
    unknown_schemes: usize,
    formats: BTreeSet<usize>,
    diagnostics: Diagnostics,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document<'a>, config: &'a Config) -> Self {
        Self {
            document,
            limits: &config.limits,
            diagnostics: Diagnostics::default(),
            types: Arena::default(),
            known: BTreeMap::new(),
            pending: Vec::new(),
            ref_targets: atoms::ref_targets(document.root),
            operation_names: BTreeMap::new(),
            groups: groups::Groups::default(),
            families: inheritance::families(document),
            formats: chosen::Chosen::new(config),
            unchecked: IndexSet::new(),
            scheme_indexes: security::indexes(document),
            unknown_schemes: IndexSet::new(),
            nullable: nullable::Nullable::default(),
            merged: 0,
            too_much_merged: None,
            depth: 0,
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.report(diagnostic);
    }

    /// Counts what is merged once more; `false` from the place on where it is too much.
    fn merges(&mut self, more: usize, at: &Place) -> bool {
        self.merged = self.merged.saturating_add(more);
        let kept = self.merged <= self.limits.get(Limit::Merged);
        if !kept {
            self.too_much_merged.get_or_insert_with(|| at.clone());
        }
        kept
    }

    /// Begins a transaction: what is reported from now on is kept apart.
    fn begin(&mut self) -> Checkpoint {
        Checkpoint {
            types: self.types.len(),
            unchecked: self.unchecked.len(),
            unknown_schemes: self.unknown_schemes.len(),
            formats: self.formats.applied.clone(),
            diagnostics: std::mem::take(&mut self.diagnostics),
        }
    }

    /// Keeps what the transaction did.
    fn commit(&mut self, checkpoint: Checkpoint) {
        let new = std::mem::replace(&mut self.diagnostics, checkpoint.diagnostics);
        new.iter().for_each(|diagnostic| self.diagnostics.report(diagnostic.clone()));
    }

    /// Takes back what the transaction did.
    fn roll_back(&mut self, checkpoint: Checkpoint) {
        self.types.truncate(checkpoint.types);
        self.known.retain(|_, id| id.index() < checkpoint.types);
        self.pending.retain(|(id, _)| id.index() < checkpoint.types);
        self.unchecked.truncate(checkpoint.unchecked);
        self.unknown_schemes.truncate(checkpoint.unknown_schemes);
        self.formats.applied = checkpoint.formats;
        self.diagnostics = checkpoint.diagnostics;
    }
}
