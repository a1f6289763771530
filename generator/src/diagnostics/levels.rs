//! Which problems are shown, and how bad each one is: the configuration's allow-list and `--deny-warnings`.

use super::{Diagnostic, Diagnostics, Severity, codes};
use crate::config::{AllowRule, Config};
use crate::diagnostics::similar::nearest;
use crate::pointer::Pointer;

/// What warnings count as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Warnings {
    /// Warnings.
    #[default]
    Allow,
    /// Errors.
    Deny,
}

/// The problems that are left, with the severity that they have in this run. Rules of the allow-list that
/// silenced nothing are among them.
pub fn apply(diagnostics: &Diagnostics, config: &Config, warnings: Warnings) -> Vec<(Severity, Diagnostic)> {
    let mut used = vec![false; config.allow.len()];
    let mut left = Vec::new();
    for diagnostic in diagnostics.iter() {
        let mut silenced = false;
        for (rule, used) in config.allow.iter().zip(&mut used) {
            if silences(rule, diagnostic) {
                *used = true;
                silenced = true;
            }
        }
        if !silenced {
            let denied = warnings == Warnings::Deny;
            let severity = if denied { Severity::Error } else { diagnostic.code.severity };
            left.push((severity, diagnostic.clone()));
        }
    }
    for (index, rule) in config.allow.iter().enumerate().filter(|(index, _)| !used[*index]) {
        let at = config.entry("allow", index);
        let diagnostic = Diagnostic::new(&codes::CONFIG_NO_MATCH, &at.child("code"), complaint(rule));
        left.push((Severity::Error, diagnostic));
    }
    left
}

/// Only warnings can be silenced: after an error there is no output that could be right.
fn silences(rule: &AllowRule, diagnostic: &Diagnostic) -> bool {
    diagnostic.code.id == rule.code
        && diagnostic.code.severity == Severity::Warning
        && rule.at.as_deref().is_none_or(|at| {
            let at = at.strip_prefix('#').unwrap_or(at);
            diagnostic.at.pointer.is_within(&Pointer::parse(at))
        })
}

fn complaint(rule: &AllowRule) -> String {
    let AllowRule { code, at, .. } = rule;
    match (codes::find(code), at) {
        (None, _) => match nearest(code, codes::ALL.iter().map(|code| code.id)) {
            Some(known) => format!("there is no code `{code}`; the nearest is `{known}`"),
            None => format!("there is no code `{code}`"),
        },
        (Some(known), _) if known.severity == Severity::Error => {
            format!("`{code}` is an error; only warnings can be allowed")
        }
        (Some(_), Some(at)) => format!("nothing at or below `{at}` is reported as `{code}`"),
        (Some(_), None) => format!("nothing is reported as `{code}`"),
    }
}
