//! Every kind of problem that the generator can report: the only place where titles and general help
//! are worded. Ids are never used twice. Each has a page in `explain/`, with examples that a test runs.
//!
//! `OA00xx` reading, `OA01xx` references, `OA02xx` document structure, `OA03xx` schemas, `OA04xx`
//! operations, `OA05xx` overlay and configuration, `OA06xx` names and output.

use super::{Code, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $title:literal, $help:literal;)*) => {
        $($(#[$doc])* pub static $name: Code = Code { id: $id, severity: Severity::$severity, title: $title, help: $help, explain: include_str!(concat!("explain/", $id, ".md")) };)*

        /// Every code, in the order of the table.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    /// The bytes are not YAML or JSON.
    SYNTAX = "OA0001", Error, "not YAML or JSON", "mend the syntax at this place";
    /// A mapping has the same key twice.
    DUPLICATE_KEY = "OA0002", Error, "duplicate key", "keep one of the two entries; a reader would silently lose the other";
    /// The document is not an OpenAPI document.
    NOT_OPENAPI = "OA0003", Error, "not an OpenAPI document", "give `openapi: 3.0.3` (or another supported version) at the top of the document";
    /// A limit on size, depth or number was exceeded.
    LIMIT = "OA0004", Error, "limit exceeded", "split the document, or raise the limit in the configuration";
    /// A YAML tag that would change what a value means.
    YAML_TAG = "OA0005", Error, "unknown YAML tag", "write the value without a tag";
    /// More than one YAML document in one file.
    SEVERAL_DOCUMENTS = "OA0006", Error, "several documents in one file", "keep one document per file";
    /// A reference leads nowhere.
    DANGLING_REF = "OA0101", Error, "dangling `$ref`", "define the target, or mend the spelling of the reference";
    /// A reference leads to itself.
    CYCLIC_REF = "OA0102", Error, "cyclic `$ref`", "give one of the references a schema of its own";
    /// A reference leads to another document in a way that is never followed.
    EXTERNAL_REF = "OA0103", Error, "external `$ref`", "write the path to the file, seen from the file that the reference stands in";
    /// A reference leads to something else than what is wanted.
    WRONG_REF_KIND = "OA0104", Error, "`$ref` to the wrong kind of thing", "refer to an object of the kind that the specification wants here";
    /// An entry of a discriminator's mapping leads nowhere.
    DANGLING_MAPPING = "OA0105", Warning, "dangling mapping", "name a schema of this document, or remove the entry";
    /// A file that a reference names cannot be read.
    UNREADABLE_FILE = "OA0106", Error, "file cannot be read", "mend the path; it is seen from the file that the reference stands in";
    /// A reference leads out of the folder that the files of a document may come from.
    OUTSIDE_FOLDER = "OA0107", Error, "`$ref` out of the document's folder", "move the file below the document's folder, or name a folder that holds both with `--document-root`";
    /// A reference leads to another host, and the network may not be used.
    REMOTE_REF = "OA0108", Error, "`$ref` to another host", "allow it with `--allow-remote`, or save the file beside the document and refer to that";
    /// What another host serves is not what it served when it was recorded.
    REMOTE_CHANGED = "OA0109", Error, "remote document changed", "look at the change; to accept it, remove the entry from the lock file and run again";
    /// A `$dynamicRef` whose target depends on how the schema is reached.
    DYNAMIC_REF = "OA0110", Warning, "`$dynamicRef` without one target", "refer to the schema that is meant with `$ref`";
    /// Two schemas have one `$id` or one anchor.
    DUPLICATE_IDENTIFIER = "OA0111", Warning, "duplicate identifier", "give each schema an identifier of its own";
    /// A keyword has a value of the wrong type.
    WRONG_TYPE = "OA0201", Error, "wrong type of value", "give the keyword a value of the type that the specification demands";
    /// A required keyword is missing.
    MISSING_KEYWORD = "OA0202", Error, "missing keyword", "add the keyword";
    /// A keyword that the specification does not know at this place.
    UNKNOWN_KEYWORD = "OA0203", Warning, "unknown keyword", "mend the spelling, or prefix an extension with `x-`";
    /// A value of the wrong type was read as what was plainly meant, or left out.
    REPAIRED = "OA0204", Warning, "value repaired", "write the value as the specification demands";
    /// A required keyword is missing, and something was assumed.
    KEYWORD_ASSUMED = "OA0205", Warning, "keyword assumed", "add the keyword";
    /// A keyword that a later version of OpenAPI brought.
    LATER_KEYWORD = "OA0206", Warning, "keyword of a later version", "raise the version in `openapi`, or write it as this version does";
    /// A constant does not have the type that its schema declares.
    ENUM_TYPE = "OA0311", Warning, "constant of another type", "quote the constant, or change `type`";
    /// `required` names a property that is not declared.
    UNDECLARED_PROPERTY = "OA0312", Warning, "undeclared property is required", "declare it under `properties`, or take it out of `required`";
    /// Parts of an `allOf` contradict each other.
    ALL_OF_CONFLICT = "OA0313", Warning, "parts of `allOf` contradict each other", "give the value one type in all parts";
    /// Two variants of a union look the same, so that what comes in is always read as the first.
    AMBIGUOUS_UNION = "OA0314", Warning, "variants look the same", "add a `discriminator`, or a property of its own to each variant";
    /// A schema has a type that JSON Schema does not know.
    UNKNOWN_TYPE = "OA0315", Warning, "unknown type", "use `string`, `number`, `integer`, `boolean`, `array` or `object`";
    /// A name that is sent as it is and cannot be sent.
    INVALID_NAME = "OA0207", Error, "name that cannot be sent", "mend the name";
    /// A name that has not the form that the specification demands.
    ODD_NAME = "OA0208", Warning, "odd name", "mend the name";
    /// A parameter or header is described in more ways than one.
    PARAMETER_CONTENT = "OA0209", Warning, "unclear content of a parameter", "give `schema`, or `content` with one entry";
    /// A server's address cannot be made from its variables.
    SERVER = "OA0210", Warning, "server address", "declare each variable of the address, with a default that is one of its values";
    /// Two paths match the same requests.
    SAME_PATH = "OA0211", Warning, "paths that are the same", "join the two, or make the parameters differ by something fixed";
    /// An extension that speaks to another generator.
    FOREIGN_EXTENSION = "OA0212", Warning, "instruction to another generator", "remove it, or say it in the configuration: `rename`, `secrets`, `pagination`";
    /// A default is not a value of its schema.
    DEFAULT = "OA0316", Warning, "default that does not fit", "write a default that the schema allows";
    /// No value can meet a constraint, or it says the same twice.
    CONSTRAINT = "OA0317", Warning, "constraint that says nothing", "mend the constraint";
    /// A keyword restricts values in a way that the generated types do not check.
    UNCHECKED_KEYWORD = "OA0318", Warning, "keyword not checked", "nothing to mend; values that it rules out are read and sent all the same";
    /// Too many schemas inherit from one for a union of all of them.
    LARGE_FAMILY = "OA0319", Warning, "too many children", "nothing to mend; read the kept properties, or name the schema that is meant at its use";
    /// A number has a format of integers that a fraction's type cannot hold.
    NUMBER_FORMAT = "OA0320", Warning, "integers under `number`", "write `type: integer`, or choose the type of the format with `[[formats]]` in the configuration";
    /// A discriminator, its mapping and the variants contradict each other.
    DISCRIMINATOR = "OA0321", Warning, "discriminator that does not fit", "declare the property in every variant, with the values that the mapping gives it";
    /// An example is not a value of its schema.
    EXAMPLE = "OA0322", Warning, "example that does not fit", "write an example that the schema allows";
    /// A construct that the generator does not support; what it concerns is skipped.
    UNSUPPORTED = "OA0401", Warning, "unsupported", "the operation is left out of the output";
    /// A path template names a parameter that is not declared.
    UNDECLARED_PATH_PARAMETER = "OA0402", Warning, "undeclared path parameter", "declare it under `parameters` with `in: path`";
    /// A path parameter is declared that the template does not name.
    UNUSED_PATH_PARAMETER = "OA0403", Warning, "unused path parameter", "remove it, or name it in the path template";
    /// An operation needs a security scheme that is not declared.
    UNKNOWN_SECURITY_SCHEME = "OA0404", Error, "unknown security scheme", "declare it under `components.securitySchemes`, or mend the spelling";
    /// Two operations have the same `operationId`.
    DUPLICATE_OPERATION_ID = "OA0405", Warning, "duplicate `operationId`", "give each operation an id of its own";
    /// The address of an authorisation server is missing or no URL.
    AUTH_URL = "OA0406", Warning, "address of the authorisation server", "write the full address: `https://auth.example.com/oauth/token`";
    /// An operation says nothing about its responses.
    NO_RESPONSE = "OA0407", Warning, "no response", "describe at least the response of success: `'204': {description: done}`";
    /// A style that the location or the type of a parameter does not have.
    PARAMETER_STYLE = "OA0408", Warning, "style does not apply", "see the table of styles in the Parameter Object";
    /// A list of parameters has the same parameter twice.
    DUPLICATE_PARAMETER = "OA0411", Warning, "duplicate parameter", "keep one of the two";
    /// A header parameter that OpenAPI describes elsewhere.
    IGNORED_HEADER = "OA0412", Warning, "header cannot be a parameter", "describe it by media types (`Accept`, `Content-Type`) or a security scheme (`Authorization`)";
    /// A key of `responses` is not a status.
    UNKNOWN_STATUS = "OA0413", Warning, "unknown status", "use a status from 100 to 599, a range such as `4XX`, or `default`";
    /// A Swagger 2.0 collection format that OpenAPI 3.0 cannot express at this place.
    COLLECTION_FORMAT = "OA0414", Warning, "collection format without counterpart", "use `csv`, `multi` (queries only), `ssv` or `pipes`";
    /// A body that only travels as XML is text in Rust.
    XML_TEXT = "OA0417", Warning, "XML is passed as text", "write and read the XML with a library of your choice, or offer JSON";
    /// A request body that the caller has to write, although the document describes its fields.
    RAW_BODY = "OA0421", Warning, "body without a type", "write the body with a library of your choice, or offer JSON";
    /// A media type of a request body that cannot be sent, beside others that can.
    MEDIA_TYPE_LEFT_OUT = "OA0422", Warning, "media type left out", "describe a multipart body as an object with listed properties";
    /// An `encoding` that does nothing, or cannot be followed.
    ENCODING = "OA0423", Warning, "encoding without effect", "see the Encoding Object: what applies depends on the media type of the body";
    /// A constant of a parameter that no request can carry.
    UNSENDABLE = "OA0424", Warning, "value that cannot be sent", "take the value out of the list, or pass it in the query";
    /// An overlay action matches nothing.
    OVERLAY_NO_MATCH = "OA0501", Error, "overlay action matches nothing", "mend the target, or remove the action";
    /// A configuration entry matches nothing.
    CONFIG_NO_MATCH = "OA0502", Error, "configuration entry matches nothing", "mend the entry, or remove it";
    /// An overlay action's target is not a JSONPath query.
    OVERLAY_TARGET = "OA0503", Error, "invalid overlay target", "write a JSONPath query (RFC 9535), for example `$.paths['/pets'].get`";
    /// An overlay is not built as the Overlay Specification says.
    OVERLAY_INVALID = "OA0504", Error, "invalid overlay", "see the Overlay Specification 1.0: `actions` with `target` and `update` or `remove`";
    /// The configuration cannot be read.
    CONFIG_INVALID = "OA0505", Error, "invalid configuration", "see the documentation of the configuration file";
    /// The generator wrote something that is not Rust.
    BUG = "OA0699", Error, "a bug of the generator", "please report it with the document that shows it";
}

/// The code with this id.
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().find(|code| code.id == id).copied()
}
