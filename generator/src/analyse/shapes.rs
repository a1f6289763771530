//! What a value of a type looks like in JSON, through aliases.

use std::collections::BTreeSet;

use crate::ir::{Api, EnumRepr, Field, JsonType, StructDef, TypeId, TypeKind, TypeRef, TypeUse};

/// The struct that a use stands for, through aliases.
pub(super) fn structure<'a>(api: &'a Api, ty: &'a TypeUse) -> Option<&'a StructDef> {
    match &settled(api, ty).ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Struct(shape) => Some(shape),
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}

/// The use itself, or what the alias that it names stands for.
pub(super) fn settled<'a>(api: &'a Api, ty: &'a TypeUse) -> &'a TypeUse {
    api.types.settled(ty)
}

/// A field by its name on the wire.
pub(super) fn field<'a>(shape: &'a StructDef, wire_name: &str) -> Option<&'a Field> {
    shape.fields.iter().find(|field| field.wire_name == wire_name)
}

/// The JSON types that a value may have, null aside.
pub(super) fn json_types(api: &Api, ty: &TypeUse) -> BTreeSet<JsonType> {
    let mut types = BTreeSet::new();
    collect(api, ty, &mut BTreeSet::new(), &mut types);
    types
}

/// Looks at each union once: they may share variants and contain each other.
fn collect(api: &Api, ty: &TypeUse, seen: &mut BTreeSet<TypeId>, types: &mut BTreeSet<JsonType>) {
    let ty = settled(api, ty);
    match &ty.ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Struct(_) => drop(types.insert(JsonType::Object)),
            TypeKind::Enum(shape) => match shape.repr {
                EnumRepr::String => drop(types.insert(JsonType::String)),
                EnumRepr::Integer => drop(types.insert(JsonType::Integer)),
                EnumRepr::Json => types.extend(shape.values.iter().filter_map(|value| of(&value.value))),
            },
            TypeKind::Union(shape) if seen.insert(*id) => {
                shape.variants.iter().for_each(|variant| collect(api, &variant.ty, seen, types));
            }
            TypeKind::Union(_) | TypeKind::Alias(_) => {}
        },
        TypeRef::Scalar(scalar) => drop(types.insert(scalar.json_type())),
        TypeRef::List(_) | TypeRef::Tuple(_) => drop(types.insert(JsonType::Array)),
        TypeRef::Map(_) => drop(types.insert(JsonType::Object)),
        TypeRef::Any => types.extend([
            JsonType::Boolean,
            JsonType::Integer,
            JsonType::Number,
            JsonType::String,
            JsonType::Array,
            JsonType::Object,
        ]),
    }
}

fn of(value: &serde_json::Value) -> Option<JsonType> {
    use serde_json::Value;
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    })
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{analysed, components};

    /// Choices of each other are an error of the document, after which the analysis goes on: with 12 branches each there would be
    /// 12^32 ways to look along.
    #[test]
    fn unions_that_contain_each_other_come_to_an_end() {
        let names: Vec<String> = (0..12).map(|number| format!("U{number}")).collect();
        let branches: Vec<String> =
            names.iter().map(|name| format!("{{$ref: '#/components/schemas/{name}'}}")).collect();
        let branches = branches.join(", ");
        let schemas: Vec<String> = names
            .iter()
            .map(|name| format!("{name}: {{anyOf: [{branches}, {{type: array, items: {{}}}}]}}"))
            .collect();
        let text = analysed(&components(&schemas.join("\n"))).types();
        for name in names {
            assert!(text.contains(&format!("union {name} ")), "{name} in:\n{text}");
        }
    }
}
