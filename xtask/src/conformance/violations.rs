//! What the server finds wrong with a request.
//!
//! In: the value of its header `sl-violations`, a JSON list of places and messages; or the body by which it refuses a request
//! where the document declares no answer for that. Out: lines for people. Entries below `response` are about the
//! server's own examples and are left out.

use serde::Deserialize;

#[derive(Deserialize)]
struct Violation {
    #[serde(default)]
    location: Vec<Step>,
    #[serde(default)]
    code: String,
    message: String,
}

/// A step to the place of a violation: the name of a property or the number of an item.
#[derive(Deserialize)]
#[serde(untagged)]
enum Step {
    Name(String),
    Number(u64),
}

impl Violation {
    fn is_ours(&self) -> bool {
        !matches!(self.location.first(), Some(Step::Name(first)) if first == "response")
    }

    fn line(&self) -> String {
        let steps: Vec<String> = self
            .location
            .iter()
            .map(|step| match step {
                Step::Name(name) => name.clone(),
                Step::Number(number) => number.to_string(),
            })
            .collect();
        format!("{}: {} [{}]", steps.join("."), self.message, self.code)
    }
}

/// What the header begins with when the list was cut off.
const CUT_OFF: &str = "Too many violations! ";

/// The entries of the header that are about the request. They stand before those about the answer.
pub(super) fn of_header(header: &str) -> Vec<String> {
    let whole = match header.strip_prefix(CUT_OFF) {
        Some(begin) => match begin.rfind(",{\"location\":") {
            Some(end) => format!("{}]", &begin[..end]),
            None => begin.to_owned(),
        },
        None => header.to_owned(),
    };
    match serde_json::from_str::<Vec<Violation>>(&whole) {
        Ok(violations) => violations.iter().filter(|one| one.is_ours()).map(Violation::line).collect(),
        // Not to be understood is not to be accepted.
        Err(error) => vec![format!("sl-violations cannot be read ({error}): {header}")],
    }
}

/// Who is at fault when the server refuses to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The request.
    Request(String),
    /// The server: it cannot make an answer that satisfies the document.
    Answer(String),
}

/// What the body of an answer refuses (`application/problem+json`); `None` where it is an answer of the API.
pub(super) fn of_problem(body: &str) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Problem {
        #[serde(rename = "type")]
        kind: String,
        status: u16,
        #[serde(default)]
        title: String,
        #[serde(default)]
        detail: String,
        #[serde(default)]
        validation: Vec<Violation>,
    }
    let problem: Problem = serde_json::from_str(body).ok()?;
    let (_, name) = problem.kind.split_once("prism/errors#")?;
    let lines = |ours: bool| {
        let wanted = problem.validation.iter().filter(|one| one.is_ours() == ours);
        wanted.map(Violation::line).collect::<Vec<_>>().join("; ")
    };
    let (ours, its) = (lines(true), lines(false));
    Some(match (ours.is_empty(), its.is_empty()) {
        (false, _) => Refusal::Request(ours),
        (true, false) => Refusal::Answer(its),
        (true, true) => {
            let message = format!("{name}: {} {}", problem.title, problem.detail);
            if problem.status >= 500 { Refusal::Answer(message) } else { Refusal::Request(message) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Refusal, of_header, of_problem};

    #[test]
    fn entries_about_answers_are_left_out() {
        let header = r#"[{"location":["request","query","page"],"severity":"Error","code":"type","message":"must be integer"},
            {"location":["response","body","a"],"severity":"Error","code":"format","message":"must match"},
            {"location":["request","body","items",0],"severity":"Error","code":"required","message":"must have name"}]"#;
        let expected =
            ["request.query.page: must be integer [type]", "request.body.items.0: must have name [required]"];
        assert_eq!(of_header(header), expected);
        let cut =
            r#"Too many violations! [{"location":["request"],"code":"a","message":"b"},{"location":["reques"#;
        assert_eq!(of_header(cut), ["request: b [a]"]);
        assert!(of_header("nonsense")[0].starts_with("sl-violations cannot be read"));
    }

    #[test]
    fn refusals_are_told_from_answers() {
        let problem = |name: &str, status: u16, validation: &str| {
            let kind = format!("https://stoplight.io/prism/errors#{name}");
            format!(
                r#"{{"type":"{kind}","title":"T","status":{status},"detail":"d","validation":[{validation}]}}"#
            )
        };
        let ours = r#"{"location":["request","body"],"code":"minLength","message":"too short"}"#;
        let its = r#"{"location":["response","body"],"code":"oneOf","message":"no variant"}"#;
        let request = |text: &str| Some(Refusal::Request(text.to_owned()));
        let answer = |text: &str| Some(Refusal::Answer(text.to_owned()));
        let both = format!("{its},{ours}");
        assert_eq!(
            of_problem(&problem("VIOLATIONS", 500, &both)),
            request("request.body: too short [minLength]")
        );
        assert_eq!(of_problem(&problem("VIOLATIONS", 500, its)), answer("response.body: no variant [oneOf]"));
        let lost = "NO_PATH_MATCHED_ERROR";
        assert_eq!(of_problem(&problem(lost, 404, "")), request("NO_PATH_MATCHED_ERROR: T d"));
        assert_eq!(of_problem(&problem("UNKNOWN", 500, "")), answer("UNKNOWN: T d"));
        assert_eq!(of_problem(r#"{"type":"about:blank","status":404}"#), None);
        assert_eq!(of_problem("text"), None);
    }
}
