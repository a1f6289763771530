//! `type` and `format` (OpenAPI 3.0.3, "Data Types"; the OpenAPI format registry): the one table from
//! formats to scalars.

use super::{Lowering, bodies};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::SchemaView;
use crate::ir::{JsonType, MediaKind, Scalar, TypeRef, TypeUse};

/// The JSON types of a schema: as written, or as its other keywords show. A schema that only bounds its
/// values may be anything.
pub(super) fn json_types(view: &SchemaView<'_>) -> Vec<JsonType> {
    let written = view.types();
    if !written.is_empty() || view.is_only_null() {
        return written;
    }
    let any = |keywords: &[&str]| keywords.iter().any(|keyword| view.has(keyword));
    if any(&["properties", "additionalProperties", "patternProperties", "required", "unevaluatedProperties"])
    {
        return vec![JsonType::Object];
    }
    if any(&["items", "prefixItems"]) {
        return vec![JsonType::Array];
    }
    if any(&["contentEncoding", "contentMediaType"]) {
        return vec![JsonType::String];
    }
    // Constants of other types make an enumeration.
    let constants = view.enum_values();
    if !constants.is_empty() && constants.iter().all(|value| value.is_boolean() || value.is_null()) {
        return vec![JsonType::Boolean];
    }
    match view.text("format") {
        Some(format) if integer(format).is_some() => vec![JsonType::Integer],
        Some("float" | "double") => vec![JsonType::Number],
        Some(format) if string(format).is_some() => vec![JsonType::String],
        _ => Vec::new(),
    }
}

/// The use of a scalar: its type, its bounds, and the format where it is only documentation.
pub(super) fn scalar(cx: &mut Lowering<'_>, view: &SchemaView<'_>, json_type: JsonType) -> TypeUse {
    let format = view.text("format");
    let chosen = format.and_then(|format| cx.formats.scalar(format, json_type));
    let known = match json_type {
        _ if chosen.is_some() => chosen,
        JsonType::Boolean => Some(Scalar::Bool),
        JsonType::Integer => format.and_then(integer),
        JsonType::Number => format.and_then(number),
        JsonType::String => encoded(view).or_else(|| format.and_then(string)),
        JsonType::Array | JsonType::Object => return TypeUse::plain(TypeRef::Any),
    };
    if let (JsonType::Number, None, Some(format @ ("int64" | "uint64"))) = (json_type, chosen, format) {
        let message =
            format!("a `number` of format `{format}` is read with 53 bits of digits; beyond them it changes");
        cx.report(Diagnostic::new(&codes::NUMBER_FORMAT, &view.at.child("format"), message));
    }
    let scalar = known.unwrap_or(match json_type {
        JsonType::Integer if format.is_none() && needs_u64(view) => Scalar::U64,
        JsonType::Integer => Scalar::I64,
        JsonType::Number => Scalar::F64,
        JsonType::Boolean | JsonType::String | JsonType::Array | JsonType::Object => Scalar::String,
    });
    let mut constraints = view.constraints();
    if known.is_none() || matches!(chosen, Some(Scalar::String | Scalar::External(_))) {
        constraints.format = format.map(str::to_owned);
    }
    TypeUse { constraints, ..TypeUse::plain(TypeRef::Scalar(scalar)) }
}

/// True for integers that are never negative and may be greater than an `i64`.
fn needs_u64(view: &SchemaView<'_>) -> bool {
    let bounds = view.constraints();
    let never_negative =
        bounds.minimum.and_then(|bound| bound.value.as_f64()).is_some_and(|least| least >= 0.0);
    never_negative
        && bounds.maximum.is_some_and(|bound| !bound.value.is_i64() && bound.value.as_f64() > Some(9.2e18))
}

/// The integers of a format.
pub(super) fn integer(format: &str) -> Option<Scalar> {
    Some(match format {
        "int32" | "int16" | "int8" => Scalar::I32,
        "int64" => Scalar::I64,
        "uint32" | "uint16" | "uint8" => Scalar::U32,
        "uint64" => Scalar::U64,
        _ => return None,
    })
}

fn number(format: &str) -> Option<Scalar> {
    Some(match format {
        // Single precision is a promise about the range. Servers send more digits all the same, and an `f32` would
        // change them on the way.
        "float" | "double" => Scalar::F64,
        _ => return None,
    })
}

fn string(format: &str) -> Option<Scalar> {
    Some(match format {
        "uuid" => Scalar::Uuid,
        "date-time" => Scalar::DateTime,
        "date" => Scalar::Date,
        "time" => Scalar::Time,
        "byte" | "base64" => Scalar::Base64,
        "binary" => Scalar::Binary,
        "password" => Scalar::Secret,
        _ => return None,
    })
}

/// `contentEncoding` and `contentMediaType` (JSON Schema validation, section 8), and `type: file` of Swagger 2.0.
fn encoded(view: &SchemaView<'_>) -> Option<Scalar> {
    if view.text("contentEncoding") == Some("base64") {
        return Some(Scalar::Base64);
    }
    let bytes = raw_media_type(view).is_some() || view.text("type") == Some("file");
    bytes.then_some(Scalar::Binary)
}

/// The media type of a text that is bytes as they are: images, archives and the like cannot be written as text.
pub(super) fn raw_media_type<'a>(view: &SchemaView<'a>) -> Option<&'a str> {
    let media = view.text("contentMediaType")?;
    let as_it_is = matches!(view.text("contentEncoding"), None | Some("binary"));
    (as_it_is && bodies::kind(media) == MediaKind::Bytes).then_some(media)
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn formats_choose_the_scalar_and_unknown_ones_are_kept_as_words() {
        let text = types(
            "A: {type: integer}
B: {type: integer, format: int32}
C: {type: integer, format: uint64, maximum: 10}
D: {type: number}
E: {type: number, format: float}
F: {type: string, format: email}
G: {type: string, format: uuid}
H: {type: string, format: date-time}
I: {type: string, format: byte}
J: {type: string, contentEncoding: base64}
K: {type: boolean}
L: {format: date}
M: {type: string, format: binary}
N: {type: integer, minimum: 0, maximum: 18446744073709551615}
O: {type: integer, minimum: 0, maximum: 9223372036854775807}",
        );
        assert_eq!(
            text,
            "alias A = I64
alias B = I32
alias C = U64 {maximum 10}
alias D = F64
alias E = F64
alias F = String {format email}
alias G = Uuid
alias H = DateTime
alias I = Base64
alias J = Base64
alias K = Bool
alias L = Date
alias M = Binary
alias N = U64 {minimum 0, maximum 18446744073709551615}
alias O = I64 {minimum 0, maximum 9223372036854775807}
"
        );
    }
}
