//! What is said while operations are lowered and only follows from an error that was reported before: one mistake, one message.

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::pointer::{Place, Pointer};

/// True for what would be as it should if it were not for an earlier error.
pub(super) fn follows(diagnostic: &Diagnostic, earlier: &Diagnostics) -> bool {
    if diagnostic.code == &codes::UNDECLARED_PATH_PARAMETER {
        // Of a path whose braces do not match nobody can say what its parameters are.
        return earlier.has_error_at(&diagnostic.at);
    }
    diagnostic.code == &codes::UNKNOWN_SECURITY_SCHEME && is_broken_scheme(&diagnostic.at, earlier)
}

/// True where a requirement names a scheme that stands in the document and cannot be read.
fn is_broken_scheme(requirement: &Place, earlier: &Diagnostics) -> bool {
    let Some(name) = requirement.pointer.last() else { return false };
    [&["components", "securitySchemes"][..], &["securityDefinitions"]].iter().any(|list| {
        let list = Pointer::from_segments(list.iter().copied());
        let above = list.parent().filter(|above| *above != Pointer::root());
        let at = |pointer: Pointer| Place { file: requirement.file, pointer };
        earlier.has_error_within(&at(list.child(&name)))
            || earlier.has_error_at(&at(list))
            || above.is_some_and(|above| earlier.has_error_at(&at(above)))
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::levels::Levels;
    use crate::pipeline::{Input, lint};
    use crate::source::SourceText;

    /// Code, line and column of everything that a run reports.
    fn told(rest: &str) -> Vec<String> {
        let text = format!("openapi: 3.2.0\ninfo: {{title: t, version: '1'}}\n{rest}\n");
        let input = Input { document: SourceText::new("x.yaml", text), ..Input::default() };
        let report = lint(input, &Levels::default());
        let found = report.findings().iter();
        found
            .map(|one| format!("{} {}:{}", one.code.id, one.position.start.line, one.position.start.column))
            .collect()
    }

    const OK: &str = "responses: {'204': {description: a}}";

    #[test]
    fn a_scheme_that_cannot_be_read_is_one_error() {
        let paths = format!("security: [{{k: []}}]\npaths: {{/a: {{get: {{operationId: a, {OK}}}}}}}");
        for scheme in ["{k: null}", "{k: bearer}", "[k]"] {
            let told = told(&format!("{paths}\ncomponents: {{securitySchemes: {scheme}}}"));
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with("OA0201 "), "{told:?}");
        }
        let told =
            told(&format!("{paths}\ncomponents: {{securitySchemes: {{l: {{type: http, scheme: basic}}}}}}"));
        assert_eq!(told, ["OA0404 3:13"]);
    }

    #[test]
    fn what_a_path_lacks_is_told_once() {
        let braces = format!(
            "paths:\n  /{{{{id}}}}:\n    get: {{parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}], {OK}}}"
        );
        assert_eq!(told(&braces), ["OA0207 4:3"]);
        let more = format!(
            "paths:\n  '/{{p}}':\n    get: {{{OK}}}\n    additionalOperations: {{COPY: {{{OK}}}, LOCK: {{{OK}}}}}"
        );
        assert_eq!(told(&more), ["OA0402 4:3"]);
    }
}
