//! What a value must look like, in the words that the API's own pages use: `non-empty`, `<= 254 characters`,
//! `Possible values: …`.
//!
//! In: a type at one place of use. Out: short phrases in Markdown, most important first. Model docs and the
//! pages of operations share them.

use serde_json::Value;

use super::prose::{inline_code, safe_line};
use crate::ir::{
    Access, Api, Bound, Constraints, EnumDef, Field, Param, Presence, Scalar, TypeKind, TypeRef, TypeUse,
};

/// How many values of an enumeration are listed where it is used; the type itself has them all.
const MAX_VALUES: usize = 12;
/// What is said of a secret.
const SECRET: &str = "secret";

/// What is known of a field: how it travels, then what [`of_type`] says, then its default.
pub(crate) fn of_field(api: &Api, field: &Field) -> Vec<String> {
    let mut facts = of_type(api, &field.ty);
    if field.secret && !facts.iter().any(|fact| fact == SECRET) {
        facts.insert(0, SECRET.to_owned());
    }
    match field.access {
        Access::ReadWrite => {}
        Access::ReadOnly => facts.push("read-only".to_owned()),
        Access::WriteOnly => facts.push("write-only".to_owned()),
    }
    facts.extend(field.default.as_ref().map(default));
    if field.docs.deprecated {
        facts.push("deprecated".to_owned());
    }
    facts
}

/// What is known of a parameter: whether it must be given, what [`of_type`] says, its default.
pub(crate) fn of_param(api: &Api, param: &Param) -> Vec<String> {
    let mut facts = match param.presence {
        Presence::Required => vec!["required".to_owned()],
        Presence::Optional => Vec::new(),
    };
    facts.extend(of_type(api, &param.ty));
    facts.extend(param.default.as_ref().map(default));
    if param.docs.deprecated {
        facts.push("deprecated".to_owned());
    }
    facts
}

/// What is known of a type: whether null is allowed, its format, bounds and constants.
pub(crate) fn of_type(api: &Api, ty: &TypeUse) -> Vec<String> {
    let mut facts = Vec::new();
    let mut nullable = false;
    let mut at = ty;
    let mut bounds = Vec::new();
    for next in api.types.through_plain_aliases(ty) {
        at = next;
        nullable |= at.nullable;
        for bound in constraints(&at.constraints) {
            if !bounds.contains(&bound) {
                bounds.push(bound);
            }
        }
    }
    if let TypeRef::Named(id) = at.ty
        && let TypeKind::Enum(def) = &api.types[id].kind
    {
        facts.push(possible_values(def));
    }
    match &at.ty {
        TypeRef::Scalar(scalar) => facts.extend(format_name(*scalar).map(str::to_owned)),
        TypeRef::List(item) | TypeRef::Map(item) => {
            let of_items = of_type(api, item);
            if !of_items.is_empty() {
                facts.push(format!("each item: {}", of_items.join(", ")));
            }
        }
        TypeRef::Named(_) | TypeRef::Tuple(_) | TypeRef::Any => {}
    }
    facts.extend(bounds);
    if nullable {
        facts.push("nullable".to_owned());
    }
    facts
}

/// True for a secret text, also behind aliases.
pub(crate) fn is_secret(api: &Api, used: &TypeUse) -> bool {
    api.types.settled(used).ty == TypeRef::Scalar(Scalar::Secret)
}

/// The facts as the end of a sentence, or as a line of their own: `text — a, b`.
pub(crate) fn after(text: &str, facts: &[String]) -> String {
    let facts = facts.join(", ");
    match (text.is_empty(), facts.is_empty()) {
        (_, true) => text.to_owned(),
        // At the start of a line, `>` would be a quotation.
        (true, false) => facts.strip_prefix('>').map_or(facts.clone(), |rest| format!("\\>{rest}")),
        (false, false) => format!("{text} — {facts}"),
    }
}

/// `Possible values: ` and the constants of an enumeration, shortened if there are many.
pub(crate) fn possible_values(def: &EnumDef) -> String {
    let shown: Vec<_> = def.values.iter().take(MAX_VALUES).map(|value| constant(&value.value)).collect();
    let more = def.values.len().saturating_sub(MAX_VALUES);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("Possible values: {}{more}", shown.join(", "))
}

/// A JSON value as inline code; texts without their quotation marks.
pub(crate) fn constant(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "`\"\"`".to_owned(),
        Value::String(text) => inline_code(text),
        other => inline_code(&other.to_string()),
    }
}

fn default(value: &Value) -> String {
    let text = constant(value);
    if text.chars().count() > 80 {
        "default: see the document".to_owned()
    } else {
        format!("default: {text}")
    }
}

fn format_name(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Uuid => Some("uuid"),
        Scalar::DateTime => Some("date-time"),
        Scalar::Date => Some("date"),
        Scalar::Time => Some("time"),
        Scalar::Base64 => Some("base64"),
        Scalar::Binary => Some("binary"),
        Scalar::Secret => Some(SECRET),
        Scalar::Bool
        | Scalar::I32
        | Scalar::I64
        | Scalar::U32
        | Scalar::U64
        | Scalar::F32
        | Scalar::F64
        | Scalar::String
        | Scalar::External(_) => None,
    }
}

fn constraints(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        min_length,
        max_length,
        patterns,
        minimum,
        maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
        only,
        format,
    } = constraints;
    let mut facts = Vec::new();
    facts.extend(only.map(|only| format!("always `{only}`")));
    facts.extend(format.as_deref().map(safe_line));
    facts.extend(count(*min_length, *max_length, "characters"));
    facts.extend(range(minimum.as_ref(), maximum.as_ref()));
    facts.extend(multiple_of.as_ref().map(|number| format!("multiple of {number}")));
    facts.extend(count(*min_items, *max_items, "items"));
    if *unique_items {
        facts.push("unique items".to_owned());
    }
    facts.extend(count(*min_properties, *max_properties, "properties"));
    facts.extend(patterns.iter().map(|pattern| format!("pattern {}", inline_code(pattern))));
    facts
}

/// How many of something: `non-empty`, `<= 254 characters`, `>= 2 and <= 5 items`.
fn count(min: Option<u64>, max: Option<u64>, what: &str) -> Option<String> {
    Some(match (min.filter(|&min| min > 0), max) {
        (None, None) => return None,
        (Some(1), None) => "non-empty".to_owned(),
        (Some(1), Some(max)) => format!("non-empty and <= {max} {what}"),
        (Some(min), None) => format!(">= {min} {what}"),
        (None, Some(max)) => format!("<= {max} {what}"),
        (Some(min), Some(max)) if min == max => format!("exactly {min} {what}"),
        (Some(min), Some(max)) => format!(">= {min} and <= {max} {what}"),
    })
}

fn range(min: Option<&Bound>, max: Option<&Bound>) -> Option<String> {
    let min =
        min.map(|Bound { value, exclusive }| format!("{} {value}", if *exclusive { ">" } else { ">=" }));
    let max =
        max.map(|Bound { value, exclusive }| format!("{} {value}", if *exclusive { "<" } else { "<=" }));
    match (min, max) {
        (None, None) => None,
        (Some(bound), None) | (None, Some(bound)) => Some(bound),
        (Some(min), Some(max)) => Some(format!("{min} and {max}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{after, of_type};
    use crate::ir::build::{alias, component, constants, list, named, nullable, text};
    use crate::ir::{Api, Bound, Constraints, EnumRepr};

    #[test]
    fn bounds_read_like_the_pages_of_the_api() {
        let api = Api::default();
        let bound = |value: i64| Some(Bound { value: value.into(), exclusive: false });
        let cases = [
            (Constraints { min_length: Some(1), ..Constraints::default() }, "non-empty"),
            (
                Constraints { min_length: Some(1), max_length: Some(254), ..Constraints::default() },
                "non-empty and <= 254 characters",
            ),
            (Constraints { max_length: Some(254), ..Constraints::default() }, "<= 254 characters"),
            (
                Constraints {
                    minimum: bound(-2_147_483_648),
                    maximum: bound(2_147_483_647),
                    ..Constraints::default()
                },
                ">= -2147483648 and <= 2147483647",
            ),
            (
                Constraints { min_items: Some(2), max_items: Some(2), ..Constraints::default() },
                "exactly 2 items",
            ),
            (
                Constraints { format: Some("email".into()), max_length: Some(9), ..Constraints::default() },
                "email, <= 9 characters",
            ),
            (
                Constraints { patterns: vec!["^[a-z]+$".into()], ..Constraints::default() },
                "pattern `^[a-z]+$`",
            ),
        ];
        for (constraints, expected) in cases {
            assert_eq!(of_type(&api, &text(constraints)).join(", "), expected);
        }
    }

    #[test]
    fn aliases_and_enumerations_are_looked_into() {
        let mut api = Api::default();
        let provider = api
            .types
            .push(component("Provider", constants(EnumRepr::String, [json!("twilio"), json!("generic")])));
        let short = text(Constraints { max_length: Some(50), ..Constraints::default() });
        let slug = api.types.push(component("Slug", alias(nullable(short))));
        assert_eq!(of_type(&api, &named(provider)), ["Possible values: `twilio`, `generic`"]);
        assert_eq!(of_type(&api, &named(slug)), ["<= 50 characters", "nullable"]);
        assert_eq!(of_type(&api, &list(named(slug))), ["each item: <= 50 characters, nullable"]);
    }

    #[test]
    fn facts_follow_the_text_and_do_not_open_quotations() {
        let facts = [">= 1".to_owned()];
        assert_eq!(after("Port to use.", &facts), "Port to use. — >= 1");
        assert_eq!(after("", &facts), "\\>= 1");
        assert_eq!(after("Port.", &[]), "Port.");
    }
}
