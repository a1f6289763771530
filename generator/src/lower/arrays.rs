//! Arrays (JSON Schema `items` and `prefixItems`).

use super::schemas::lower_use;
use super::{Lowering, depth};
use crate::document::SchemaView;
use crate::ir::{Constraints, TypeRef, TypeUse};

/// Lowers an array schema. Without `items`, items may be anything.
///
/// `prefixItems` make a tuple where the array has just these items; where it may be shorter or longer (JSON
/// Schema core, section 10.3.1.1, demands neither), it is a list, of their type if they have only one.
pub(super) fn array<'a>(cx: &mut Lowering<'a>, view: &SchemaView<'a>) -> TypeUse {
    let (prefix, rest_keyword) = by_position(view);
    let ty = if prefix.is_empty() {
        let item = match view.schema("items").or_else(|| view.schemas("items").into_iter().next()) {
            Some(items) => {
                let item = lower_use(cx, &items);
                depth::item(cx, item, &items.at)
            }
            None => TypeUse::plain(TypeRef::Any),
        };
        TypeRef::List(Box::new(item))
    } else {
        let mut items: Vec<TypeUse> = prefix.iter().map(|one| lower_use(cx, one)).collect();
        let bounds = view.constraints();
        let length = u64::try_from(prefix.len()).ok();
        let rest = view.schema(rest_keyword).filter(|items| !items.is_never());
        let ends = bounds.max_items == length || (view.has(rest_keyword) && rest.is_none());
        if ends && bounds.min_items >= length {
            TypeRef::Tuple(items)
        } else {
            items.extend(rest.map(|rest| lower_use(cx, &rest)));
            let same = (ends || view.has(rest_keyword)) && items.windows(2).all(|pair| pair[0] == pair[1]);
            let any = TypeUse::plain(TypeRef::Any);
            TypeRef::List(Box::new(if same { items.swap_remove(0) } else { any }))
        }
    };
    // A tuple has the length that it must have.
    let constraints =
        if matches!(ty, TypeRef::Tuple(_)) { Constraints::default() } else { view.constraints() };
    TypeUse { constraints, ..TypeUse::plain(ty) }
}

/// The schemas of the first items, and the keyword for the others: `prefixItems` and `items`, or as they were called before
/// JSON Schema 2020-12 (draft 2019-09, sections 9.3.1.1 and 9.3.1.2). A list of one schema describes every item.
fn by_position<'a>(view: &SchemaView<'a>) -> (Vec<SchemaView<'a>>, &'static str) {
    let prefix = view.schemas("prefixItems");
    let items = view.schemas("items");
    if prefix.is_empty() && items.len() > 1 { (items, "additionalItems") } else { (prefix, "items") }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn items_make_a_list_and_prefix_items_a_tuple() {
        let text = types(
            "List: {type: array, items: {type: string, maxLength: 3}, minItems: 1, uniqueItems: true}
Any: {type: array}
Pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}
Point: {type: array, prefixItems: [{type: number}, {type: number}], minItems: 2, maxItems: 2}
Short: {type: array, prefixItems: [{type: string}, {type: string}], items: false}
Long: {type: array, prefixItems: [{type: string}], items: {type: integer}, minItems: 1}
Open: {type: array, prefixItems: [{type: string}]}
OldPair: {type: array, items: [{type: string}, {type: integer}], additionalItems: false, minItems: 2}
OldShort: {type: array, items: [{type: string}, {type: string}], additionalItems: false}
OldOpen: {type: array, items: [{type: string}, {type: integer}]}
One: {type: array, items: [{type: string}]}",
        );
        assert_eq!(
            text,
            "alias List = [String {max_length 3}] {min_items 1, unique_items}
alias Any = [any]
alias Pair = (String, I64)
alias Point = (F64, F64)
alias Short = [String]
alias Long = [any] {min_items 1}
alias Open = [any]
alias OldPair = (String, I64)
alias OldShort = [String]
alias OldOpen = [any]
alias One = [String]
"
        );
    }
}
