//! `validate()`: the entry of a type in the runtime's mechanism for constraints.

use serde_json::Number;

use super::string;
use crate::emit::runtime::wire;
use crate::ir::StructDef;
use crate::plan::checks::Check;
use crate::plan::{FieldPlan, TypePlan, VariantPlan};
use crate::print::table;

/// What is longer than this is broken into lines.
const WIDEST: usize = 110;

/// One line per field that has checks or has them inside.
pub(super) fn of_struct(
    plan: &TypePlan,
    object: &StructDef,
    fields: &[FieldPlan],
    additional: Option<&FieldPlan>,
) -> Vec<String> {
    let mut rows: Vec<String> = fields
        .iter()
        .zip(&object.fields)
        .filter_map(|(plan, field)| {
            let checks = plan.checks.as_ref()?;
            Some(format!("{} {} {},", plan.ident, string(&field.wire_name), list(checks)))
        })
        .collect();
    if let Some((plan, checks)) = additional.and_then(|plan| Some((plan, plan.checks.as_ref()?))) {
        rows.push(format!("{} \"\" {},", plan.ident, list(checks)));
    }
    let own = plan.checks.as_ref().map_or(String::new(), |checks| format!(" {}", list(checks)));
    if rows.is_empty() && own.is_empty() {
        return line(plan, "{}");
    }
    entry(&format!("{} {{ {} {{", wire::VALIDATE, plan.ident), &rows, &format!("}}{own} }}"))
}

/// One line per variant that has checks or has them inside.
pub(super) fn of_union(plan: &TypePlan, variants: &[VariantPlan]) -> Vec<String> {
    let rows: Vec<String> = variants
        .iter()
        .filter_map(|variant| Some(format!("{} {},", variant.ident, list(variant.checks.as_ref()?))))
        .collect();
    if rows.is_empty() {
        return line(plan, "{}");
    }
    entry(&format!("{} {{ {} union {{", wire::VALIDATE, plan.ident), &rows, "} }")
}

/// One line where there is one row and it fits, since most types have no more than that; else a table.
fn entry(head: &str, rows: &[String], foot: &str) -> Vec<String> {
    if let [row] = rows {
        let line = format!("{head} {} {foot}", row.trim_end_matches(','));
        if line.len() <= WIDEST {
            return vec![line];
        }
    }
    table(head, rows, foot)
}

/// What is demanded of the only value of a newtype.
pub(super) fn of_newtype(plan: &TypePlan) -> Vec<String> {
    match &plan.checks {
        Some(checks) => line(plan, &format!("newtype {}", list(checks))),
        None => line(plan, "{}"),
    }
}

fn line(plan: &TypePlan, rest: &str) -> Vec<String> {
    vec![format!("{} {{ {} {rest} }}", wire::VALIDATE, plan.ident)]
}

fn list(checks: &[Check]) -> String {
    format!("[{}]", checks.iter().map(rule).collect::<Vec<_>>().join(", "))
}

/// The runtime's name for a demand.
fn rule(check: &Check) -> String {
    match check {
        Check::MinLength(count) => format!("MinLength({count})"),
        Check::MaxLength(count) => format!("MaxLength({count})"),
        Check::Pattern(pattern) => format!("Pattern({})", string(pattern)),
        Check::Min(bound) => number("Min", bound),
        Check::Max(bound) => number("Max", bound),
        Check::Above(bound) => number("Above", bound),
        Check::Below(bound) => number("Below", bound),
        Check::MultipleOf(step) => number("MultipleOf", step),
        Check::MinItems(count) => format!("MinItems({count})"),
        Check::MaxItems(count) => format!("MaxItems({count})"),
        Check::Unique => "Unique".to_owned(),
        Check::Items(checks) => format!("Items(&{})", list(checks)),
        Check::MinProperties(count) => format!("MinProperties({count})"),
        Check::MaxProperties(count) => format!("MaxProperties({count})"),
        Check::Values(checks) => format!("Values(&{})", list(checks)),
    }
}

/// Bounds are integers where they can be.
fn number(rule: &str, bound: &Number) -> String {
    match bound.as_f64() {
        Some(float) if bound.is_f64() && float.fract() != 0.0 => format!("{rule}Float({float:?})"),
        Some(float) if bound.is_f64() && float.abs() < 1e30 => format!("{rule}({float:.0})"),
        Some(float) if bound.is_f64() => format!("{rule}Float({float:?})"),
        Some(_) | None => format!("{rule}({bound})"),
    }
}
