//! Which problems are shown, and how bad each one is: what the configuration and the command line say about codes.
//!
//! The command line counts before the configuration. In the configuration the rule for the smallest part of the document
//! counts; of several that are equal, the strictest. Errors stay errors: after one there is no output that could be right.

use super::{Code, Diagnostic, Diagnostics, Severity, codes};
use crate::config::{Config, LevelRule};
use crate::diagnostics::similar::nearest;
use crate::pointer::{Place, Pointer};
use crate::source::{Format, Source, Sources};

/// What warnings count as, where nothing is said about their code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Warnings {
    /// Warnings.
    #[default]
    Allow,
    /// Errors.
    Deny,
}

/// What the warnings of one code count as; from the mildest to the strictest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing: they are not shown.
    Allow,
    /// Warnings, whatever the others count as.
    Warn,
    /// Errors.
    Deny,
}

impl Level {
    /// As the configuration and the command line call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// What the caller of a run says about levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// All warnings.
    pub warnings: Warnings,
    /// Those of one code.
    pub codes: Vec<(Level, String)>,
}

impl Levels {
    /// From lists of codes, as command lines have them.
    pub fn new(warnings: Warnings, allow: &[String], warn: &[String], deny: &[String]) -> Self {
        let given = [(Level::Allow, allow), (Level::Warn, warn), (Level::Deny, deny)];
        let codes = given
            .into_iter()
            .flat_map(|(level, codes)| codes.iter().map(move |code| (level, code.to_uppercase())));
        Self { warnings, codes: codes.collect() }
    }
}

impl From<Warnings> for Levels {
    fn from(warnings: Warnings) -> Self {
        Self { warnings, codes: Vec::new() }
    }
}

/// The problems that are left, with the severity that they have in this run. Rules that silence nothing, and rules about
/// codes that do not exist, are among them.
pub fn apply(
    diagnostics: &Diagnostics,
    config: &Config,
    levels: &Levels,
    sources: &mut Sources,
) -> Vec<(Severity, Diagnostic)> {
    let mut rules = rules(config, levels, sources);
    let mut left = Vec::new();
    for diagnostic in diagnostics.iter() {
        let Some(severity) = severity(diagnostic, &mut rules, levels.warnings) else { continue };
        left.push((severity, diagnostic.clone()));
    }
    left.extend(rules.iter().filter_map(|rule| Some((Severity::Error, rule.complaint()?))));
    left
}

/// One rule, wherever it is written.
struct Rule<'a> {
    level: Level,
    code: &'a str,
    below: Option<Pointer>,
    /// Its code as it is written, for complaints.
    written: Diagnostic,
    from_command_line: bool,
    used: bool,
}

fn rules<'a>(config: &'a Config, levels: &'a Levels, sources: &mut Sources) -> Vec<Rule<'a>> {
    let mut rules = Vec::new();
    for (level, table) in
        [(Level::Allow, &config.allow), (Level::Warn, &config.warn), (Level::Deny, &config.deny)]
    {
        for (index, LevelRule { code, at, .. }) in table.iter().enumerate() {
            let place = config.entry(level.name(), index).child("code");
            let below = at.as_deref().map(|at| Pointer::parse(at.strip_prefix('#').unwrap_or(at)));
            let written = Diagnostic::new(&codes::CONFIG_NO_MATCH, &place, "");
            rules.push(Rule { level, code, below, written, from_command_line: false, used: false });
        }
    }
    if levels.codes.is_empty() {
        return rules;
    }
    let mut line = String::new();
    let mut spans = Vec::new();
    for (level, code) in &levels.codes {
        line.push_str(if line.is_empty() { "--" } else { " --" });
        line.push_str(level.name());
        line.push(' ');
        spans.push(line.len()..line.len() + code.len());
        line.push_str(code);
    }
    let file = sources.add(Source::new("command line".to_owned(), line, Format::Toml));
    for ((level, code), span) in levels.codes.iter().zip(spans) {
        let place = Place { file, pointer: Pointer::root() };
        let written = Diagnostic::new(&codes::CONFIG_NO_MATCH, &place, "").at_bytes(span);
        rules.push(Rule { level: *level, code, below: None, written, from_command_line: true, used: false });
    }
    rules
}

/// How bad a problem is in this run; `None` when it is not shown.
fn severity(diagnostic: &Diagnostic, rules: &mut [Rule<'_>], warnings: Warnings) -> Option<Severity> {
    if diagnostic.code.severity == Severity::Error {
        return Some(Severity::Error);
    }
    let fits = |rule: &Rule<'_>| {
        let inside = rule.below.as_ref().is_none_or(|below| diagnostic.at.pointer.is_within(below));
        rule.code == diagnostic.code.id && inside
    };
    let mut counts: Option<(bool, usize, Level)> = None;
    for rule in rules.iter_mut().filter(|rule| fits(rule)) {
        rule.used = true;
        let depth = rule.below.as_ref().map_or(0, |below| below.as_str().len());
        counts = counts.max(Some((rule.from_command_line, depth, rule.level)));
    }
    match (counts.map(|(_, _, level)| level), warnings) {
        (Some(Level::Allow), _) => None,
        (Some(Level::Deny), _) | (None, Warnings::Deny) => Some(Severity::Error),
        (Some(Level::Warn), _) | (None, Warnings::Allow) => Some(Severity::Warning),
    }
}

impl Rule<'_> {
    /// What is wrong with the rule itself.
    fn complaint(&self) -> Option<Diagnostic> {
        let Self { level, code, below, used, .. } = self;
        let known: Option<&Code> = codes::find(code);
        let message = match (known, level, below) {
            (None, _, _) => match nearest(code, codes::ALL.iter().map(|code| code.id)) {
                Some(known) => format!("there is no code `{code}`; the nearest is `{known}`"),
                None => format!("there is no code `{code}`"),
            },
            (Some(known), Level::Allow, _) if known.severity == Severity::Error => {
                format!("`{code}` is an error; only warnings can be allowed")
            }
            (Some(known), Level::Warn, _) if known.severity == Severity::Error => {
                format!("`{code}` is an error; it cannot be a warning")
            }
            // What is not there yet may be denied, or kept from being denied, as a precaution; so may an error be denied.
            (Some(_), Level::Deny | Level::Warn, _) => return None,
            // It silences something.
            (Some(_), Level::Allow, _) if *used => return None,
            (Some(_), Level::Allow, Some(at)) => {
                format!("nothing at or below `{at}` is reported as `{code}`")
            }
            (Some(_), Level::Allow, None) => format!("nothing is reported as `{code}`"),
        };
        Some(Diagnostic { message, ..self.written.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, Warnings, apply};
    use crate::config::{self, Config};
    use crate::diagnostics::{Diagnostic, Diagnostics, Severity, codes};
    use crate::pointer::{Place, Pointer};
    use crate::source::{SourceText, Sources};

    /// What is left of a warning at `/paths/~1a` and an error at the root, in short: `W OA0203`.
    fn left(config: &str, levels: &Levels) -> Vec<String> {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let config = match config {
            "" => Config::default(),
            text => config::parse(SourceText::new("c.toml", text)).register(&mut sources, &mut diagnostics),
        };
        assert!(diagnostics.is_empty());
        let at = Place::document(Pointer::parse("/paths/~1a"));
        diagnostics.report(Diagnostic::new(&codes::UNKNOWN_KEYWORD, &at, "w"));
        diagnostics.report(Diagnostic::new(&codes::DANGLING_REF, &Place::default(), "e"));
        let left = apply(&diagnostics, &config, levels, &mut sources);
        let short = left.into_iter().map(|(severity, diagnostic)| {
            let severity = if severity == Severity::Error { 'E' } else { 'W' };
            let message = if diagnostic.code.id == "OA0502" { diagnostic.message } else { String::new() };
            format!("{severity} {} {message}", diagnostic.code.id).trim_end().to_owned()
        });
        short.collect()
    }

    fn given(codes: &[(Level, &str)]) -> Levels {
        let codes = codes.iter().map(|(level, code)| (*level, (*code).to_owned()));
        Levels { warnings: Warnings::Allow, codes: codes.collect() }
    }

    fn rule(table: &str, code: &str, at: &str) -> String {
        format!("[[{table}]]\ncode = \"{code}\"\n{at}reason = \"r\"\n")
    }

    #[test]
    fn warnings_have_the_level_that_is_asked_for() {
        assert_eq!(left("", &Levels::default()), ["W OA0203", "E OA0101"]);
        assert_eq!(left("", &Warnings::Deny.into()), ["E OA0203", "E OA0101"]);
        assert_eq!(left("", &given(&[(Level::Deny, "OA0203")])), ["E OA0203", "E OA0101"]);
        assert_eq!(left("", &given(&[(Level::Allow, "OA0203")])), ["E OA0101"]);
        let kept = Levels { warnings: Warnings::Deny, codes: vec![(Level::Warn, "OA0203".to_owned())] };
        assert_eq!(left("", &kept), ["W OA0203", "E OA0101"]);
    }

    #[test]
    fn the_smallest_part_counts_and_the_command_line_before_it() {
        let all = rule("deny", "OA0203", "");
        let here = rule("allow", "OA0203", "at = \"/paths\"\n");
        assert_eq!(left(&format!("{all}{here}"), &Levels::default()), ["E OA0101"]);
        assert_eq!(left(&here, &given(&[(Level::Warn, "OA0203")])), ["W OA0203", "E OA0101"]);
    }

    #[test]
    fn rules_without_effect_are_told() {
        assert_eq!(
            left(&rule("allow", "OA0314", ""), &given(&[(Level::Allow, "OA0204"), (Level::Deny, "OA9999")])),
            [
                "W OA0203",
                "E OA0101",
                "E OA0502 nothing is reported as `OA0314`",
                "E OA0502 nothing is reported as `OA0204`",
                "E OA0502 there is no code `OA9999`",
            ]
        );
        assert_eq!(
            left(&rule("warn", "OA0101", ""), &Levels::default())[2..],
            ["E OA0502 `OA0101` is an error; it cannot be a warning"]
        );
    }
}
