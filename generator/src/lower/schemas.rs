//! Schema Objects (OpenAPI 3.0.3, "Schema Object"): the one way from a schema to a type.
//!
//! A schema is taken apart into [`atoms`]; one atom has a shape of its own, several are
//! merged by [`all_of`]. A shape is either a kind, which needs a name, or a use of types that exist.

use std::collections::BTreeSet;

use super::atoms::{self, Atom, Follow, Part, is_component_schema};
use super::{
    Lowering, all_of, arrays, docs, enums, formats, inheritance, naming, objects, unchecked, unions,
};
use crate::document::{Node, SchemaView, component_schema};
use crate::ir::{
    AliasDef, Constraints, Direction, JsonType, SpecName, StructDef, TypeDef, TypeId, TypeKind, TypeRef,
    TypeUse,
};
use crate::limits::Limit;
use crate::pointer::{Place, Pointer};

/// What a schema turns out to be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A type that needs a name.
    Kind(TypeKind),
    /// A type that can be written down in place. Null is not decided here.
    Use(TypeUse),
}

impl Shape {
    /// Any JSON value.
    pub(super) fn any() -> Self {
        Self::Use(TypeUse::plain(TypeRef::Any))
    }
}

/// Lowers every component schema, in document order, and whatever they refer to.
pub(super) fn component_schemas(cx: &mut Lowering<'_>) {
    let schemas = &cx.document.schemas;
    for name in schemas {
        let pointer = component_schema(name);
        let view = view_at(cx, &Place::document(pointer.clone()));
        let def = placeholder(SpecName::Required(name.clone()), None, &view);
        let id = cx.types.push(def);
        cx.known.insert(vec![pointer], id);
    }
    for name in schemas {
        let pointer = component_schema(name);
        let id = cx.known[&vec![pointer.clone()]];
        define(cx, id, &Place::document(pointer));
    }
    finish_pending(cx);
}

/// Gives a shape to every type that was only referred to so far.
pub(super) fn finish_pending(cx: &mut Lowering<'_>) {
    while let Some((id, pointer)) = cx.pending.pop() {
        define(cx, id, &Place::document(pointer));
    }
}

/// The view of the schema at a place; an empty schema where there is none.
pub(super) fn view_at<'a>(cx: &Lowering<'a>, at: &Place) -> SchemaView<'a> {
    static EMPTY: serde_json::Value = serde_json::Value::Bool(true);
    let value = cx.document.root.pointer(at.pointer.as_str()).unwrap_or(&EMPTY);
    SchemaView::new(Node { value, at: at.clone() })
}

/// Lowers a schema at one place of use.
pub(super) fn lower_use(cx: &mut Lowering<'_>, view: &SchemaView<'_>) -> TypeUse {
    let view = view_at(cx, &view.at);
    lower_parts(cx, std::slice::from_ref(&view), &view.at)
}

/// Lowers the intersection of several schemas; a type that it needs is named for the place `named_at`.
pub(super) fn lower_parts<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>], named_at: &Place) -> TypeUse {
    if cx.depth >= cx.limits.get(Limit::SchemaDepth) {
        cx.report(cx.limits.exceeded(Limit::SchemaDepth, named_at, "schemas are nested too deep"));
        return TypeUse::plain(TypeRef::Any);
    }
    cx.depth += 1;
    let mut lowered = lower_at(cx, parts, named_at);
    cx.depth -= 1;
    lowered.nullable &= lowered.ty != TypeRef::Any;
    lowered
}

fn lower_at<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>], named_at: &Place) -> TypeUse {
    let nullable = cx.nullable.admits_null(cx.document.root, parts);
    // In an order of their own: an intersection is the same however its parts are listed.
    let key: BTreeSet<&Pointer> = parts.iter().map(|part| &part.at.pointer).collect();
    let key: Vec<Pointer> = key.into_iter().cloned().collect();
    let named = |id| TypeUse { nullable, ..TypeUse::plain(TypeRef::Named(id)) };
    if let Some(id) = cx.known.get(&key) {
        return named(*id);
    }
    for part in parts {
        unchecked::report(cx, part);
    }
    // An intersection may meet itself again through its properties, and a target of references may be met
    // again through them: both get their id first.
    let merged = key.len() > 1 && all_of::needs_name(cx, parts);
    if merged || (key.len() == 1 && cx.ref_targets.contains(&key[0])) {
        let id = reserve(cx, key, named_at);
        let kind = kind(shape(cx, parts));
        cx.types[id].kind = kind;
        return named(id);
    }
    match shape(cx, parts) {
        Shape::Use(ty) => TypeUse { nullable, ..ty },
        Shape::Kind(kind) => {
            let id = reserve(cx, key, named_at);
            cx.types[id].kind = kind;
            named(id)
        }
    }
}

/// The type of the schema that a reference leads to.
fn lower_target(cx: &mut Lowering<'_>, target: &SchemaView<'_>) -> TypeUse {
    let key = vec![target.at.pointer.clone()];
    if let Some(id) = cx.known.get(&key) {
        return TypeUse::plain(TypeRef::Named(*id));
    }
    let view = view_at(cx, &target.at);
    if is_leaf(&view) && !is_component_schema(&view.at.pointer) {
        return formats::scalar(cx, &view, view.types()[0]);
    }
    let id = reserve(cx, key, &target.at);
    cx.pending.push((id, target.at.pointer.clone()));
    TypeUse::plain(TypeRef::Named(id))
}

/// True for a schema that is one scalar without constants, so that a reference to it needs no name.
fn is_leaf(view: &SchemaView<'_>) -> bool {
    let types = view.types();
    let scalar = |one: &JsonType| !matches!(one, JsonType::Array | JsonType::Object);
    let combined =
        ["enum", "const", "allOf", "oneOf", "anyOf", "$ref"].iter().any(|keyword| view.has(keyword));
    types.len() == 1 && types.iter().all(scalar) && !combined
}

pub(super) fn reserve(cx: &mut Lowering<'_>, key: Vec<Pointer>, named_at: &Place) -> TypeId {
    let (name, owner) = naming::inline_name(cx, &named_at.pointer);
    let view = view_at(cx, named_at);
    let id = cx.types.push(placeholder(SpecName::Suggested(name), owner, &view));
    cx.known.insert(key, id);
    id
}

fn placeholder(name: SpecName, owner: Option<TypeId>, view: &SchemaView<'_>) -> TypeDef {
    TypeDef {
        name,
        owner,
        docs: docs::schema_docs(view),
        kind: TypeKind::Struct(StructDef::default()),
        direction: Direction::default(),
        at: view.at.clone(),
    }
}

/// Gives a reserved type its shape.
fn define(cx: &mut Lowering<'_>, id: TypeId, at: &Place) {
    let view = view_at(cx, at);
    unchecked::report(cx, &view);
    let lowered = shape(cx, &[view]);
    cx.types[id].kind = kind(lowered);
}

pub(super) fn kind(shape: Shape) -> TypeKind {
    match shape {
        Shape::Kind(kind) => kind,
        // Null belongs to each use of the alias, or a value would be optional twice.
        Shape::Use(ty) => {
            TypeKind::Alias(AliasDef { ty: TypeUse { nullable: false, ..ty }, recursive: false })
        }
    }
}

/// The shape of an intersection of schemas.
pub(super) fn shape<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>]) -> Shape {
    if let [one] = parts
        && let Some(family) = inheritance::union(cx, one)
    {
        return family;
    }
    let shape = combined(cx, parts);
    let open = matches!(&shape, Shape::Use(used) if used.ty == TypeRef::Any);
    if open && cx.too_much_merged.is_none() {
        return all_of::stated(cx, parts).unwrap_or(shape);
    }
    shape
}

fn combined<'a>(cx: &mut Lowering<'a>, parts: &[SchemaView<'a>]) -> Shape {
    let atoms = atoms::atoms(cx.document.root, parts, Follow::None).list;
    let (bounds, typed): (Vec<Atom<'a>>, Vec<Atom<'a>>) = atoms.into_iter().partition(atoms::is_bound);
    let shape = match typed.as_slice() {
        [] => return Shape::any(),
        [Atom { part: Part::Reference(target), .. }] => {
            let inherited = parts.first().and_then(|child| inheritance::inherited(cx, child, target));
            Shape::Use(inherited.unwrap_or_else(|| lower_target(cx, target)))
        }
        [Atom { part: Part::Own, view }] => own_shape(cx, view),
        [Atom { part: Part::Union(keyword), view }] => unions::union(cx, view, keyword, &[]),
        _ => return all_of::merge(cx, parts),
    };
    let mut together = Constraints::default();
    for bound in &bounds {
        together.narrow(bound.view.constraints());
    }
    all_of::bounded(shape, &together)
}

/// The shape of a schema's own keywords: everything but `$ref`, `allOf`, `oneOf` and `anyOf`.
pub(super) fn own_shape<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> Shape {
    typed_shape(cx, view, &formats::json_types(view))
}

/// The same, where another schema says which types its values have.
pub(super) fn typed_shape<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>, types: &[JsonType]) -> Shape {
    if let Some(shape) = enums::enumeration(cx, view) {
        return shape;
    }
    match types {
        [] => Shape::any(),
        [JsonType::Object] => objects::object(cx, std::slice::from_ref(view)),
        [JsonType::Array] => Shape::Use(arrays::array(cx, view)),
        [scalar] => Shape::Use(formats::scalar(cx, view, *scalar)),
        several => unions::type_list(cx, view, several),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, lowered, types};

    #[test]
    fn references_may_lead_anywhere() {
        let text = types(
            "Pet: {type: object, properties: {owner: {type: object, properties: {id: {type: string}}}, size: {type: integer}}}
Other:
  type: object
  properties:
    owner: {$ref: '#/components/schemas/Pet/properties/owner'}
    size: {$ref: '#/components/schemas/Pet/properties/size'}
    again: {$ref: '#/components/schemas/Other/properties/owner'}",
        );
        assert_eq!(
            text,
            "struct Pet
  owner?: Pet.owner
  size?: Pet.size
struct Other
  owner?: Other.owner
  size?: Pet.size
  again?: Other.owner
struct Pet.owner in Pet
  id?: String
alias Pet.size = I64 in Pet
alias Other.owner = Pet.owner in Other
"
        );
    }

    #[test]
    fn the_order_of_components_changes_only_the_order() {
        let pet = "Pet: {type: object, properties: {tag: {$ref: '#/components/schemas/Tag/properties/inner'}, o: {type: object, properties: {x: {type: string}}}}}\n";
        let tag = "Tag: {type: object, properties: {inner: {type: object, properties: {p: {$ref: '#/components/schemas/Pet/properties/o'}}}}}\n";
        let blocks = |schemas: String| {
            let text = types(&schemas);
            let mut blocks: Vec<String> =
                text.split("\nstruct ").map(|one| one.trim().replace("struct ", "")).collect();
            blocks.sort();
            blocks
        };
        assert_eq!(blocks(format!("{pet}{tag}")), blocks(format!("{tag}{pet}")));
    }

    #[test]
    fn deep_and_cyclic_schemas_do_not_exhaust_the_stack() {
        let deep = format!("Deep: {}{{type: string}}{}", "{type: array, items: ".repeat(70), "}".repeat(70));
        assert_eq!(lowered(&components(&deep)).reported.len(), 1);
        let inner = "{type: object, allOf: [{properties: {a: {type: string}}}], oneOf: [{type: string}, {properties: {x: ";
        let deep = format!("Deep: {}{{type: string}}{}", inner.repeat(24), "}}]}".repeat(24));
        assert!(!lowered(&components(&deep)).api.types.is_empty());
        let link = |index: usize| {
            let next = (index + 1) % 100;
            format!("S{index}: {{allOf: [{{$ref: '#/components/schemas/S{next}'}}], required: [a]}}")
        };
        let chain: Vec<String> = (0..100).map(link).collect();
        assert_eq!(lowered(&components(&chain.join("\n"))).api.types.len(), 100);
        let itself = types(
            "Me: {$ref: '#/components/schemas/Me'}\nUs: {allOf: [{$ref: '#/components/schemas/Us'}, {$ref: '#/components/schemas/Me'}]}",
        );
        assert!(itself.contains("Me"));
    }
}
