//! Formats whose type the configuration chooses.
//!
//! In: the rules of [`Config::formats`]. Out: the scalar of a schema that one of them applies to, and a report of rules that
//! apply to none. Bytes that are whole bodies or files (`format: binary`) are no text, and no rule changes them.

use std::collections::BTreeSet;

use crate::config::{Config, FormatRule, FormatType};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{JsonType, Scalar};

/// The rules, and which of them applied.
#[derive(Debug)]
pub(super) struct Chosen {
    rules: Vec<FormatRule>,
    applied: BTreeSet<usize>,
}

impl Chosen {
    /// No rule has applied yet.
    pub(super) fn new(config: &Config) -> Self {
        Self { rules: config.formats.clone(), applied: BTreeSet::new() }
    }

    /// The scalar that a rule chooses for a format of this JSON type.
    pub(super) fn scalar(&mut self, format: &str, json_type: JsonType) -> Option<Scalar> {
        let fits = |rule: &FormatRule| rule.format == format && scalar(rule.ty).0 == json_type;
        let index = self.rules.iter().position(fits).filter(|_| format != "binary")?;
        self.applied.insert(index);
        Some(scalar(self.rules[index].ty).1)
    }

    /// Reports the rules that applied to nothing.
    pub(super) fn report(&self, config: &Config, diagnostics: &mut Diagnostics) {
        for (index, rule) in self.rules.iter().enumerate().filter(|(index, _)| !self.applied.contains(index))
        {
            let at = config.entry("formats", index).child("format");
            let kind = match scalar(rule.ty).0 {
                JsonType::Integer => "integer",
                JsonType::Number => "number",
                _ => "string",
            };
            let message = format!("no schema of type `{kind}` has the format `{}`", rule.format);
            diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
        }
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
    use crate::config::{Config, FormatRule, FormatType};
    use crate::diagnostics::Diagnostics;
    use crate::ir::{JsonType, Scalar};

    #[test]
    fn a_rule_applies_to_values_of_its_json_type_and_one_without_any_is_told() {
        let rule = |format: &str, ty| FormatRule { format: format.to_owned(), ty, reason: String::new() };
        let formats = vec![rule("int64", FormatType::U64), rule("binary", FormatType::String)];
        let config = Config { formats, ..Config::default() };
        let mut chosen = Chosen::new(&config);
        assert_eq!(chosen.scalar("int64", JsonType::Integer), Some(Scalar::U64));
        assert_eq!(chosen.scalar("int64", JsonType::String), None, "no integer stands there");
        assert_eq!(chosen.scalar("binary", JsonType::String), None, "a file is no text");
        let mut diagnostics = Diagnostics::default();
        chosen.report(&config, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 1);
    }
}
