//! Constants of parameters that no request can carry: a call with one of them is refused before it is sent.
//!
//! In: an operation with its types. Out: warnings, each at the constant, once for all operations that share it.

use serde_json::Value;

use super::Lowering;
use crate::diagnostics::{Diagnostic, codes};
use crate::ir::{Operation, Param, ParamLocation, ParamStyle, PathSegment, TypeDef, TypeKind, TypeRef};
use crate::pointer::Place;

/// Looks at the constants of each parameter.
pub(super) fn report(cx: &mut Lowering<'_>, operation: &Operation) {
    for param in &operation.params {
        let Some(reason) = reason_of(operation, param) else { continue };
        let mut used = cx.types.settled(&param.ty);
        if let TypeRef::List(item) = &used.ty
            && param.location == ParamLocation::Header
        {
            used = cx.types.settled(item);
        }
        let TypeRef::Named(id) = &used.ty else { continue };
        let def = &cx.types[*id];
        let TypeKind::Enum(constants) = &def.kind else { continue };
        let texts = constants.values.iter().filter_map(|one| one.value.as_str());
        let told: Vec<Diagnostic> = texts
            .filter_map(|text| {
                let message = format!(
                    "`{}` cannot be sent {}; a call with it fails",
                    text.escape_debug(),
                    reason(text)?
                );
                let at = place(cx.document.root, def, text);
                Some(
                    Diagnostic::new(&codes::UNSENDABLE, &at, message)
                        .related(&param.at, "a parameter that has it"),
                )
            })
            .collect();
        for diagnostic in told {
            cx.report(diagnostic);
        }
    }
}

/// Why a text cannot be sent, and where.
type Reason = fn(&str) -> Option<&'static str>;

fn reason_of(operation: &Operation, param: &Param) -> Option<Reason> {
    match param.location {
        ParamLocation::Header => Some(in_header),
        ParamLocation::Path => {
            let alone = matches!(param.style, ParamStyle::Simple { .. })
                && is_whole_segment(&operation.path.segments, &param.wire_name);
            alone.then_some(in_path)
        }
        ParamLocation::Query | ParamLocation::QueryString | ParamLocation::Cookie => None,
    }
}

/// Values of header fields end with the line (RFC 9110, section 5.5).
fn in_header(text: &str) -> Option<&'static str> {
    text.contains(['\r', '\n', '\0']).then_some("in a header, because of its control characters")
}

/// Segments of dots are resolved before a request is sent (RFC 3986, section 5.2.4), and nothing makes two slashes of two segments.
fn in_path(text: &str) -> Option<&'static str> {
    match text {
        "." | ".." => Some("in a path, where it would lead to another one"),
        "" => Some("in a path, where nothing would be left of it"),
        _ => None,
    }
}

/// True for a parameter with slashes around.
fn is_whole_segment(segments: &[PathSegment], name: &str) -> bool {
    let Some(index) =
        segments.iter().position(|one| matches!(one, PathSegment::Param(param) if param == name))
    else {
        return false;
    };
    let before = index.checked_sub(1).map(|before| &segments[before]);
    let opened = before.is_none_or(|one| matches!(one, PathSegment::Literal(text) if text.ends_with('/')));
    let after = segments.get(index + 1);
    let closed = after
        .is_none_or(|one| matches!(one, PathSegment::Literal(text) if text.starts_with(['/', '?', '#'])));
    opened && closed
}

/// Where a constant stands; the schema where that is not plain.
fn place(root: &Value, def: &TypeDef, text: &str) -> Place {
    let schema = root.pointer(def.at.pointer.as_str());
    let listed = schema.and_then(|schema| schema.get("enum")?.as_array());
    let index = listed.and_then(|listed| listed.iter().position(|one| one.as_str() == Some(text)));
    match index {
        Some(index) => def.at.child("enum").index(index),
        None if schema.is_some_and(|schema| schema.get("const").is_some()) => def.at.child("const"),
        None => def.at.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    fn told(path: &str, parameter: &str) -> Vec<String> {
        let ok = "responses: {'204': {description: done}}";
        let text =
            format!("paths: {{'{path}': {{get: {{operationId: a, parameters: [{{{parameter}}}], {ok}}}}}}}");
        lowered(&text).reported
    }

    #[test]
    fn what_headers_and_paths_cannot_hold_is_told_at_the_constant() {
        let schema = |at: &str| format!("OA0424 #/paths/{at}/get/parameters/0/schema");
        let header = r#"name: X-A, in: header, schema: {type: string, enum: [a, "a\r\nb", "a\tb"]}"#;
        assert_eq!(told("/a", header), [format!("{}/enum/1", schema("~1a"))]);
        let path = "name: p, in: path, required: true, schema: {const: ..}";
        assert_eq!(told("/a/{p}", path), [format!("{}/const", schema("~1a~1{p}"))]);
        let list = "name: p, in: path, required: true, schema: {enum: [., '', .a, ...]}";
        let at = schema("~1{p}~1b");
        assert_eq!(told("/{p}/b", list), [format!("{at}/enum/0"), format!("{at}/enum/1")]);
        // With letters around they are no segments of dots.
        assert!(told("/{p}.json", list).is_empty());
        assert!(told("/{p}", &format!("style: label, {list}")).is_empty());
    }
}
