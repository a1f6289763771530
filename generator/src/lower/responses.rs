//! Responses (OpenAPI 3.0.3, "Responses Object", "Response Object", "Header Object").

use openapiv3::ParameterSchemaOrContent;

use super::bodies::{self, media_type, report_only_xml};
use super::operations::answers_without_body;
use super::params::schema_place;
use super::schemas::{lower_use, view_at};
use super::{Lowering, docs};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{HeaderNode, OperationNode, ResponseNode};
use crate::ir::{
    Docs, ErrorSet, HeaderSpelling, MediaKind, MediaType, Presence, Response, ResponseHeader, Scalar,
    StatusMatch, TypeRef, TypeUse,
};

/// The responses of an operation, by outcome.
#[derive(Debug)]
pub(super) struct Responses {
    /// 2xx and 3xx, by status.
    pub success: Vec<Response>,
    /// 4xx, 5xx and `default`, by status.
    pub errors: ErrorSet,
    /// Prose of each entry of `errors`.
    pub error_docs: Vec<Docs>,
}

/// Lowers the responses of an operation.
pub(super) fn responses(cx: &mut Lowering<'_>, node: &OperationNode) -> Responses {
    let mut all: Vec<Response> = Vec::with_capacity(node.responses.len());
    for (key, declared) in &node.responses {
        let Some(status) = status(key) else {
            let at = node.at.child("responses").child(key);
            let message = format!("`{key}` is no status; the response is ignored");
            cx.report(Diagnostic::new(&codes::UNKNOWN_STATUS, &at, message).at_key());
            continue;
        };
        all.push(response(cx, node, status, declared));
    }
    all.sort_by_key(|response| response.status);
    let succeeds = |status: StatusMatch| match status {
        StatusMatch::Code(code) => code < 400,
        StatusMatch::Range(digit) => digit < 4,
        StatusMatch::Default => false,
    };
    let (mut success, failure): (Vec<Response>, Vec<Response>) =
        all.into_iter().partition(|response| succeeds(response.status));
    // With `default` alone, it describes the success as well as every failure.
    if success.is_empty() {
        success.extend(failure.iter().find(|one| one.status == StatusMatch::Default).cloned());
    }
    for response in &success {
        report_only_xml(cx, &response.content);
    }
    let error_docs = failure.iter().map(|response| response.docs.clone()).collect();
    let mut errors = ErrorSet::default();
    for response in failure {
        errors.add_headers(response.headers);
        errors.entries.push((response.status, body(response.content)));
    }
    Responses { success, errors, error_docs }
}

/// The body of an error that is decoded: JSON where there is a choice.
fn body(content: Vec<MediaType>) -> Option<MediaType> {
    let json = content.iter().position(|media| media.kind == MediaKind::Json).unwrap_or(0);
    content.into_iter().nth(json)
}

/// `200`, `2XX` or `default`.
fn status(key: &str) -> Option<StatusMatch> {
    if key == "default" {
        return Some(StatusMatch::Default);
    }
    if let Some(digit) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        let digit: u8 = digit.parse().ok()?;
        return (1..=5).contains(&digit).then_some(StatusMatch::Range(digit));
    }
    let code: u16 = key.parse().ok()?;
    (100..=599).contains(&code).then_some(StatusMatch::Code(code))
}

fn response(
    cx: &mut Lowering<'_>,
    operation: &OperationNode,
    status: StatusMatch,
    node: &ResponseNode,
) -> Response {
    let bodiless = answers_without_body(&operation.method)
        || matches!(status, StatusMatch::Code(204 | 205 | 304) | StatusMatch::Range(1));
    let content =
        if bodiless { Vec::new() } else { node.content.iter().map(|media| media_type(cx, media)).collect() };
    let headers = node
        .headers
        .iter()
        // Described by `content` (OpenAPI 3.0.3, "Response Object", `headers`).
        .filter(|header| !header.name.eq_ignore_ascii_case("content-type"))
        .map(|header| response_header(cx, header))
        .collect();
    Response {
        status,
        content,
        headers,
        docs: Docs { description: docs::text(Some(&node.response.description)), ..Docs::default() },
        at: node.at.clone(),
    }
}

fn response_header(cx: &mut Lowering<'_>, node: &HeaderNode) -> ResponseHeader {
    let (schema, spelling) = match &node.header.format {
        ParameterSchemaOrContent::Schema(schema) => (schema_place(schema), HeaderSpelling::Simple),
        ParameterSchemaOrContent::Content(content) => {
            let media = content.first();
            let json = media.is_some_and(|(name, _)| bodies::kind(name) == MediaKind::Json);
            let schema = media.and_then(|(_, media)| media.schema.as_ref()).and_then(schema_place);
            (schema, if json { HeaderSpelling::Json } else { HeaderSpelling::Simple })
        }
    };
    let view = view_at(cx, &schema.unwrap_or_else(|| node.at.child("schema")));
    let ty = if view.keywords().is_some() {
        lower_use(cx, &view)
    } else {
        TypeUse::plain(TypeRef::Scalar(Scalar::String))
    };
    let description = docs::text(node.header.description.as_deref());
    ResponseHeader {
        wire_name: node.name.clone(),
        ty,
        spelling,
        presence: if node.header.required { Presence::Required } else { Presence::Optional },
        docs: Docs {
            description: description.or_else(|| docs::schema_docs(&view).description),
            deprecated: node.header.deprecated.unwrap_or(false),
            ..Docs::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    #[test]
    fn statuses_are_sorted_into_success_and_errors() {
        let outcome = lowered(
            "paths:
  /a:
    get:
      operationId: a
      responses:
        default: {description: other}
        4XX: {description: client}
        '404': {description: missing}
        '302': {description: elsewhere}
        '200': {description: fine, headers: {X-Rate: {required: true, schema: {type: integer}}, Content-Type: {schema: {type: string}}}}
        maybe: {description: odd}
        x-note: here",
        );
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a
  success 200
    description \"fine\"
    header X-Rate: I64
  success 302
    description \"elsewhere\"
  error 404
    description \"missing\"
  error 4XX
    description \"client\"
  error default
    description \"other\"
"
        );
        assert_eq!(outcome.reported, ["OA0413 #/paths/~1a/get/responses/maybe"]);
    }

    #[test]
    fn default_alone_describes_success_and_failure() {
        let outcome = lowered(
            "paths: {/a: {get: {operationId: a, responses: {default: {description: all, content: {application/json: {schema: {type: integer}}}}}}}}",
        );
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a
  success default
    description \"all\"
    application/json (Json): I64
  error default
    description \"all\"
    application/json (Json): I64
"
        );
    }

    #[test]
    fn xml_without_an_alternative_is_text_and_said_to_be() {
        let outcome = lowered(
            "paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {text/xml: {schema: {type: integer}}}}
      responses: {'200': {description: b, content: {application/xml: {}, application/json: {}}}}",
        );
        assert_eq!(outcome.reported, ["OA0417 #/paths/~1a/post/requestBody/content/text~1xml"]);
    }
}
