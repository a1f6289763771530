//! Inheritance: a schema with a `discriminator` whose children name it in their `allOf` (OpenAPI 3.0.3, "Composition and
//! Inheritance (Polymorphism)").
//!
//! Where such a base is used, any of its children may come. So its type is a union of its children and of the
//! base itself, which also takes values whose tag is unknown or missing, and keeps the properties that it does not
//! know. A child is made of the properties of its base as ever.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::atoms::is_component_schema;
use super::schemas::{Shape, kind, lower_use, own_shape};
use super::{Lowering, all_of, docs, naming, tags, unions};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Document, SchemaView, component_schema, refs};
use crate::ir::{
    Additional, Direction, Discrimination, SpecName, TypeDef, TypeId, TypeKind, TypeRef, TypeUse, UnionDef,
    Variant,
};
use crate::pointer::{Place, Pointer};

/// More children make no union that anybody would want to match on, and no file that can be read.
const MAX_CHILDREN: usize = 250;
/// Keywords under which a child states its tag.
const STATED: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// The children of each base, in document order, at any depth; of more than [`MAX_CHILDREN`] one more than that.
pub(super) type Families = BTreeMap<Pointer, Vec<Pointer>>;

/// Finds the bases among the component schemas.
pub(super) fn families(document: &Document<'_>) -> Families {
    let mut children: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    let mut bases = Vec::new();
    let mut positions: BTreeMap<Pointer, usize> = BTreeMap::new();
    for (position, name) in document.schemas.iter().enumerate() {
        let pointer = component_schema(name);
        positions.insert(pointer.clone(), position);
        let Some(view) = component(document.root, &pointer) else { continue };
        for base in view.schemas("allOf").iter().filter_map(|part| refs::target(part.reference()?)) {
            children.entry(base).or_default().push(pointer.clone());
        }
        let choice = ["oneOf", "anyOf", "$ref"].iter().any(|keyword| view.has(keyword));
        if view.discriminator().is_some() && !choice {
            bases.push(pointer);
        }
    }
    let mut families = Families::new();
    for base in bases {
        let mut found: BTreeSet<&Pointer> = BTreeSet::new();
        let mut open = vec![&base];
        // Of a large family nothing matters but that it is large.
        while let Some(next) = open.pop().filter(|_| found.len() <= MAX_CHILDREN) {
            let children = children.get(next).into_iter().flatten();
            open.extend(children.filter(|child| **child != base && found.insert(child)));
        }
        if !found.is_empty() {
            let mut found: Vec<Pointer> = found.into_iter().take(MAX_CHILDREN + 1).cloned().collect();
            found.sort_by_key(|child| positions.get(child));
            families.insert(base, found);
        }
    }
    families
}

fn component<'a>(root: &'a Value, pointer: &Pointer) -> Option<SchemaView<'a>> {
    let value = root.pointer(pointer.as_str())?;
    Some(SchemaView::new(crate::document::Node { value, at: Place::document(pointer.clone()) }))
}

/// The union that a base stands for; `None` for a schema that is none.
pub(super) fn union<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> Option<Shape> {
    if view.own_only {
        return None;
    }
    let children = cx.families.get(&view.at.pointer)?.clone();
    let property = view.discriminator()?;
    if children.len() > MAX_CHILDREN {
        let message = format!(
            "more than {MAX_CHILDREN} schemas inherit from this one; what comes in is read as the base, which keeps what it does not know"
        );
        cx.report(Diagnostic::new(&codes::LARGE_FAMILY, &view.at.child("discriminator"), message));
        return Some(base_shape(cx, view));
    }
    let mut variants: Vec<Variant> = Vec::with_capacity(children.len() + 1);
    for pointer in &children {
        let child = component(cx.document.root, pointer)?;
        let ty = if is_base(cx, pointer) {
            TypeRef::Named(base_type(cx, &child))
        } else {
            lower_use(cx, &child).ty
        };
        let tags = child_tags(cx, view, &child, property);
        unions::add(&mut variants, variant(pointer, ty, tags));
    }
    let base = TypeRef::Named(base_type(cx, view));
    let tags = child_tags(cx, view, view, property);
    unions::add(&mut variants, variant(&view.at.pointer, base.clone(), tags));
    let fallback = variants.iter().position(|variant| variant.ty.ty == base);
    Some(Shape::Kind(TypeKind::Union(UnionDef {
        variants,
        discrimination: Discrimination::Undecided,
        tag_property: Some(property.to_owned()),
        fallback,
    })))
}

/// The base itself, where a child consists of nothing else.
pub(super) fn inherited<'a>(
    cx: &mut Lowering<'a>,
    child: &SchemaView<'a>,
    target: &SchemaView<'a>,
) -> Option<TypeUse> {
    let family = cx.families.get(&target.at.pointer).filter(|family| family.len() <= MAX_CHILDREN)?;
    family.contains(&child.at.pointer).then(|| TypeUse::plain(TypeRef::Named(base_type(cx, target))))
}

fn is_base(cx: &Lowering<'_>, pointer: &Pointer) -> bool {
    cx.families.get(pointer).is_some_and(|family| family.len() <= MAX_CHILDREN)
}

fn variant(pointer: &Pointer, ty: TypeRef, tags: Vec<String>) -> Variant {
    let name = SpecName::Required(pointer.last().unwrap_or_default());
    Variant { name, ty: TypeUse::plain(ty), tags, boxed: false }
}

/// The struct of the base's own properties, which keeps what it does not know.
fn base_type<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> TypeId {
    let key = vec![view.at.pointer.clone(), view.at.pointer.child("discriminator")];
    if let Some(id) = cx.known.get(&key) {
        return *id;
    }
    let owner = cx.known.get(std::slice::from_ref(&view.at.pointer)).copied();
    let (mut words, _) = naming::inline_name(cx, &view.at.pointer);
    words.push("base".to_owned());
    let id = cx.types.push(TypeDef {
        name: SpecName::Suggested(words),
        owner,
        docs: docs::schema_docs(view),
        kind: TypeKind::Struct(crate::ir::StructDef::default()),
        direction: Direction::default(),
        at: view.at.clone(),
    });
    cx.known.insert(key, id);
    let shape = base_shape(cx, view);
    cx.types[id].kind = kind(shape);
    id
}

/// The shape of the base's own properties.
fn base_shape<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> Shape {
    let mut shape = if view.has("allOf") {
        all_of::merge(cx, std::slice::from_ref(view))
    } else {
        own_shape(cx, &view.own_keywords())
    };
    if let Shape::Kind(TypeKind::Struct(object)) = &mut shape
        && object.additional == Additional::Ignored
    {
        object.additional = Additional::Kept(Box::new(TypeUse::plain(TypeRef::Any)));
    }
    shape
}

/// The tags of a child: as the base maps them, as the child pins or states them, or its name.
fn child_tags(
    cx: &Lowering<'_>,
    base: &SchemaView<'_>,
    child: &SchemaView<'_>,
    property: &str,
) -> Vec<String> {
    let mapped: Vec<String> = base
        .mapping()
        .into_iter()
        .filter(|(_, to)| tags::mapping_target(cx, to).as_ref() == Some(&child.at.pointer))
        .map(|(tag, _)| tag.to_owned())
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let mut own = child.schemas("allOf");
    own.retain(|part| part.reference().is_none());
    own.push(child.clone());
    let pinned: Vec<String> = own
        .iter()
        .filter(|_| child.at != base.at)
        .flat_map(|part| part.named_schemas("properties"))
        .filter(|(name, _)| *name == property)
        .flat_map(|(_, schema)| schema.enum_values())
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    if !pinned.is_empty() {
        return pinned;
    }
    let stated = STATED.iter().find_map(|keyword| own.iter().find_map(|part| part.text(keyword)));
    let name = child.at.pointer.last().filter(|_| is_component_schema(&child.at.pointer));
    stated.map(str::to_owned).or(name).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn a_base_stands_for_its_children_and_itself() {
        let text = types(
            "Pet: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}, discriminator: {propertyName: kind, mapping: {kitty: Cat}}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {kind: {enum: [dog, puppy]}, friend: {$ref: '#/components/schemas/Pet'}}}]}
Bird: {allOf: [{$ref: '#/components/schemas/Pet'}], x-ms-discriminator-value: '#bird'}
Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {age: {type: integer}}}]}",
        );
        assert!(
            text.starts_with(
                "union Pet by ?
  Cat: Cat of \"kitty\"
  Dog: Dog of \"dog\", \"puppy\"
  Bird: Bird of \"#bird\"
  Puppy: Puppy of \"Puppy\"
  Pet: Pet.base of \"Pet\", and any other
struct Cat
  kind: String
  name?: String
  lives?: I64
struct Dog
  kind: Dog.kind
  name?: String
  friend?: Pet
alias Bird = Pet.base
"
            ),
            "{text}"
        );
        let base = "struct Pet.base in Pet
  kind: String
  name?: String
  additional: any
";
        assert!(text.contains(base), "{text}");
    }
}
