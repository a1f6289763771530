//! `in: querystring`: one parameter that is the whole query, and what else a document puts there.

use super::Lowering;
use crate::diagnostics::{Diagnostic, codes};
use crate::ir::{Param, ParamLocation};

/// OpenAPI 3.2.0, "Parameter Locations": there is one `querystring` at most, and none beside `query`.
pub(super) fn only_one(cx: &mut Lowering<'_>, params: &mut Vec<Param>) {
    let is_whole = |param: &Param| param.location == ParamLocation::QueryString;
    let Some(whole) = params.iter().find(|param| is_whole(param)).cloned() else { return };
    let name = &whole.wire_name;
    params.retain(|param| {
        let again = is_whole(param) && param.at != whole.at;
        let message = match param.location {
            ParamLocation::QueryString if again => {
                format!("the whole query is the parameter `{name}` already; `{}` is ignored", param.wire_name)
            }
            ParamLocation::Query => {
                format!(
                    "the whole query is the parameter `{name}` already; `{}` is sent beside it",
                    param.wire_name
                )
            }
            ParamLocation::QueryString
            | ParamLocation::Path
            | ParamLocation::Header
            | ParamLocation::Cookie => return true,
        };
        let diagnostic = Diagnostic::new(&codes::DUPLICATE_PARAMETER, &param.at, message);
        cx.report(diagnostic.related(&whole.at, "the whole query"));
        !again
    });
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    const OK: &str = "responses: {'204': {description: done}}";

    #[test]
    fn the_whole_query_is_described_once() {
        let whole = "in: querystring, content: {application/json: {schema: {type: object}}}";
        let outcome = lowered(&format!(
            "paths:
  /a:
    get:
      operationId: a
      parameters:
        - {{name: x, {whole}}}
        - {{name: y, {whole}}}
        - {{name: z, in: query, schema: {{type: string}}}}
      {OK}"
        ));
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a
  querystring x?: {*: any} Content(Json)
  query z?: String
  success 204
    description \"done\"
"
        );
        let at = |index: u8| format!("OA0411 #/paths/~1a/get/parameters/{index}");
        assert_eq!(outcome.reported, [at(1), at(2)]);
    }
}
