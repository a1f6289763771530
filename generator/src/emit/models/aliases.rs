//! Aliases, and aliases that contain themselves and so must be types.

use quote::{format_ident, quote};

use super::spelling::Imports;
use super::{derives, rust, validate};
use crate::emit::runtime::wire;
use crate::emit::{Input, docs, facts};
use crate::ir::{AliasDef, TypeDef};
use crate::plan::defaults::Filled;
use crate::plan::{RustType, TypePlan};
use crate::print::SourceItem;

/// `type X = …`.
pub(super) fn alias<'a>(
    input: Input<'a>,
    (def, alias): (&'a TypeDef, &'a AliasDef),
    plan: &'a TypePlan,
    ty: &'a RustType,
    imports: &mut Imports<'a>,
) -> Vec<SourceItem> {
    let ident = format_ident!("{}", plan.ident);
    let doc = docs::attributes(&lines(input, def, alias, plan));
    let ty = rust(&imports.spell(ty));
    vec![SourceItem::Tokens(quote!(#doc pub type #ident = #ty;))]
}

/// `struct X(pub …)`: travels like what it holds.
pub(super) fn newtype<'a>(
    input: Input<'a>,
    (def, alias): (&'a TypeDef, &'a AliasDef),
    plan: &'a TypePlan,
    ty: &'a RustType,
    imports: &mut Imports<'a>,
) -> Vec<SourceItem> {
    let ident = format_ident!("{}", plan.ident);
    let doc = docs::attributes(&lines(input, def, alias, plan));
    let derives = derives(plan.derives);
    let held = imports.spell(ty);
    let ty = rust(&held);
    let mut wire = vec![format!("{} {{ {} {held} }}", wire::NEWTYPE, plan.ident)];
    wire.extend(validate::of_newtype(plan));
    if plan.filled != Filled::Never {
        wire.push(format!("{} {{ {} newtype }}", wire::DEFAULTS, plan.ident));
    }
    vec![SourceItem::Tokens(quote!(#doc #derives pub struct #ident(pub #ty);)), SourceItem::Lines(wire)]
}

fn lines(input: Input<'_>, def: &TypeDef, alias: &AliasDef, plan: &TypePlan) -> Vec<String> {
    let mut lines = docs::of_type(def, &plan.ident);
    let facts = facts::of_type(input.api, &alias.ty);
    if !facts.is_empty() {
        docs::paragraph(&mut lines, vec![facts::after("", &facts)]);
    }
    lines
}
