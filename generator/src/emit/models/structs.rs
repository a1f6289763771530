//! Structs: the plain type with its docs, its constructor, and its entry in the runtime's record mechanism.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::spelling::Imports;
use super::{derives, rust, string, validate};
use crate::emit::runtime::wire;
use crate::emit::{Input, docs};
use crate::ir::{StructDef, TypeDef};
use crate::plan::defaults::{Fill, Filled};
use crate::plan::{self, FieldPlan, RustType, Slot, TypePlan};
use crate::print::{SourceItem, table};

/// Fields per group of a record: the runtime implements tuples up to this size.
const GROUP: usize = 32;

/// A struct of the document and of the plan.
pub(super) struct Struct<'a> {
    pub(super) def: &'a TypeDef,
    pub(super) object: &'a StructDef,
    pub(super) plan: &'a TypePlan,
    pub(super) fields: &'a [FieldPlan],
    pub(super) additional: Option<&'a FieldPlan>,
}

/// The items of a struct.
pub(super) fn items<'a>(input: Input<'a>, shape: &Struct<'a>, imports: &mut Imports<'a>) -> Vec<SourceItem> {
    let mut tokens = definition(input, shape, imports);
    tokens.extend(constructor(shape, imports));
    let mut wire = record(shape, imports);
    wire.extend(validate::of_struct(shape.plan, shape.object, shape.fields, shape.additional));
    vec![SourceItem::Tokens(tokens), SourceItem::Lines(wire)]
}

fn definition<'a>(input: Input<'a>, shape: &Struct<'a>, imports: &mut Imports<'a>) -> TokenStream {
    let ident = format_ident!("{}", shape.plan.ident);
    let doc = docs::attributes(&docs::of_type(shape.def, &shape.plan.ident));
    let derives = derives(shape.plan.derives);
    let fields = shape.fields.iter().zip(&shape.object.fields).map(|(plan, field)| {
        let doc = docs::attributes(&docs::of_field(input.api, field));
        member(plan, &doc, imports)
    });
    let fields: Vec<_> = fields.collect();
    let additional = shape.additional.map(|plan| {
        let doc = docs::attributes(&["Properties that are not listed above.".to_owned()]);
        member(plan, &doc, imports)
    });
    let open = plan::growth::is_open(shape.def).then(|| quote!(#[non_exhaustive]));
    quote! {
        #doc
        #derives
        #open
        pub struct #ident {
            #(#fields,)*
            #additional
        }
    }
}

fn member<'a>(plan: &'a FieldPlan, doc: &TokenStream, imports: &mut Imports<'a>) -> TokenStream {
    let ident = rust(&plan.ident);
    let ty = rust(&imports.spell(&plan.ty));
    quote!(#doc pub #ident: #ty)
}

/// `new` with the required fields, for types that are sent and have others besides.
fn constructor<'a>(shape: &Struct<'a>, imports: &mut Imports<'a>) -> Option<TokenStream> {
    let required = plan::constructor::arguments(shape.plan, shape.def.direction)?;
    let required: Vec<_> = required.into_iter().map(|index| &shape.fields[index]).collect();
    let ident = format_ident!("{}", shape.plan.ident);
    let arguments = required.iter().map(|field| {
        let ident = rust(&field.ident);
        let ty = rust(&imports.spell(&field.ty));
        if converts(&field.ty) { quote!(#ident: impl Into<#ty>) } else { quote!(#ident: #ty) }
    });
    let arguments: Vec<_> = arguments.collect();
    let values = shape.fields.iter().chain(shape.additional).map(|field| {
        let ident = rust(&field.ident);
        match (field.slot, &field.ty) {
            (Slot::Required, ty) if converts(ty) => quote!(#ident: #ident.into()),
            (Slot::Required | Slot::Nullable, _) => quote!(#ident),
            (Slot::Optional | Slot::Anything, _) => quote!(#ident: None),
            (Slot::Patch, _) => quote!(#ident: Patch::Absent),
            (Slot::Additional, _) => quote!(#ident: BTreeMap::new()),
        }
    });
    Some(quote! {
        impl #ident {
            #[doc = " A value of the required fields; the others are absent."]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    })
}

/// True for types that are made of a text or a value as it stands.
fn converts(ty: &RustType) -> bool {
    matches!(ty, RustType::String | RustType::Secret | RustType::Hidden(_))
}

/// One line per field: its name, its name on the wire, its kind and its type.
fn record<'a>(shape: &Struct<'a>, imports: &mut Imports<'a>) -> Vec<String> {
    let mut rows = Vec::with_capacity(shape.fields.len());
    let last = shape.fields.len().saturating_sub(1);
    for (index, (plan, field)) in shape.fields.iter().zip(&shape.object.fields).enumerate() {
        let end = if index != last && (index + 1) % GROUP == 0 { ";" } else { "," };
        rows.push(format!(
            "{} {} {} {}{}{end}",
            plan.ident,
            string(&field.wire_name),
            kind(plan.slot),
            imports.spell(value(plan)),
            fill(&plan.fill),
        ));
    }
    let foot = match shape.additional {
        Some(FieldPlan { ident, ty: RustType::Map(value), fill: of_values, .. }) => {
            format!("}} {ident} {}{} }}", imports.spell(value), fill(of_values))
        }
        Some(_) | None => "} }".to_owned(),
    };
    let received = if shape.def.direction.received { "received " } else { "" };
    let filled = match shape.plan.filled {
        Filled::Never => "",
        Filled::OnRequest => "defaults ",
        Filled::OnDecode => "filled ",
    };
    table(&format!("{} {{ {} {received}{filled}{{", wire::RECORD, shape.plan.ident), &rows, &foot)
}

/// What `with_defaults()` puts in the place of an absent value, and whether it looks inside of one that is there.
fn fill(fill: &Fill) -> String {
    match (&fill.absent, fill.inside) {
        (None, false) => String::new(),
        (None, true) => " = _".to_owned(),
        (Some(text), false) => format!(" = {}", string(text)),
        (Some(text), true) => format!(" = ({})", string(text)),
    }
}

/// The type inside of the `Option` or `Patch` that the slot implies.
fn value(plan: &FieldPlan) -> &RustType {
    match (plan.slot, &plan.ty) {
        (Slot::Nullable | Slot::Optional | Slot::Anything, RustType::Option(inner))
        | (Slot::Patch, RustType::Patch(inner)) => inner,
        (_, ty) => ty,
    }
}

/// The runtime's name for what absence and null mean. Read-only properties need none: a type that is sent has
/// none but tags.
fn kind(slot: Slot) -> &'static str {
    match slot {
        Slot::Required => "Required",
        Slot::Nullable => "Nullable",
        Slot::Optional | Slot::Additional => "Optional",
        Slot::Anything => "Anything",
        Slot::Patch => "Patch",
    }
}
