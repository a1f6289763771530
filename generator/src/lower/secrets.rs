//! Properties that the configuration marks as secrets ([`Config::secrets`]).

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Scalar, TypeKind, TypeRef};

/// Marks fields by the rules. A rule that matches nothing is reported.
pub(super) fn mark(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for (index, rule) in config.secrets.iter().enumerate() {
        let mut matched = false;
        for (_, def) in api.types.iter_mut() {
            let schema = def.name.text();
            let TypeKind::Struct(shape) = &mut def.kind else { continue };
            for field in &mut shape.fields {
                if !matches(&rule.property, &format!("{schema}.{}", field.wire_name)) {
                    continue;
                }
                matched = true;
                field.secret = true;
                if field.ty.ty == TypeRef::Scalar(Scalar::String) {
                    field.ty.ty = TypeRef::Scalar(Scalar::Secret);
                }
            }
        }
        if !matched {
            let at = config.entry("secrets", index).child("property");
            let message = format!("no property matches `{}`", rule.property);
            diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
        }
    }
}

/// True when the text fits the pattern, in which `*` stands for any run of characters.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_run() {
        for (pattern, text, expected) in [
            ("Stage.auth", "Stage.auth", true),
            ("Stage.auth", "Stage.auth_type", false),
            ("*.auth", "Stage.auth", true),
            ("*.auth", "Stage.oauth", false),
            ("Auth*Stage*.auth*", "AuthenticatorSMSStageRequest.auth_password", true),
            ("*", "anything.at all", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
