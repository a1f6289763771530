//! Types as text.

use std::fmt::Write as _;

use super::super::{
    Access, Additional, Api, Bound, Constraints, Discrimination, EnumDef, EnumRepr, Field, Presence,
    PropertyShape, Shape, SpecName, StructDef, TypeDef, TypeKind, TypeRef, TypeUse, UnionDef,
};
use super::{Text, docs};

/// Every type, in the order of the arena.
pub(super) fn types(text: &mut Text, api: &Api) {
    for (_, def) in api.types.iter() {
        text.blank();
        head(text, api, def);
        text.indented(|text| {
            docs(text, &def.docs);
            match &def.kind {
                TypeKind::Struct(object) => object_members(text, api, object),
                TypeKind::Enum(constants) => constants_lines(text, constants),
                TypeKind::Union(union) => variants(text, api, union),
                TypeKind::Alias(_) => {}
            }
        });
    }
}

/// A name of the document, or the path that suggests one.
pub(super) fn name(name: &SpecName) -> String {
    match name {
        SpecName::Required(name) => name.clone(),
        SpecName::Suggested(parts) => parts.join("."),
    }
}

/// A type at one place of use: `[Pet] | null {max_items 3}`.
pub(super) fn used(api: &Api, used: &TypeUse) -> String {
    let mut text = match &used.ty {
        TypeRef::Named(id) => name(&api.types[*id].name),
        TypeRef::Scalar(scalar) => format!("{scalar:?}"),
        TypeRef::List(item) => format!("[{}]", self::used(api, item)),
        TypeRef::Map(value) => format!("{{*: {}}}", self::used(api, value)),
        TypeRef::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| self::used(api, item)).collect();
            format!("({})", items.join(", "))
        }
        TypeRef::Any => "any".to_owned(),
    };
    if used.nullable {
        text.push_str(" | null");
    }
    text.push_str(&constraints(&used.constraints));
    text
}

fn head(text: &mut Text, api: &Api, def: &TypeDef) {
    let kind = match &def.kind {
        TypeKind::Struct(_) => format!("struct {}", name(&def.name)),
        TypeKind::Enum(constants) => {
            let of = match constants.repr {
                EnumRepr::String => "strings",
                EnumRepr::Integer => "integers",
                EnumRepr::Json => "values",
            };
            format!("enum {} of {of}", name(&def.name))
        }
        TypeKind::Union(union) => {
            let by = match &union.discrimination {
                Discrimination::Undecided => "?".to_owned(),
                Discrimination::Tag { property } => format!("tag {property:?}"),
                Discrimination::JsonType(_) => "json type".to_owned(),
                Discrimination::RequiredKey(_) => "required key".to_owned(),
                Discrimination::Shape(_) => "shape".to_owned(),
            };
            format!("union {} by {by}", name(&def.name))
        }
        TypeKind::Alias(alias) => {
            let recursive = if alias.recursive { " recursive" } else { "" };
            format!("alias {} = {}{recursive}", name(&def.name), used(api, &alias.ty))
        }
    };
    let owner = def.owner.map_or(String::new(), |owner| format!(" in {}", name(&api.types[owner].name)));
    let direction = match (def.direction.sent, def.direction.received) {
        (false, false) => "",
        (true, false) => " (sent)",
        (false, true) => " (received)",
        (true, true) => " (sent, received)",
    };
    text.line(format_args!("{kind}{owner}{direction} {}", def.at.pointer));
}

fn object_members(text: &mut Text, api: &Api, object: &StructDef) {
    for field in &object.fields {
        field_line(text, api, field);
        text.indented(|text| docs(text, &field.docs));
    }
    match &object.additional {
        Additional::Ignored => {}
        Additional::Forbidden => text.line(format_args!("additional: forbidden")),
        Additional::Kept(value) => text.line(format_args!("additional: {}", used(api, value))),
    }
    if !object.constraints.is_empty() {
        text.line(format_args!("object{}", constraints(&object.constraints)));
    }
}

fn field_line(text: &mut Text, api: &Api, field: &Field) {
    let mut line = field.wire_name.clone();
    line.push_str(presence_mark(field.presence));
    line.push_str(": ");
    line.push_str(&used(api, &field.ty));
    line.push_str(match field.access {
        Access::ReadWrite => "",
        Access::ReadOnly => " read-only",
        Access::WriteOnly => " write-only",
    });
    if let Some(default) = &field.default {
        write!(line, " = {default}").expect("writing to a string does not fail");
    }
    line.push_str(if field.secret { " secret" } else { "" });
    line.push_str(if field.boxed { " boxed" } else { "" });
    text.line(format_args!("{line}"));
}

/// `?` behind what may be left out.
pub(super) fn presence_mark(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "",
        Presence::Optional => "?",
    }
}

fn constants_lines(text: &mut Text, constants: &EnumDef) {
    for constant in &constants.values {
        let description = constant.description.as_ref().map_or(String::new(), |text| format!(" {text:?}"));
        text.line(format_args!("{} = {}{description}", name(&constant.name), constant.value));
    }
}

fn variants(text: &mut Text, api: &Api, union: &UnionDef) {
    for (index, variant) in union.variants.iter().enumerate() {
        let by = match &union.discrimination {
            Discrimination::JsonType(types) => {
                format!(" of {:?}", types.get(index).map_or(&[][..], Vec::as_slice))
            }
            Discrimination::RequiredKey(keys) => {
                format!(" with {:?}", keys.get(index).map_or(&[][..], Vec::as_slice))
            }
            Discrimination::Shape(shapes) => {
                format!(" like {}", shapes.get(index).map_or(String::new(), shape))
            }
            Discrimination::Undecided | Discrimination::Tag { .. } => String::new(),
        };
        let tags: Vec<_> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" of {}", tags.join(", ")) };
        let tags = if union.fallback == Some(index) { format!("{tags}, and any other") } else { tags };
        let boxed = if variant.boxed { " boxed" } else { "" };
        text.line(format_args!("{}: {}{tags}{by}{boxed}", name(&variant.name), used(api, &variant.ty)));
    }
}

/// A shape in the spelling of the document: `{a: string, b?: any}`.
fn shape(shape: &Shape) -> String {
    let list =
        |shapes: &[Shape], between: &str| shapes.iter().map(self::shape).collect::<Vec<_>>().join(between);
    match shape {
        Shape::Any => "any".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Only(value) => value.to_string(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::String => "string".to_owned(),
        Shape::Uuid => "uuid".to_owned(),
        Shape::DateTime => "date-time".to_owned(),
        Shape::Date => "date".to_owned(),
        Shape::Time => "time".to_owned(),
        Shape::Text(texts) => texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join("|"),
        Shape::Integers(values) => values.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"),
        Shape::List(item) => format!("[{}]", self::shape(item)),
        Shape::Tuple(items) => format!("({})", list(items, ", ")),
        Shape::Map(value) => format!("{{*: {}}}", self::shape(value)),
        Shape::Object(properties) => {
            let properties: Vec<_> = properties.iter().map(property_shape).collect();
            format!("{{{}}}", properties.join(", "))
        }
        Shape::OneOf(shapes) => format!("({})", list(shapes, " or ")),
    }
}

fn property_shape(property: &PropertyShape) -> String {
    match property {
        PropertyShape::Tag(name, of) => format!("{name} = {}", shape(of)),
        PropertyShape::MayTag(name, of) => format!("{name}? = {}", shape(of)),
        PropertyShape::Must(name, of) => format!("{name}: {}", shape(of)),
        PropertyShape::Null(name, of) => format!("{name}: {} or null", shape(of)),
        PropertyShape::May(name, of) => format!("{name}?: {}", shape(of)),
        PropertyShape::Rest(of) => format!("*: {}", shape(of)),
        PropertyShape::Closed => "nothing else".to_owned(),
    }
}

/// ` {min_length 1, format email}`, empty where nothing is demanded.
fn constraints(constraints: &Constraints) -> String {
    let Constraints {
        min_length,
        max_length,
        patterns,
        minimum,
        maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
        only,
        format,
    } = constraints;
    let bound = |name: &str, bound: &Option<Bound>| {
        let bound = bound.as_ref()?;
        Some(format!("{}{name} {}", if bound.exclusive { "exclusive_" } else { "" }, bound.value))
    };
    let bounds = [
        min_length.map(|count| format!("min_length {count}")),
        max_length.map(|count| format!("max_length {count}")),
    ];
    let more = [
        bound("minimum", minimum),
        bound("maximum", maximum),
        multiple_of.as_ref().map(|number| format!("multiple_of {number}")),
        min_items.map(|count| format!("min_items {count}")),
        max_items.map(|count| format!("max_items {count}")),
        unique_items.then(|| "unique_items".to_owned()),
        min_properties.map(|count| format!("min_properties {count}")),
        max_properties.map(|count| format!("max_properties {count}")),
        only.map(|only| format!("only {only}")),
        format.as_ref().map(|format| format!("format {format}")),
    ];
    let patterns = patterns.iter().map(|pattern| Some(format!("pattern {pattern:?}")));
    let parts: Vec<_> = bounds.into_iter().chain(patterns).chain(more).flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" {{{}}}", parts.join(", ")) }
}
