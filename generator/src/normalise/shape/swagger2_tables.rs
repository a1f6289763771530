//! The object model of Swagger 2.0, as far as references can stand in it. Documents of this version are checked
//! after they were rewritten as OpenAPI 3.0; these tables serve the walk that comes before.

use super::model::Shape::{Any, List, Map, Object as Obj, ObjectOrRef, Schema};
use super::model::{Member, Object, Others, Shape, opt};
use super::tables::INFO;

const fn object(name: &'static str, members: &'static [Member]) -> Object {
    Object { name, members, others: Others::Unknown }
}

const PARAMETERS: Shape = List(&ObjectOrRef(&PARAMETER));

pub(super) static DOCUMENT_2: Object = object(
    "Swagger",
    &[
        opt("info", Obj(&INFO)),
        opt("paths", Obj(&PATHS)),
        opt("definitions", Map(&Schema)),
        opt("parameters", Map(&ObjectOrRef(&PARAMETER))),
        opt("responses", Map(&ObjectOrRef(&RESPONSE))),
        opt("securityDefinitions", Map(&ObjectOrRef(&SECURITY_SCHEME))),
    ],
);

static PATHS: Object = Object { name: "Paths", members: &[], others: Others::Named(&Obj(&PATH_ITEM)) };

static PATH_ITEM: Object = object(
    "Path Item",
    &[
        opt("get", Obj(&OPERATION)),
        opt("put", Obj(&OPERATION)),
        opt("post", Obj(&OPERATION)),
        opt("delete", Obj(&OPERATION)),
        opt("options", Obj(&OPERATION)),
        opt("head", Obj(&OPERATION)),
        opt("patch", Obj(&OPERATION)),
        opt("parameters", PARAMETERS),
    ],
);

static OPERATION: Object =
    object("Operation", &[opt("parameters", PARAMETERS), opt("responses", Obj(&RESPONSES))]);

static PARAMETER: Object = object("Parameter", &[opt("schema", Schema), opt("items", Schema)]);

static RESPONSES: Object =
    Object { name: "Responses", members: &[], others: Others::Named(&ObjectOrRef(&RESPONSE)) };

static RESPONSE: Object = object(
    "Response",
    &[opt("schema", Schema), opt("headers", Map(&ObjectOrRef(&HEADER))), opt("examples", Any)],
);

static HEADER: Object = object("Header", &[opt("items", Schema)]);

static SECURITY_SCHEME: Object = object("Security Scheme", &[]);
