//! The Schema Object as data: OpenAPI 3.0, and JSON Schema 2020-12 from 3.1 on.

use super::model::Shape::{
    Any, Bool, Count, Either, List, Map, Number, Object as Obj, Reference, Schema, Text,
};
use super::model::{Object, Others, Version, opt, req, since};
use super::tables::EXTERNAL_DOCUMENTATION;

const V31: Version = Version::V31;
const V32: Version = Version::V32;

pub(super) static SCHEMA: Object = Object {
    name: "Schema",
    members: &[
        opt("type", Either(&[Text, List(&Text)])),
        opt("format", Text),
        opt("description", Text),
        opt("$ref", Reference),
        opt("properties", Map(&Schema)),
        opt("required", List(&Text)),
        opt("items", Either(&[Schema, Bool, List(&Schema)])),
        opt("additionalItems", Either(&[Schema, Bool])),
        opt("enum", List(&Any)),
        opt("nullable", Bool),
        opt("readOnly", Bool),
        opt("writeOnly", Bool),
        opt("deprecated", Bool),
        opt("default", Any),
        opt("example", Any),
        opt("title", Text),
        opt("allOf", List(&Schema)),
        opt("oneOf", List(&Schema)),
        opt("anyOf", List(&Schema)),
        opt("not", Schema),
        opt("additionalProperties", Either(&[Schema, Bool])),
        opt("minLength", Count),
        opt("maxLength", Count),
        opt("pattern", Text),
        opt("minimum", Number),
        opt("maximum", Number),
        opt("exclusiveMinimum", Either(&[Bool, Number])),
        opt("exclusiveMaximum", Either(&[Bool, Number])),
        opt("multipleOf", Number),
        opt("minItems", Count),
        opt("maxItems", Count),
        opt("uniqueItems", Bool),
        opt("minProperties", Count),
        opt("maxProperties", Count),
        opt("discriminator", Obj(&DISCRIMINATOR)),
        opt("xml", Obj(&XML)),
        opt("externalDocs", Obj(&EXTERNAL_DOCUMENTATION)),
        since(V31, "const", Any),
        since(V31, "examples", List(&Any)),
        since(V31, "$schema", Text),
        since(V31, "$id", Text),
        since(V31, "$anchor", Text),
        since(V31, "$dynamicRef", Text),
        since(V31, "$dynamicAnchor", Text),
        since(V31, "$vocabulary", Any),
        since(V31, "$comment", Text),
        since(V31, "$defs", Map(&Schema)),
        since(V31, "definitions", Map(&Schema)),
        since(V31, "prefixItems", List(&Schema)),
        since(V31, "contains", Either(&[Schema, Bool])),
        since(V31, "minContains", Count),
        since(V31, "maxContains", Count),
        since(V31, "if", Schema),
        since(V31, "then", Schema),
        since(V31, "else", Schema),
        since(V31, "dependentSchemas", Map(&Schema)),
        since(V31, "dependentRequired", Map(&List(&Text))),
        since(V31, "patternProperties", Map(&Schema)),
        since(V31, "propertyNames", Schema),
        since(V31, "unevaluatedItems", Either(&[Schema, Bool])),
        since(V31, "unevaluatedProperties", Either(&[Schema, Bool])),
        since(V31, "contentEncoding", Text),
        since(V31, "contentMediaType", Text),
        since(V31, "contentSchema", Schema),
    ],
    others: Others::Unknown,
};

pub(super) static DISCRIMINATOR: Object = Object {
    name: "Discriminator",
    members: &[req("propertyName", Text), opt("mapping", Map(&Text)), since(V32, "defaultMapping", Text)],
    others: Others::Unknown,
};

static XML: Object = Object {
    name: "XML",
    members: &[
        opt("name", Text),
        opt("namespace", Text),
        opt("prefix", Text),
        opt("attribute", Bool),
        opt("wrapped", Bool),
        since(V32, "nodeType", Text),
    ],
    others: Others::Unknown,
};
