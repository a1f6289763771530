//! Sample values made from a schema, the way pages about APIs make them.
//!
//! In: a type and the way that its values travel. Out: JSON. Examples and defaults of the document win; what they
//! leave open is `"string"`, `0`, `true`, the first constant, one item per list. The same schema gives the same
//! sample. Samples of types that contain themselves end where the type comes back, large ones where the reader
//! would stop reading.

use serde_json::{Map, Number, Value, json};

use crate::ir::{
    Access, Additional, AliasDef, Api, Constraints, Docs, Field, JsonType, Presence, Scalar, StructDef,
    TypeDef, TypeId, TypeKind, TypeRef, TypeUse,
};

/// A sample has no more values than this; further optional properties are left out.
const MOST_VALUES: usize = 150;

/// There is no sample of what needs more values than this.
const MOST_NEEDED: usize = 1000;

/// Which way a value travels: properties that are only for the other way are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the server.
    Sent,
    /// From the server.
    Received,
}

/// A sample of a type at one place of use; `None` where it would be too large: types that need each other double with
/// every one of them.
pub(crate) fn sample(api: &Api, used: &TypeUse, way: Way) -> Option<Value> {
    let mut sampler = Sampler { api, way, above: Vec::new(), values: 0 };
    let value = sampler.of_use(used);
    (sampler.values <= MOST_NEEDED).then_some(value)
}

/// A sample of a named type as such; `None` as in [`sample`].
pub(crate) fn sample_of_type(api: &Api, id: TypeId, way: Way) -> Option<Value> {
    sample(api, &TypeUse::plain(TypeRef::Named(id)), way)
}

/// A string of a format, without regard to its constraints.
pub(crate) fn sample_text(scalar: Scalar, format: Option<&str>) -> &'static str {
    match scalar {
        Scalar::Uuid => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        Scalar::DateTime => "2024-07-29T15:51:28.071Z",
        Scalar::Date => "2024-07-29",
        Scalar::Time => "15:51:28Z",
        Scalar::Base64 => "c3RyaW5n",
        Scalar::Bool
        | Scalar::I32
        | Scalar::I64
        | Scalar::U32
        | Scalar::U64
        | Scalar::F32
        | Scalar::F64
        | Scalar::String
        | Scalar::Binary
        | Scalar::External(_)
        | Scalar::Secret => match format {
            Some("uuid") => sample_text(Scalar::Uuid, None),
            Some("date-time") => sample_text(Scalar::DateTime, None),
            Some("date") => sample_text(Scalar::Date, None),
            Some("time") => sample_text(Scalar::Time, None),
            Some("email") => "user@example.com",
            Some("hostname") => "example.com",
            Some("ipv4") => "198.51.100.42",
            Some("ipv6") => "2001:db8::1",
            Some("uri" | "url") => "https://example.com",
            _ => "string",
        },
    }
}

struct Sampler<'a> {
    api: &'a Api,
    way: Way,
    /// The named types around the current value.
    above: Vec<TypeId>,
    /// How many values were made.
    values: usize,
}

impl Sampler<'_> {
    fn of_use(&mut self, used: &TypeUse) -> Value {
        self.values += 1;
        if self.values > MOST_NEEDED {
            return Value::Null;
        }
        match &used.ty {
            TypeRef::Named(id) => self.of_named(*id, used),
            TypeRef::Scalar(Scalar::External(external)) => {
                match self.api.external_examples.get(&external.rule) {
                    Some(example) => example.clone(),
                    None => of_scalar(Scalar::External(*external), &used.constraints),
                }
            }
            TypeRef::Scalar(scalar) => of_scalar(*scalar, &used.constraints),
            TypeRef::List(item) => {
                Value::Array(if self.is_above(item) { Vec::new() } else { vec![self.of_use(item)] })
            }
            TypeRef::Map(value) => {
                let mut map = Map::new();
                if !self.is_above(value) {
                    map.insert("key".to_owned(), self.of_use(value));
                }
                Value::Object(map)
            }
            TypeRef::Tuple(items) => Value::Array(items.iter().map(|item| self.of_use(item)).collect()),
            TypeRef::Any => json!({}),
        }
    }

    fn of_named(&mut self, id: TypeId, used: &TypeUse) -> Value {
        let definition = &self.api.types[id];
        if self.above.contains(&id) {
            return if used.nullable { Value::Null } else { empty(definition) };
        }
        if let Some(example) = example(&definition.docs) {
            return example;
        }
        self.above.push(id);
        let value = match &definition.kind {
            TypeKind::Struct(shape) => self.of_struct(shape),
            TypeKind::Enum(shape) => {
                shape.values.first().map_or(json!("string"), |first| first.value.clone())
            }
            TypeKind::Union(shape) => {
                let open = shape.variants.iter().find(|variant| !self.is_above(&variant.ty));
                open.map_or(Value::Null, |variant| {
                    let mut value = self.of_use(&variant.ty);
                    if let (Some(tag), Some(name), Some(object)) =
                        (&shape.tag_property, variant.tags.first(), value.as_object_mut())
                    {
                        object.insert(tag.clone(), json!(name));
                    }
                    value
                })
            }
            TypeKind::Alias(AliasDef { ty, .. }) => self.of_use(ty),
        };
        self.above.pop();
        value
    }

    fn of_struct(&mut self, shape: &StructDef) -> Value {
        let mut object = Map::new();
        for field in &shape.fields {
            if self.values > MOST_NEEDED {
                break;
            }
            let travels = match (field.access, self.way) {
                (Access::ReadOnly, Way::Sent) | (Access::WriteOnly, Way::Received) => false,
                (Access::ReadWrite | Access::ReadOnly | Access::WriteOnly, _) => true,
            };
            let cut = field.presence == Presence::Optional
                && (self.is_above(&field.ty) || self.values > MOST_VALUES);
            if travels && !cut {
                let value = self.of_field(field);
                object.insert(field.wire_name.clone(), value);
            }
        }
        if let (true, Additional::Kept(value)) = (shape.fields.is_empty(), &shape.additional)
            && !self.is_above(value)
        {
            object.insert("key".to_owned(), self.of_use(value));
        }
        Value::Object(object)
    }

    fn of_field(&mut self, field: &Field) -> Value {
        let told =
            example(&field.docs).or_else(|| field.default.clone().filter(|default| !default.is_null()));
        told.unwrap_or_else(|| self.of_use(&field.ty))
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

fn example(docs: &Docs) -> Option<Value> {
    docs.example.clone().filter(|example| !example.is_null())
}

/// What stands for a value that would go on for ever.
fn empty(definition: &TypeDef) -> Value {
    match &definition.kind {
        TypeKind::Struct(_) => json!({}),
        TypeKind::Enum(shape) => shape.values.first().map_or(Value::Null, |first| first.value.clone()),
        TypeKind::Union(_) | TypeKind::Alias(_) => Value::Null,
    }
}

fn of_scalar(scalar: Scalar, constraints: &Constraints) -> Value {
    match scalar {
        Scalar::Bool => json!(constraints.only.unwrap_or(true)),
        Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => {
            clamped(constraints).map_or(json!(0), |bound| bound.as_f64().map_or(json!(0), whole))
        }
        Scalar::F32 | Scalar::F64 => clamped(constraints).map_or(json!(0.0), Value::Number),
        Scalar::String | Scalar::Binary | Scalar::Secret => {
            json!(of_length(sample_text(scalar, constraints.format.as_deref()), constraints,))
        }
        Scalar::External(external) => match external.json_type {
            JsonType::Integer => json!(0),
            JsonType::Number => json!(0.0),
            JsonType::Boolean | JsonType::String | JsonType::Array | JsonType::Object => {
                json!(sample_text(scalar, constraints.format.as_deref()))
            }
        },
        Scalar::Uuid | Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::Base64 => {
            json!(sample_text(scalar, None))
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a bound outside of i64 only makes the sample less apt")]
fn whole(bound: f64) -> Value {
    json!(bound.ceil() as i64)
}

/// The bound that zero violates, if any; one more where the bound itself is excluded.
fn clamped(constraints: &Constraints) -> Option<Number> {
    let zero_or = |bound: &crate::ir::Bound, step: f64| {
        let value = bound.value.as_f64()?;
        let first = if bound.exclusive { value + step } else { value };
        (if step > 0.0 { first > 0.0 } else { first < 0.0 }).then_some(first)
    };
    let low = constraints.minimum.as_ref().and_then(|bound| zero_or(bound, 1.0));
    let high = constraints.maximum.as_ref().and_then(|bound| zero_or(bound, -1.0));
    low.or(high).and_then(Number::from_f64)
}

/// The text, cut or repeated to fit `minLength` and `maxLength`.
fn of_length(text: &str, constraints: &Constraints) -> String {
    const LONGEST: usize = 200;
    let at_least =
        constraints.min_length.and_then(|least| usize::try_from(least).ok()).unwrap_or(0).min(LONGEST);
    let at_most = constraints.max_length.and_then(|most| usize::try_from(most).ok()).unwrap_or(LONGEST);
    let length = text.chars().count().max(at_least).min(at_most.max(at_least));
    text.chars().cycle().take(length).collect()
}
