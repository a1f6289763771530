//! What the variants of a union look like, reduced to what tells them apart.
//!
//! In: final types. Out: one [`Shape`] per variant. Properties on which all variants agree are left out, and of a
//! property that only some of them have its name is enough.

use std::collections::{BTreeMap, BTreeSet};

use super::shapes::settled;
use crate::ir::{
    Additional, Api, EnumDef, EnumRepr, Field, JsonType, Presence, PropertyShape, Scalar, Shape, StructDef,
    TypeId, TypeKind, TypeRef, TypeUse,
};

/// How many objects inside of objects are looked into.
const MAX_NESTED: usize = 2;
/// How many lists, maps and unions inside of each other are looked into.
const MAX_DEPTH: usize = 8;
/// Shapes with more constants are not worth their text: any string may be one.
const MAX_CONSTANTS: usize = 64;

/// How many shapes the variants of one union may be made of. Types that lead back to each other look larger with every level; where
/// that is too much, fewer levels have to do.
const MAX_SHAPES: usize = 100_000;

/// What the variants look like.
pub(super) fn of(api: &Api, variants: &[&TypeUse]) -> Vec<Shape> {
    let mut levels = MAX_DEPTH;
    loop {
        // On the last level only the properties of the variants are asked for, which are as many as the document has.
        let left = if levels == 1 { usize::MAX } else { MAX_SHAPES };
        let mut look = Look { api, known: BTreeMap::new(), left };
        let depth = Depth { objects: MAX_NESTED, all: levels };
        let shapes = variants.iter().map(|ty| look.shape(ty, depth)).collect();
        if look.left > 0 {
            return shapes;
        }
        levels -= 1;
    }
}

/// How much deeper to look.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Depth {
    objects: usize,
    all: usize,
}

impl Depth {
    fn inside(self) -> Self {
        Self { all: self.all - 1, ..self }
    }
}

/// Looks at the variants of one union.
struct Look<'a> {
    api: &'a Api,
    /// What is known of a type, and of how many shapes it is made: variants lead to the same types again and again.
    known: BTreeMap<(TypeId, Depth), (Shape, usize)>,
    /// How many shapes may still be made; nothing is looked into when there are none.
    left: usize,
}

impl Look<'_> {
    fn shape(&mut self, ty: &TypeUse, depth: Depth) -> Shape {
        let api = self.api;
        let ty = settled(api, ty);
        if depth.all == 0 || self.left == 0 {
            return Shape::Any;
        }
        self.left = self.left.saturating_sub(1);
        match &ty.ty {
            TypeRef::Named(id) => {
                if let Some((known, size)) = self.known.get(&(*id, depth)) {
                    self.left = self.left.saturating_sub(*size);
                    return if self.left == 0 { Shape::Any } else { known.clone() };
                }
                let before = self.left;
                let shape = self.named(&api.types[*id].kind, depth);
                self.known.insert((*id, depth), (shape.clone(), before - self.left));
                shape
            }
            TypeRef::Scalar(Scalar::Bool) => ty.constraints.only.map_or(Shape::Boolean, Shape::Only),
            TypeRef::Scalar(scalar) => scalar_shape(*scalar),
            TypeRef::List(item) => Shape::List(Box::new(self.shape(item, depth.inside()))),
            TypeRef::Map(value) => Shape::Map(Box::new(self.shape(value, depth.inside()))),
            TypeRef::Tuple(items) => {
                Shape::Tuple(items.iter().map(|item| self.shape(item, depth.inside())).collect())
            }
            TypeRef::Any => Shape::Any,
        }
    }

    fn named(&mut self, kind: &TypeKind, depth: Depth) -> Shape {
        match kind {
            TypeKind::Struct(object) => Shape::Object(self.properties(object, depth)),
            TypeKind::Enum(constants) => enumeration(constants),
            TypeKind::Union(union) => {
                let mut shapes: Vec<Shape> = Vec::new();
                for variant in &union.variants {
                    match self.shape(&variant.ty, depth.inside()) {
                        Shape::OneOf(inner) => shapes.extend(inner),
                        one => shapes.push(one),
                    }
                }
                let mut seen = BTreeSet::new();
                shapes.retain(|one| seen.insert(one.clone()));
                Shape::OneOf(shapes)
            }
            TypeKind::Alias(_) => Shape::Any,
        }
    }

    fn properties(&mut self, object: &StructDef, depth: Depth) -> Vec<PropertyShape> {
        let mut properties: Vec<PropertyShape> = object
            .fields
            .iter()
            .map(|field| property(field.wire_name.clone(), field, self.inner(field, depth)))
            .collect();
        match &object.additional {
            Additional::Ignored => {}
            Additional::Forbidden => properties.push(PropertyShape::Closed),
            Additional::Kept(value) => {
                properties.push(PropertyShape::Rest(self.shape(value, depth.inside())));
            }
        }
        properties
    }

    fn inner(&mut self, field: &Field, depth: Depth) -> Shape {
        match depth.objects {
            0 => Shape::Any,
            objects => self.shape(&field.ty, Depth { objects: objects - 1, all: depth.all - 1 }),
        }
    }
}

fn scalar_shape(scalar: Scalar) -> Shape {
    match scalar {
        Scalar::Bool => Shape::Boolean,
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => Shape::Integer,
        Scalar::F32 | Scalar::F64 => Shape::Number,
        Scalar::String | Scalar::Base64 | Scalar::Binary | Scalar::Secret => Shape::String,
        Scalar::Uuid => Shape::Uuid,
        Scalar::DateTime => Shape::DateTime,
        Scalar::Date => Shape::Date,
        Scalar::Time => Shape::Time,
        Scalar::External(external) => match external.json_type {
            JsonType::Integer => Shape::Integer,
            JsonType::Number => Shape::Number,
            JsonType::Boolean | JsonType::String | JsonType::Array | JsonType::Object => Shape::String,
        },
    }
}

fn enumeration(constants: &EnumDef) -> Shape {
    let few = constants.values.len() <= MAX_CONSTANTS;
    let values = || constants.values.iter().map(|value| &value.value);
    match constants.repr {
        EnumRepr::String if few => {
            Shape::Text(values().filter_map(|value| value.as_str().map(str::to_owned)).collect())
        }
        EnumRepr::String => Shape::String,
        EnumRepr::Integer if few => Shape::Integers(values().filter_map(serde_json::Value::as_i64).collect()),
        EnumRepr::Integer => Shape::Integer,
        EnumRepr::Json => Shape::Any,
    }
}

fn property(name: String, field: &Field, shape: Shape) -> PropertyShape {
    match (field.presence, field.ty.nullable) {
        (Presence::Required, false) => PropertyShape::Must(name, shape),
        (Presence::Required, true) => PropertyShape::Null(name, shape),
        (Presence::Optional, _) => PropertyShape::May(name, shape),
    }
}

/// Leaves out of objects what does not tell them apart. The tag of tagged objects stays.
pub(super) fn reduce(shapes: &mut [Shape]) {
    // Beside a map, what an object has in common with all other objects tells it from the map.
    let maps = shapes.iter().any(|shape| match shape {
        Shape::Map(_) | Shape::Any => true,
        Shape::OneOf(inner) => inner.iter().any(|one| matches!(one, Shape::Map(_) | Shape::Any)),
        _ => false,
    });
    let mut objects: Vec<&mut Vec<PropertyShape>> = Vec::new();
    for shape in shapes {
        match shape {
            Shape::Object(properties) => objects.push(properties),
            Shape::OneOf(inner) => objects.extend(inner.iter_mut().filter_map(|one| match one {
                Shape::Object(properties) => Some(properties),
                _ => None,
            })),
            _ => {}
        }
    }
    let all = objects.len();
    let mut uses: BTreeMap<String, (usize, BTreeSet<PropertyShape>, BTreeSet<Shape>)> = BTreeMap::new();
    for (name, property, shape) in objects.iter().flat_map(|object| object.iter()).filter_map(|property| {
        let (name, shape) = property.named()?;
        Some((name.to_owned(), property.clone(), shape.clone()))
    }) {
        let (count, properties, shapes) = uses.entry(name).or_default();
        *count += 1;
        properties.insert(property);
        shapes.insert(shape);
    }
    let open = objects.iter().all(|object| object.iter().all(|property| property.named().is_some()));
    for object in objects {
        object.retain(|property| {
            let Some((name, _)) = property.named() else { return all > 1 };
            let (count, properties, _) = &uses[name];
            // A map of the other properties has to know which ones are no others.
            maps || !open || property.is_tag() || *count < all || properties.len() > 1
        });
        for property in object.iter_mut() {
            let alike = property.named().is_some_and(|(name, _)| uses[name].2.len() == 1);
            if alike
                && !property.is_tag()
                && let Some(shape) = property.shape_mut()
            {
                *shape = Shape::Any;
            }
        }
    }
}
