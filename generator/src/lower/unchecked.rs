//! Keywords that restrict values in ways that no type and no check here expresses (JSON Schema core, sections 10.2.2 and
//! 10.3.2.3; validation, section 6.5.4).
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

/// Reports the keywords of a schema that are not checked, the first time that it is met.
pub(super) fn report(cx: &mut Lowering<'_>, view: &SchemaView<'_>) {
    if view.is_never() {
        return;
    }
    let Some(first) = UNCHECKED.iter().find(|keyword| view.has(keyword)) else { return };
    if !cx.unchecked.insert(view.at.pointer.clone()) {
        return;
    }
    let names: Vec<_> =
        UNCHECKED.iter().filter(|keyword| view.has(keyword)).map(|keyword| format!("`{keyword}`")).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} not checked", names.join(", "));
    cx.report(Diagnostic::new(&codes::UNCHECKED_KEYWORD, &view.at.child(first), message));
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::{components, lowered};

    #[test]
    fn each_schema_is_named_once() {
        let outcome = lowered(&components(
            "Base: {type: object, properties: {a: {type: string, not: {const: x}}}, dependentRequired: {a: [b]}, if: {required: [a]}}
Child: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {b: {type: string}}}]}
Never: {not: {}}",
        ));
        assert_eq!(
            outcome.reported,
            ["OA0318 #/components/schemas/Base/if", "OA0318 #/components/schemas/Base/properties/a/not"]
        );
    }
}
