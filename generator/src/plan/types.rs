//! Names, fields and Rust types of everything that has a type of its own.
//!
//! In: [`Api::types`]. Out: one [`TypePlan`] per type; modules and derives are filled in by
//! [`layout`](super::layout) and [`derives`](super::derives).
//!
//! Null is decided here: an alias of a nullable schema stands for the value without null, and each use of it says
//! whether null may come.

use super::defaults::{Fill, Filled};
use super::naming::{Kind, Scope};
use super::{Derives, FieldPlan, RustType, ShapePlan, Slot, TypePlan, VariantPlan, methods};
use crate::config::Config;
use crate::ir::{
    Additional, Api, EnumDef, Field, Presence, Scalar, SpecName, StructDef, TypeDef, TypeKind, TypeRef,
    TypeUse, UnionDef,
};

/// Longest tuple that implements the usual traits.
const MAX_TUPLE: usize = 12;

/// Plans every type, by [`TypeId`](crate::ir::TypeId).
pub(super) fn types(api: &Api, config: &Config) -> Vec<TypePlan> {
    let names: Vec<SpecName> = api
        .types
        .iter()
        .map(|(_, def)| match config.renamed("schema", &def.name.text()) {
            Some(name) => SpecName::Required(name.to_owned()),
            None => def.name.clone(),
        })
        .collect();
    let requests: Vec<_> = names.iter().zip(api.types.iter().map(|(_, def)| &def.at)).collect();
    let idents = Scope::new(Kind::Type).allocate_at(&requests);
    idents
        .into_iter()
        .zip(api.types.iter())
        .map(|(ident, (_, def))| TypePlan {
            ident,
            module: String::new(),
            derives: Derives::default(),
            shape: shape(api, def),
            checks: None,
            filled: Filled::Never,
            floats: false,
        })
        .collect()
}

/// The Rust type of a value at one place, `Option` included where it may be null.
pub(super) fn value_type(api: &Api, used: &TypeUse) -> RustType {
    let plain = plain_type(api, &used.ty);
    if is_nullable(api, used) { RustType::Option(Box::new(plain)) } else { plain }
}

/// The Rust type of a value that is not null.
pub(super) fn plain_type(api: &Api, ty: &TypeRef) -> RustType {
    match ty {
        TypeRef::Named(id) => RustType::Named(*id),
        TypeRef::Scalar(scalar) => scalar_type(*scalar),
        TypeRef::List(item) => RustType::List(Box::new(value_type(api, item))),
        TypeRef::Map(value) => RustType::Map(Box::new(value_type(api, value))),
        TypeRef::Tuple(items) if items.len() > MAX_TUPLE => RustType::List(Box::new(RustType::Value)),
        TypeRef::Tuple(items) => RustType::Tuple(items.iter().map(|item| value_type(api, item)).collect()),
        TypeRef::Any => RustType::Value,
    }
}

/// The Rust type of a leaf.
pub(super) fn scalar_type(scalar: Scalar) -> RustType {
    match scalar {
        Scalar::Bool => RustType::Bool,
        Scalar::I32 => RustType::I32,
        Scalar::I64 => RustType::I64,
        Scalar::U32 => RustType::U32,
        Scalar::U64 => RustType::U64,
        Scalar::F32 => RustType::F32,
        Scalar::F64 => RustType::F64,
        Scalar::String => RustType::String,
        Scalar::Uuid => RustType::Uuid,
        Scalar::DateTime => RustType::DateTime,
        Scalar::Date => RustType::Date,
        Scalar::Time => RustType::Time,
        Scalar::Base64 => RustType::Base64,
        Scalar::Binary => RustType::File,
        Scalar::Secret => RustType::Secret,
        Scalar::External(external) => RustType::External(external.rule),
    }
}

/// True when null is a value here, by itself or because an alias allows it.
pub(super) fn is_nullable(api: &Api, used: &TypeUse) -> bool {
    api.types.through_aliases(used).any(|ty| ty.nullable)
}

fn shape(api: &Api, def: &TypeDef) -> ShapePlan {
    match &def.kind {
        TypeKind::Struct(object) => struct_shape(api, object),
        TypeKind::Enum(constants) => enum_shape(constants),
        TypeKind::Union(union) => union_shape(api, union),
        TypeKind::Alias(alias) if alias.recursive => ShapePlan::Newtype(plain_type(api, &alias.ty.ty)),
        TypeKind::Alias(alias) => ShapePlan::Alias(plain_type(api, &alias.ty.ty)),
    }
}

fn struct_shape(api: &Api, object: &StructDef) -> ShapePlan {
    let mut scope = Scope::new(Kind::Value);
    let names: Vec<SpecName> =
        object.fields.iter().map(|field| SpecName::Required(field.wire_name.clone())).collect();
    let idents = scope.allocate(&names.iter().collect::<Vec<_>>());
    let fields = idents
        .into_iter()
        .zip(&object.fields)
        .map(|(ident, field)| {
            let slot = slot(api, field);
            FieldPlan { ident, ty: field_type(api, field, slot), slot, checks: None, fill: Fill::default() }
        })
        .collect();
    let additional = match &object.additional {
        Additional::Ignored | Additional::Forbidden => None,
        Additional::Kept(value) => Some(FieldPlan {
            ident: scope.first_free(&["additional", "additional_properties"]),
            ty: RustType::Map(Box::new(value_type(api, value))),
            slot: Slot::Additional,
            checks: None,
            fill: Fill::default(),
        }),
    };
    ShapePlan::Struct { fields, additional }
}

fn slot(api: &Api, field: &Field) -> Slot {
    match (field.presence, is_nullable(api, &field.ty)) {
        (Presence::Required, false) => Slot::Required,
        (Presence::Required, true) => Slot::Nullable,
        (Presence::Optional, false) if is_anything(api, &field.ty) => Slot::Anything,
        (Presence::Optional, false) => Slot::Optional,
        (Presence::Optional, true) => Slot::Patch,
    }
}

/// True for any JSON value, of which null is one.
fn is_anything(api: &Api, used: &TypeUse) -> bool {
    api.types.through_plain_aliases(used).last().is_some_and(|used| used.ty == TypeRef::Any)
}

fn field_type(api: &Api, field: &Field, slot: Slot) -> RustType {
    let mut plain = plain_type(api, &field.ty.ty);
    if field.secret {
        plain = hidden(api, &field.ty, plain);
    }
    if field.boxed {
        plain = RustType::Boxed(Box::new(plain));
    }
    match slot {
        Slot::Required | Slot::Additional => plain,
        Slot::Nullable | Slot::Optional | Slot::Anything => RustType::Option(Box::new(plain)),
        Slot::Patch => RustType::Patch(Box::new(plain)),
    }
}

/// The type of a secret: texts are [`RustType::Secret`], also where a text has a name of its own; files are only
/// sent, and show no content.
fn hidden(api: &Api, used: &TypeUse, plain: RustType) -> RustType {
    let meant = |used| api.types.through_plain_aliases(used).last().map_or(&TypeRef::Any, |used| &used.ty);
    match meant(used) {
        TypeRef::Scalar(Scalar::String) => RustType::Secret,
        TypeRef::Scalar(Scalar::Secret | Scalar::Binary) => plain,
        TypeRef::List(item) if *meant(item) == TypeRef::Scalar(Scalar::Binary) => plain,
        TypeRef::Scalar(_)
        | TypeRef::Named(_)
        | TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Tuple(_)
        | TypeRef::Any => RustType::Hidden(Box::new(plain)),
    }
}

fn enum_shape(constants: &EnumDef) -> ShapePlan {
    let mut scope = Scope::new(Kind::Variant).avoid(methods::OF_ENUMS.iter().copied());
    let names: Vec<_> = constants.values.iter().map(|value| &value.name).collect();
    let variants = scope.allocate(&names);
    ShapePlan::Enum { variants, unknown: scope.first_free(&["Unknown", "Other"]) }
}

fn union_shape(api: &Api, union: &UnionDef) -> ShapePlan {
    let mut scope = Scope::new(Kind::Variant);
    let names: Vec<_> = union.variants.iter().map(|variant| &variant.name).collect();
    let idents = scope.allocate(&names);
    let variants = idents
        .into_iter()
        .zip(&union.variants)
        .map(|(ident, variant)| {
            let plain = plain_type(api, &variant.ty.ty);
            let ty = if variant.boxed { RustType::Boxed(Box::new(plain)) } else { plain };
            VariantPlan { ident, ty, checks: None, filled: false }
        })
        .collect();
    ShapePlan::Union { variants, unknown: scope.first_free(&["Unknown", "Other"]) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::config::Config;
    use crate::ir::build::{
        alias, component, constants, leaf, list, named, nullable, object, optional, required,
    };
    use crate::ir::{Api, EnumRepr, Field, Id as _, Scalar, TypeId};
    use crate::plan::{Derives, FieldPlan, Packages, Plan, RustType, ShapePlan, Slot, plan};

    fn planned(api: &Api) -> Plan {
        plan(api, &Config::default(), Packages::named("pets"))
    }

    fn fields(plan: &Plan, id: TypeId) -> &[FieldPlan] {
        match &plan.ty(id).shape {
            ShapePlan::Struct { fields, .. } => fields,
            other => panic!("a struct was planned as {other:?}"),
        }
    }

    fn option(ty: RustType) -> RustType {
        RustType::Option(Box::new(ty))
    }

    #[test]
    fn absence_and_null_decide_the_outermost_layer() {
        let mut api = Api::default();
        let text = || leaf(Scalar::String);
        let boxed = |field: Field| Field { boxed: true, ..field };
        let id = api.types.push(component(
            "Pet",
            object(vec![
                required("a", text()),
                required("b", nullable(text())),
                optional("c", text()),
                optional("d", nullable(text())),
                optional("e", list(nullable(leaf(Scalar::I64)))),
                boxed(optional("f", nullable(named(TypeId::new(0))))),
                Field { secret: true, ..required("g", text()) },
            ]),
        ));
        let expected = [
            (Slot::Required, RustType::String),
            (Slot::Nullable, option(RustType::String)),
            (Slot::Optional, option(RustType::String)),
            (Slot::Patch, RustType::Patch(Box::new(RustType::String))),
            (Slot::Optional, option(RustType::List(Box::new(option(RustType::I64))))),
            (Slot::Patch, RustType::Patch(Box::new(RustType::Boxed(Box::new(RustType::Named(id)))))),
            (Slot::Required, RustType::Secret),
        ];
        let plan = planned(&api);
        let found: Vec<_> = fields(&plan, id).iter().map(|field| (field.slot, field.ty.clone())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn secrets_of_every_type_are_hidden_inside_of_absence_and_null() {
        let mut api = Api::default();
        let token = api.types.push(component("Token", alias(leaf(Scalar::String))));
        let secret = |field: Field| Field { secret: true, ..field };
        let id = api.types.push(component(
            "Stage",
            object(vec![
                secret(required("a", named(token))),
                secret(optional("b", nullable(leaf(Scalar::String)))),
                secret(required("c", leaf(Scalar::I64))),
                secret(optional("d", nullable(list(leaf(Scalar::String))))),
                secret(required("e", leaf(Scalar::Secret))),
            ]),
        ));
        let hidden = |ty| RustType::Hidden(Box::new(ty));
        let expected = [
            RustType::Secret,
            RustType::Patch(Box::new(RustType::Secret)),
            hidden(RustType::I64),
            RustType::Patch(Box::new(hidden(RustType::List(Box::new(RustType::String))))),
            RustType::Secret,
        ];
        let plan = planned(&api);
        let found: Vec<_> = fields(&plan, id).iter().map(|field| field.ty.clone()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_alias_of_a_nullable_schema_is_nullable_at_each_use() {
        let mut api = Api::default();
        let slug = api.types.push(component("Slug", alias(nullable(leaf(Scalar::String)))));
        let pet = api.types.push(component("Pet", object(vec![optional("slug", named(slug))])));
        let plan = planned(&api);
        assert_eq!(plan.ty(slug).shape, ShapePlan::Alias(RustType::String));
        assert_eq!(fields(&plan, pet)[0].ty, RustType::Patch(Box::new(RustType::Named(slug))));
    }

    #[test]
    fn derives_hold_through_the_whole_type() {
        let mut api = Api::default();
        let kind = api.types.push(component("Kind", constants(EnumRepr::String, [json!("cat")])));
        let level = api.types.push(component("Level", constants(EnumRepr::Integer, [json!(1)])));
        let weight = api.types.push(component("Weight", object(vec![required("kg", leaf(Scalar::F64))])));
        let heavy = api.types.push(component("Heavy", object(vec![optional("weight", list(named(weight)))])));
        let optional_only = api.types.push(component("Plain", object(vec![optional("kind", named(kind))])));
        let small = api.types.push(component("Small", object(vec![required("level", named(level))])));
        let plan = planned(&api);
        let derives = |copy, eq, hash, default| Derives { copy, eq, hash, default };
        assert_eq!(plan.ty(kind).derives, derives(false, true, true, false));
        assert_eq!(plan.ty(level).derives, derives(true, true, true, false));
        assert_eq!(plan.ty(weight).derives, derives(true, false, false, false));
        assert_eq!(plan.ty(heavy).derives, derives(false, false, false, true));
        assert_eq!(plan.ty(optional_only).derives, derives(false, true, true, true));
        assert_eq!(plan.ty(small).derives, derives(true, true, true, false));
    }

    #[test]
    fn types_that_contain_themselves_keep_their_derives() {
        let mut api = Api::default();
        let node = api.types.push(component(
            "Node",
            object(vec![Field { boxed: true, ..optional("next", named(TypeId::new(0))) }]),
        ));
        let derives = planned(&api).ty(node).derives;
        assert_eq!(derives, Derives { copy: false, eq: true, hash: true, default: true });
    }

    #[test]
    fn names_that_rust_has_already_are_avoided() {
        let mut api = Api::default();
        for name in ["Option", "option", "Pet"] {
            api.types.push(component(name, object(Vec::new())));
        }
        let plan = planned(&api);
        let idents: Vec<_> = plan.types.iter().map(|ty| ty.ident.as_str()).collect();
        assert_eq!(idents, ["OptionModel", "OptionModel2", "Pet"], "`O` sorts before `o`");
    }
}
