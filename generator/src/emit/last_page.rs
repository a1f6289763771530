//! Examples of pages: each is the last page of its list.
//!
//! In: an example, its type, and how lists of that type continue. Out: the example without what leads on: a test that reads
//! a whole list gets that page and the end, and not the address of a server that nobody asked for, or a cursor that comes again.
//! What says so is null or absent where the type allows it, else a value that the client takes for the end; where there is none,
//! the example stays as it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Input;
use crate::ir::{
    Api, Field, JsonType, MediaKind, Operation, OperationId, Pagination, PaginationStyle, Presence, Scalar,
    StructDef, TypeId, TypeKind, TypeRef, TypeUse,
};

/// The rule of an operation's list, where the client follows it.
pub(super) fn rule(input: Input<'_>, id: OperationId) -> Option<&Pagination> {
    input.plan.operation(id).paging.as_ref()?;
    input.api.operations[id].pagination.as_ref()
}

/// The types of pages, each with the rules of the lists that consist of them.
pub(super) fn types(input: Input<'_>) -> BTreeMap<TypeId, Vec<&Pagination>> {
    let mut types: BTreeMap<_, Vec<&Pagination>> = BTreeMap::new();
    for (id, operation) in input.api.operations.iter() {
        if let Some(rule) = rule(input, id)
            && let Some(body) = page(operation)
            && let TypeRef::Named(id) = input.api.types.settled(body).ty
        {
            let rules = types.entry(id).or_default();
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
    types
}

/// The type of the pages that an operation answers with.
pub(super) fn page(operation: &Operation) -> Option<&TypeUse> {
    let mut contents = operation.success.iter().flat_map(|response| &response.content);
    contents.find(|media| media.kind == MediaKind::Json)?.ty.as_ref()
}

/// Makes a page the last of a list with this rule.
pub(super) fn end(api: &Api, rule: &Pagination, ty: &TypeUse, page: &mut Value) {
    let next = match &rule.style {
        PaginationStyle::PageNumber { next, .. }
        | PaginationStyle::Cursor { next, .. }
        | PaginationStyle::NextLink { next }
        | PaginationStyle::LastItem { more: next, .. } => next,
        // An example has no headers, and one of these that ends its list by counting would have no items.
        PaginationStyle::Offset { .. } | PaginationStyle::PageCount { .. } | PaginationStyle::LinkHeader => {
            return;
        }
    };
    end_at(api, &rule.style, ty, &next.0, &rule.items.0, page);
}

/// Ends the list at the end of the path, or around it. Whether it is at its end then.
fn end_at(
    api: &Api,
    style: &PaginationStyle,
    ty: &TypeUse,
    path: &[String],
    items: &[String],
    page: &mut Value,
) -> bool {
    let Some((name, rest)) = path.split_first() else { return false };
    let Some(field) = structure(api, ty).and_then(|shape| field(shape, name)) else { return false };
    let Some(object) = page.as_object_mut() else { return false };
    let Some(value) = object.get_mut(name) else { return true };
    let items = items.split_first().filter(|(first, _)| *first == name).map(|(_, rest)| rest);
    if rest.is_empty() {
        if is_end(style, value) {
            return true;
        }
    } else if value.is_null() || end_at(api, style, &field.ty, rest, items.unwrap_or_default(), value) {
        return true;
    } else if items.is_some() {
        return false;
    }
    if field.ty.nullable {
        *value = Value::Null;
    } else if field.presence == Presence::Optional && field.default.is_none() {
        object.remove(name);
    } else if rest.is_empty()
        && let Some(last) = last_value(api, style, &field.ty)
    {
        *value = last;
    } else {
        return false;
    }
    true
}

fn structure<'a>(api: &'a Api, ty: &TypeUse) -> Option<&'a StructDef> {
    match &api.types.settled(ty).ty {
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Struct(shape) => Some(shape),
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}

fn field<'a>(shape: &'a StructDef, wire_name: &str) -> Option<&'a Field> {
    shape.fields.iter().find(|field| field.wire_name == wire_name)
}

/// Whether the client takes the value for the end.
fn is_end(style: &PaginationStyle, value: &Value) -> bool {
    match (style, value) {
        (_, Value::Null) | (PaginationStyle::LastItem { .. }, Value::Bool(false)) => true,
        (PaginationStyle::PageNumber { .. }, Value::Number(number)) => {
            number.as_f64().is_some_and(|number| number <= 0.0)
        }
        (_, Value::String(text)) => text.is_empty(),
        _ => false,
    }
}

/// The value that says that nothing follows, where there has to be one.
fn last_value(api: &Api, style: &PaginationStyle, ty: &TypeUse) -> Option<Value> {
    let ty = api.types.settled(ty);
    let TypeRef::Scalar(scalar) = ty.ty else {
        return matches!(ty.ty, TypeRef::Any).then_some(Value::Null);
    };
    match (style, scalar.json_type()) {
        (PaginationStyle::LastItem { .. }, JsonType::Boolean) if ty.constraints.only != Some(true) => {
            Some(json!(false))
        }
        (PaginationStyle::PageNumber { .. }, JsonType::Integer | JsonType::Number) => Some(json!(0)),
        (_, JsonType::String) if scalar == Scalar::String => Some(json!("")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::end;
    use crate::ir::{FieldPath, Pagination, PaginationStyle, TypeRef, TypeUse};
    use crate::lower::fixture::{analysed, components};

    fn path(dotted: &str) -> FieldPath {
        FieldPath(dotted.split('.').map(str::to_owned).collect())
    }

    fn link(dotted: &str) -> PaginationStyle {
        PaginationStyle::NextLink { next: path(dotted) }
    }

    fn number(dotted: &str) -> PaginationStyle {
        PaginationStyle::PageNumber { param: "page".to_owned(), next: path(dotted) }
    }

    /// What a page becomes whose list is in `data.items`.
    fn ended(schema: &str, style: PaginationStyle, mut page: Value) -> Value {
        let api = analysed(&components(&format!("Page: {schema}"))).api;
        let id = api.types.iter().find(|(_, def)| def.name.text() == "Page").expect("it is declared").0;
        let rule = Pagination { style, items: path("data.items"), inferred: true };
        end(&api, &rule, &TypeUse::plain(TypeRef::Named(id)), &mut page);
        page
    }

    #[test]
    fn the_end_is_null_or_absent_or_a_value_that_means_it() {
        let may_be_null = "{required: [next], properties: {next: {type: string, nullable: true}}}";
        assert_eq!(ended(may_be_null, link("next"), json!({"next": "/2"})), json!({"next": null}));
        let may_be_absent = "{properties: {next: {type: string}}}";
        assert_eq!(ended(may_be_absent, link("next"), json!({"next": "/2"})), json!({}));
        let text = "{required: [next], properties: {next: {type: string, format: uri}}}";
        assert_eq!(ended(text, link("next"), json!({"next": "/2"})), json!({"next": ""}));
        let whole = "{required: [next], properties: {next: {type: integer, minimum: 1}}}";
        assert_eq!(ended(whole, number("next"), json!({"next": 1})), json!({"next": 0}));
        let more = "{required: [more], properties: {more: {type: boolean}}}";
        let last_item =
            PaginationStyle::LastItem { param: "after".to_owned(), key: "id".to_owned(), more: path("more") };
        assert_eq!(ended(more, last_item, json!({"more": true})), json!({"more": false}));
    }

    #[test]
    fn what_is_an_end_or_can_be_none_stays() {
        let optional = "{properties: {next: {type: integer, nullable: true}}}";
        for page in [json!({"next": 0}), json!({"next": -1}), json!({"next": null}), json!({}), json!([])] {
            assert_eq!(ended(optional, number("next"), page.clone()), page);
        }
        let demanded = "{required: [next], properties: {next: {type: string, format: uuid}}}";
        let page = json!({"next": "3fa85f64-5717-4562-b3fc-2c963f66afa6"});
        assert_eq!(ended(demanded, link("next"), page.clone()), page);
    }

    #[test]
    fn what_is_around_goes_where_the_value_itself_must_stay() {
        let around = "{properties: {next: {type: object, required: [id], properties: {id: {type: string, format: uuid}}}}}";
        let id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
        assert_eq!(ended(around, link("next.id"), json!({"next": {"id": id}, "n": 1})), json!({"n": 1}));
        let with_items = "{properties: {data: {type: object, required: [id], properties: {id: {type: string, format: uuid}}}}}";
        let page = json!({"data": {"id": id, "items": []}});
        assert_eq!(ended(with_items, link("data.id"), page.clone()), page);
    }
}
