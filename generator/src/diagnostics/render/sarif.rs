//! For code scanning: SARIF 2.1.0 (OASIS), one log with one run.
//!
//! Every code is a rule with its explanation. Columns count characters; a node's JSON Pointer is its logical location.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diagnostics::report::{Finding, Position, Report};
use crate::diagnostics::{Severity, codes};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log, indented, with a line break at its end.
pub fn render(report: &Report) -> String {
    let rules: Vec<Value> = codes::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.id,
                "shortDescription": { "text": code.title },
                "fullDescription": { "text": code.help },
                "help": { "text": code.explain, "markdown": code.explain },
                "defaultConfiguration": { "level": level(code.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = report.findings().iter().map(|finding| result(report, finding)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(report: &Report, finding: &Finding) -> Value {
    let mut result = json!({
        "ruleId": finding.code.id,
        "ruleIndex": codes::ALL.iter().position(|code| code.id == finding.code.id),
        "level": level(finding.severity),
        "message": { "text": format!("{}; help: {}", finding.message, finding.help) },
        "locations": [location(report, &finding.position)],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, (position, label))| {
            let mut location = location(report, position);
            location["id"] = json!(index);
            location["message"] = json!({ "text": label });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(report: &Report, position: &Position) -> Value {
    let Position { start, end, pointer, .. } = position;
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&report.source(position).name) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if !pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer, "kind": "member" }]);
    }
    location
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative reference (RFC 3986): forward slashes, everything else that is special escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{render, uri};
    use crate::config::Config;
    use crate::diagnostics::Diagnostics;
    use crate::diagnostics::levels::Levels;
    use crate::diagnostics::report::Report;
    use crate::load::load;
    use crate::source::{SourceText, Sources};

    /// The properties that sections 3.13 to 3.49 of the standard require, and what ties the parts together.
    #[test]
    fn the_log_has_what_the_standard_requires() {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        load(SourceText::new("my specs/x.yaml", "ü: {a: 1, a: 2}\n"), &mut sources, &mut diagnostics);
        let report = Report::new(&diagnostics, &Config::default(), &Levels::default(), sources);
        let log: Value = serde_json::from_str(&render(&report)).expect("JSON");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "generator");
        let rules = driver["rules"].as_array().expect("rules");
        for rule in rules {
            assert!(rule["id"].as_str().is_some_and(|id| id.starts_with("OA")));
            for property in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[property]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
            }
        }
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), 1);
        let result = &results[0];
        let index =
            result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["level"], "error");
        assert!(result["message"]["text"].as_str().is_some_and(|text| text.contains('a')));
        let place = |location: &Value| {
            let physical = &location["physicalLocation"];
            let region = &physical["region"];
            let number = |name: &str| region[name].as_u64().unwrap_or_default();
            (
                physical["artifactLocation"]["uri"].as_str().unwrap_or_default().to_owned(),
                [number("startLine"), number("startColumn"), number("endLine"), number("endColumn")],
            )
        };
        // Columns count characters: `ü` is one of them.
        assert_eq!(place(&result["locations"][0]), ("my%20specs/x.yaml".to_owned(), [1, 11, 1, 12]));
        let related = &result["relatedLocations"][0];
        assert_eq!(place(related), ("my%20specs/x.yaml".to_owned(), [1, 5, 1, 6]));
        assert_eq!(related["message"]["text"], "first given here");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b\\ü#.yaml"), "a%20b/%C3%BC%23.yaml");
    }
}
