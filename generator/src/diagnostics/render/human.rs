//! For people: the way compilers show errors.
//!
//! The only place that names `annotate_snippets`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostics::Severity;
use crate::diagnostics::report::{Finding, Position, Report};
use crate::source::LineColumn;

/// Whether the text carries terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text: files, pipes.
    Off,
    /// Terminals.
    On,
}

/// No more than this many bytes of a line are shown on either side of what is meant: a document may be a
/// single line of many megabytes.
const MOST_BEFORE: usize = 100;
const MOST_AFTER: usize = 120;

/// How many problems of one code are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The first [`MOST_PER_CODE`]; one line counts the others.
    #[default]
    First,
    /// All of them.
    All,
}

/// A mistake of the tool that wrote the document is there a thousand times; nobody reads it a thousand times.
pub const MOST_PER_CODE: usize = 50;

/// Every problem with its excerpt, in order, then one line that counts them; empty when there is nothing to say.
pub fn render(report: &Report, colour: Colour) -> String {
    render_some(report, colour, Shown::First)
}

/// As [`render`], with a choice of how much is shown.
pub fn render_some(report: &Report, colour: Colour, shown: Shown) -> String {
    let most = match shown {
        Shown::First => MOST_PER_CODE,
        Shown::All => usize::MAX,
    };
    let renderer = match colour {
        Colour::Off => Renderer::plain(),
        Colour::On => Renderer::styled(),
    };
    let mut text = String::new();
    // A code whose warnings count as errors in some places must not hide these behind the others.
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for finding in report.findings() {
        let count = counts.entry((finding.code.id, finding.severity)).or_default();
        *count += 1;
        if *count > most {
            continue;
        }
        let _ = writeln!(text, "{}\n", renderer.render(&groups(report, finding)));
    }
    let left_out: Vec<(&str, usize)> = counts
        .into_iter()
        .filter(|(_, count)| *count > most)
        .map(|((code, _), count)| (code, count - most))
        .collect();
    for (code, count) in &left_out {
        let _ = writeln!(text, "… and {} more of {code} (`--all` shows them)", grouped(*count));
    }
    if !left_out.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary(report));
    text
}

/// `1,204`
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn groups<'a>(report: &'a Report, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.message).id(finding.code.id);
    let main = excerpt(report, &finding.position, Group::with_title(title));
    let mut groups = vec![main];
    for (position, label) in &finding.related {
        groups.push(excerpt(report, position, Group::with_title(Level::NOTE.secondary_title(label))));
    }
    let last = groups.pop().map(|group| group.element(Level::HELP.message(&finding.help)));
    groups.extend(last);
    groups
}

/// File, line and column, and the line itself with what is meant underlined.
fn excerpt<'a>(report: &'a Report, position: &Position, group: Group<'a>) -> Group<'a> {
    let source = report.source(position);
    let line = source.line_range(position.start.line);
    let line_start = line.start;
    let window = window(&source.text, line, &position.span);
    let span = position.span.start - window.start..position.span.end.min(window.end) - window.start;
    let cut = window.start > line_start;
    let snippet = Snippet::source(&source.text[window])
        .line_start(position.start.line)
        .annotation(AnnotationKind::Primary.span(span));
    if cut {
        // The column cannot be told from the part that is shown.
        let LineColumn { line, column } = position.start;
        group.element(Origin::path(&source.name).line(line).char_column(column)).element(snippet)
    } else {
        group.element(snippet.path(&source.name))
    }
}

/// The part of a line that is shown.
fn window(text: &str, line: Range<usize>, span: &Range<usize>) -> Range<usize> {
    let mut start = span.start.saturating_sub(MOST_BEFORE).max(line.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = span.start.saturating_add(MOST_AFTER).min(line.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}

/// `2 errors, 1 warning`
fn summary(report: &Report) -> String {
    let count = |severity, name: &str| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {name}")),
        count => Some(format!("{} {name}s", grouped(count))),
    };
    let counts = [count(Severity::Error, "error"), count(Severity::Warning, "warning")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() { String::new() } else { format!("{}\n", counts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::{Colour, Shown, render, render_some};
    use crate::config::Config;
    use crate::diagnostics::levels::Levels;
    use crate::diagnostics::report::Report;
    use crate::diagnostics::{Diagnostic, Diagnostics, codes};
    use crate::load::load;
    use crate::pointer::{Place, Pointer};
    use crate::source::{SourceText, Sources};

    fn rendered(text: &str, diagnostic: Option<Diagnostic>) -> String {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        load(SourceText::new("specs/x.yaml", text), &mut sources, &mut diagnostics);
        if let Some(diagnostic) = diagnostic {
            diagnostics.report(diagnostic);
        }
        render(&Report::new(&diagnostics, &Config::default(), &Levels::default(), sources), Colour::Off)
    }

    #[test]
    fn a_problem_is_shown_with_its_line() {
        let at = Place::document(Pointer::parse("/paths/~1a/get/schema/$ref"));
        let text = rendered(
            "paths:\n  /a:\n    get:\n      schema:\n        $ref: '#/components/schemas/Pte'\n",
            Some(Diagnostic::new(&codes::DANGLING_REF, &at, "there is no schema `Pte`").help("`Pet` exists")),
        );
        assert_eq!(
            text,
            "\
error[OA0101]: there is no schema `Pte`
 --> specs/x.yaml:5:15
  |
5 |         $ref: '#/components/schemas/Pte'
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: `Pet` exists

1 error
"
        );
    }

    #[test]
    fn related_places_follow() {
        let text = rendered("a: 1\nb: 2\na: 3\n", None);
        assert_eq!(
            text,
            "\
error[OA0002]: the key `a` is given twice
 --> specs/x.yaml:3:1
  |
3 | a: 3
  | ^
  |
note: first given here
 --> specs/x.yaml:1:1
  |
1 | a: 1
  | ^
  = help: keep one of the two entries; a reader would silently lose the other

1 error
"
        );
    }

    #[test]
    fn floods_are_counted_and_not_shown() {
        let keys = (0..1254).fold(String::new(), |keys, index| keys + &format!("k{index}: 1\n"));
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        load(SourceText::new("x.yaml", keys), &mut sources, &mut diagnostics);
        for index in 0..1254 {
            let at = Place::document(Pointer::root().child(&format!("k{index}")));
            diagnostics.report(Diagnostic::new(&codes::UNKNOWN_KEYWORD, &at, "m"));
        }
        diagnostics.report(Diagnostic::new(&codes::DANGLING_REF, &Place::default(), "e"));
        let report = Report::new(&diagnostics, &Config::default(), &Levels::default(), sources);
        let text = render(&report, Colour::Off);
        assert_eq!(text.matches("warning[OA0203]").count(), 50);
        assert!(
            text.ends_with("\n… and 1,204 more of OA0203 (`--all` shows them)\n\n1 error, 1,254 warnings\n"),
            "{text}"
        );
        assert!(text.contains("error[OA0101]"));
        let all = render_some(&report, Colour::Off, Shown::All);
        assert_eq!(all.matches("warning[OA0203]").count(), 1254);
    }

    #[test]
    fn long_lines_are_cut() {
        let long = "x".repeat(100_000);
        let at = Place::document(Pointer::parse("/b"));
        let text = rendered(
            &format!("{{\"a\": \"{long}\", \"b\": 1, \"c\": \"{long}\"}}"),
            Some(Diagnostic::new(&codes::WRONG_TYPE, &at, "m")),
        );
        assert!(text.len() < 1000, "{}", text.len());
        assert!(text.contains("specs/x.yaml:1:100016"), "{text}");
    }
}
