//! The object model of OpenAPI 3.0 to 3.2 as data: one table per object, members in the order of the
//! specification.

use super::model::Shape::{Any, Bool, List, Map, Object as Obj, ObjectOrRef, Reference, Schema, Text};
use super::model::{Member, Need, Object, Others, Shape, Version, assumed, opt, req, since};

const V31: Version = Version::V31;
const V32: Version = Version::V32;

const fn object(name: &'static str, members: &'static [Member]) -> Object {
    Object { name, members, others: Others::Unknown }
}

pub(super) static DOCUMENT: Object = object(
    "OpenAPI",
    &[
        req("openapi", Text),
        since(V32, "$self", Text),
        assumed("info", Obj(&INFO), "{\"title\": \"API\", \"version\": \"0.0.0\"}"),
        since(V31, "jsonSchemaDialect", Text),
        opt("servers", List(&Obj(&SERVER))),
        Member {
            name: "paths",
            shape: Obj(&PATHS),
            need: Need::AssumedBefore(V31, "{}"),
            since: Version::V30,
        },
        since(V31, "webhooks", Map(&ObjectOrRef(&PATH_ITEM))),
        opt("components", Obj(&COMPONENTS)),
        opt("security", List(&SECURITY_REQUIREMENT)),
        opt("tags", List(&Obj(&TAG))),
        opt("externalDocs", EXTERNAL_DOCS),
    ],
);

pub(super) static INFO: Object = object(
    "Info",
    &[
        assumed("title", Text, "\"API\""),
        since(V31, "summary", Text),
        opt("description", Text),
        opt("termsOfService", Text),
        opt("contact", Obj(&CONTACT)),
        opt("license", Obj(&LICENSE)),
        assumed("version", Text, "\"0.0.0\""),
    ],
);

static CONTACT: Object = object("Contact", &[opt("name", Text), opt("url", Text), opt("email", Text)]);

static LICENSE: Object =
    object("License", &[assumed("name", Text, "\"\""), since(V31, "identifier", Text), opt("url", Text)]);

static SERVER: Object = object(
    "Server",
    &[
        assumed("url", Text, "\"/\""),
        opt("description", Text),
        since(V32, "name", Text),
        opt("variables", Map(&Obj(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = object(
    "Server Variable",
    &[opt("enum", List(&Text)), assumed("default", Text, "\"\""), opt("description", Text)],
);

static COMPONENTS: Object = object(
    "Components",
    &[
        opt("schemas", Map(&Schema)),
        opt("responses", Map(&ObjectOrRef(&RESPONSE))),
        opt("parameters", Map(&ObjectOrRef(&PARAMETER))),
        opt("examples", Map(&ObjectOrRef(&EXAMPLE))),
        opt("requestBodies", Map(&ObjectOrRef(&REQUEST_BODY))),
        opt("headers", Map(&ObjectOrRef(&HEADER))),
        opt("securitySchemes", Map(&ObjectOrRef(&SECURITY_SCHEME))),
        opt("links", Map(&ObjectOrRef(&LINK))),
        opt("callbacks", Map(&ObjectOrRef(&CALLBACK))),
        since(V31, "pathItems", Map(&ObjectOrRef(&PATH_ITEM))),
        since(V32, "mediaTypes", Map(&ObjectOrRef(&MEDIA_TYPE))),
    ],
);

static PATHS: Object = Object { name: "Paths", members: &[], others: Others::Named(&Obj(&PATH_ITEM)) };

pub(super) static PATH_ITEM: Object = object(
    "Path Item",
    &[
        opt("$ref", Reference),
        opt("summary", Text),
        opt("description", Text),
        opt("get", Obj(&OPERATION)),
        opt("put", Obj(&OPERATION)),
        opt("post", Obj(&OPERATION)),
        opt("delete", Obj(&OPERATION)),
        opt("options", Obj(&OPERATION)),
        opt("head", Obj(&OPERATION)),
        opt("patch", Obj(&OPERATION)),
        opt("trace", Obj(&OPERATION)),
        since(V32, "query", Obj(&OPERATION)),
        since(V32, "additionalOperations", Map(&Obj(&OPERATION))),
        opt("servers", List(&Obj(&SERVER))),
        opt("parameters", List(&ObjectOrRef(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    "Operation",
    &[
        opt("tags", List(&Text)),
        opt("summary", Text),
        opt("description", Text),
        opt("externalDocs", EXTERNAL_DOCS),
        opt("operationId", Text),
        opt("parameters", List(&ObjectOrRef(&PARAMETER))),
        opt("requestBody", ObjectOrRef(&REQUEST_BODY)),
        Member {
            name: "responses",
            shape: Obj(&RESPONSES),
            need: Need::AssumedBefore(V31, "{}"),
            since: Version::V30,
        },
        opt("callbacks", Map(&ObjectOrRef(&CALLBACK))),
        opt("deprecated", Bool),
        opt("security", List(&SECURITY_REQUIREMENT)),
        opt("servers", List(&Obj(&SERVER))),
    ],
);

const EXTERNAL_DOCS: Shape = Obj(&EXTERNAL_DOCUMENTATION);
pub(super) static EXTERNAL_DOCUMENTATION: Object =
    object("External Documentation", &[opt("description", Text), assumed("url", Text, "\"\"")]);

static PARAMETER: Object = object(
    "Parameter",
    &[
        req("name", Text),
        req("in", Text),
        opt("description", Text),
        opt("required", Bool),
        opt("deprecated", Bool),
        opt("allowEmptyValue", Bool),
        opt("style", Text),
        opt("explode", Bool),
        opt("allowReserved", Bool),
        opt("schema", Schema),
        opt("example", Any),
        opt("examples", Map(&ObjectOrRef(&EXAMPLE))),
        opt("content", Map(&ObjectOrRef(&MEDIA_TYPE))),
    ],
);

static REQUEST_BODY: Object = object(
    "Request Body",
    &[
        opt("description", Text),
        assumed("content", Map(&ObjectOrRef(&MEDIA_TYPE)), "{}"),
        opt("required", Bool),
    ],
);

static MEDIA_TYPE: Object = object(
    "Media Type",
    &[
        opt("schema", Schema),
        since(V32, "itemSchema", Schema),
        opt("example", Any),
        opt("examples", Map(&ObjectOrRef(&EXAMPLE))),
        opt("encoding", Map(&Obj(&ENCODING))),
        since(V32, "prefixEncoding", List(&Obj(&ENCODING))),
        since(V32, "itemEncoding", Obj(&ENCODING)),
    ],
);

static ENCODING: Object = object(
    "Encoding",
    &[
        opt("contentType", Text),
        opt("headers", Map(&ObjectOrRef(&HEADER))),
        opt("style", Text),
        opt("explode", Bool),
        opt("allowReserved", Bool),
        since(V32, "encoding", Map(&Obj(&ENCODING))),
        since(V32, "prefixEncoding", List(&Obj(&ENCODING))),
        since(V32, "itemEncoding", Obj(&ENCODING)),
    ],
);

static RESPONSES: Object =
    Object { name: "Responses", members: &[], others: Others::Named(&ObjectOrRef(&RESPONSE)) };

static RESPONSE: Object = object(
    "Response",
    &[
        since(V32, "summary", Text),
        Member {
            name: "description",
            shape: Text,
            need: Need::AssumedBefore(V32, "\"\""),
            since: Version::V30,
        },
        opt("headers", Map(&ObjectOrRef(&HEADER))),
        opt("content", Map(&ObjectOrRef(&MEDIA_TYPE))),
        opt("links", Map(&ObjectOrRef(&LINK))),
    ],
);

static CALLBACK: Object =
    Object { name: "Callback", members: &[], others: Others::Named(&ObjectOrRef(&PATH_ITEM)) };

static EXAMPLE: Object = object(
    "Example",
    &[
        opt("summary", Text),
        opt("description", Text),
        since(V32, "dataValue", Any),
        since(V32, "serializedValue", Text),
        opt("value", Any),
        opt("externalValue", Text),
    ],
);

static LINK: Object = object(
    "Link",
    &[
        opt("operationRef", Text),
        opt("operationId", Text),
        opt("parameters", Map(&Any)),
        opt("requestBody", Any),
        opt("description", Text),
        opt("server", Obj(&SERVER)),
    ],
);

static HEADER: Object = object(
    "Header",
    &[
        opt("description", Text),
        opt("required", Bool),
        opt("deprecated", Bool),
        opt("allowEmptyValue", Bool),
        opt("style", Text),
        opt("explode", Bool),
        opt("allowReserved", Bool),
        opt("schema", Schema),
        opt("example", Any),
        opt("examples", Map(&ObjectOrRef(&EXAMPLE))),
        opt("content", Map(&ObjectOrRef(&MEDIA_TYPE))),
    ],
);

static TAG: Object = object(
    "Tag",
    &[
        req("name", Text),
        since(V32, "summary", Text),
        opt("description", Text),
        opt("externalDocs", EXTERNAL_DOCS),
        since(V32, "parent", Text),
        since(V32, "kind", Text),
    ],
);

const SECURITY_REQUIREMENT: Shape = Map(&List(&Text));

static SECURITY_SCHEME: Object = object(
    "Security Scheme",
    &[
        req("type", Text),
        opt("description", Text),
        opt("name", Text),
        opt("in", Text),
        opt("scheme", Text),
        opt("bearerFormat", Text),
        opt("flows", Obj(&FLOWS)),
        opt("openIdConnectUrl", Text),
        since(V32, "oauth2MetadataUrl", Text),
        since(V32, "deprecated", Bool),
    ],
);

static FLOWS: Object = object(
    "OAuth Flows",
    &[
        opt("implicit", Obj(&FLOW)),
        opt("password", Obj(&FLOW)),
        opt("clientCredentials", Obj(&FLOW)),
        opt("authorizationCode", Obj(&FLOW)),
        since(V32, "deviceAuthorization", Obj(&FLOW)),
    ],
);

static FLOW: Object = object(
    "OAuth Flow",
    &[
        opt("authorizationUrl", Text),
        since(V32, "deviceAuthorizationUrl", Text),
        opt("tokenUrl", Text),
        opt("refreshUrl", Text),
        assumed("scopes", Map(&Text), "{}"),
    ],
);
