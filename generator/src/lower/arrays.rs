//! Arrays (JSON Schema `items` and `prefixItems`).

use super::Lowering;
use super::schemas::lower_use;
use crate::document::SchemaView;
use crate::ir::{TypeRef, TypeUse};

/// Lowers an array schema. Without `items`, items may be anything.
pub(super) fn array<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> TypeUse {
    let prefix = view.schemas("prefixItems");
    let ty = if prefix.is_empty() {
        let item = match view.schema("items") {
            Some(items) => lower_use(cx, &items),
            None => TypeUse::plain(TypeRef::Any),
        };
        TypeRef::List(Box::new(item))
    } else {
        TypeRef::Tuple(prefix.iter().map(|one| lower_use(cx, one)).collect())
    };
    TypeUse { constraints: view.constraints(), ..TypeUse::plain(ty) }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn items_make_a_list_and_prefix_items_a_tuple() {
        let text = types(
            "List: {type: array, items: {type: string, maxLength: 3}, minItems: 1, uniqueItems: true}
Any: {type: array}
Pair: {type: array, prefixItems: [{type: string}, {type: integer}]}",
        );
        assert_eq!(
            text,
            "alias List = [String {max_length 3}] {min_items 1, unique_items}
alias Any = [any]
alias Pair = (String, I64)
"
        );
    }
}
