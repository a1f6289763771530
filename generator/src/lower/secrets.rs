//! Properties that the configuration marks as secrets ([`Config::secrets`]).

use crate::config::{Config, wildcard};
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
                if !wildcard::matches(&rule.property, &format!("{schema}.{}", field.wire_name)) {
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
