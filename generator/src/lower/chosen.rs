//! Formats whose type the configuration chooses.
//!
//! In: the rules of [`Config::formats`]. Out: the scalar of a schema that one of them applies to, and a report of rules that
//! apply to none. Bytes that are whole bodies or files (`format: binary`) are no text, and no rule changes them.

use std::collections::BTreeSet;

use super::formats;
use crate::config::{Config, FormatChoice, FormatRule, FormatType};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{External, JsonType, Scalar};

/// The rules, and which of them applied.
#[derive(Debug)]
pub(super) struct Chosen {
    rules: Vec<FormatRule>,
    /// Positions of those that applied.
    pub(super) applied: BTreeSet<usize>,
}

impl Chosen {
    /// No rule has applied yet.
    pub(super) fn new(config: &Config) -> Self {
        Self { rules: config.formats.clone(), applied: BTreeSet::new() }
    }

    /// The scalar that a rule chooses for a format of this JSON type.
    pub(super) fn scalar(&mut self, format: &str, json_type: JsonType) -> Option<Scalar> {
        // `type: number` with `format: int64` is how some documents say integer.
        let whole = json_type == JsonType::Number && formats::integer(format).is_some();
        let held_as = |held| held == json_type || (whole && held == JsonType::Integer);
        let fits = |rule: &FormatRule| rule.format == format && holds(&rule.ty).is_none_or(held_as);
        let index = self.rules.iter().position(fits).filter(|_| format != "binary")?;
        self.applied.insert(index);
        Some(match &self.rules[index].ty {
            FormatChoice::BuiltIn(ty) => scalar(*ty).1,
            FormatChoice::Path(_) => Scalar::External(External { rule: index, json_type }),
        })
    }

    /// Reports the rules that applied to nothing.
    pub(super) fn report(&self, config: &Config, diagnostics: &mut Diagnostics) {
        for (index, rule) in self.rules.iter().enumerate().filter(|(index, _)| !self.applied.contains(index))
        {
            let at = config.entry("formats", index).child("format");
            let kind = holds(&rule.ty).map(|held| format!(" of type `{}`", held.name())).unwrap_or_default();
            let message = format!("no schema{kind} has the format `{}`", rule.format);
            diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
        }
    }
}

/// The JSON type whose values a type holds; what a type of another crate holds is not known.
fn holds(ty: &FormatChoice) -> Option<JsonType> {
    match ty {
        FormatChoice::BuiltIn(ty) => Some(scalar(*ty).0),
        FormatChoice::Path(_) => None,
    }
}

/// The JSON type whose values a type holds, and its scalar.
fn scalar(ty: FormatType) -> (JsonType, Scalar) {
    match ty {
        FormatType::String => (JsonType::String, Scalar::String),
        FormatType::Uuid => (JsonType::String, Scalar::Uuid),
        FormatType::DateTime => (JsonType::String, Scalar::DateTime),
        FormatType::Date => (JsonType::String, Scalar::Date),
        FormatType::Time => (JsonType::String, Scalar::Time),
        FormatType::Base64 => (JsonType::String, Scalar::Base64),
        FormatType::Secret => (JsonType::String, Scalar::Secret),
        FormatType::I32 => (JsonType::Integer, Scalar::I32),
        FormatType::I64 => (JsonType::Integer, Scalar::I64),
        FormatType::U32 => (JsonType::Integer, Scalar::U32),
        FormatType::U64 => (JsonType::Integer, Scalar::U64),
        FormatType::F32 => (JsonType::Number, Scalar::F32),
        FormatType::F64 => (JsonType::Number, Scalar::F64),
    }
}

#[cfg(test)]
mod tests {
    use super::Chosen;
    use crate::config;
    use crate::diagnostics::Diagnostics;
    use crate::ir::{External, JsonType, Scalar};
    use crate::source::{SourceText, Sources};

    #[test]
    fn a_rule_applies_to_values_of_its_json_type_and_one_without_any_is_told() {
        let text = r#"formats = [
            { format = "int64", type = "u64", reason = "" },
            { format = "binary", type = "string", reason = "" },
            { format = "decimal", type = "a_b::Decimal", crate = "a-b", version = "1", reason = "" },
        ]"#;
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let config = config::parse(SourceText::new("a.toml", text)).register(&mut sources, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        let mut chosen = Chosen::new(&config);
        assert_eq!(chosen.scalar("int64", JsonType::Integer), Some(Scalar::U64));
        assert_eq!(chosen.scalar("int64", JsonType::Number), Some(Scalar::U64), "a whole number is meant");
        assert_eq!(chosen.scalar("int64", JsonType::String), None, "no integer stands there");
        assert_eq!(chosen.scalar("binary", JsonType::String), None, "a file is no text");
        for json_type in [JsonType::String, JsonType::Number] {
            let external = Scalar::External(External { rule: 2, json_type });
            assert_eq!(chosen.scalar("decimal", json_type), Some(external), "the type reads what it reads");
        }
        chosen.report(&config, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 1);
    }
}
