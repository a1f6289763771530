//! Reports configuration that matches nothing and is followed by the plan: new names, and defaults on decode.

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Api, SpecName};

/// The pass.
pub(super) fn run(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    if api.incomplete {
        return;
    }
    if config.defaults.is_some() && !api.types.iter().any(|(_, def)| def.comes_in_with_defaults()) {
        let message = "no type that only comes in has a default";
        diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &config.table("defaults"), message));
    }
    for (index, rule) in config.rename.iter().enumerate() {
        let (kind, name) = rule.from.split_once(':').unwrap_or(("", &rule.from));
        let called = |other: &SpecName| other.text() == name;
        let matched = match kind {
            "schema" => api.types.iter().any(|(_, def)| called(&def.name)),
            "operation" => api.operations.iter().any(|(_, operation)| called(&operation.name)),
            "tag" => api.groups.iter().any(|(_, group)| called(&group.name)),
            "errors" => api.error_sets.iter().any(|(_, set)| set.key(&api.types) == name),
            _ => false,
        };
        if !matched {
            let at = config.entry("rename", index).child("from");
            let message = format!("nothing is called `{}`", rule.from);
            diagnostics.report(Diagnostic::new(&codes::CONFIG_NO_MATCH, &at, message));
        }
    }
}
