//! A run in figures, as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::outcome::{Fault, Outcome};

/// How many of the slowest documents are listed.
const SLOWEST: usize = 10;

/// The summary of some outcomes.
pub(super) fn render(outcomes: &[&Outcome]) -> String {
    let mut text = String::from("# Corpus\n\n");
    figures(outcomes, &mut text);
    faults(outcomes, &mut text);
    let codes = |outcome: &Outcome| {
        outcome.codes.iter().flat_map(|(code, count)| std::iter::repeat_n(code.clone(), *count)).collect()
    };
    classes("Diagnostics", "code", outcomes, codes, &mut text);
    let reasons = |outcome: &Outcome| outcome.skipped.iter().map(|message| class(message)).collect();
    classes("Skipped operations", "uses", outcomes, reasons, &mut text);
    let untyped = |outcome: &Outcome| outcome.untyped.iter().map(|value| value.why.to_string()).collect();
    classes("Values without a type", "because of", outcomes, untyped, &mut text);
    compiler(outcomes, &mut text);
    slowest(outcomes, &mut text);
    text
}

fn figures(outcomes: &[&Outcome], text: &mut String) {
    let sum = |part: fn(&Outcome) -> usize| outcomes.iter().map(|outcome| part(outcome)).sum::<usize>();
    let count = |test: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| test(outcome)).count();
    let mut seconds: Vec<f64> = outcomes.iter().map(|outcome| outcome.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
    let peak = outcomes.iter().filter_map(|outcome| outcome.peak_megabytes()).max_by(f64::total_cmp);
    let rows = [
        ("documents", outcomes.len().to_string()),
        ("generated", count(|outcome| outcome.fault.is_none()).to_string()),
        ("refused", count(|outcome| matches!(outcome.fault, Some(Fault::Error(_)))).to_string()),
        (
            "stopped after two minutes",
            count(|outcome| matches!(outcome.fault, Some(Fault::Timeout))).to_string(),
        ),
        ("panics", count(|outcome| matches!(outcome.fault, Some(Fault::Panic(_)))).to_string()),
        ("operations", sum(|outcome| outcome.operations).to_string()),
        ("operations skipped", sum(|outcome| outcome.skipped.len()).to_string()),
        ("types", sum(|outcome| outcome.types).to_string()),
        ("values without a type", sum(|outcome| outcome.untyped.len()).to_string()),
        ("lines of Rust", sum(|outcome| outcome.lines).to_string()),
        ("median milliseconds", format!("{:.1}", median * 1000.0)),
        ("most memory", memory(peak)),
        ("compiled", count(|outcome| outcome.compiled.is_some()).to_string()),
        ("compiled in silence", count(|outcome| outcome.compiled.is_some() && !outcome.failed()).to_string()),
    ];
    for (name, figure) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {name}: {figure}");
    }
}

fn faults(outcomes: &[&Outcome], text: &mut String) {
    text.push_str("\n## Documents without output\n\n");
    for outcome in outcomes {
        match &outcome.fault {
            None => {}
            Some(Fault::Error(message)) => {
                let _ = writeln!(text, "- {}: {message}", outcome.document);
            }
            Some(Fault::Panic(message)) => {
                let _ = writeln!(text, "- {}: **panic** {message}", outcome.document);
            }
            Some(Fault::Timeout) => {
                let _ = writeln!(text, "- {}: **took too long**", outcome.document);
            }
        }
    }
}

/// How often something shows up, most frequent first, with the number of documents and the first of them.
fn classes(
    title: &str,
    column: &str,
    outcomes: &[&Outcome],
    of: impl Fn(&Outcome) -> Vec<String>,
    text: &mut String,
) {
    let mut classes: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
    for outcome in outcomes {
        for class in of(outcome) {
            let (count, documents) = classes.entry(class).or_default();
            *count += 1;
            if documents.last().copied() != Some(outcome.document.as_str()) {
                documents.push(&outcome.document);
            }
        }
    }
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let _ =
        writeln!(text, "\n## {title}\n\n| {column} | times | documents | for example |\n|---|---|---|---|");
    for (class, (count, documents)) in classes {
        let _ = writeln!(text, "| {class} | {count} | {} | {} |", documents.len(), documents[0]);
    }
}

/// The kind of a reason: what the operation uses, without names.
fn class(message: &str) -> String {
    let reason = message.split_once(" uses ").map_or(message, |(_, reason)| reason);
    reason.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { "_" }).collect()
}

fn compiler(outcomes: &[&Outcome], text: &mut String) {
    let messages = |outcome: &Outcome| -> Vec<String> {
        outcome.compiled.iter().flat_map(|compiled| compiled.messages.keys().cloned()).collect()
    };
    classes("Compiler", "message", outcomes, messages, text);
    for outcome in outcomes {
        for shown in outcome.compiled.iter().flat_map(|compiled| &compiled.shown) {
            let _ = writeln!(text, "\n{}\n\n```text\n{}\n```", outcome.document, shown.trim_end());
        }
    }
}

fn slowest(outcomes: &[&Outcome], text: &mut String) {
    text.push_str(
        "\n## Slowest\n\n| document | seconds | most of it in | lines | memory |\n|---|---|---|---|---|\n",
    );
    let mut order = outcomes.to_vec();
    order.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    for outcome in order.into_iter().take(SLOWEST) {
        let phase = outcome
            .slowest_phase()
            .map_or_else(String::new, |(name, seconds)| format!("{name} {seconds:.2}"));
        let (document, seconds, lines) = (&outcome.document, outcome.seconds, outcome.lines);
        let memory = memory(outcome.peak_megabytes());
        let _ = writeln!(text, "| {document} | {seconds:.2} | {phase} | {lines} | {memory} |");
    }
}

fn memory(megabytes: Option<f64>) -> String {
    megabytes.map_or_else(|| "not known".to_owned(), |megabytes| format!("{megabytes:.0} MB"))
}

#[cfg(test)]
mod tests {
    use super::super::outcome::Outcome;
    use super::{class, render};

    #[test]
    fn reasons_are_classed_without_names() {
        assert_eq!(class("GET /a uses the media type `text/x`"), "the media type _");
    }

    #[test]
    fn what_is_skipped_is_counted_by_class() {
        let outcome = Outcome {
            document: "a.json".to_owned(),
            skipped: vec!["GET /a uses type `x`".to_owned(), "GET /b uses type `y`".to_owned()],
            ..Outcome::default()
        };
        let text = render(&[&outcome]);
        assert!(text.contains("- operations skipped: 2\n"), "{text}");
        assert!(text.contains("| type _ | 2 | 1 | a.json |\n"), "{text}");
    }
}
