//! The Cargo features of groups, as conditions in code and as lines of a manifest.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::manifest::text;
use crate::plan::Plan;
use crate::plan::features::Gate;

/// The attribute in front of what only some groups need: `#[cfg(any(feature = "pets", feature = "owners"))] `; empty for what
/// is always there.
pub(super) fn condition(plan: &Plan, gate: &Gate) -> String {
    let features: Vec<String> =
        gate.features(plan).into_iter().map(|feature| format!("feature = {}", text(feature))).collect();
    match features.as_slice() {
        [] => String::new(),
        [only] => format!("#[cfg({only})] "),
        several => format!("#[cfg(any({}))] ", several.join(", ")),
    }
}

/// The features of the groups, all of them on by default. `needed` is what each turns on elsewhere.
pub(super) fn table(plan: &Plan, needed: impl Fn(&str) -> String) -> String {
    let features: BTreeSet<&str> = plan.groups.iter().filter_map(|group| group.feature.as_deref()).collect();
    if features.is_empty() {
        return String::new();
    }
    let mut lines = "# Operations by group, with the types that they need.\ndefault = [\n".to_owned();
    let mut line = |line: String| writeln!(lines, "{line}").expect("writing to a string never fails");
    for feature in &features {
        line(format!("    {},", text(feature)));
    }
    line("]".to_owned());
    for feature in &features {
        line(format!("{feature} = [{}]", needed(feature)));
    }
    lines
}
