//! For programs: one JSON object per line.

use serde_json::{Value, json};

use crate::diagnostics::Severity;
use crate::diagnostics::report::{Position, Report};

/// One line per problem, in the order of the report.
pub fn render(report: &Report) -> String {
    let lines = report.findings().iter().map(|finding| {
        let mut members = place(report, &finding.position);
        let related = finding.related.iter().map(|(position, label)| {
            let mut members = place(report, position);
            members["message"] = json!(label);
            members
        });
        let related: Vec<Value> = related.collect();
        members["severity"] = json!(match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        });
        members["code"] = json!(finding.code.id);
        members["title"] = json!(finding.code.title);
        members["message"] = json!(finding.message);
        members["help"] = json!(finding.help);
        members["related"] = json!(related);
        members.to_string()
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// Lines and columns count from 1, columns in characters; the end is behind the last character.
fn place(report: &Report, position: &Position) -> Value {
    json!({
        "file": report.source(position).name,
        "line": position.start.line,
        "column": position.start.column,
        "end_line": position.end.line,
        "end_column": position.end.column,
        "pointer": position.pointer,
    })
}
