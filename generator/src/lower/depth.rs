//! Lists and maps inside of each other: from some depth on nobody reads the type that is written out, and `clippy::type_complexity`
//! says so. What is inside gets a name of its own then.
//!
//! The measure is the one of that lint, for the value of a call: each name in a type costs ten times the depth at which it stands.

use super::Lowering;
use super::schemas::reserve;
use crate::ir::{AliasDef, TypeKind, TypeRef, TypeUse};
use crate::pointer::Place;

/// What the lint lets pass, less what a call adds: the call itself and its errors.
const MOST: usize = 250 - 10 - 20;
/// A list or map in a call stands one level below it, and what is in it one more.
const OUTSIDE: usize = 2;
const INSIDE: usize = 3;

/// The type of the items of a list whose schema stands at `at`: itself, or a name for it.
pub(super) fn item(cx: &mut Lowering<'_>, item: TypeUse, at: &Place) -> TypeUse {
    inner(cx, item, at, OUTSIDE * 10)
}

/// The same for the values of a map, which has one name more: that of its keys.
pub(super) fn value(cx: &mut Lowering<'_>, value: TypeUse, at: &Place) -> TypeUse {
    inner(cx, value, at, OUTSIDE * 10 + INSIDE * 10)
}

fn inner(cx: &mut Lowering<'_>, item: TypeUse, at: &Place, outside: usize) -> TypeUse {
    let is_collection = matches!(item.ty, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_));
    if !is_collection || outside + cost(&item, INSIDE) <= MOST {
        return item;
    }
    let key = vec![at.pointer.clone(), at.pointer.child("items")];
    let id = cx.known.get(&key).copied().unwrap_or_else(|| {
        let id = reserve(cx, key, at);
        let ty = TypeUse::plain(item.ty.clone());
        cx.types[id].kind = TypeKind::Alias(AliasDef { ty, recursive: false });
        id
    });
    TypeUse { ty: TypeRef::Named(id), ..item }
}

fn cost(used: &TypeUse, level: usize) -> usize {
    let (null, level) = if used.nullable { (level * 10, level + 1) } else { (0, level) };
    let inside = match &used.ty {
        TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Any => 0,
        TypeRef::List(item) => cost(item, level + 1),
        TypeRef::Map(value) => (level + 1) * 10 + cost(value, level + 1),
        TypeRef::Tuple(items) => items.iter().map(|item| cost(item, level + 1)).sum(),
    };
    null + level * 10 + inside
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn what_nobody_could_read_gets_names() {
        let text = types(
            "Shallow: {type: object, additionalProperties: {type: array, items: {type: object, additionalProperties: {type: string}}}}
Lists: {type: array, items: {type: array, items: {type: array, items: {type: array, items: {type: number}}}}}
Deep: {type: object, additionalProperties: {type: array, minItems: 1, items: {type: object, additionalProperties: {type: string, nullable: true}}}}",
        );
        assert_eq!(
            text,
            "alias Shallow = {*: [{*: String}]}
alias Lists = [[[[F64]]]]
alias Deep = {*: Deep.value {min_items 1}}
alias Deep.value = [{*: String | null}] in Deep
"
        );
    }
}
