//! The object model of Swagger 2.0 as data. It serves the walk over references and the check that comes before a document is rewritten
//! as OpenAPI 3.0. What the rewriting leaves where it stands is `Any` here: the check that follows looks at it.

use super::model::Shape::{
    Any, Bool, Either, List, Map, Object as Obj, ObjectOrRef, Reference, Schema, Text,
};
use super::model::{Member, Object, Others, Shape, Version, opt, req, since};

const V30: Version = Version::V30;
const V31: Version = Version::V31;

const fn object(name: &'static str, members: &'static [Member]) -> Object {
    Object { name, members, others: Others::Unknown }
}

const PARAMETERS: Shape = List(&ObjectOrRef(&PARAMETER));
const ITEMS: Shape = Either(&[Schema, Bool, List(&Schema)]);

pub(super) static DOCUMENT_2: Object = object(
    "Swagger",
    &[
        req("swagger", Any),
        opt("info", Any),
        opt("host", Text),
        opt("basePath", Text),
        opt("schemes", List(&Text)),
        opt("consumes", List(&Text)),
        opt("produces", List(&Text)),
        opt("paths", Obj(&PATHS)),
        opt("definitions", Map(&Schema)),
        opt("parameters", Map(&ObjectOrRef(&PARAMETER))),
        opt("responses", Map(&ObjectOrRef(&RESPONSE))),
        opt("securityDefinitions", Map(&ObjectOrRef(&SECURITY_SCHEME))),
        opt("security", Any),
        opt("tags", Any),
        opt("externalDocs", Any),
        since(V30, "openapi", Any),
        since(V30, "servers", Any),
        since(V30, "components", Any),
        since(V31, "webhooks", Any),
        since(V31, "jsonSchemaDialect", Any),
    ],
);

static PATHS: Object = Object { name: "Paths", members: &[], others: Others::Named(&Obj(&PATH_ITEM)) };

static PATH_ITEM: Object = object(
    "Path Item",
    &[
        opt("$ref", Reference),
        opt("get", Obj(&OPERATION)),
        opt("put", Obj(&OPERATION)),
        opt("post", Obj(&OPERATION)),
        opt("delete", Obj(&OPERATION)),
        opt("options", Obj(&OPERATION)),
        opt("head", Obj(&OPERATION)),
        opt("patch", Obj(&OPERATION)),
        opt("parameters", PARAMETERS),
        since(V30, "summary", Any),
        since(V30, "description", Any),
        since(V30, "trace", Any),
        since(V30, "servers", Any),
    ],
);

static OPERATION: Object = object(
    "Operation",
    &[
        opt("tags", Any),
        opt("summary", Any),
        opt("description", Any),
        opt("externalDocs", Any),
        opt("operationId", Any),
        opt("consumes", List(&Text)),
        opt("produces", List(&Text)),
        opt("parameters", PARAMETERS),
        opt("responses", Obj(&RESPONSES)),
        opt("schemes", List(&Text)),
        opt("deprecated", Any),
        opt("security", Any),
        since(V30, "requestBody", Any),
        since(V30, "callbacks", Any),
        since(V30, "servers", Any),
    ],
);

/// The members of an object that says which values are sent under a name: its own ones, then those of every such object.
macro_rules! value {
    [$($own:expr),* $(,)?] => {
        &[
            $($own,)*
            opt("description", Any),
            opt("items", ITEMS),
            opt("collectionFormat", Text),
            opt("type", Any),
            opt("format", Any),
            opt("default", Any),
            opt("enum", Any),
            opt("maximum", Any),
            opt("exclusiveMaximum", Any),
            opt("minimum", Any),
            opt("exclusiveMinimum", Any),
            opt("maxLength", Any),
            opt("minLength", Any),
            opt("pattern", Any),
            opt("maxItems", Any),
            opt("minItems", Any),
            opt("uniqueItems", Any),
            opt("multipleOf", Any),
            opt("x-nullable", Bool),
            since(V30, "deprecated", Any),
            since(V30, "style", Any),
            since(V30, "explode", Any),
            since(V30, "example", Any),
            since(V30, "examples", Any),
            since(V30, "content", Any),
        ]
    };
}

static PARAMETER: Object = object(
    "Parameter",
    value![
        req("name", Text),
        req("in", Text),
        opt("required", Bool),
        opt("allowEmptyValue", Bool),
        opt("schema", Schema),
        since(V30, "allowReserved", Any),
    ],
);

static RESPONSES: Object =
    Object { name: "Responses", members: &[], others: Others::Named(&ObjectOrRef(&RESPONSE)) };

static RESPONSE: Object = object(
    "Response",
    &[
        opt("description", Any),
        opt("schema", Schema),
        opt("headers", Map(&ObjectOrRef(&HEADER))),
        opt("examples", Map(&Any)),
        since(V30, "content", Any),
        since(V30, "links", Any),
    ],
);

static HEADER: Object = object("Header", value![since(V30, "required", Any), since(V30, "schema", Schema)]);

static SECURITY_SCHEME: Object = object(
    "Security Scheme",
    &[
        opt("type", Any),
        opt("description", Any),
        opt("name", Any),
        opt("in", Any),
        opt("flow", Text),
        opt("authorizationUrl", Any),
        opt("tokenUrl", Any),
        opt("scopes", Any),
        since(V30, "scheme", Any),
        since(V30, "bearerFormat", Any),
        since(V30, "flows", Any),
        since(V30, "openIdConnectUrl", Any),
    ],
);

/// What of a Schema Object is said otherwise in 3.0, and what leads to other schemas.
pub(super) static SCHEMA_2: Object = Object {
    name: "Schema",
    members: &[
        opt("$ref", Reference),
        opt("properties", Map(&Schema)),
        opt("items", ITEMS),
        opt("allOf", List(&Schema)),
        opt("additionalProperties", Either(&[Schema, Bool])),
        opt("discriminator", Either(&[Text, Map(&Any)])),
        opt("x-nullable", Bool),
        since(V30, "oneOf", List(&Schema)),
        since(V30, "anyOf", List(&Schema)),
        since(V30, "not", Schema),
        since(V30, "nullable", Any),
        since(V30, "writeOnly", Any),
        since(V30, "deprecated", Any),
    ],
    others: Others::Later,
};
