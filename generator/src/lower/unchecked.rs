//! Keywords that restrict values in ways that no type and no check here expresses (JSON Schema core, sections 10.2.2 and
//! 10.3.2.3; validation, sections 6.1.2, 6.1.3 and 6.5.4).
//!
//! Values that they rule out are decoded and sent all the same, so each is named in a warning. What they say
//! about further properties is not lost: see [`objects`](super::objects).

use super::Lowering;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::SchemaView;

/// The keywords, one warning for each schema that has some.
const UNCHECKED: [&str; 8] = [
    "not",
    "if",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "contentSchema",
];

/// Reports the keywords of a schema that are not checked, the first time that it is met, and those of the parts of its `allOf`.
pub(super) fn report(cx: &mut Lowering<'_>, view: &SchemaView<'_>) {
    // A stack instead of recursion: `allOf` may be nested as deep as the document.
    let mut open = vec![view.clone()];
    while let Some(view) = open.pop() {
        if !cx.unchecked.contains(&view.at.pointer) {
            one(cx, &view);
            open.extend(view.schemas("allOf").into_iter().rev());
        }
    }
}

fn one(cx: &mut Lowering<'_>, view: &SchemaView<'_>) {
    if view.is_never() {
        return;
    }
    let constants = constants(view);
    let choices = ["oneOf", "anyOf"].into_iter().filter(|keyword| only_bounds(view, keyword));
    let unchecked: Vec<&str> =
        UNCHECKED.into_iter().filter(|keyword| view.has(keyword)).chain(constants).chain(choices).collect();
    let Some(first) = unchecked.first() else { return };
    if !cx.unchecked.insert(view.at.pointer.clone()) {
        return;
    }
    let names: Vec<_> = unchecked.iter().map(|keyword| format!("`{keyword}`")).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let why = if only_bounds(view, first) { ": its branches bound values and are no types" } else { "" };
    let message = format!("{} {verb} not checked{why}", names.join(", "));
    cx.report(Diagnostic::new(&codes::UNCHECKED_KEYWORD, &view.at.child(first), message));
}

/// True for a choice none of whose branches says what a value is: each bounds it, or demands properties. Together they are no
/// union, and no bound of theirs holds for every value.
fn only_bounds(view: &SchemaView<'_>, keyword: &str) -> bool {
    const DEMANDS: [&str; 8] =
        ["type", "format", "required", "not", "dependentRequired", "if", "then", "else"];
    let branches = view.schemas(keyword);
    let [first, others @ ..] = branches.as_slice() else { return false };
    if others.is_empty() {
        // One branch holds for every value, but for what is checked nowhere.
        return first.is_only_validation() && !first.is_annotation();
    }
    let ty = |schema: &SchemaView<'_>| schema.value.get("type").cloned();
    let told = ty(view).or_else(|| ty(first));
    let of_one_type = |branch: &SchemaView<'_>| !branch.has("type") || ty(branch) == told;
    let untyped = branches.iter().all(|branch| !branch.has("type"));
    let demands = |branch: &SchemaView<'_>| {
        !branch.asserts_nothing_but(&["type", "format"]) || (untyped && branch.has("format"))
    };
    branches.iter().all(|branch| branch.only_bounds_besides(&DEMANDS) && of_one_type(branch))
        && branches.iter().any(demands)
}

/// The keyword of constants that become no enumeration: objects, arrays, and one boolean alone.
fn constants(view: &SchemaView<'_>) -> Option<&'static str> {
    let values = view.enum_values();
    let structured = values.iter().any(|value| value.is_object() || value.is_array());
    let booleans = values.iter().filter_map(|value| value.as_bool());
    let one_boolean = values.iter().all(|value| value.is_boolean() || value.is_null())
        && booleans.collect::<std::collections::BTreeSet<_>>().len() == 1;
    let keyword = if view.has("enum") { "enum" } else { "const" };
    (structured || one_boolean).then_some(keyword)
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, lowered};

    #[test]
    fn each_schema_is_named_once() {
        let outcome = lowered(&components(
            "Base: {type: object, properties: {a: {type: string, not: {const: x}}}, dependentRequired: {a: [b]}, if: {required: [a]}}
Child: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {b: {type: string}}}]}
Never: {not: {}}
Flags: {type: object, properties: {on: {const: true}, both: {enum: [true, false]}, place: {enum: [{x: 1}, {x: 2}]}, list: {const: [1]}}}",
        ));
        assert_eq!(
            outcome.reported,
            [
                "OA0318 #/components/schemas/Base/if",
                "OA0318 #/components/schemas/Base/properties/a/not",
                "OA0318 #/components/schemas/Flags/properties/on/const",
                "OA0318 #/components/schemas/Flags/properties/place/enum",
                "OA0318 #/components/schemas/Flags/properties/list/const"
            ]
        );
    }
    #[test]
    fn a_choice_between_bounds_is_told_and_one_between_types_is_not() {
        let outcome = lowered(&components(
            "Ip: {type: string, anyOf: [{format: ipv4}, {format: ipv6}]}
Number: {type: integer, oneOf: [{minimum: 5}, {type: integer, maximum: 1}]}
Keys: {type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}
One: {type: object, properties: {a: {type: string}}, anyOf: [{required: [a]}]}
Text: {anyOf: [{type: string, pattern: a}, {type: string, maxLength: 3}]}
Part: {allOf: [{type: string}, {not: {const: x}}, {allOf: [{anyOf: [{minLength: 3}, {pattern: a}]}]}]}
Types: {oneOf: [{type: string, maxLength: 3}, {type: integer}]}
Null: {anyOf: [{type: string, maxLength: 3}, {type: 'null'}]}
Days: {oneOf: [{type: string, format: date}, {type: string, format: date-time}]}
Words: {type: string, anyOf: [{description: x}, {title: y}]}
Single: {anyOf: [{type: string, maxLength: 3}]}",
        ));
        assert_eq!(
            outcome.reported,
            [
                "OA0318 #/components/schemas/Ip/anyOf",
                "OA0318 #/components/schemas/Number/oneOf",
                "OA0318 #/components/schemas/Keys/oneOf",
                "OA0318 #/components/schemas/One/anyOf",
                "OA0318 #/components/schemas/Text/anyOf",
                "OA0318 #/components/schemas/Part/allOf/1/not",
                "OA0318 #/components/schemas/Part/allOf/2/allOf/0/anyOf"
            ]
        );
    }

    #[test]
    fn what_an_operation_that_is_left_out_was_told_of_is_told_to_the_next() {
        let parameter = "{$ref: '#/components/parameters/P'}";
        let no_client = "{name: x, in: query, content: {application/xml: {schema: {type: object}}}}";
        let outcome = lowered(&format!(
            "paths:
  /a: {{get: {{operationId: a, parameters: [{parameter}, {no_client}], responses: {{'204': {{description: x}}}}}}}}
  /b: {{get: {{operationId: b, parameters: [{parameter}], responses: {{'204': {{description: x}}}}}}}}
components:
  parameters:
    P: {{name: p, in: query, schema: {{type: string, not: {{enum: [x]}}}}}}
"
        ));
        assert_eq!(outcome.api.operations.iter().count(), 1);
        assert!(outcome.reported.contains(&"OA0318 #/components/parameters/P/schema/not".to_owned()));
    }
}
