//! Parameters (OpenAPI 3.0.3, "Parameter Object").

use openapiv3::{Parameter, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::bodies::kind;
use super::operations::Unsupported;
use super::schemas::{lower_use, view_at};
use super::{Lowering, docs, whole_query};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{LaterParameter, OperationNode, ParameterNode};
use crate::ir::{
    Docs, MediaKind, Operation, Param, ParamLocation, ParamStyle, PathSegment, PathTemplate, Presence,
    Scalar, TypeKind, TypeRef, TypeUse,
};
use crate::pointer::{Place, Pointer};

/// Headers that OpenAPI says are described elsewhere: by media types and by security schemes.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Lowers the parameters of an operation: those of the path in its order, then the others in document order.
pub(super) fn params(
    cx: &mut Lowering<'_>,
    node: &OperationNode,
    path: &PathTemplate,
) -> Result<Vec<Param>, Unsupported> {
    let mut declared = Vec::with_capacity(node.parameters.len());
    for parameter in &node.parameters {
        declared.extend(param(cx, parameter)?);
    }
    let (in_path, mut others): (Vec<Param>, Vec<Param>) =
        declared.into_iter().partition(|param| param.location == ParamLocation::Path);
    whole_query::only_one(cx, &mut others);
    let mut params: Vec<Param> = Vec::new();
    let mut unused: Vec<&Param> = in_path
        .iter()
        .filter(|param| !path.segments.contains(&PathSegment::Param(param.wire_name.clone())))
        .collect();
    for segment in &path.segments {
        let PathSegment::Param(name) = segment else { continue };
        if params.iter().any(|known| known.wire_name == *name) {
            continue;
        }
        if let Some(param) = in_path.iter().find(|param| param.wire_name == *name) {
            params.push(param.clone());
        } else if let Some(index) = unused.iter().position(|param| same_word(&param.wire_name, name)) {
            params.push(misspelled(cx, node, name, unused.remove(index)));
        } else {
            params.push(undeclared(cx, node, name));
        }
    }
    for unused in unused {
        let message = format!("`{}` is not in the path `{}`; it is ignored", unused.wire_name, node.path);
        cx.report(Diagnostic::new(&codes::UNUSED_PATH_PARAMETER, &unused.at, message));
    }
    params.append(&mut others);
    Ok(params)
}

fn undeclared(cx: &mut Lowering<'_>, node: &OperationNode, name: &str) -> Param {
    let at = path_item(node);
    let message = format!("`{{{name}}}` in `{}` is not declared; it is taken as a string", node.path);
    cx.report(Diagnostic::new(&codes::UNDECLARED_PATH_PARAMETER, &at, message).at_key());
    Param {
        wire_name: name.to_owned(),
        location: ParamLocation::Path,
        style: ParamStyle::Simple { explode: false },
        allow_reserved: false,
        ty: TypeUse::plain(TypeRef::Scalar(Scalar::String)),
        presence: Presence::Required,
        default: None,
        docs: Docs::default(),
        at: node.at.clone(),
    }
}

/// The path item of an operation: where a path is at fault, not each of its operations.
fn path_item(node: &OperationNode) -> Place {
    let above = node.at.pointer.parent();
    let is_list = |above: &Pointer| above.last().as_deref() == Some("additionalOperations");
    let item = above.and_then(|above| if is_list(&above) { above.parent() } else { Some(above) });
    item.map_or_else(|| node.at.clone(), Place::document)
}

/// True for names that differ in case and punctuation only: `userId`, `user_id`.
fn same_word(left: &str, right: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    letters(left) == letters(right)
}

/// One mistake, one message: the declaration is there, under a name that is spelled in another way.
fn misspelled(cx: &mut Lowering<'_>, node: &OperationNode, name: &str, declared: &Param) -> Param {
    let at = path_item(node);
    let message = format!(
        "`{{{name}}}` in `{}` is declared as `{}`; it is taken for that",
        node.path, declared.wire_name
    );
    cx.report(
        Diagnostic::new(&codes::UNDECLARED_PATH_PARAMETER, &at, message)
            .at_key()
            .related(&declared.at, "declared here")
            .help("spell both in the same way"),
    );
    Param { wire_name: name.to_owned(), ..declared.clone() }
}

/// One parameter; `None` for a header that is described elsewhere.
fn param(cx: &mut Lowering<'_>, node: &ParameterNode) -> Result<Option<Param>, Unsupported> {
    let data = node.parameter.parameter_data_ref();
    let location = location(node);
    if location == ParamLocation::Header && IGNORED_HEADERS.contains(&data.name.to_lowercase().as_str()) {
        let message = format!("the header `{}` cannot be a parameter; it is ignored", data.name);
        cx.report(Diagnostic::new(&codes::IGNORED_HEADER, &node.at, message));
        return Ok(None);
    }
    // Reported when names were checked.
    if location == ParamLocation::Header && data.name.is_empty() {
        return Ok(None);
    }
    report_explode(cx, node);
    let (mut style, schema) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (style(node), schema_place(schema)),
        ParameterSchemaOrContent::Content(content) => {
            let (name, media) = content.first().ok_or_else(|| Unsupported {
                message: "a parameter with an empty `content`".to_owned(),
                at: node.at.child("content"),
            })?;
            (ParamStyle::Content(kind(name)), media.schema.as_ref().and_then(schema_place))
        }
    };
    let schema = schema.unwrap_or_else(|| node.at.child("schema"));
    let view = view_at(cx, &schema);
    let ty = if view.keywords().is_none() {
        TypeUse::plain(TypeRef::Scalar(Scalar::String))
    } else {
        lower_use(cx, &view)
    };
    if matches!(&data.format, ParameterSchemaOrContent::Content(content) if content.contains_key("*/*"))
        && matches!(ty.ty, TypeRef::Scalar(_))
    {
        // Any media type will do, and a scalar is a text in all but a few.
        style = ParamStyle::Content(MediaKind::Text);
    }
    let schema_docs = docs::schema_docs(&view);
    let required = data.required || location == ParamLocation::Path;
    Ok(Some(Param {
        wire_name: data.name.clone(),
        location,
        style,
        allow_reserved: node.allow_reserved && matches!(location, ParamLocation::Path | ParamLocation::Query),
        ty,
        presence: if required { Presence::Required } else { Presence::Optional },
        default: view.default_value().cloned(),
        docs: Docs {
            summary: None,
            description: docs::text(data.description.as_deref()).or(schema_docs.description),
            external: None,
            deprecated: data.deprecated.unwrap_or(false) || schema_docs.deprecated,
            example: docs::example(cx.document, &node.at).or(schema_docs.example),
        },
        at: node.at.clone(),
    }))
}

fn location(node: &ParameterNode) -> ParamLocation {
    match &node.parameter {
        Parameter::Query { .. } if node.later == Some(LaterParameter::QueryString) => {
            ParamLocation::QueryString
        }
        Parameter::Query { .. } => ParamLocation::Query,
        Parameter::Header { .. } => ParamLocation::Header,
        Parameter::Path { .. } => ParamLocation::Path,
        Parameter::Cookie { .. } => ParamLocation::Cookie,
    }
}

/// `style` and `explode` with their defaults: `form` explodes unless told otherwise, the others do not (OpenAPI 3.0.3, "Parameter
/// Object", `explode`).
fn style(node: &ParameterNode) -> ParamStyle {
    let explode = node.parameter.parameter_data_ref().explode;
    match &node.parameter {
        Parameter::Query { style, .. } => match style {
            QueryStyle::Form => ParamStyle::Form { explode: explode.unwrap_or(true) },
            // Exploded, these two are spelled like `form` (the same section, "Style Examples" of 3.0.4).
            QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited if explode == Some(true) => {
                ParamStyle::Form { explode: true }
            }
            QueryStyle::SpaceDelimited => ParamStyle::SpaceDelimited,
            QueryStyle::PipeDelimited => ParamStyle::PipeDelimited,
            QueryStyle::DeepObject => ParamStyle::DeepObject,
        },
        Parameter::Header { .. } => ParamStyle::Simple { explode: explode.unwrap_or(false) },
        Parameter::Path { style, .. } => {
            let explode = explode.unwrap_or(false);
            match style {
                PathStyle::Simple => ParamStyle::Simple { explode },
                PathStyle::Label => ParamStyle::Label { explode },
                PathStyle::Matrix => ParamStyle::Matrix { explode },
            }
        }
        Parameter::Cookie { .. } if node.later == Some(LaterParameter::CookieStyle) => {
            ParamStyle::Cookie { explode: explode.unwrap_or(true) }
        }
        Parameter::Cookie { .. } => ParamStyle::Form { explode: explode.unwrap_or(true) },
    }
}

/// Refuses operations with a parameter that no rule can spell: an object or list in a media type that is neither JSON nor,
/// for a whole query, a form.
pub(super) fn spellable(cx: &Lowering<'_>, operation: &Operation) -> Result<(), Unsupported> {
    for param in &operation.params {
        let ParamStyle::Content(kind) = param.style else { continue };
        let spelled = match kind {
            MediaKind::Json => true,
            MediaKind::Form if param.location == ParamLocation::QueryString => true,
            MediaKind::Form
            | MediaKind::Multipart
            | MediaKind::Text
            | MediaKind::Xml
            | MediaKind::EventStream
            | MediaKind::JsonLines
            | MediaKind::Bytes => is_text(cx, &param.ty),
        };
        if !spelled {
            let message = format!(
                "the parameter `{}`, an object or list in a media type that is not JSON",
                param.wire_name
            );
            return Err(Unsupported { message, at: param.at.child("content") });
        }
    }
    Ok(())
}

fn is_text(cx: &Lowering<'_>, ty: &TypeUse) -> bool {
    match &cx.types.settled(ty).ty {
        TypeRef::Scalar(_) | TypeRef::Any => true,
        TypeRef::Named(id) => matches!(cx.types[*id].kind, TypeKind::Enum(_)),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => false,
    }
}

/// Tells of the rows that the table of styles has no spelling for (OpenAPI 3.1.1, "Style Examples").
fn report_explode(cx: &mut Lowering<'_>, node: &ParameterNode) {
    let Parameter::Query { style, parameter_data, .. } = &node.parameter else { return };
    let told = match (style, parameter_data.explode) {
        (QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited, Some(true)) => {
            "`explode: true` takes the delimiter away; the value is sent like `form`"
        }
        (QueryStyle::DeepObject, Some(false)) => {
            "`deepObject` is always exploded; `explode: false` is ignored"
        }
        (
            QueryStyle::Form
            | QueryStyle::SpaceDelimited
            | QueryStyle::PipeDelimited
            | QueryStyle::DeepObject,
            _,
        ) => return,
    };
    let message = format!("parameter `{}`: {told}", parameter_data.name);
    cx.report(Diagnostic::new(&codes::PARAMETER_STYLE, &node.at.child("explode"), message).at_key());
}

/// The place of the schema that a skeleton refers to.
pub(super) fn schema_place<T>(schema: &ReferenceOr<T>) -> Option<Place> {
    match schema {
        ReferenceOr::Reference { reference } => reference.strip_prefix('#').map(|pointer| {
            // Written by the skeleton, so there are no percent escapes to undo.
            Place::document(crate::pointer::Pointer::parse(pointer))
        }),
        ReferenceOr::Item(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::lowered;

    const OK: &str = "responses: {'204': {description: done}}";

    #[test]
    fn parameters_are_merged_and_follow_the_path() {
        let outcome = lowered(&format!(
            "paths:
  /pets/{{id}}/{{part}}:
    parameters:
      - {{name: q, in: query, schema: {{type: string}}}}
      - {{name: part, in: path, required: true, schema: {{type: string}}}}
      - {{name: unused, in: path, required: true, schema: {{type: string}}}}
    get:
      operationId: a
      parameters:
        - {{name: q, in: header, schema: {{type: string}}}}
        - {{name: q, in: query, required: true, schema: {{type: boolean}}}}
        - {{name: authorization, in: header, schema: {{type: string}}}}
      {OK}
    put: {{operationId: b, {OK}}}"
        ));
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /pets/{id}/{part}
  path id: String
  path part: String
  header q?: String
  query q: Bool
  success 204
    description \"done\"
operation b in default: PUT /pets/{id}/{part}
  path id: String
  path part: String
  query q?: String
  success 204
    description \"done\"
"
        );
        assert_eq!(
            outcome.reported,
            [
                "OA0412 #/paths/~1pets~1{id}~1{part}/get/parameters/2",
                "OA0402 #/paths/~1pets~1{id}~1{part}",
                "OA0403 #/paths/~1pets~1{id}~1{part}/parameters/2",
            ]
        );
    }

    #[test]
    fn explode_that_has_no_spelling_is_told() {
        let outcome = lowered(&format!(
            "paths:
  /a:
    get:
      operationId: a
      parameters:
        - {{name: s, in: query, style: spaceDelimited, explode: true, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: p, in: query, style: pipeDelimited, explode: true, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: d, in: query, style: deepObject, explode: false, schema: {{type: object}}}}
        - {{name: e, in: query, style: deepObject, schema: {{type: object}}}}
      {OK}"
        ));
        let at = |index: u8| format!("OA0408 #/paths/~1a/get/parameters/{index}/explode");
        assert_eq!(outcome.reported, [at(0), at(1), at(2)]);
    }

    #[test]
    fn a_path_parameter_in_another_spelling_is_one_message() {
        let outcome = lowered(&format!(
            "paths:
  /users/{{userId}}:
    parameters: [{{name: user_id, in: path, required: true, schema: {{type: integer}}}}]
    get: {{operationId: a, {OK}}}
    put: {{operationId: b, {OK}}}"
        ));
        assert!(
            outcome
                .operations()
                .starts_with("operation a in default: GET /users/{userId}\n  path userId: I64\n")
        );
        assert_eq!(outcome.reported, ["OA0402 #/paths/~1users~1{userId}"]);
    }

    #[test]
    fn locations_and_styles_of_later_versions() {
        let outcome = lowered(&format!(
            "paths:
  /a:
    get:
      operationId: a
      parameters:
        - {{name: whole, in: querystring, content: {{application/x-www-form-urlencoded: {{schema: {{type: object}}}}}}}}
        - {{name: c, in: cookie, style: cookie, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: t, in: query, content: {{text/plain: {{schema: {{type: string}}}}}}}}
        - {{name: any, in: query, content: {{'*/*': {{schema: {{type: integer}}}}}}}}
      {OK}
    put:
      operationId: b
      parameters: [{{name: x, in: query, content: {{application/xml: {{schema: {{type: object}}}}}}}}]
      {OK}"
        ));
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a
  querystring whole?: {*: any} Content(Form)
  cookie c?: [I64] Cookie { explode: true }
  query t?: String Content(Text)
  query any?: I64 Content(Text)
  success 204
    description \"done\"
"
        );
        // The whole query has nothing beside it.
        let beside = |index: u8| format!("OA0411 #/paths/~1a/get/parameters/{index}");
        let unsupported = "OA0401 #/paths/~1a/put/parameters/0/content".to_owned();
        assert_eq!(outcome.reported, [beside(2), beside(3), unsupported]);
    }

    #[test]
    fn styles_have_the_defaults_of_their_location() {
        let outcome = lowered(&format!(
            "paths:
  /a/{{p}}/{{l}}/{{m}}:
    get:
      operationId: a
      parameters:
        - {{name: p, in: path, required: true, schema: {{type: string}}}}
        - {{name: l, in: path, required: true, style: label, explode: true, schema: {{type: string}}}}
        - {{name: m, in: path, required: true, style: matrix, schema: {{type: string}}}}
        - {{name: f, in: query, explode: false, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: s, in: query, style: spaceDelimited, explode: false, schema: {{type: array, items: {{type: integer}}}}}}
        - {{name: d, in: query, style: deepObject, allowReserved: true, schema: {{type: object}}}}
        - {{name: j, in: query, content: {{application/json: {{schema: {{type: object}}}}}}}}
        - {{name: h, in: header, explode: true, schema: {{type: object}}}}
        - {{name: c, in: cookie, schema: {{type: string, default: x}}}}
      {OK}"
        ));
        assert_eq!(
            outcome.operations(),
            "operation a in default: GET /a/{p}/{l}/{m}
  path p: String
  path l: String Label { explode: true }
  path m: String Matrix { explode: false }
  query f?: [I64] Form { explode: false }
  query s?: [I64] SpaceDelimited
  query d?: {*: any} DeepObject allow_reserved
  query j?: {*: any} Content(Json)
  header h?: {*: any} Simple { explode: true }
  cookie c?: String = \"x\"
  success 204
    description \"done\"
"
        );
        assert!(outcome.reported.is_empty(), "{:?}", outcome.reported);
    }
    #[test]
    fn content_may_refer_to_a_media_type() {
        let outcome = lowered(&format!(
            "openapi: 3.2.0
paths:
  /a:
    get:
      operationId: a
      parameters: [{{name: q, in: query, content: {{application/json: {{$ref: '#/components/mediaTypes/M'}}}}}}]
      {OK}
components:
  mediaTypes: {{M: {{schema: {{type: array, items: {{type: integer}}}}}}}}"
        ));
        let text = outcome.operations();
        assert!(text.contains("query q?: [I64] Content(Json)"), "{text}");
    }
}
