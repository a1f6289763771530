//! Objects (JSON Schema `properties`, `required`, `additionalProperties`, `patternProperties`): structs where properties are
//! known, maps where they are not.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::schemas::{Shape, lower_parts, lower_use};
use super::{Lowering, depth, docs};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::SchemaView;
use crate::ir::{
    Access, Additional, Constraints, Docs, Field, Presence, Scalar, StructDef, TypeKind, TypeRef, TypeUse,
};

/// The shape of the object that fits all these schemas. There are several where `allOf` merges them.
pub(super) fn object<'a>(cx: &mut Lowering<'a>, views: &[SchemaView<'a>]) -> Shape {
    let mut properties: IndexMap<&'a str, Vec<SchemaView<'a>>> = IndexMap::new();
    for view in views {
        for (name, property) in view.named_schemas("properties") {
            properties.entry(name).or_default().push(property);
        }
    }
    if let [_, .., last] = views
        && !cx.merges(properties.len(), &last.at)
    {
        return Shape::any();
    }
    let mut constraints = Constraints::default();
    for view in views {
        let own = view.constraints();
        let sizes = Constraints {
            min_properties: own.min_properties,
            max_properties: own.max_properties,
            ..Constraints::default()
        };
        constraints.narrow(sizes);
    }
    let additional = additional(cx, views);
    let required: BTreeSet<&str> = views.iter().flat_map(SchemaView::required).collect();
    let mut fields = Vec::with_capacity(properties.len());
    for (name, parts) in properties {
        let presence = if required.contains(name) { Presence::Required } else { Presence::Optional };
        fields.push(field(cx, name, parts, presence));
    }
    conditional(cx, views, &mut fields);
    undeclared(cx, views, &additional, &mut fields);
    if !fields.is_empty() || matches!(additional, Additional::Forbidden) {
        return Shape::Kind(TypeKind::Struct(StructDef { fields, additional, constraints }));
    }
    let value = match additional {
        Additional::Kept(value) => value,
        Additional::Ignored | Additional::Forbidden => Box::new(TypeUse::plain(TypeRef::Any)),
    };
    Shape::Use(TypeUse { constraints, ..TypeUse::plain(TypeRef::Map(value)) })
}

/// One property.
fn field<'a>(cx: &mut Lowering<'a>, name: &str, parts: Vec<SchemaView<'a>>, presence: Presence) -> Field {
    let mut distinct: Vec<SchemaView<'a>> = Vec::new();
    for part in parts {
        if !distinct.iter().any(|known| known.value == part.value) {
            distinct.push(part);
        }
    }
    // The innermost declaration, last in the list, says most about the property.
    let docs = distinct.iter().rev().map(docs::schema_docs).reduce(prefer).unwrap_or_default();
    let at = distinct.last().map(|part| part.at.clone()).unwrap_or_default();
    let default = distinct.iter().rev().find_map(SchemaView::default_value).cloned();
    let access = access(cx, &distinct);
    if distinct.iter().any(|part| !part.is_annotation()) && distinct.len() > 1 {
        distinct.retain(|part| !part.is_annotation() || part.says_nullable());
    }
    let ty = lower_parts(cx, &distinct, &at);
    Field {
        wire_name: name.to_owned(),
        secret: ty.ty == TypeRef::Scalar(Scalar::Secret),
        ty,
        presence,
        access,
        default,
        boxed: false,
        docs,
        at,
    }
}

fn prefer(inner: Docs, outer: Docs) -> Docs {
    Docs {
        summary: inner.summary.or(outer.summary),
        description: inner.description.or(outer.description),
        external: inner.external.or(outer.external),
        deprecated: inner.deprecated || outer.deprecated,
        example: inner.example.or(outer.example),
    }
}

/// `readOnly` and `writeOnly`, as written at the property, in a part of its `allOf`, or at the schema that it refers to.
fn access(cx: &Lowering<'_>, parts: &[SchemaView<'_>]) -> Access {
    let root = cx.document.root;
    let mut views: Vec<SchemaView<'_>> = Vec::new();
    for part in parts {
        views.push(part.clone());
        views.extend(part.schemas("allOf"));
    }
    let targets: Vec<SchemaView<'_>> = views
        .iter()
        .filter_map(|view| crate::document::refs::follow(root, view.reference()?))
        .map(SchemaView::new)
        .collect();
    views.extend(targets);
    if views.iter().any(SchemaView::read_only) {
        Access::ReadOnly
    } else if views.iter().any(SchemaView::write_only) {
        Access::WriteOnly
    } else {
        Access::ReadWrite
    }
}

/// What happens to properties that are not listed. They have a type where all of them have the same: those that match a pattern,
/// and the rest, unless it is forbidden. An object of which nothing but one pattern is known is a map of its values.
fn additional<'a>(cx: &mut Lowering<'a>, views: &[SchemaView<'a>]) -> Additional {
    let mut result = Additional::Ignored;
    for view in views {
        let keyword =
            ["additionalProperties", "unevaluatedProperties"].into_iter().find(|keyword| view.has(keyword));
        let rest = keyword.and_then(|keyword| view.schema(keyword));
        let forbidden = rest.as_ref().is_some_and(SchemaView::is_never);
        let open = rest.is_none() && view.has("properties");
        let patterns = view.named_schemas("patternProperties").into_iter().map(|(_, schema)| schema);
        let schemas: Vec<SchemaView<'a>> = patterns.chain(rest.filter(|_| !forbidden)).collect();
        let found = match schemas.split_first() {
            None if forbidden => Additional::Forbidden,
            None => continue,
            Some((first, others)) if !open && others.iter().all(|other| other.value == first.value) => {
                let value = lower_use(cx, first);
                Additional::Kept(Box::new(depth::value(cx, value, &first.at)))
            }
            Some(_) => Additional::Kept(Box::new(TypeUse::plain(TypeRef::Any))),
        };
        // Where several parts speak, the one that keeps properties wins: nothing is lost.
        if !matches!(result, Additional::Kept(_)) {
            result = found;
        }
    }
    result
}

/// Properties that only some values have (JSON Schema core, sections 10.2.2.2, 10.2.2.3 and 10.2.2.4): which ones do
/// is not checked, so all are optional. Where several conditions disagree about a property, it may be anything.
fn conditional<'a>(cx: &mut Lowering<'a>, views: &[SchemaView<'a>], fields: &mut Vec<Field>) {
    let mut properties: IndexMap<&'a str, Vec<SchemaView<'a>>> = IndexMap::new();
    for view in views.iter().filter(|view| view.value.is_object()) {
        let branches = ["then", "else"].into_iter().filter_map(|keyword| view.schema(keyword));
        let dependent = view.named_schemas("dependentSchemas").into_iter().map(|(_, schema)| schema);
        for (name, property) in
            branches.chain(dependent).flat_map(|branch| branch.named_schemas("properties"))
        {
            if !fields.iter().any(|field| field.wire_name == name) {
                properties.entry(name).or_default().push(property);
            }
        }
    }
    for (name, mut parts) in properties {
        let disagree = parts.iter().any(|part| part.value != parts[0].value);
        parts.truncate(1);
        let mut field = field(cx, name, parts, Presence::Optional);
        if disagree {
            field.ty = TypeUse::plain(TypeRef::Any);
        }
        fields.push(field);
    }
}

/// Names in `required` that no part declares. The property must be there all the same, so it becomes a field
/// of any type, unless the map of additional properties takes it. Where the schema forbids other properties, no
/// value is right; what forbids is believed, because a field that never comes would fail every answer.
fn undeclared<'a>(
    cx: &mut Lowering<'a>,
    views: &[SchemaView<'a>],
    additional: &Additional,
    fields: &mut Vec<Field>,
) {
    let allowed = match additional {
        // A schema without any property is a map: whatever it requires is a key of the map.
        Additional::Ignored if fields.is_empty() => return,
        Additional::Kept(_) => return,
        Additional::Ignored => true,
        Additional::Forbidden => false,
    };
    let mut declared: BTreeSet<String> = fields.iter().map(|field| field.wire_name.clone()).collect();
    for view in views {
        let required = view.required();
        let missing = required.iter().enumerate().filter(|(_, name)| declared.insert((**name).to_owned()));
        let missing: Vec<(usize, &str)> = missing.map(|(index, name)| (index, *name)).collect();
        if let Some(told) = told(view, &missing, allowed) {
            cx.report(told);
        }
        for (index, name) in missing.into_iter().filter(|_| allowed) {
            let at = view.at.child("required").index(index);
            fields.push(Field {
                wire_name: name.to_owned(),
                ty: TypeUse::plain(TypeRef::Any),
                presence: Presence::Required,
                access: Access::ReadWrite,
                default: None,
                secret: false,
                boxed: false,
                docs: Docs::default(),
                at,
            });
        }
    }
}

/// One message for one list: where many names are undeclared, one mistake explains them all.
fn told(view: &SchemaView<'_>, missing: &[(usize, &str)], allowed: bool) -> Option<Diagnostic> {
    let [(first, name), others @ ..] = missing else { return None };
    let place = |index: usize| view.at.child("required").index(index);
    let message = match (others.len(), allowed) {
        (0, true) => format!("`{name}` is required but not declared; it is taken as any value"),
        (0, false) => format!("`{name}` is required, but neither declared nor allowed; it is left out"),
        (more, true) => {
            format!("`{name}` and {more} more are required but not declared; they are taken as any value")
        }
        (more, false) => {
            format!(
                "`{name}` and {more} more are required, but neither declared nor allowed; they are left out"
            )
        }
    };
    let mut told = Diagnostic::new(&codes::UNDECLARED_PROPERTY, &place(*first), message);
    for (index, _) in others.iter().take(3) {
        told = told.related(&place(*index), "this one, too");
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, lowered, types};

    #[test]
    fn properties_make_a_struct_in_document_order() {
        let text = types(
            "Pet:
  type: object
  required: [name, id]
  properties:
    name: {type: string, minLength: 1, maxLength: 9}
    id: {type: integer, readOnly: true}
    pin: {type: string, format: password, writeOnly: true}
    born: {type: string, format: date, nullable: true, default: '2020-01-01'}",
        );
        assert_eq!(
            text,
            "struct Pet
  name: String {min_length 1, max_length 9}
  id: I64 read-only
  pin?: Secret write-only secret
  born?: Date | null = \"2020-01-01\"
"
        );
    }

    #[test]
    fn additional_properties_are_kept_beside_properties_and_make_a_map_alone() {
        let text = types(
            "Both: {type: object, properties: {a: {type: string}}, additionalProperties: {type: array, items: {type: string}}}
True: {type: object, properties: {a: {type: string}}, additionalProperties: true}
Empty: {type: object, properties: {a: {type: string}}, additionalProperties: {}}
False: {type: object, properties: {a: {type: string}}, additionalProperties: false}
Never: {type: object, properties: {a: {type: string}}, additionalProperties: {not: {}}}
Map: {type: object, additionalProperties: {type: integer}}
Free: {type: object}
Pattern: {type: object, patternProperties: {'^x': {type: boolean}}}
Anything: {}",
        );
        assert_eq!(
            text,
            "struct Both
  a?: String
  additional: [String]
struct True
  a?: String
  additional: any
struct Empty
  a?: String
  additional: any
struct False
  a?: String
  additional: forbidden
struct Never
  a?: String
  additional: forbidden
alias Map = {*: I64}
alias Free = {*: any}
alias Pattern = {*: Bool}
alias Anything = any
"
        );
    }

    #[test]
    fn a_required_name_without_a_property_is_a_field_of_any_type() {
        let document = components(
            "A: {type: object, required: [a, b], properties: {a: {type: string}}}
Closed: {type: object, required: [b], properties: {a: {type: string}}, additionalProperties: false}",
        );
        let outcome = lowered(&document);
        assert_eq!(
            outcome.types(),
            "struct A
  a: String
  b: any
struct Closed
  a?: String
  additional: forbidden
"
        );
        assert_eq!(
            outcome.reported,
            ["OA0312 #/components/schemas/A/required/1", "OA0312 #/components/schemas/Closed/required/0"]
        );
    }

    #[test]
    fn inline_objects_are_named_for_their_place() {
        let text = types(
            "Pet:
  type: object
  properties:
    owner: {type: object, properties: {tags: {type: array, items: {type: object, properties: {t: {type: string}}}}}}",
        );
        assert_eq!(
            text,
            "struct Pet
  owner?: Pet.owner
struct Pet.owner.tags.item in Pet
  t?: String
struct Pet.owner in Pet
  tags?: [Pet.owner.tags.item]
"
        );
    }

    #[test]
    fn properties_of_conditions_are_optional() {
        let text = types(
            "A:
  type: object
  properties: {k: {type: string}}
  if: {properties: {k: {const: x}}}
  then: {required: [v], properties: {v: {type: string}, w: {type: string}}}
  else: {properties: {w: {type: integer}}}
  dependentSchemas: {k: {properties: {d: {type: boolean}}}}
B: {type: object, patternProperties: {'^a': {type: integer}, '^b': {type: integer}}}
C: {type: object, properties: {c: {type: string}}, patternProperties: {'^a': {type: integer}}}
D: {type: object, properties: {c: {type: string}}, patternProperties: {'^a': {type: integer}}, additionalProperties: false}",
        );
        assert_eq!(
            text,
            "struct A
  k?: String
  v?: String
  w?: any
  d?: Bool
alias B = {*: I64}
struct C
  c?: String
  additional: any
struct D
  c?: String
  additional: I64
"
        );
    }
    #[test]
    fn unlisted_properties_have_a_type_where_all_have_the_same() {
        let text = types(
            "Open: {type: object, properties: {a: {type: string}}, patternProperties: {'^x-': {type: string}}}
Closed: {type: object, properties: {a: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}
Same: {type: object, properties: {a: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: {type: integer}}
Other: {type: object, patternProperties: {'^x-': {type: boolean}}, additionalProperties: {type: string}}
Two: {type: object, patternProperties: {'^x-': {type: boolean}, '^y-': {type: string}}, additionalProperties: false}
Alone: {type: object, patternProperties: {'^x-': {type: boolean}}}",
        );
        assert_eq!(
            text,
            "struct Open
  a?: String
  additional: any
struct Closed
  a?: String
  additional: I64
struct Same
  a?: String
  additional: I64
alias Other = {*: any}
alias Two = {*: any}
alias Alone = {*: Bool}
"
        );
    }
}
