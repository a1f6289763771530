//! Values of a type, to be sent.
//!
//! In: a type as the generator understands it, and how much of it to use. Out: JSON that satisfies the schema, as far as types and
//! constraints say what it is. Lists and optional properties end where a type comes back.

use generator::ir::{
    Access, Additional, Api, Constraints, EnumDef, Field, Presence, StructDef, TypeId, TypeKind, TypeRef,
    TypeUse, UnionDef,
};
use generator::pointer::Pointer;
use serde_json::{Map, Value, json};

use super::choices::choices;
use super::leaves::{Extent, scalar};

/// A value has no more parts than this; further optional properties are left out.
const MOST_PARTS: usize = 2_000;

/// How many items a list has, where it may have them.
const ITEMS: usize = 2;

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Into a parameter: an empty one is no parameter.
    Parameter,
    /// Into a body.
    Body,
}

/// What stands where a property or an item may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nullable {
    /// A value.
    Value,
    /// Null.
    Null,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    pub(super) extent: Extent,
    pub(super) place: Place,
    pub(super) nullable: Nullable,
    /// Which variant of unions and which constant of enumerations is taken: the first, the second, and so on.
    pub(super) turn: usize,
}

/// A value that was made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    pub(super) value: Value,
    /// The most variants that a union in it has; 1 without unions.
    pub(super) variants: usize,
    /// How many nulls were asked for and are in it.
    pub(super) nulls: usize,
}

impl Made {
    /// A value without unions and nulls.
    pub(super) fn plain(value: Value) -> Self {
        Self { value, variants: 1, nulls: 0 }
    }
}

/// What values are made for: an API, and the tree of its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) api: &'a Api,
    pub(super) tree: &'a Value,
}

/// Makes a value.
pub(super) fn make(source: Source<'_>, used: &TypeUse, ask: Ask) -> Made {
    let mut maker = Maker { source, ask, above: Vec::new(), parts: 0, salt: 0, variants: 1, nulls: 0 };
    let value = maker.of_use(used);
    Made { value, variants: maker.variants, nulls: maker.nulls }
}

struct Maker<'a> {
    source: Source<'a>,
    ask: Ask,
    /// The named types around the current value.
    above: Vec<TypeId>,
    parts: usize,
    /// The position in the innermost list.
    salt: usize,
    variants: usize,
    nulls: usize,
}

impl Maker<'_> {
    /// A property, an item, or what else is part of a value.
    fn of_part(&mut self, used: &TypeUse) -> Value {
        if self.ask.nullable == Nullable::Null && used.nullable {
            self.nulls += 1;
            return Value::Null;
        }
        self.of_use(used)
    }

    fn of_use(&mut self, used: &TypeUse) -> Value {
        self.parts += 1;
        let constraints = &used.constraints;
        match &used.ty {
            TypeRef::Named(id) => self.of_named(*id, used),
            TypeRef::Scalar(kind) => scalar(*kind, constraints, self.ask.extent, self.salt),
            TypeRef::List(item) => self.of_list(item, constraints),
            TypeRef::Map(value) => self.of_map(value, constraints),
            TypeRef::Tuple(items) => Value::Array(items.iter().map(|item| self.of_part(item)).collect()),
            TypeRef::Any if self.ask.place == Place::Parameter => json!("any"),
            TypeRef::Any => json!({}),
        }
    }

    fn of_named(&mut self, id: TypeId, used: &TypeUse) -> Value {
        let kind = &self.source.api.types[id].kind;
        // A required property that contains itself has no value; the depth keeps it from being looked for.
        if self.above.iter().filter(|above| **above == id).count() > 1 {
            return Value::Null;
        }
        self.above.push(id);
        let value = match kind {
            TypeKind::Struct(shape) => self.of_struct(shape, &self.source.api.types[id].at.pointer),
            TypeKind::Enum(shape) => self.of_enum(shape),
            TypeKind::Union(shape) => self.of_union(shape),
            TypeKind::Alias(alias) => {
                let constraints = both(&used.constraints, &alias.ty.constraints);
                self.of_use(&TypeUse { constraints, ..alias.ty.clone() })
            }
        };
        self.above.pop();
        value
    }

    fn of_enum(&self, shape: &EnumDef) -> Value {
        let chosen = (self.ask.turn + self.salt) % shape.values.len().max(1);
        shape.values.get(chosen).map_or(Value::Null, |chosen| chosen.value.clone())
    }

    fn of_union(&mut self, shape: &UnionDef) -> Value {
        let count = shape.variants.len().max(1);
        self.variants = self.variants.max(count);
        let turns = (0..count).map(|step| &shape.variants[(self.ask.turn + self.salt + step) % count]);
        let open = turns.into_iter().find(|variant| !self.is_above(&variant.ty));
        let Some(variant) = open.or(shape.variants.first()) else { return Value::Null };
        let mut value = self.of_use(&variant.ty);
        if let (Some(tag), Some(name), Some(object)) =
            (&shape.tag_property, variant.tags.first(), value.as_object_mut())
        {
            let tagged = object.get(tag).and_then(Value::as_str);
            if !tagged.is_some_and(|tagged| variant.tags.iter().any(|one| one == tagged)) {
                object.insert(tag.clone(), json!(name));
            }
        }
        value
    }

    fn of_struct(&mut self, shape: &StructDef, at: &Pointer) -> Value {
        let choices = choices(self.source.tree, at);
        let turn = self.ask.turn;
        let mut object = Map::new();
        let mut left = Vec::new();
        for field in shape.fields.iter().filter(|field| field.access != Access::ReadOnly) {
            let name = &field.wire_name;
            let is_chosen = choices.iter().any(|choice| choice.requires(turn, name));
            if choices.iter().any(|choice| choice.forbids(turn, name)) {
                continue;
            }
            if field.presence == Presence::Required || is_chosen || self.takes(field) {
                object.insert(name.clone(), self.of_field(field));
            } else {
                left.push(field);
            }
        }
        let least = count(shape.constraints.min_properties).unwrap_or(0);
        for field in left.into_iter().take(least.saturating_sub(object.len())) {
            object.insert(field.wire_name.clone(), self.of_field(field));
        }
        if let (Extent::Maximal, Additional::Kept(value)) = (self.ask.extent, &shape.additional)
            && !self.is_above(value)
        {
            object.insert("key".to_owned(), self.of_part(value));
        }
        Value::Object(object)
    }

    fn of_field(&mut self, field: &Field) -> Value {
        let example = field.docs.example.as_ref().filter(|example| !example.is_null());
        match (&field.ty.ty, example) {
            // Nothing is known of it but what the document shows.
            (TypeRef::Any, Some(example)) if self.ask.nullable == Nullable::Value => example.clone(),
            _ => self.of_part(&field.ty),
        }
    }

    /// True for an optional property that is asked for.
    fn takes(&self, field: &Field) -> bool {
        self.ask.extent == Extent::Maximal && self.parts < MOST_PARTS && !self.is_above(&field.ty)
    }

    fn of_list(&mut self, item: &TypeUse, constraints: &Constraints) -> Value {
        let length = self.length(item, constraints.min_items, constraints.max_items);
        let outside = self.salt;
        let mut items = Vec::new();
        for position in 0..length {
            self.salt = position;
            let made = self.of_part(item);
            if !constraints.unique_items || !items.contains(&made) {
                items.push(made);
            }
        }
        self.salt = outside;
        Value::Array(items)
    }

    fn of_map(&mut self, value: &TypeUse, constraints: &Constraints) -> Value {
        let length = self.length(value, constraints.min_properties, constraints.max_properties);
        let keys = (0..length).map(|position| format!("key{position}"));
        Value::Object(keys.map(|key| (key, self.of_part(value))).collect())
    }

    /// How many items a list or map has.
    fn length(&self, item: &TypeUse, least: Option<u64>, most: Option<u64>) -> usize {
        let wanted = match (self.ask.extent, self.ask.place) {
            _ if self.is_above(item) => 0,
            (Extent::Maximal, _) => ITEMS,
            (Extent::Minimal, Place::Parameter) => 1,
            (Extent::Minimal, Place::Body) => 0,
        };
        let least = count(least).unwrap_or(0);
        wanted.min(count(most).unwrap_or(usize::MAX)).max(least)
    }

    /// True when a value of this type would contain the type that is being made.
    fn is_above(&self, used: &TypeUse) -> bool {
        match &used.ty {
            TypeRef::Named(id) => self.above.contains(id),
            TypeRef::List(item) | TypeRef::Map(item) => self.is_above(item),
            TypeRef::Scalar(_) | TypeRef::Tuple(_) | TypeRef::Any => false,
        }
    }
}

fn count(number: Option<u64>) -> Option<usize> {
    number.and_then(|number| usize::try_from(number).ok())
}

/// What satisfies the constraints of a place and of the alias that is used there.
fn both(place: &Constraints, alias: &Constraints) -> Constraints {
    let mut both = place.clone();
    both.narrow(alias.clone());
    both
}

#[cfg(test)]
mod tests {
    use generator::Options;
    use generator::ir::{Api, Extent as Types};
    use generator::pipeline::{Input, plan};
    use generator::source::SourceText;
    use serde_json::{Value, json};

    use super::{Ask, Extent, Made, Nullable, Place, Source, make};

    const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /pets:
    post:
      operationId: add
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'204': {description: done}}
components:
  schemas:
    Pet:
      type: object
      required: [name, kind]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string, minLength: 2, maxLength: 3}
        kind: {type: string, enum: [cat, dog]}
        tags: {type: array, minItems: 1, uniqueItems: true, items: {$ref: '#/components/schemas/Tag'}}
        parent: {$ref: '#/components/schemas/Pet'}
        toy: {nullable: true, oneOf: [{type: integer, maximum: 3}, {type: boolean}]}
        owners: {type: array, items: {type: boolean, nullable: true}}
    Tag: {type: string, pattern: '^[a-z]$'}
";

    fn api() -> Api {
        let text = SourceText::new("a.yaml", DOCUMENT.as_bytes().to_vec());
        let input = Input { document: text, ..Input::default() };
        let options = Options { extent: Types::Operations, ..Options::default() };
        plan(input, &options).planned.expect("a plan").0
    }

    fn made(extent: Extent, nullable: Nullable, turn: usize) -> Made {
        let api = api();
        let (_, operation) = api.operations.iter().next().expect("an operation");
        let used = operation.body.as_ref().and_then(|body| body.content[0].ty.clone()).expect("a type");
        let source = Source { api: &api, tree: &Value::Null };
        make(source, &used, Ask { extent, place: Place::Body, nullable, turn })
    }

    #[test]
    fn the_minimum_is_what_is_required() {
        assert_eq!(made(Extent::Minimal, Nullable::Value, 0).value, json!({"name": "te", "kind": "cat"}));
    }

    #[test]
    fn the_maximum_is_everything_that_is_sent() {
        let value =
            json!({"name": "caf", "kind": "cat", "tags": ["a", "b"], "toy": 3, "owners": [true, false]});
        let expected = Made { value, variants: 2, nulls: 0 };
        assert_eq!(made(Extent::Maximal, Nullable::Value, 0), expected);
    }

    #[test]
    fn nulls_stand_where_they_may() {
        let value =
            json!({"name": "caf", "kind": "cat", "tags": ["a", "b"], "toy": null, "owners": [null, null]});
        let expected = Made { value, variants: 1, nulls: 3 };
        assert_eq!(made(Extent::Maximal, Nullable::Null, 0), expected);
    }

    #[test]
    fn every_turn_takes_other_variants_and_constants() {
        let expected =
            json!({"name": "caf", "kind": "dog", "tags": ["a", "b"], "toy": true, "owners": [true, false]});
        assert_eq!(made(Extent::Maximal, Nullable::Value, 1).value, expected);
    }
}
